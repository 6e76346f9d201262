// Asks the rule's fallback as well if a request stays undecided for long or too many of its approvers are away.
import { approversUnder } from '../core/policy/evaluate.ts'
import type { Ports } from '../core/ports.ts'
import { type Request, waitingSince } from '../core/requests/request.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { sendNotice } from '../procedures/messages/send-notice.ts'
import { askFallback } from '../procedures/requests/ask-fallback.ts'
import { askReviewers } from '../procedures/requests/ask-reviewers.ts'
import { stepsOf } from '../procedures/requests/schedule-request-alarms.ts'

export async function escalateRequest(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  if (!request) return
  const now = ports.clock.now()
  const { escalateAt } = await stepsOf(ports, request)
  const rule = approversUnder(ports.policy(), request.rule)
  if (escalateAt === undefined || !rule) return notify(ports, request)
  if (escalateAt > now) return ports.alarms.set('escalate-request', id, escalateAt)
  const after = await askFallback(ports, request, rule, now)
  if (after.escalatedAt !== now) return ports.alarms.set('escalate-request', id, now)
  await notify(ports, after)
}

/**
 * Called at a retry as well, because the process that stored the escalation may have crashed before it asked anybody.
 * Idempotent: a retry after a crash posts the notice only if it is not posted yet.
 */
async function notify(ports: Ports, request: Request): Promise<void> {
  if (request.state !== 'pending' || request.escalatedAt === undefined) return
  await askReviewers(ports, request, 'isChecked')
  if (request.escalatedAt > waitingSince(request)) requireDelivered(await sendNotice(ports, request, 'escalated'))
}
