// Asks the rule's fallback as well if a request stays undecided for long or too many of its approvers are away.
import { approversUnder } from '../core/policy/evaluate.ts'
import type { Ports } from '../core/ports.ts'
import { move, type Request, waitingSince } from '../core/requests/request.ts'
import { publishRequestCards } from '../procedures/messages/publish-request-cards.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { sendNotice } from '../procedures/messages/send-notice.ts'
import { updateRequest } from '../procedures/records/update-request.ts'
import { aboutRequest } from '../procedures/records/write-audit-entry.ts'
import { stepsOf } from '../procedures/requests/schedule-request-alarms.ts'
import { currentReviewerRoles, reviewersAmong } from '../procedures/reviewers/resolve-reviewers.ts'

export async function escalateRequest(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  if (!request) return
  const now = ports.clock.now()
  const { escalateAt } = await stepsOf(ports, request)
  const rule = approversUnder(ports.policy(), request.rule)
  if (escalateAt === undefined || !rule) return notify(ports, request)
  if (escalateAt > now) return ports.alarms.set('escalate-request', id, escalateAt)
  const everybody = await reviewersAmong(ports, [...rule.approvers, ...rule.fallback], request.requester)
  const approvers = [...new Set([...request.approvers, ...everybody.reviewers.keys()])]
  const reviewerRoles = currentReviewerRoles(everybody, request.reviewerRoles)
  let escalated = false
  const after = await updateRequest(
    ports,
    id,
    (before) => {
      escalated = before.version === request.version
      return escalated ? move(before, 'escalate', { escalatedAt: now, approvers, reviewerRoles }) : before
    },
    (changed) => ({ action: 'request.escalated', by: 'bot', ...aboutRequest(changed) }),
  )
  if (!escalated) return ports.alarms.set('escalate-request', id, now)
  await notify(ports, after)
}

/**
 * Called at a retry as well, because the process that stored the escalation may have crashed before it asked anybody.
 * Idempotent: a retry after a crash posts the notice only if it is not posted yet.
 */
async function notify(ports: Ports, request: Request): Promise<void> {
  if (request.state !== 'pending' || request.escalatedAt === undefined) return
  await publishRequestCards(ports, request)
  if (request.escalatedAt > waitingSince(request)) requireDelivered(await sendNotice(ports, request, 'escalated'))
}
