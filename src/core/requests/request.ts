// A request for a token: what it holds, the states it passes through and every move that is allowed.
import { z } from 'zod'
import { BotError } from '../errors.ts'
import { MINUTE } from '../time/duration.ts'
import { type RequestState, requestStates } from './request-state.ts'

const approvalSchema = z.object({
  /** Slack id. */
  by: z.string(),
  /** Milliseconds since epoch. */
  at: z.number().int(),
  /** What this one granted, milliseconds; never more than was asked. */
  lifetime: z.number().int().optional(),
  comment: z.string().optional(),
  /** Slack id of the approver who let them decide in their place. */
  inPlaceOf: z.string().optional(),
})
/** One person's approval, of which a rule may want several. */
export type Approval = z.infer<typeof approvalSchema>

export const requestSchema = z.object({
  /** Eight characters; also the mark that the token's label carries at Dremio. */
  id: z.string(),
  /** Counts the moves. Whoever writes says which version they read (compare-and-swap). */
  version: z.number().int(),
  state: z.enum(requestStates),
  /** Slack id. */
  requester: z.string(),
  label: z.string(),
  /** Lifetime that was asked for, milliseconds. */
  asked: z.number().int(),
  /** Lifetime that is granted, milliseconds; never more than `asked`. */
  lifetime: z.number().int(),
  reason: z.string(),
  /** The policy's rule that decided who decides. */
  rule: z.string(),
  policyVersion: z.string(),
  /** Slack ids of those who were asked; the right itself is checked again at the click. */
  approvers: z.array(z.string()),
  /** As what each of them was asked, for their cards: entries of the rule, and in whose place. */
  reviewerRoles: z
    .record(z.string(), z.object({ entries: z.array(z.string()), inPlaceOf: z.string().optional() }))
    .default({}),
  /** How many people must approve, and whether each has to stand for another entry of the rule. */
  quorum: z.number().int().default(1),
  differentGroups: z.boolean().default(false),
  /** Who approved so far, in order. */
  approvals: z.array(approvalSchema).default([]),
  /** Slack channel that has a review card as well. */
  channel: z.string().optional(),
  /** Milliseconds since epoch, as every moment here. */
  requestedAt: z.number().int(),
  /** When it lapses as it is now: undecided while it is pending, not collected once it is approved. */
  lapsesAt: z.number().int().optional(),
  /** How often the approvers were reminded. */
  nudges: z.number().int().default(0),
  /** When they last were. */
  nudgedAt: z.number().int().optional(),
  /** Since when the fallback is asked as well: from the start, where the approvers are fewer than must agree. */
  escalatedAt: z.number().int().optional(),
  /** `by` is null when the rule itself decided. */
  review: z
    .object({
      by: z.string().nullable(),
      verdict: z.enum(['approved', 'denied']),
      at: z.number().int(),
      comment: z.string().optional(),
    })
    .optional(),
  /**
   * `attempt` counts from 1 and is part of the mark, so that a late token of an earlier attempt can be told apart. `uid`
   * is the Dremio user for whom it runs: clearing up must find them again, whoever the requester is linked to by then.
   */
  claim: z
    .object({
      attempt: z.number().int(),
      startedAt: z.number().int(),
      uid: z.string().optional(),
      tid: z.string().optional(),
      /** Its request was cancelled, and nobody knows yet whether it left a token. */
      orphanPossible: z.boolean().optional(),
    })
    .optional(),
  /** How often the requester said "I did not get it". */
  returns: z.number().int(),
  /** The token in whose place this one is asked for, and when that one ends by itself. */
  replaces: z.object({ tid: z.string(), expiresAt: z.number().int() }).optional(),
})
export type Request = z.infer<typeof requestSchema>

