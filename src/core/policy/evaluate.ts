// The rules: may this person have this token, and who decides? Pure: data in, a decision that names its rule out.

import { durationText } from '../time/duration.ts'
import { quotaText } from '../tokens/token-quota.ts'
import type { Ask } from './ask.ts'
import { type PolicyContent, type PolicyPlace, policySchema } from './document.ts'
import { NO_RULE, type ReviewRule, tooManyTokens } from './rules.ts'
import { holds, type PolicyFacts } from './when.ts'
import type { Approver } from './words.ts'

export {
  type Ask,
  askErrors,
  commentError,
  isLabel,
  LONGEST_COMMENT,
  LONGEST_REASON,
  lifetimeChoices,
  reasonError,
} from './ask.ts'
export { readAskedWords } from './asked-words.ts'
export { type PolicyPlace, policySchema } from './document.ts'
export type { Conditions, ReviewRule, Rule } from './rules.ts'
export type { PolicyFacts } from './when.ts'
export type { Approver } from './words.ts'

/** Settings and rules. Every duration is in milliseconds, every time of day in minutes since midnight. */
export interface Policy extends Omit<PolicyContent, 'version'> {
  /** Which content it is: recorded with every request and in the audit. */
  version: string
}

/** `rule` is the name of the rule that decided, or what the bot itself says where none did. */
export type Decision = ApproveDecision | ReviewDecision | DenyDecision
export interface ApproveDecision {
  verdict: 'approve'
  rule: string
}
export interface ReviewDecision {
  verdict: 'review'
  rule: string
  approvers: Approver[]
  /** Who decides where the approvers are too few, do not answer in time, or are away. */
  fallback: Approver[]
  /** How many people must approve. */
  quorum: number
  /** Each of them must stand for another entry of `approvers` or `fallback`. */
  differentGroups: boolean
  /** Slack channel that gets a review card as well. */
  channel?: string
}
export interface DenyDecision {
  verdict: 'deny'
  rule: string
  because: string
  /** No rule of anybody's: they have as many as they may. */
  tooMany?: true
}

/**
 * The policy that holds without a policy file: lifetimes up to 90 days, every request reviewed by the manager, else by
 * APPROVERS. Dremio Software takes no lifetime below a day.
 */
export function builtInPolicy(approvers: readonly string[], edition: PolicyPlace['edition']): Policy {
  return { ...policySchema({ approvers, edition }).parse({}), version: 'built-in' }
}

/** Decides an ask that has no errors. The first rule that holds wins and is named; none is a refusal. */
export function decide(policy: Policy, ask: Ask, facts: PolicyFacts): Decision {
  const { maxActive } = policy.tokens
  // What is renewed goes when the new one is there, so that who has as many as they may can still renew them.
  const { activeTokens, openRequests, replaces } = facts
  if (activeTokens + openRequests - (replaces ? 1 : 0) >= maxActive) {
    const remedy = openRequests === 0 ? 'Revoke one' : 'Revoke a token or cancel a request'
    return {
      verdict: 'deny',
      rule: tooManyTokens(maxActive),
      because: `You have ${quotaText(activeTokens, openRequests)} already. ${remedy} that you do not need, then ask again.`,
      tooMany: true,
    }
  }
  const { min, max } = policy.lifetime
  // Whoever asks has checked this already, perhaps against the policy of a moment ago.
  if (!(ask.lifetime >= min && ask.lifetime <= max)) {
    const bounds = `${durationText(min)} and ${durationText(max)}`
    return { verdict: 'deny', rule: NO_RULE, because: `Lifetimes lie between ${bounds}.` }
  }
  const rule = policy.rules.find(({ when }) => holds(when, ask, facts))
  if (!rule) return { verdict: 'deny', rule: NO_RULE, because: 'No rule allows such a token.' }
  if (rule.then === 'approve') return { verdict: 'approve', rule: rule.name }
  if (rule.then === 'deny') return { verdict: 'deny', rule: rule.name, because: rule.because }
  return referral(rule)
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

/** Every user group that conditions speak of: whoever decides must know which of them the requester is in. */
export function groupsIn(policy: Policy): string[] {
  return [...new Set(policy.rules.flatMap(({ when }) => [...(when.inGroup ?? []), ...(when.notInGroup ?? [])]))]
}

/** The rule by which a request is reviewed, as it is today. One that is gone, or is no review any more, is none. */
export function approversUnder(policy: Policy, rule: string): ReviewDecision | undefined {
  const found = policy.rules.find(({ name }) => name === rule)
  return found?.then === 'review' ? referral(found) : undefined
}
