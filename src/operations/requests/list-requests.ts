// My open requests, and those that wait for my review.

import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { holdsAt } from '../../core/requests/delegation.ts'
import type { Request } from '../../core/requests/request.ts'
import { admit } from '../../procedures/access/admit-person.ts'

export interface RequestList {
  mine: Request[]
  toReview: Request[]
}

export async function listRequests(ports: Ports, actor: Actor): Promise<RequestList> {
  const person = await admit(ports, actor)
  const [mine, toReview] = await Promise.all([ports.requests.openOf(person.id), ports.requests.awaiting(person.id)])
  // What I have approved waits for others.
  const open = toReview.filter(({ approvals }) => approvals.every(({ by }) => by !== person.id))
  const places = await Promise.all(open.map((request) => isStillInPlace(ports, request, person.id)))
  return { mine, toReview: open.filter((_, index) => places[index]) }
}

/** Whoever was asked in somebody else's place is not once that has ended; their card stays, and says so. */
async function isStillInPlace(ports: Ports, { reviewerRoles }: Request, delegate: string): Promise<boolean> {
  const standing = reviewerRoles[delegate]
  if (!standing) return Object.keys(reviewerRoles).length === 0
  const approver = standing.inPlaceOf
  if (approver === undefined) return true
  const delegation = await ports.delegations.of(approver)
  return delegation?.delegate === delegate && holdsAt(delegation, ports.clock.now())
}
