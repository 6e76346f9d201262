// Returns a request to an actor who may decide it at this moment.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { approvalOf, missing } from '../../core/requests/review.ts'
import { admitReviewer } from '../../procedures/reviews/admit-reviewer.ts'

/** Throws what `admitReviewer` throws, and `approved_already`. */
export async function openReview(ports: Ports, actor: Actor, id: string): Promise<Request> {
  const { request, found } = await admitReviewer(ports, actor, id)
  const { reviewers } = found
  const approval = request.state === 'pending' ? approvalOf(request, reviewers, actor.id) : undefined
  if (approval) {
    throw new BotError('approved_already', { by: approval.by, you: actor.id, missing: missing(request, reviewers) })
  }
  return request
}
