// Lists the requests that wait for somebody's review, without those that they approved or are asked about no longer.
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { findDelegation } from './find-delegation.ts'

/** `person` is a Slack id. Oldest first. */
export async function requestsToReview(
  ports: Pick<Ports, 'requests' | 'delegations' | 'clock'>,
  person: string,
): Promise<Request[]> {
  const toReview = await ports.requests.awaiting(person)
  // A request that they have approved waits for other people.
  const open = toReview.filter(({ approvals }) => approvals.every(({ by }) => by !== person))
  const places = await Promise.all(open.map((request) => isStillInPlace(ports, request, person)))
  return open.filter((_, index) => places[index])
}

/** A delegate is no longer asked once the delegation has ended. Their card stays, and says so. */
async function isStillInPlace(
  ports: Pick<Ports, 'delegations' | 'clock'>,
  { reviewerRoles }: Request,
  delegate: string,
): Promise<boolean> {
  const role = reviewerRoles[delegate]
  if (!role) return Object.keys(reviewerRoles).length === 0
  const approver = role.inPlaceOf
  if (approver === undefined) return true
  return (await findDelegation(ports, approver))?.delegate === delegate
}
