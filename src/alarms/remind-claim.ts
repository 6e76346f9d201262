// An approved request was not collected for a while: its requester is reminded once, well before it lapses.
import type { Ports } from '../core/ports.ts'
import { publishRequestCards } from '../procedures/messages/publish-request-cards.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { sendNotice } from '../procedures/messages/send-notice.ts'
import { plannedSteps } from '../procedures/requests/schedule-request-alarms.ts'

export async function remindClaim(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  if (!request) return
  const now = ports.clock.now()
  const { remindClaimAt, lapsesAt = now } = plannedSteps(ports, request)
  if (remindClaimAt === undefined || now >= lapsesAt) return
  if (remindClaimAt > now) return ports.alarms.set('remind-claim', id, remindClaimAt)
  requireDelivered(await sendNotice(ports, request, 'claim reminder'))
  // Whoever got or cancelled it meanwhile knew nothing of this message.
  const after = await ports.requests.find(id)
  if (after && after.version !== request.version) await publishRequestCards(ports, after)
}
