// Explains what a request would lead to: the rule, the reviewers, the limits and the possible lifetimes.
import { type Facts, isBotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/people/person.ts'
import { clockOfDecision, type RuleClock } from '../../core/policy/clock.ts'
import { type Ask, type Decision, decide, type Policy } from '../../core/policy/evaluate.ts'
import { tooManyTokens } from '../../core/policy/rules.ts'
import type { Ports } from '../../core/ports.ts'
import type { Reviewers } from '../../core/requests/review.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { checkRequest } from '../../procedures/requests/check-request.ts'
import { policyFacts } from '../../procedures/requests/policy-facts.ts'
import { tokenQuotaOf } from '../../procedures/requests/token-quota.ts'

export interface Explanation {
  /** `no approver`: the rule requires a review, and there are too few people for it. */
  outcome: Decision | ({ verdict: 'no approver' } & Facts['no_approver'])
  /** The people who would be asked, by Slack id. */
  reviewers: Reviewers
  /** As in `Preview`. */
  unreadable?: string
  activeTokens: number
  openRequests: number
  maxActive: number
  /** The offered lifetimes that are not denied, milliseconds. */
  allowed: number[]
  /** True if another label could change the outcome. */
  dependsOnLabel: boolean
  /** Set if a rule that was tried asks for hours or days. */
  clock?: RuleClock
}

/**
 * Stores nothing. Throws as `checkRequest`, except `policy_denied`, `too_many_tokens` and `no_approver`, which are part
 * of the result here.
 */
export async function explainPolicy(
  ports: Ports,
  actor: Actor,
  ask: Ask,
  offered: readonly number[],
): Promise<Explanation> {
  const policy = ports.policy()
  const person = await admit(ports, actor)
  const facts = await policyFacts(ports, person, policy, await tokenQuotaOf(ports, person.id))
  const { activeTokens, openRequests } = facts
  const { maxActive } = policy.tokens
  const found = await outcomeOf(ports, person, ask, policy)
  return {
    ...found,
    ...clockIn(policy, ask, found.outcome, person),
    activeTokens,
    openRequests,
    maxActive,
    allowed: offered.filter((lifetime) => decide(policy, { ...ask, lifetime }, facts).verdict !== 'deny'),
    dependsOnLabel:
      activeTokens + openRequests < maxActive && policy.rules.some(({ when }) => when.label !== undefined),
  }
}

function clockIn(
  policy: Policy,
  { lifetime }: Ask,
  outcome: Explanation['outcome'],
  { timeZone }: Person,
): Pick<Explanation, 'clock'> {
  // The limits on tokens and lifetimes come before all rules.
  const { min, max } = policy.lifetime
  if (isAboutTokens(outcome) || lifetime < min || lifetime > max) return {}
  const clock = clockOfDecision(policy, outcome.rule, timeZone)
  return clock ? { clock } : {}
}

function isAboutTokens(outcome: Explanation['outcome']): boolean {
  return outcome.verdict === 'deny' && outcome.denial.kind === 'too many tokens'
}

async function outcomeOf(
  ports: Ports,
  person: Person,
  ask: Ask,
  policy: Policy,
): Promise<Pick<Explanation, 'outcome' | 'reviewers' | 'unreadable'>> {
  const reviewers: Reviewers = new Map()
  try {
    const { decision, reviewers, unreadable } = await checkRequest(ports, person, ask, { policy })
    return { outcome: decision, reviewers, ...(unreadable !== undefined && { unreadable }) }
  } catch (error) {
    if (isBotError(error, 'policy_denied')) return { outcome: { verdict: 'deny', ...error.facts }, reviewers }
    if (isBotError(error, 'too_many_tokens')) {
      const { active, open, most } = error.facts
      const denial = { kind: 'too many tokens' as const, active, open, most }
      return { outcome: { verdict: 'deny', rule: tooManyTokens(most), denial }, reviewers }
    }
    if (isBotError(error, 'no_approver')) return { outcome: { verdict: 'no approver', ...error.facts }, reviewers }
    throw error
  }
}
