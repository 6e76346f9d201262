// Evaluates the policy without I/O: may this person have this token, which rule says so, and who decides?

import type { Denial } from '../requests/denial.ts'
import type { Ask } from './ask.ts'
import { ruleClock } from './clock.ts'
import { type PolicyContent, type PolicyPlace, policySchema } from './document.ts'
import { NO_RULE, type ReviewRule, type Rule, tooManyTokens } from './rules.ts'
import { holds, type PolicyFacts } from './when.ts'
import type { Approver } from './words.ts'

export { type Denial, denialOf, type FieldProblem, type LabelForm } from '../requests/denial.ts'
export {
  type Ask,
  askProblems,
  cleanAsk,
  commentProblem,
  isLabel,
  LONGEST_COMMENT,
  LONGEST_REASON,
  lifetimeChoices,
  reasonProblem,
} from './ask.ts'
export { readAskedWords } from './asked-words.ts'
export { type PolicyPlace, policySchema } from './document.ts'
export { type Conditions, NO_RULE, type ReviewRule, type Rule } from './rules.ts'
export type { PolicyFacts } from './when.ts'
export type { Approver } from './words.ts'

/** Settings and rules. Every duration is in milliseconds, every time of day in minutes since midnight. */
export interface Policy extends Omit<PolicyContent, 'version'> {
  /** Identifies the content. It is recorded with every request and in the audit log. */
  version: string
}

/** `rule` is the name of the rule that decided, or the bot's own words if no rule did. */
export type Decision = ApproveDecision | ReviewDecision | DenyDecision
export interface ApproveDecision {
  verdict: 'approve'
  rule: string
}
export interface ReviewDecision {
  verdict: 'review'
  rule: string
  approvers: Approver[]
  /** Decides if the approvers are too few, do not answer in time, or are away. */
  fallback: Approver[]
  /** How many people must approve. */
  quorum: number
  /** Each of them must match another entry of `approvers` or `fallback`. */
  differentGroups: boolean
  /** Slack channel that gets a review card as well. */
  channel?: string
}
export interface DenyDecision {
  verdict: 'deny'
  rule: string
  denial: Denial
}

/** The version of the policy without a policy file. */
export const BUILT_IN = 'built-in'

/**
 * The policy without a policy file: the manager reviews every request for up to 90 days, with APPROVERS as the
 * fallback. Dremio Software allows no lifetime below a day.
 */
export function builtInPolicy(approvers: readonly string[], edition: PolicyPlace['edition']): Policy {
  return { ...policySchema({ approvers, edition }).parse({}), version: BUILT_IN }
}

/**
 * Decides an ask that has no errors. The first rule that matches decides and is named; without a match the ask is
 * refused. A rule whose condition depends on a user group that does not exist is passed over; but what another rule would
 * then approve by itself is refused if the one before might have denied it or had it reviewed.
 */
export function decide(policy: Policy, ask: Ask, facts: PolicyFacts): Decision {
  const { maxActive } = policy.tokens
  // A replaced token ends once the new one is received, so a person who has reached the limit can still renew a token.
  const { activeTokens, openRequests, replaces } = facts
  if (activeTokens + openRequests - (replaces ? 1 : 0) >= maxActive) {
    const denial = { kind: 'too many tokens' as const, active: activeTokens, open: openRequests, most: maxActive }
    return { verdict: 'deny', rule: tooManyTokens(maxActive), denial }
  }
  return decideByRules(policy, ask, facts)
}

/** The same without the limit on active tokens, which a request that is open already does not meet before its claim. */
export function decideByRules(policy: Policy, ask: Ask, facts: PolicyFacts): Decision {
  const { min, max } = policy.lifetime
  // The caller has checked this already, but perhaps against an earlier version of the policy.
  if (!(ask.lifetime >= min && ask.lifetime <= max)) {
    return { verdict: 'deny', rule: NO_RULE, denial: { kind: 'lifetime', least: min, most: max } }
  }
  const { timeZone } = ruleClock(policy, facts.timeZone)
  const tried = policy.rules.map((rule) => ({ rule, holds: holds(rule.when, ask, { ...facts, timeZone }) }))
  const first = tried.findIndex((one) => one.holds === true)
  const rule = tried[first]?.rule
  // A group that does not exist locks nobody out, and lets nobody past the people who review.
  const doubtful = tried
    .slice(0, first === -1 ? undefined : first)
    .filter((one) => one.holds === 'unknown' && (!rule || one.rule.then !== 'approve'))
  if (doubtful[0] && (!rule || rule.then === 'approve')) return deniedForGroup(doubtful[0].rule, facts)
  if (!rule) return { verdict: 'deny', rule: NO_RULE, denial: { kind: 'no rule' } }
  if (rule.then === 'approve') return { verdict: 'approve', rule: rule.name }
  if (rule.then === 'deny') {
    return { verdict: 'deny', rule: rule.name, denial: { kind: 'rule', because: rule.because } }
  }
  return referral(rule)
}

function deniedForGroup({ name, when }: Rule, { missingGroups }: PolicyFacts): DenyDecision {
  const groups = [...(when.inGroup ?? []), ...(when.notInGroup ?? [])].filter((group) => missingGroups?.has(group))
  return { verdict: 'deny', rule: name, denial: { kind: 'no such group', groups } }
}

function referral({ name, approvers, fallback, quorum, channel }: ReviewRule): ReviewDecision {
  return {
    verdict: 'review',
    rule: name,
    approvers,
    fallback,
    quorum: quorum.people,
    differentGroups: quorum.differentGroups,
    ...(channel !== undefined && { channel }),
  }
}

/** Every user group in the rules' conditions. The caller has to find out which of them the requester belongs to. */
export function groupsIn(policy: Policy): string[] {
  return [...new Set(policy.rules.flatMap(({ when }) => [...(when.inGroup ?? []), ...(when.notInGroup ?? [])]))]
}

/**
 * The rule under which a request is reviewed, as it is today. Undefined if the rule is gone or is no review any more.
 */
export function approversUnder(policy: Policy, rule: string): ReviewDecision | undefined {
  const found = policy.rules.find(({ name }) => name === rule)
  return found?.then === 'review' ? referral(found) : undefined
}
