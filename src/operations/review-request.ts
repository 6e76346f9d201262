// Approves or denies somebody else's request, perhaps for a shorter time, with the right checked at this moment.
import { BotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import { commentError } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'
import { approve, deny, type Request } from '../core/request.ts'
import type { Verdict } from '../core/request-state.ts'
import { changeRequest } from './change-request.ts'
import { openReview } from './open-review.ts'
import { aboutRequest, record } from './record.ts'

export interface Review {
  request: string
  verdict: Verdict
  /** Milliseconds; more than was asked, or than is allowed by now, is cut to it. */
  lifetime?: number
  comment?: string
}

/** Throws `own_request`, `not_an_approver`, `ask_invalid` (a denial says why), `no_such_request`, `request_moved_on`. */
export async function reviewRequest(ports: Ports, actor: Actor, review: Review): Promise<Request> {
  await openReview(ports, actor, review.request)
  const reviewer = actor.id
  const comment = review.comment?.trim()
  const wrong = commentError(review.verdict, comment)
  if (wrong !== undefined) throw new BotError('ask_invalid', { fields: { comment: wrong } })
  const decided = { by: reviewer, at: ports.clock.now(), ...(comment && { comment }) }
  // The maximum may have come down since it was asked.
  const { max } = ports.policy().lifetime
  const request = await changeRequest(ports, review.request, (before) =>
    review.verdict === 'approved'
      ? approve(before, { ...decided, lifetime: Math.min(review.lifetime ?? before.lifetime, max) })
      : deny(before, decided),
  )
  await record(ports, { deed: review.verdict, by: reviewer, ...aboutRequest(request) })
  await ports.messenger.showRequest(request)
  return request
}
