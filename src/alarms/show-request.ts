// The cards of a request may not be true: its change was written, and Slack was away, or we died before it was told.
import type { Ports } from '../core/ports.ts'
import { showRequestCards } from '../procedures/messages/publish-request-cards.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'

export async function showRequestAlarm(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  if (request) requireDelivered(await showRequestCards(ports, request))
}