/** A claim that has run this long has died: longer than every timeout between its first and its last step. */
export const CLAIM_LEASE = 2 * MINUTE
/** Every move and the states from which it is allowed. Whatever is not here is refused with `request_stale`. */
export const moves = {
  approve: { from: ['pending'], to: 'approved' },
  /** One of several who must approve has done so. */
  support: { from: ['pending'], to: 'pending' },
  nudge: { from: ['pending'], to: 'pending' },
  escalate: { from: ['pending'], to: 'pending' },
  deny: { from: ['pending'], to: 'denied' },
  cancel: { from: ['pending', 'approved', 'unsure'], to: 'cancelled' },
  lapse: { from: ['pending', 'approved'], to: 'lapsed' },
  startClaim: { from: ['approved'], to: 'claiming' },
  finishClaim: { from: ['claiming', 'unsure'], to: 'claimed' },
  undoClaim: { from: ['claiming', 'unsure'], to: 'approved' },
  markClaimUnknown: { from: ['claiming'], to: 'unsure' },
  returnToken: { from: ['claimed'], to: 'approved' },
} as const satisfies Record<string, { from: readonly RequestState[]; to: RequestState }>
export type Move = keyof typeof moves

/** The request after the move. Throws `request_stale` with what it is now. Pure: storing it is another matter. */
export function move(request: Request, name: Move, change: Partial<Request> = {}): Request {
  const { from, to } = moves[name]
  if (!(from as readonly RequestState[]).includes(request.state)) throw stale(request)
  return { ...request, ...change, state: to, version: request.version + 1 }
}

/** The failure that tells a late clicker what the request is by now. */
export function stale(request: Request): BotError<'request_stale'> {
  const { state, review } = request
  return new BotError('request_stale', {
    state,
    ...(review && { review: { by: review.by, verdict: review.verdict } }),
  })
}

export function startClaim(request: Request, at: number, uid?: string): Request {
  if (isOver(request, at)) throw stale(asOf(request, at))
  const attempt = (request.claim?.attempt ?? 0) + 1
  return move(request, 'startClaim', { claim: { attempt, startedAt: at, ...(uid !== undefined && { uid }) } })
}

/** The claim's token is with the requester. */
export function finishClaim(request: Request, tid: string): Request {
  return move(request, 'finishClaim', { claim: { attempt: 1, startedAt: 0, ...request.claim, tid } })
}

/** True while this claim may still be running somewhere. */
export function claimIsFresh(request: Request, now: number): boolean {
  return request.state === 'claiming' && now < (request.claim?.startedAt ?? 0) + CLAIM_LEASE
}

/** Dremio is asked for a token only in the first half of the lease: the other half is longer than all that follows. */
export function claimMayCreate(request: Request, now: number): boolean {
  return claimIsFresh(request, now + CLAIM_LEASE / 2)
}

/** The move of one attempt at claiming. Throws `request_stale` if it is another one's turn by now. */
export function moveOfAttempt(request: Request, attempt: number, name: Move, change: Partial<Request> = {}): Request {
  if (request.claim?.attempt !== attempt) throw stale(request)
  return move(request, name, change)
}

/** True if a click on *Show token* may lead to a token: not decided, collected, or being collected this minute, it may not. */
export function mayBeClaimed(request: Request, now: number): boolean {
  const open = ['approved', 'claiming', 'unsure'].includes(request.state)
  return open && !claimIsFresh(request, now) && !isOver(request, now)
}

/** Its time is up, though nobody may have written that it has lapsed. */
export function isOver({ state, lapsesAt }: Request, now: number): boolean {
  return (state === 'pending' || state === 'approved') && lapsesAt !== undefined && now >= lapsesAt
}

/** As it is at this moment: lapsed as well if only nobody has written that yet. */
export function asOf(request: Request, now: number): Request {
  return isOver(request, now) ? { ...request, state: 'lapsed' } : request
}

/** The requester takes it back. What a claim may have left at Dremio is still to be cleared up. */
export function cancel(request: Request): Request {
  const { state, claim } = request
  return move(request, 'cancel', state === 'unsure' && claim ? { claim: { ...claim, orphanPossible: true } } : {})
}

/** After a cancelled claim was cleared up. */
export function clearOrphan(request: Request): Request {
  const { claim } = request
  if (!claim) return request
  const { orphanPossible, ...rest } = claim
  return { ...request, version: request.version + 1, claim: rest }
}

/** Whether a token may have been made for it that nobody knows of, and nothing but clearing up will tell. */
export function mayHaveLeftToken({ state, claim }: Request): boolean {
  return state === 'claiming' || state === 'unsure' || (state === 'cancelled' && claim?.orphanPossible === true)
}

/** States in which nothing more will happen to the request. */
export function isClosed({ state }: Pick<Request, 'state'>): boolean {
  return ['denied', 'cancelled', 'lapsed', 'claimed'].includes(state)
}
