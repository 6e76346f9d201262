// Applies to an open request what today's policy makes of it.

import type { Denial } from '../requests/denial.ts'
import type { PolicyChangeKind } from '../requests/policy-change-kinds.ts'
import { move, type Request } from '../requests/request.ts'
import { isQuorum, type Reviewers } from '../requests/review.ts'
import type { ReviewDecision } from './evaluate.ts'
import type { Reevaluation } from './reevaluate.ts'

export interface PolicyChangeContext {
  /** Milliseconds since epoch. */
  now: number
  policyVersion: string
  /** The policy's times for open requests, milliseconds. */
  times: { lapseAfter: number; claimWithin: number }
  /** Who decides under today's rule; needed if a review is due and the rule is not the one of the request. */
  asked?: AskedReviewers | undefined
}

export interface AskedReviewers {
  reviewers: Reviewers
  reviewerRoles: Request['reviewerRoles']
  /** True if the fallback is asked from the start. */
  withFallback: boolean
}

/**
 * For a request that is pending or approved. Returns its argument if nothing changes. What people have to be told is in
 * `policyChange` of the result, if its `at` is `now`.
 */
export function applyReevaluation(before: Request, result: Reevaluation, context: PolicyChangeContext): Request {
  const { now, policyVersion, times } = context
  const byFile = policyVersion !== before.policyVersion
  const told = (kind: PolicyChangeKind) => ({ policyChange: { at: now, kind, byFile, lifetime: before.lifetime } })
  const under = { rule: result.rule, policyVersion }
  if (result.verdict === 'denied') {
    const review = { by: null, verdict: 'denied' as const, at: now, ...whyIn(result.denial) }
    return move(before, 'denyByPolicy', { ...under, ...told('denied'), review })
  }
  const { lifetime } = result
  const lapsesAt = now + times.claimWithin
  if (result.verdict === 'approved') {
    if (before.state === 'pending') {
      const review = { by: null, verdict: 'approved' as const, at: now }
      return move(before, 'approve', { ...under, ...told('approved'), lifetime, lapsesAt, review })
    }
    const { review, rule } = before
    return changed(before, {
      ...under,
      lifetime,
      ...(review && rule !== under.rule && { review: { ...review, rule: review.rule ?? rule } }),
      ...(lifetime < before.lifetime && told('shortened')),
    })
  }
  const terms = { ...under, lifetime, ...termsOf(before, result.decision, context) }
  if (before.state === 'approved') {
    const { review: _, nudgedAt: __, ...open } = before
    return move(open, 'reviewAgain', {
      ...terms,
      policyChange: { at: now, kind: 'review', byFile, lifetime: before.lifetime, asked: before.approvers },
      nudges: 0,
      waitsSince: now,
      lapsesAt: now + times.lapseAfter,
    })
  }
  const last = before.approvals.at(-1)
  if (last && context.asked && isQuorum({ ...before, ...terms }, context.asked.reviewers)) {
    const review = { by: last.by, verdict: 'approved' as const, at: now }
    return move(before, 'approve', { ...terms, ...told('approved'), lapsesAt, review })
  }
  const kind = lifetime < before.lifetime ? 'shortened' : isOther(before, terms) ? 'reviewers' : undefined
  return changed(before, { ...terms, ...(kind && told(kind)) })
}

/** What the policy file says is stored as a comment; versions before this one read it there. */
function whyIn(denial: Denial): Pick<NonNullable<Request['review']>, 'comment' | 'denial'> {
  return denial.kind === 'rule' ? { comment: denial.because } : { denial }
}

type Terms = Partial<Request>

/** Whoever was asked before stays a reader, so that their card says that it is not theirs any more. */
function termsOf(before: Request, decision: ReviewDecision, { asked, now }: PolicyChangeContext): Terms {
  const { quorum, differentGroups, channel } = decision
  if (!asked) return {}
  return {
    quorum,
    differentGroups,
    approvers: [...new Set([...before.approvers, ...asked.reviewers.keys()])],
    reviewerRoles: asked.reviewerRoles,
    ...(channel !== undefined && channel !== before.channel && inChannel(channel, before)),
    escalatedAt: asked.withFallback ? (before.escalatedAt ?? now) : undefined,
  }
}

function inChannel(channel: string, { channel: before, earlierChannels = [] }: Request): Terms {
  const earlier = [...earlierChannels, ...(before === undefined ? [] : [before])].filter((one) => one !== channel)
  return { channel, ...(earlier.length > 0 && { earlierChannels: earlier }) }
}

/** Whether others decide, or another number of people; who is on holiday or new in a group makes no difference. */
function isOther(before: Request, terms: Terms): boolean {
  if (terms.reviewerRoles === undefined) return false
  const entries = (roles: Request['reviewerRoles']) =>
    [...new Set(Object.values(roles).flatMap((role) => role.entries))].sort().join(' ')
  return (
    terms.quorum !== before.quorum ||
    terms.differentGroups !== before.differentGroups ||
    entries(terms.reviewerRoles) !== entries(before.reviewerRoles)
  )
}

function changed(before: Request, change: Partial<Request>): Request {
  const isSame = Object.entries(change).every(
    ([name, value]) => JSON.stringify(before[name as keyof Request]) === JSON.stringify(value),
  )
  return isSame ? before : { ...before, ...change, version: before.version + 1 }
}
