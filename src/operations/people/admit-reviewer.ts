// Lets in whoever may decide one request at this moment, with everybody else who may.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/request.ts'
import type { Reviewers, Standing } from '../../core/review.ts'
import { reviewersNow } from '../reviewing/reviewers-now.ts'
import { admit } from './admit.ts'

export interface Admitted {
  request: Request
  reviewers: Reviewers
  /** As what they decide. */
  standing: Standing
}

/**
 * Throws `own_request`, `not_an_approver` (also for whoever lost the right since they were asked), `no_such_request`, and
 * `slack_unavailable` if a group or a manager cannot be read.
 */
export async function admitReviewer(ports: Ports, actor: Actor, id: string): Promise<Admitted> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (!request) throw new BotError('no_such_request', {})
  if (request.requester === person.id) throw new BotError('own_request', {})
  const reviewers = await reviewersNow(ports, request)
  const standing = reviewers.get(person.id)
  if (!standing) throw new BotError('not_an_approver', { of: 'request' })
  return { request, reviewers, standing }
}
