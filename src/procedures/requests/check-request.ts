// Checks an ask without storing anything: the person's tokens, the policy, and who would review it.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import {
  type ApproveDecision,
  type Ask,
  type DenyDecision,
  decide,
  type Policy,
  type ReviewDecision,
} from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import type { Reviewers } from '../../core/requests/review.ts'
import { type Approved, isRenewal } from '../../core/tokens/rotation.ts'
import type { Token } from '../../core/tokens/token.ts'
import { revocationCandidates, type TokenQuota } from '../../core/tokens/token-quota.ts'
import { enforceRateLimit } from '../access/enforce-rate-limit.ts'
import { identifyPerson } from '../identity/identify-person.ts'
import { couldAgree, type ResolvedReviewers, resolveReviewers } from '../reviewers/resolve-reviewers.ts'
import { policyFacts } from './policy-facts.ts'
import { tellNobodyToReview } from './tell-unreviewable.ts'
import { tokenQuotaOf } from './token-quota.ts'

export interface Preview {
  person: Person
  /** The Dremio user whom the person is. Undefined while that is not known. */
  uid?: string
  activeTokens: number
  /** Names the rule that decides. */
  decision: ApproveDecision | ReviewDecision
  /** The people who would be asked, by Slack id. Empty if the rule itself approves. */
  reviewers: Reviewers
  /** True if the fallback is asked from the start. */
  withFallback: boolean
  /**
   * The Slack scope that is missing to read the requester's manager. Undefined if the manager is known or not needed.
   */
  unreadable?: string
}

export interface Circumstances {
  /** The policy under which the ask was checked. The default is today's policy. */
  policy?: Policy
  /**
   * Set if the new token replaces `old`. `approved` is what that was approved for; undefined if it is external.
   */
  rotation?: { old: Token; approved: Approved | undefined }
}

/**
 * The same steps that a request takes before it is stored, so that the preview in the form and the outcome cannot
 * differ. Throws every refusal that a request would meet, `other_dremio_user` if the token that is to be replaced belongs
 * to another one, and `slack_unavailable` if a group in the rules cannot be read.
 */
export async function checkRequest(
  ports: Ports,
  person: Person,
  ask: Ask,
  { policy = ports.policy(), rotation }: Circumstances = {},
): Promise<Preview> {
  await enforceRateLimit(ports, person, 'look')
  if (!ports.sessions.capabilities.can.create) {
    throw new BotError('auth_method_cannot', { method: ports.sessions.authMethod, operation: 'create' })
  }
  const uid = await identifyUnlessAway(ports, person)
  if (rotation && uid !== undefined && uid !== rotation.old.uid) {
    throw new BotError('other_dremio_user', { label: rotation.old.label })
  }
  const held = await tokenQuotaOf(ports, person.id)
  const facts = await policyFacts(ports, person, policy, held, {
    replaces: held.active.some(({ tid }) => tid === rotation?.old.tid),
    rotation: isRenewal(ask, rotation?.approved),
  })
  const { activeTokens } = facts
  const decision = decide(policy, ask, facts)
  if (decision.verdict === 'deny') throw denied(decision, held)
  const { reviewers, withFallback, unreadable, missingGroups } =
    decision.verdict === 'approve' ? noReviewers : await resolveReviewers(ports, decision, person.id)
  if (decision.verdict === 'review' && !couldAgree(decision, reviewers)) {
    throw new BotError('no_approver', {
      rule: decision.rule,
      ...(unreadable !== undefined && { unreadable }),
      ...(missingGroups && { missingGroups }),
    })
  }
  return {
    ...{ person, activeTokens, decision, reviewers, withFallback },
    ...(uid !== undefined && { uid }),
    ...(unreadable !== undefined && { unreadable }),
  }
}

/** The same for somebody who is about to ask: bot admins hear that nobody is there to review it. */
export async function checkAsk(
  ports: Ports,
  person: Person,
  ask: Ask,
  circumstances: Circumstances = {},
): Promise<Preview> {
  try {
    return await checkRequest(ports, person, ask, circumstances)
  } catch (error) {
    if (!isBotError(error, 'no_approver')) throw error
    const { rule, missingGroups = [] } = error.facts
    const administrators = await tellNobodyToReview(ports, { requester: person.id, rule, missingGroups })
    throw new BotError('no_approver', { ...error.facts, administrators })
  }
}

function denied({ rule, denial }: DenyDecision, held: TokenQuota): BotError {
  if (denial.kind !== 'too many tokens') return new BotError('policy_denied', { rule, denial })
  const { active, open, most } = denial
  const candidates = revocationCandidates(held)
  return new BotError('too_many_tokens', { active, open, most, revocationCandidates: candidates, collecting: false })
}

const noReviewers: ResolvedReviewers = { reviewers: new Map(), withFallback: false }

/**
 * A request needs no Dremio, so an outage of Dremio is no reason to refuse it. A person without a Dremio user is
 * refused before anybody reviews.
 */
async function identifyUnlessAway(ports: Ports, person: Person): Promise<string | undefined> {
  try {
    return (await identifyPerson(ports, person)).uid
  } catch (error) {
    // With a sign-in, the person is identified when they collect the token.
    if (!isBotError(error, 'dremio_unavailable', 'dremio_busy', 'not_signed_in')) throw error
    return undefined
  }
}
