// Lets in whoever may decide one request at this moment, with everybody else who may.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import type { ReviewerRole } from '../../core/requests/review.ts'
import { admit } from '../access/admit-person.ts'
import { currentReviewers } from './current-reviewers.ts'
import type { FoundReviewers } from './resolve-reviewers.ts'

export interface AdmittedReviewer {
  request: Request
  found: FoundReviewers
  /** As what they decide. */
  standing: ReviewerRole
}

/**
 * Throws `own_request`, `not_an_approver` (also for whoever lost the right since they were asked), `no_such_request`, and
 * `slack_unavailable` or `slack_scope_missing` if a group, or the manager whom they may be, cannot be read.
 */
export async function admitReviewer(ports: Ports, actor: Actor, id: string): Promise<AdmittedReviewer> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (!request) throw new BotError('no_such_request', {})
  if (request.requester === person.id) throw new BotError('own_request', {})
  const found = await currentReviewers(ports, request)
  const standing = found.reviewers.get(person.id)
  if (standing) return { request, found, standing }
  // Perhaps they are the manager: that is not known, and not the same as being none.
  if (found.unreadable !== undefined) {
    throw new BotError('slack_scope_missing', { operation: 'see whose manager you are', scope: found.unreadable })
  }
  throw new BotError('not_an_approver', { of: 'request' })
}
