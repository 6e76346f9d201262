// Applies today's policy to an open request, stores what it changes, and tells the people whom that concerns.
import type { AuditEntry } from '../../core/audit.ts'
import { BotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import { denialOf } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { isOver, isUnderPolicy, type Request } from '../../core/requests/request.ts'
import { undecided } from '../../core/requests/review.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { sendNotice } from '../messages/send-notice.ts'
import { findColleague } from '../people/find-colleague.ts'
import { updateRequest } from '../records/update-request.ts'
import { aboutRequest } from '../records/write-audit-entry.ts'
import { askReviewers } from './ask-reviewers.ts'
import { reevaluateRequest } from './reevaluate-request.ts'
import { scheduleRequestAlarms } from './schedule-request-alarms.ts'

/**
 * Called at the decision, at the claim, and when the policy file was read again. Resolves to the request as it is
 * afterwards. `requester` is given if they were looked up already. Throws `slack_unavailable` if a group or a manager
 * that the rules name cannot be read, because an unknown fact must not let a request pass.
 */
export async function applyPolicy(ports: Ports, request: Request, requester?: Person): Promise<Request> {
  const now = ports.clock.now()
  if (!isUnderPolicy(request) || isOver(request, now)) return request
  const person = requester ?? (await findColleague(ports, request.requester))
  // A requester who is not served cannot collect anything, so nothing has to change.
  if (!person) return request
  const apply = await reevaluateRequest(ports, request, person, now)
  if (apply(request) === request) return request
  // Set before the change is stored, so that no crash leaves people untold.
  await ports.alarms.set('apply-policy', request.id, now + MINUTE)
  let isOurs = false
  const after = await updateRequest(
    ports,
    request.id,
    (before) => {
      // If somebody or time was first, the alarm that was set above applies the policy to what they made of it.
      isOurs = before.version === request.version
      return isOurs ? apply(before) : before
    },
    (changed) => entryOf(changed, now),
  )
  if (isOurs && (await tell(ports, after, now))) await ports.alarms.clear('apply-policy', request.id)
  return after
}

/** Edits the cards, which name the rule; more is told only of what makes a difference to somebody. */
async function tell(ports: Ports, request: Request, now: number): Promise<boolean> {
  if (request.policyChange?.at !== now) {
    await askReviewers(ports, request, 'isChecked')
    return true
  }
  await scheduleRequestAlarms(ports, request)
  await askReviewers(ports, request, 'isChecked')
  return sendPolicyChange(ports, request)
}

function entryOf(request: Request, now: number): AuditEntry | undefined {
  const { policyChange } = request
  if (policyChange?.at !== now) return undefined
  return { action: 'request.policy_changed', by: 'bot', ...aboutRequest(request), note: policyChange.kind }
}

/**
 * Sends the requester a notice, and asks those again who had a card already; each message once, however often this is
 * called. False if a message was not sent, and sending it later may help.
 */
export async function sendPolicyChange(ports: Ports, request: Request): Promise<boolean> {
  const { policyChange, state } = request
  // Others are asked now, which the cards say; the requester has nothing to do.
  if (!policyChange || policyChange.kind === 'reviewers') return true
  const again = policyChange.kind === 'review' && state === 'pending' ? (policyChange.asked ?? []) : []
  const waiting = undecided(request, new Map(Object.entries(request.reviewerRoles)))
  const sent = await Promise.all([
    sendNotice(ports, request, 'policy changed'),
    ports.messenger.remindReviewers(
      request,
      waiting.filter((id) => again.includes(id)),
      0,
    ),
  ])
  return sent.every(Boolean)
}

/** For a click of this person (Slack id) that was made before they could see the change. */
export function policyChanged(request: Request, person: string): BotError {
  const { state, lifetime, requester, review, policyChange } = request
  const denial = denialOf(review)
  return new BotError('policy_changed', {
    state,
    lifetime,
    isShorter: policyChange !== undefined && lifetime < policyChange.lifetime,
    mine: person === requester,
    byFile: policyChange?.byFile ?? true,
    ...(denial && { denial }),
  })
}
