// Reviews a request: approves it, possibly for a shorter lifetime or as one of several, or denies it.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import { commentProblem } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import type { Approval, Request } from '../../core/requests/request.ts'
import type { Verdict } from '../../core/requests/request-state.ts'
import { approve, deny } from '../../core/requests/review.ts'
import { updateRequest } from '../../procedures/records/update-request.ts'
import { aboutRequest } from '../../procedures/records/write-audit-entry.ts'
import { policyChanged } from '../../procedures/requests/apply-policy.ts'
import { askReviewers } from '../../procedures/requests/ask-reviewers.ts'
import { scheduleRequestAlarms } from '../../procedures/requests/schedule-request-alarms.ts'
import { currentReviewerRoles } from '../../procedures/reviewers/resolve-reviewers.ts'
import { admitReviewer } from '../../procedures/reviews/admit-reviewer.ts'

export interface Review {
  request: string
  verdict: Verdict
  /** Milliseconds. A lifetime above what was asked for is reduced to that. */
  lifetime?: number
  comment?: string
}

/**
 * Throws `own_request`, `not_an_approver`, `approved_already`, `ask_invalid` (a denial needs a reason, and no lifetime
 * may be below the minimum), `no_such_request`, `request_stale`, `policy_changed` if the reviewer has to look again, and
 * `message_refused` if it is decided and Slack refuses to tell.
 */
export async function reviewRequest(ports: Ports, actor: Actor, review: Review): Promise<Request> {
  const { request: asked, before: shown, found, role } = await admitReviewer(ports, actor, review.request, 'fresh')
  // What a person was shown when they approved is what they approve.
  if (review.verdict === 'approved' && asked.lifetime < shown.lifetime) throw policyChanged(asked, actor.id)
  const comment = review.comment?.trim()
  const wrong = commentProblem(review.verdict, comment)
  if (wrong !== undefined) throw new BotError('ask_invalid', { fields: { comment: wrong } })
  const { lifetime, request: times } = ports.policy()
  if (review.verdict === 'approved' && (review.lifetime ?? lifetime.min) < lifetime.min) {
    throw new BotError('ask_invalid', { fields: { lifetime: { kind: 'lifetime', least: lifetime.min } } })
  }
  const decided = { by: actor.id, at: ports.clock.now(), ...(comment && { comment }) }
  const change = (before: Request): Request => {
    if (review.verdict === 'denied') return deny(before, decided)
    const approval: Approval = {
      ...decided,
      lifetime: review.lifetime ?? before.lifetime,
      ...(role.inPlaceOf !== undefined && { inPlaceOf: role.inPlaceOf }),
    }
    const after = approve(before, { approval, reviewers: found.reviewers, lapsesAt: decided.at + times.claimWithin })
    // Stores today's roles, because the cards show for whom each reviewer decides.
    return { ...after, reviewerRoles: currentReviewerRoles(found, before.reviewerRoles) }
  }
  const note = role.inPlaceOf === undefined ? {} : { note: `in place of ${role.inPlaceOf}` }
  const request = await updateRequest(ports, review.request, change, (after) => ({
    action: after.state === 'pending' ? 'request.approval_added' : `request.${review.verdict}`,
    by: actor.id,
    ...aboutRequest(after),
    ...note,
  }))
  if (request.state === 'approved') await scheduleRequestAlarms(ports, request)
  requireTold(request, (await askReviewers(ports, request, 'isChecked')).refused, actor)
  return request
}

/** Throws `message_refused` if nobody would learn of the decision without the reviewer. */
function requireTold(request: Request, refused: readonly string[], { id }: Actor): void {
  const { requester, label, review, state } = request
  if (review && state !== 'pending' && refused.includes(requester)) {
    throw new BotError('message_refused', { about: 'decision', label, requester, verdict: review.verdict })
  }
  if (refused.includes(id)) throw new BotError('message_refused', { about: 'change', label })
}
