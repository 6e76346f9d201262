// Lists the actor's open requests, and the requests that wait for their review.

import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { findDelegation } from '../../procedures/reviewers/find-delegation.ts'

export interface RequestList {
  mine: Request[]
  toReview: Request[]
}

export async function listRequests(ports: Ports, actor: Actor): Promise<RequestList> {
  const person = await admit(ports, actor)
  const [mine, toReview] = await Promise.all([ports.requests.openOf(person.id), ports.requests.awaiting(person.id)])
  // A request that the actor has approved waits for other people.
  const open = toReview.filter(({ approvals }) => approvals.every(({ by }) => by !== person.id))
  const places = await Promise.all(open.map((request) => isStillInPlace(ports, request, person.id)))
  return { mine, toReview: open.filter((_, index) => places[index]) }
}

/** A delegate is no longer asked once the delegation has ended. Their card stays, and says so. */
async function isStillInPlace(ports: Ports, { reviewerRoles }: Request, delegate: string): Promise<boolean> {
  const role = reviewerRoles[delegate]
  if (!role) return Object.keys(reviewerRoles).length === 0
  const approver = role.inPlaceOf
  if (approver === undefined) return true
  return (await findDelegation(ports, approver))?.delegate === delegate
}
