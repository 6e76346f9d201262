// Lists the actor's open requests, and the requests that wait for their review.

import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { requestsToReview } from '../../procedures/reviewers/requests-to-review.ts'

export interface RequestList {
  mine: Request[]
  toReview: Request[]
}

export async function listRequests(ports: Ports, actor: Actor): Promise<RequestList> {
  const { id } = await admit(ports, actor)
  const [mine, toReview] = await Promise.all([ports.requests.openOf(id), requestsToReview(ports, id)])
  return { mine, toReview }
}
