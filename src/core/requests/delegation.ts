// A delegation: an approver lets another person decide in their place for a while.
import { z } from 'zod'
import { DAY } from '../time/duration.ts'
import type { Request } from './request.ts'

/** The longest delegation, and the length of a delegation for which no end is given, milliseconds. */
export const LONGEST_DELEGATION = 30 * DAY

export const delegationSchema = z.object({
  /** Slack id of the approver who is away. */
  approver: z.string(),
  /** Slack id of the person who decides in the approver's place. */
  delegate: z.string(),
  /** `since` and `until` are milliseconds since epoch. */
  since: z.number().int(),
  until: z.number().int(),
})
export type Delegation = z.infer<typeof delegationSchema>

/** The delegation has ended at the moment `until`. */
export function holdsAt({ until }: Delegation, now: number): boolean {
  return now < until
}

/**
 * The request with the delegate added to the people who are asked, in the approver's place. It is the same object if
 * the delegation changes nothing: the request is decided, the approver was not asked or has approved, the delegate is
 * the requester or is asked already, or the approver was only asked as a delegate (a delegated right cannot be
 * delegated again).
 */
export function askingDelegate(request: Request, { approver, delegate }: Delegation): Request {
  const { state, requester, approvers, reviewerRoles, approvals } = request
  const role = reviewerRoles[approver]
  const mayDelegate = state === 'pending' && approvers.includes(approver) && role?.inPlaceOf === undefined
  const hasApproved = approvals.some(({ by, inPlaceOf }) => (inPlaceOf ?? by) === approver)
  if (!mayDelegate || hasApproved || requester === delegate || approvers.includes(delegate)) return request
  const entries = [...(role?.entries ?? [])]
  return {
    ...request,
    version: request.version + 1,
    approvers: [...approvers, delegate],
    reviewerRoles: { ...reviewerRoles, [delegate]: { entries, inPlaceOf: approver } },
  }
}

/**
 * The request without the delegate's reviewer role, or the same object if they had none in this approver's place. The
 * delegate stays among `approvers`, so that their card still shows what becomes of the request; their approval no
 * longer counts.
 */
export function withdrawingDelegate(request: Request, { approver, delegate }: Delegation): Request {
  const { [delegate]: role, ...reviewerRoles } = request.reviewerRoles
  if (request.state !== 'pending' || role?.inPlaceOf !== approver) return request
  return { ...request, version: request.version + 1, reviewerRoles }
}
