// Decides a request: approves it, perhaps for a shorter time and perhaps as one of several, or denies it.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/person.ts'
import { commentError } from '../../core/policy.ts'
import type { Ports } from '../../core/ports.ts'
import type { Approval, Request } from '../../core/request.ts'
import type { Verdict } from '../../core/request-state.ts'
import { approve, deny } from '../../core/review.ts'
import { admitReviewer } from '../people/admit-reviewer.ts'
import { changeRequest } from '../telling/change-request.ts'
import { aboutRequest, record } from '../telling/record.ts'
import { setRequestAlarms } from '../telling/set-request-alarms.ts'
import { showCards } from '../telling/show-cards.ts'
import { standingsNow } from './name-reviewers.ts'

export interface Review {
  request: string
  verdict: Verdict
  /** Milliseconds; more than was asked, or than is allowed by now, is cut to it. */
  lifetime?: number
  comment?: string
}

/**
 * Throws `own_request`, `not_an_approver`, `approved_already`, `ask_invalid` (a denial says why), `no_such_request`,
 * `request_moved_on`.
 */
export async function reviewRequest(ports: Ports, actor: Actor, review: Review): Promise<Request> {
  const { found, standing } = await admitReviewer(ports, actor, review.request)
  const comment = review.comment?.trim()
  const wrong = commentError(review.verdict, comment)
  if (wrong !== undefined) throw new BotError('ask_invalid', { fields: { comment: wrong } })
  const decided = { by: actor.id, at: ports.clock.now(), ...(comment && { comment }) }
  const { lifetime, request: times } = ports.policy()
  const request = await changeRequest(ports, review.request, (before) => {
    if (review.verdict === 'denied') return deny(before, decided)
    const approval: Approval = {
      ...decided,
      // The maximum may have come down since it was asked.
      lifetime: Math.min(review.lifetime ?? before.lifetime, lifetime.max),
      ...(standing.inPlaceOf !== undefined && { inPlaceOf: standing.inPlaceOf }),
    }
    const after = approve(before, { approval, reviewers: found.reviewers, lapsesAt: decided.at + times.claimWithin })
    // As it is now: the cards show who counts for whom.
    return { ...after, standings: standingsNow(found, before.standings) }
  })
  if (request.state === 'approved') await setRequestAlarms(ports, request)
  const deed = request.state === 'pending' ? 'supported' : review.verdict
  const note = standing.inPlaceOf === undefined ? {} : { note: `in place of ${standing.inPlaceOf}` }
  await record(ports, { deed, by: actor.id, ...aboutRequest(request), ...note })
  await showCards(ports, request)
  return request
}
