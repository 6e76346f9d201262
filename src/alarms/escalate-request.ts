// Nobody has decided a request for long, or those who could are away: the rule's fallback is asked as well.
import { approversUnder } from '../core/policy/evaluate.ts'
import type { Ports } from '../core/ports.ts'
import { move, type Request } from '../core/requests/request.ts'
import { publishRequestCards } from '../procedures/messages/publish-request-cards.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { sendNotice } from '../procedures/messages/send-notice.ts'
import { updateRequest } from '../procedures/records/update-request.ts'
import { aboutRequest, writeAuditEntry } from '../procedures/records/write-audit-entry.ts'
import { stepsOf } from '../procedures/requests/schedule-request-alarms.ts'
import { currentReviewerRoles, reviewersAmong } from '../procedures/reviewers/resolve-reviewers.ts'

export async function escalateRequest(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  if (!request) return
  const now = ports.clock.now()
  const { escalateAt } = await stepsOf(ports, request)
  const rule = approversUnder(ports.policy(), request.rule)
  if (escalateAt === undefined || !rule) return sayAgain(ports, request)
  if (escalateAt > now) return ports.alarms.set('escalate-request', id, escalateAt)
  const everybody = await reviewersAmong(ports, [...rule.approvers, ...rule.fallback], request.requester)
  const approvers = [...new Set([...request.approvers, ...everybody.reviewers.keys()])]
  const reviewerRoles = currentReviewerRoles(everybody, request.reviewerRoles)
  let escalated = false
  const after = await updateRequest(ports, id, (before) => {
    escalated = before.version === request.version
    return escalated ? move(before, 'escalate', { escalatedAt: now, approvers, reviewerRoles }) : before
  })
  if (!escalated) return ports.alarms.set('escalate-request', id, now)
  await writeAuditEntry(ports, { action: 'request.escalated', by: 'bot', ...aboutRequest(after) })
  await sayAgain(ports, after)
}

/** Also when the alarm comes again, because whoever wrote it down may have died before asking anybody; once is said once. */
async function sayAgain(ports: Ports, request: Request): Promise<void> {
  if (request.state !== 'pending' || request.escalatedAt === undefined) return
  await publishRequestCards(ports, request)
  if (request.escalatedAt > request.requestedAt) requireDelivered(await sendNotice(ports, request, 'escalated'))
}
