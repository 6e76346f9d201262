// Computes when an open request reminds its approvers, asks the fallback and lapses.
import { type Request, waitingSince } from './request.ts'

/** The policy's times for open requests, milliseconds. */
export interface RequestTimes {
  nudgeAfter: readonly number[]
  escalateAfter: number
  /** Replaces `escalateAfter` if too many of the approvers are away. */
  skipAway?: number | undefined
  lapseAfter: number
  claimWithin: number
  remindClaimAfter: number
}

/** Moments in milliseconds since epoch. Undefined if the step will not happen any more. */
export interface RequestSchedule {
  nudgeAt: number | undefined
  escalateAt: number | undefined
  /** When the requester is reminded of an approved request. */
  remindClaimAt: number | undefined
  lapsesAt: number | undefined
}

/**
 * `hasFallback` says whether the rule names a fallback, `tooFewHere` whether too many approvers are away. The policy of
 * today applies, not the policy under which the request was created.
 */
export function requestSchedule(
  request: Request,
  { request: times }: { request: RequestTimes },
  { hasFallback, tooFewHere = false }: { hasFallback: boolean; tooFewHere?: boolean },
): RequestSchedule {
  const { state, escalatedAt } = request
  const nothing: RequestSchedule = {
    nudgeAt: undefined,
    escalateAt: undefined,
    remindClaimAt: remindClaimAt(request, times),
    lapsesAt: lapsesAt(request, times),
  }
  if (state !== 'pending') return nothing
  const away = tooFewHere ? (times.skipAway ?? times.escalateAfter) : times.escalateAfter
  return {
    ...nothing,
    nudgeAt: nudgeAt(request, times),
    escalateAt:
      hasFallback && escalatedAt === undefined
        ? waitingSince(request) + Math.min(away, times.escalateAfter)
        : undefined,
  }
}

/**
 * Counted from when the token could last be got, which is later than the approval if an earlier token did not arrive.
 * Undefined if the request lapses before, because one message too many is worse than none.
 */
function remindClaimAt(request: Request, times: RequestTimes): number | undefined {
  const lapse = lapsesAt(request, times)
  if (request.state !== 'approved' || lapse === undefined) return undefined
  const at = lapse - times.claimWithin + times.remindClaimAfter
  return at < lapse ? at : undefined
}

/**
 * If the last reminder was late, the next one keeps its distance to it, so that no approver is reminded twice within
 * minutes.
 */
function nudgeAt(request: Request, { nudgeAfter }: RequestTimes): number | undefined {
  const { nudges, nudgedAt } = request
  const since = waitingSince(request)
  const after = nudgeAfter[nudges]
  if (after === undefined) return undefined
  const distance = after - (nudgeAfter[nudges - 1] ?? 0)
  return Math.max(since + after, (nudgedAt ?? since) + distance)
}

function lapsesAt(request: Request, times: RequestTimes): number | undefined {
  const { state, review } = request
  const since = waitingSince(request)
  if (state === 'pending') return request.lapsesAt ?? since + times.lapseAfter
  if (state === 'approved') return request.lapsesAt ?? (review?.at ?? since) + times.claimWithin
  return undefined
}
