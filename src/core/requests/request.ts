// A request for a token: its fields, its states and every move that is allowed.
import { z } from 'zod'
import { BotError } from '../errors.ts'
import { MINUTE } from '../time/duration.ts'
import { denialSchema } from './denial.ts'
import { policyChangeKinds } from './policy-change-kinds.ts'
import { type RequestState, requestStates } from './request-state.ts'

const approvalSchema = z.object({
  /** Slack id. */
  by: z.string(),
  /** Milliseconds since epoch. */
  at: z.number().int(),
  /** Lifetime that this reviewer granted, milliseconds; never more than was asked. */
  lifetime: z.number().int().optional(),
  comment: z.string().optional(),
  /** Slack id of the approver who delegated to this reviewer. */
  inPlaceOf: z.string().optional(),
})
/** One person's approval. A rule may need several. */
export type Approval = z.infer<typeof approvalSchema>

export const requestSchema = z.object({
  /** Eight characters. The token's label at Dremio carries them as its mark. */
  id: z.string(),
  /** Counts the moves. A writer names the version that it read (compare-and-swap). */
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
  /** Name of the policy's rule that decided this request, or sent it to a review. */
  rule: z.string(),
  policyVersion: z.string(),
  /** Slack ids of the people who were asked. The right to decide is checked again at each click. */
  approvers: z.array(z.string()),
  /**
   * Reviewer role of each person who was asked, for their cards: the rule's entries that name them, and in whose place
   * they decide.
   */
  reviewerRoles: z
    .record(z.string(), z.object({ entries: z.array(z.string()), inPlaceOf: z.string().optional() }))
    .default({}),
  /** Slack ids of those who were asked and cannot be reached: Slack refuses messages to them, or they have left. */
  unreachable: z.array(z.string()).optional(),
  /** How many people must approve. With `differentGroups` each of them must match another entry of the rule. */
  quorum: z.number().int().default(1),
  differentGroups: z.boolean().default(false),
  /** The approvals so far, oldest first. */
  approvals: z.array(approvalSchema).default([]),
  /** Slack channel that has a review card as well. */
  channel: z.string().optional(),
  /** Channels that an earlier policy named. Their cards say what becomes of the request as well. */
  earlierChannels: z.array(z.string()).optional(),
  /** Milliseconds since epoch, as every moment in this record. */
  requestedAt: z.number().int(),
  /** When the request lapses in its present state: undecided while it is pending, uncollected once it is approved. */
  lapsesAt: z.number().int().optional(),
  /** How often the approvers were reminded. */
  nudges: z.number().int().default(0),
  /** When the approvers were last reminded. */
  nudgedAt: z.number().int().optional(),
  /** Since when the fallback is asked as well. That is from the start if the approvers are fewer than the quorum. */
  escalatedAt: z.number().int().optional(),
  /** `by` is null if the rule itself decided. */
  review: z
    .object({
      by: z.string().nullable(),
      verdict: z.enum(['approved', 'denied']),
      at: z.number().int(),
      comment: z.string().optional(),
      /** Why the policy denied it, if the policy file does not say it in the comment. */
      denial: denialSchema.optional(),
      /** Name of the rule under which it was decided, if another one allows the request by now. */
      rule: z.string().optional(),
    })
    .optional(),
  /**
   * `attempt` counts from 1 and is part of the mark, so that a late token of an earlier attempt can be recognised.
   * `uid` is the Dremio user for whom the claim runs, because clean-up needs that user even if the requester is linked
   * to another one by then.
   */
  claim: z
    .object({
      attempt: z.number().int(),
      startedAt: z.number().int(),
      uid: z.string().optional(),
      tid: z.string().optional(),
      /** True if the request was cancelled and it is not yet known whether the claim left a token. */
      orphanPossible: z.boolean().optional(),
    })
    .optional(),
  /** Slack id of the administrator who cancelled it. Absent if the requester did. */
  cancelledBy: z.string().optional(),
  /** How often the requester said "I did not get it". */
  returns: z.number().int(),
  /**
   * The token that the new one replaces, and when that token expires. `seenAt` is set if Dremio listed it when the
   * request was made.
   */
  replaces: z.object({ tid: z.string(), expiresAt: z.number().int(), seenAt: z.number().int().optional() }).optional(),
  /** The Dremio user for whom the token was asked. Absent until that is known, by the first claim at the latest. */
  uid: z.string().optional(),
  /** Since when the request waits for its present review, if that is not since it was made. */
  waitsSince: z.number().int().optional(),
  /** What today's policy changed last: its file, or what its rules look at, is not what it was. */
  policyChange: z
    .object({
      at: z.number().int(),
      kind: z.enum(policyChangeKinds),
      /** True if the policy file is another one. */
      byFile: z.boolean(),
      /** The lifetime before, milliseconds. */
      lifetime: z.number().int(),
      /** Slack ids of those who had a card already, if a review is due again. */
      asked: z.array(z.string()).optional(),
    })
    .optional(),
})
export type Request = z.infer<typeof requestSchema>

/**
 * A claim that is older than this has crashed, because the lease is longer than the timeouts between its first and its
 * last step.
 */
