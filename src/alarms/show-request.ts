// A request was changed, and Slack was away or the process crashed: its cards may not be true, nor all of its alarms set.
import type { Ports } from '../core/ports.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { tryToAskReviewers } from '../procedures/requests/ask-reviewers.ts'
import { momentsOf } from '../procedures/requests/schedule-request-alarms.ts'

export async function showRequestAlarm(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  if (!request) return
  await ports.alarms.restore(momentsOf(ports, request))
  requireDelivered((await tryToAskReviewers(ports, request)).isDone)
}
