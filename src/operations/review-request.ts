// Approves or denies somebody else's request, perhaps for a shorter time, with the right checked at this moment.
import { BotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import { approversUnder, LONGEST_COMMENT } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'
import { approve, deny, type Request } from '../core/request.ts'
import type { Verdict } from '../core/request-state.ts'
import { looksLikeSecret } from '../core/secret.ts'
import { admit } from './admit.ts'
import { changeRequest } from './change-request.ts'
import { nameApprovers } from './name-approvers.ts'
import { aboutRequest, record } from './record.ts'

export interface Review {
  request: string
  verdict: Verdict
  /** Milliseconds; more than was asked is cut to it. */
  lifetime?: number
  comment?: string
}

/** Throws `own_request`, `not_an_approver`, `ask_invalid` (a denial says why), `no_such_request`, `request_moved_on`. */
export async function reviewRequest(ports: Ports, actor: Actor, review: Review): Promise<Request> {
  const reviewer = await mayReview(ports, actor, review.request)
  const comment = review.comment?.trim().slice(0, LONGEST_COMMENT)
  if (review.verdict === 'denied' && !comment) {
    throw new BotError('ask_invalid', { fields: { comment: 'Say why, so that they know what to do next.' } })
  }
  if (comment && looksLikeSecret(comment)) {
    throw new BotError('ask_invalid', { fields: { comment: 'That looks like a token. Never write one down here.' } })
  }
  const decided = { by: reviewer, at: ports.clock.now(), ...(comment && { comment }) }
  const request = await changeRequest(ports, review.request, (before) =>
    review.verdict === 'approved'
      ? approve(before, { ...decided, ...(review.lifetime !== undefined && { lifetime: review.lifetime }) })
      : deny(before, decided),
  )
  await record(ports, { deed: review.verdict, by: reviewer, ...aboutRequest(request) })
  await ports.messenger.showRequest(request)
  return request
}

/** Slack id of the reviewer, if today's rules and groups let them decide this request. */
async function mayReview(ports: Ports, actor: Actor, id: string): Promise<string> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (!request) throw new BotError('no_such_request', {})
  if (request.requester === person.id) throw new BotError('own_request', {})
  const approvers = await nameApprovers(ports, approversUnder(ports.policy(), request.rule), request.requester)
  if (!approvers.includes(person.id)) throw new BotError('not_an_approver', {})
  return person.id
}