export const CLAIM_LEASE = 2 * MINUTE
/** Every move, and the states from which it is allowed. `move` refuses any other with `request_stale`. */
export const moves = {
  approve: { from: ['pending'], to: 'approved' },
  /** One of several required approvals was given. */
  support: { from: ['pending'], to: 'pending' },
  nudge: { from: ['pending'], to: 'pending' },
  escalate: { from: ['pending'], to: 'pending' },
  /** Some of those who were asked cannot be reached, and others are asked. */
  passOver: { from: ['pending'], to: 'pending' },
  deny: { from: ['pending'], to: 'denied' },
  /** Another policy file does not allow it any more. */
  denyByPolicy: { from: ['pending', 'approved'], to: 'denied' },
  /** Another policy file needs a review, or one by others, although the request was approved. */
  reviewAgain: { from: ['approved'], to: 'pending' },
  cancel: { from: ['pending', 'approved', 'unsure'], to: 'cancelled' },
  lapse: { from: ['pending', 'approved'], to: 'lapsed' },
  startClaim: { from: ['approved'], to: 'claiming' },
  finishClaim: { from: ['claiming', 'unsure'], to: 'claimed' },
  undoClaim: { from: ['claiming', 'unsure'], to: 'approved' },
  markClaimUnknown: { from: ['claiming'], to: 'unsure' },
  returnToken: { from: ['claimed'], to: 'approved' },
} as const satisfies Record<string, { from: readonly RequestState[]; to: RequestState }>
export type Move = keyof typeof moves

/**
 * The request after the move. Throws `request_stale` with its present state. The function is pure; the caller stores
 * the result.
 */
export function move(request: Request, name: Move, change: Partial<Request> = {}): Request {
  const { from, to } = moves[name]
  if (!(from as readonly RequestState[]).includes(request.state)) throw stale(request)
  return { ...request, ...change, state: to, version: request.version + 1 }
}

/** The failure that tells a person who clicked too late in which state the request is. */
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
  const claim = { attempt, startedAt: at, ...(uid !== undefined && { uid }) }
  // From the first claim on it is known for whom the token is, also if a sign-in told that only then.
  return move(request, 'startClaim', { claim, ...(request.uid === undefined && uid !== undefined && { uid }) })
}

/** The claim has succeeded: its token was delivered to the requester. */
export function finishClaim(request: Request, tid: string): Request {
  return move(request, 'finishClaim', { claim: { attempt: 1, startedAt: 0, ...request.claim, tid } })
}

/** True while a process may still be running this claim. */
export function claimIsFresh(request: Request, now: number): boolean {
  return request.state === 'claiming' && now < (request.claim?.startedAt ?? 0) + CLAIM_LEASE
}

/**
 * Dremio may be asked for a token only in the first half of the lease, because the second half is longer than all steps
 * that follow.
 */
export function claimMayCreate(request: Request, now: number): boolean {
  return claimIsFresh(request, now + CLAIM_LEASE / 2)
}

/** The move of one attempt to claim. Throws `request_stale` if another attempt has started since. */
export function moveOfAttempt(request: Request, attempt: number, name: Move, change: Partial<Request> = {}): Request {
  if (request.claim?.attempt !== attempt) throw stale(request)
  return move(request, name, change)
}

/**
 * True if a click on *Show token* may lead to a token. It may not if the request is undecided, collected, or being
 * collected by a running claim.
 */
export function mayBeClaimed(request: Request, now: number): boolean {
  const open = ['approved', 'claiming', 'unsure'].includes(request.state)
  return open && !claimIsFresh(request, now) && !isOver(request, now)
}

/** True in the states in which today's policy may change what becomes of the request. */
export function isUnderPolicy({ state }: Pick<Request, 'state'>): boolean {
  return state === 'pending' || state === 'approved'
}

/** True if the request's time is up, even if `lapsed` is not stored yet. */
export function isOver({ state, lapsesAt }: Request, now: number): boolean {
  return isUnderPolicy({ state }) && lapsesAt !== undefined && now >= lapsesAt
}

/** The request as it is at this moment: lapsed if its time is up, even if that is not stored yet. */
export function asOf(request: Request, now: number): Request {
  return isOver(request, now) ? { ...request, state: 'lapsed' } : request
}

/** `cancelledBy` is an administrator. A token that a claim may have left at Dremio still has to be cleaned up. */
export function cancel(request: Request, cancelledBy?: string): Request {
  const { state, claim } = request
  const orphan = state === 'unsure' && claim ? { claim: { ...claim, orphanPossible: true } } : {}
  return move(request, 'cancel', cancelledBy === undefined ? orphan : { ...orphan, cancelledBy })
}

/** The cancelled request after its claim was cleaned up. */
export function clearOrphan(request: Request): Request {
  const { claim } = request
  if (!claim) return request
  const { orphanPossible, ...rest } = claim
  return { ...request, version: request.version + 1, claim: rest }
}

/** True if a claim may have created a token that is not recorded. Only clean-up at Dremio can tell. */
export function mayHaveLeftToken({ state, claim }: Request): boolean {
  return state === 'claiming' || state === 'unsure' || (state === 'cancelled' && claim?.orphanPossible === true)
}

/** Since when the request waits for its present review, milliseconds since epoch. */
export function waitingSince({ waitsSince, requestedAt }: Pick<Request, 'waitsSince' | 'requestedAt'>): number {
  return waitsSince ?? requestedAt
}

/** True in the states in which nothing more happens to the request. */
export function isClosed({ state }: Pick<Request, 'state'>): boolean {
  return ['denied', 'cancelled', 'lapsed', 'claimed'].includes(state)
}
