// What time will do to a request that nobody touches: remind, ask the fallback too, let it lapse; and when.
import type { Request } from './request.ts'

/** What the policy says of open requests, milliseconds. */
export interface RequestTimes {
  nudgeAfter: readonly number[]
  escalateAfter: number
  /** Instead of `escalateAfter` where those who were asked are away. */
  skipAway?: number | undefined
  lapseAfter: number
  claimWithin: number
}

/** Moments in milliseconds since epoch; undefined for what will not happen any more. */
export interface RequestSchedule {
  nudgeAt: number | undefined
  escalateAt: number | undefined
  lapsesAt: number | undefined
}

/**
 * `hasFallback` says whether the rule names anybody to ask in the end, `tooFewHere` whether those who were asked are away.
 * The policy of today decides, not that of the request's day.
 */
export function requestSchedule(
  request: Request,
  { request: times }: { request: RequestTimes },
  { hasFallback, tooFewHere = false }: { hasFallback: boolean; tooFewHere?: boolean },
): RequestSchedule {
  const { state, requestedAt, escalatedAt } = request
  const nothing: RequestSchedule = { nudgeAt: undefined, escalateAt: undefined, lapsesAt: lapsesAt(request, times) }
  if (state !== 'pending') return nothing
  const away = tooFewHere ? (times.skipAway ?? times.escalateAfter) : times.escalateAfter
  return {
    ...nothing,
    nudgeAt: nudgeAt(request, times),
    escalateAt:
      hasFallback && escalatedAt === undefined ? requestedAt + Math.min(away, times.escalateAfter) : undefined,
  }
}

/** Where the last reminder was late, the next one keeps its distance: nobody is reminded twice within minutes. */
function nudgeAt({ requestedAt, nudges, nudgedAt }: Request, { nudgeAfter }: RequestTimes): number | undefined {
  const after = nudgeAfter[nudges]
  if (after === undefined) return undefined
  const distance = after - (nudgeAfter[nudges - 1] ?? 0)
  return Math.max(requestedAt + after, (nudgedAt ?? requestedAt) + distance)
}

function lapsesAt(request: Request, times: RequestTimes): number | undefined {
  const { state, requestedAt, review } = request
  if (state === 'pending') return request.lapsesAt ?? requestedAt + times.lapseAfter
  if (state === 'approved') return request.lapsesAt ?? (review?.at ?? requestedAt) + times.claimWithin
  return undefined
}
