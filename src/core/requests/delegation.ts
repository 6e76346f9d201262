// An approver lets somebody else decide in their place for a while.
import { z } from 'zod'
import { DAY } from '../time/duration.ts'
import type { Request } from './request.ts'

/** However far away "until" is said to be, and without it, milliseconds. */
export const LONGEST_DELEGATION = 30 * DAY

export const delegationSchema = z.object({
  /** Slack id of whoever is away. */
  approver: z.string(),
  /** Slack id of whoever decides in their place. */
  delegate: z.string(),
  /** Milliseconds since epoch. */
  since: z.number().int(),
  until: z.number().int(),
})
export type Delegation = z.infer<typeof delegationSchema>

/** At the very moment `until` it is over. */
export function holdsAt({ until }: Delegation, now: number): boolean {
  return now < until
}

/**
 * The request with the delegate among those who are asked, in the approver's place; the very same one where that gives
 * them nothing: it is decided, it is their own, they are asked already, the approver has approved, or was only asked in
 * somebody else's place, since a right that was lent is not lent on.
 */
export function askingDelegate(request: Request, { approver, delegate }: Delegation): Request {
  const { state, requester, approvers, reviewerRoles, approvals } = request
  const standing = reviewerRoles[approver]
  const mayLend = state === 'pending' && approvers.includes(approver) && standing?.inPlaceOf === undefined
  const hasSpoken = approvals.some(({ by, inPlaceOf }) => (inPlaceOf ?? by) === approver)
  if (!mayLend || hasSpoken || requester === delegate || approvers.includes(delegate)) return request
  const entries = [...(standing?.entries ?? [])]
  return {
    ...request,
    version: request.version + 1,
    approvers: [...approvers, delegate],
    reviewerRoles: { ...reviewerRoles, [delegate]: { entries, inPlaceOf: approver } },
  }
}

/**
 * The request with nobody in the approver's place any more; the very same one if the delegate was not. They stay among
 * those who were asked, so that their card goes on showing what becomes of it; what they approved counts no more.
 */
export function withdrawingDelegate(request: Request, { approver, delegate }: Delegation): Request {
  const { [delegate]: standing, ...reviewerRoles } = request.reviewerRoles
  if (request.state !== 'pending' || standing?.inPlaceOf !== approver) return request
  return { ...request, version: request.version + 1, reviewerRoles }
}
