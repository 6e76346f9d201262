// Decides what today's policy makes of an open request: approved, waiting for a review, or denied, and for how long.

import type { Denial } from '../requests/denial.ts'
import type { Request } from '../requests/request.ts'
import { isQuorum, type ReviewerRole, type Reviewers } from '../requests/review.ts'
import { isLabel, reasonProblem } from './ask.ts'
import { type Decision, decideByRules, type Policy, type ReviewDecision } from './evaluate.ts'
import { NO_RULE } from './rules.ts'
import type { PolicyFacts } from './when.ts'

/** What today's policy makes of the request. `lifetime` is in milliseconds, never more than was granted. */
export type Reevaluation =
  | { verdict: 'approved'; rule: string; lifetime: number }
  | { verdict: 'review'; rule: string; lifetime: number; decision: ReviewDecision }
  | { verdict: 'denied'; rule: string; denial: Denial }

export interface ReevaluationFacts extends PolicyFacts {
  /** The Dremio user to whom the requester is linked. Undefined if that is not known. */
  uid?: string | undefined
}

/**
 * For a request that is pending or approved. `facts.now` is the moment at which it was made, because the hours and days
 * of a rule are about the asking. An approved request stays approved if the approvals that it has suffice for today's
 * rule, by the entries under which they were given.
 */
export function reevaluate(policy: Policy, request: Request, facts: ReevaluationFacts): Reevaluation {
  const { label, reason, uid } = request
  const { min, max } = policy.lifetime
  const lifetime = Math.min(request.lifetime, max)
  const denied = (denial: Denial, rule = NO_RULE): Reevaluation => ({ verdict: 'denied', rule, denial })
  if (uid !== undefined && facts.uid !== undefined && uid !== facts.uid) {
    return denied({ kind: 'another Dremio user' })
  }
  if (!isLabel(policy, label)) return denied({ kind: 'label form', form: policy.label.form })
  const problem = reasonProblem(policy, reason, { isReplacement: request.replaces !== undefined })
  if (problem !== undefined) return denied({ kind: 'reason', problem })
  if (lifetime < min) return denied({ kind: 'lifetime', least: min, most: max })
  const decision = decisionOn(policy, request, lifetime, facts)
  const { rule } = decision
  if (decision.verdict === 'deny') return denied(decision.denial, rule)
  if (decision.verdict === 'approve') return { verdict: 'approved', rule, lifetime }
  return request.state === 'approved' && approvalsSuffice(request, decision)
    ? { verdict: 'approved', rule, lifetime }
    : { verdict: 'review', rule, lifetime, decision }
}

/**
 * The rule is found by the lifetime that was asked for, as when the request was made. A reviewer may have granted less,
 * and what was granted may be allowed where what was asked for is not.
 */
function decisionOn(policy: Policy, request: Request, lifetime: number, facts: PolicyFacts): Decision {
  const { label, reason, asked } = request
  const decision = decideByRules(policy, { label, reason, lifetime: Math.min(asked, policy.lifetime.max) }, facts)
  return decision.verdict === 'deny' ? decideByRules(policy, { label, reason, lifetime }, facts) : decision
}

/**
 * Whether the approvals were given by people whom this rule asks as well: under one of its entries, or, if `today` is
 * given, by people who may decide now.
 */
export function approvalsSuffice(
  { approvals, reviewerRoles }: Request,
  { quorum, differentGroups, ...rule }: ReviewDecision,
  today: Reviewers = new Map(),
): boolean {
  const entries: readonly string[] = [...rule.approvers, ...rule.fallback]
  const roles = new Map<string, ReviewerRole>()
  for (const { by } of approvals) {
    const role = reviewerRoles[by]
    const theirs = role?.entries.filter((entry) => entries.includes(entry)) ?? []
    if (role && theirs.length > 0) roles.set(by, { ...role, entries: theirs })
    else {
      const now = today.get(by)
      if (now) roles.set(by, now)
    }
  }
  return isQuorum({ approvals, quorum, differentGroups }, roles)
}
