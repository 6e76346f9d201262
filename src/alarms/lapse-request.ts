// A request has waited too long: nobody decided it, or nobody collected what was approved.
import type { AlarmMoment } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { move, type Request } from '../core/requests/request.ts'
import { HOUR } from '../core/time/duration.ts'
import { publishRequestCards } from '../procedures/messages/publish-request-cards.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { sendNotice } from '../procedures/messages/send-notice.ts'
import { updateRequest } from '../procedures/records/update-request.ts'
import { aboutRequest, writeAuditEntry } from '../procedures/records/write-audit-entry.ts'
import { momentsOf, plannedSteps } from '../procedures/requests/schedule-request-alarms.ts'

export async function lapseRequest(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  if (!request) return
  const now = ports.clock.now()
  // A claim that fails opens the request again, perhaps after its time; whoever opens it sets the alarm, this is in case they die.
  if (isUnderClaim(request)) return ports.alarms.set('lapse-request', id, now + HOUR)
  const { lapsesAt } = plannedSteps(ports, request)
  if (lapsesAt === undefined) return sayAgain(ports, request)
  // It was decided meanwhile, and may be collected for longer.
  if (lapsesAt > now) return ports.alarms.set('lapse-request', id, lapsesAt)
  let lapsed = false
  const after = await updateRequest(ports, id, (before) => {
    // Whoever decides or collects at this very moment is first, and what is left is looked at afresh.
    lapsed = before.version === request.version
    return lapsed ? move(before, 'lapse') : before
  })
  if (!lapsed) return ports.alarms.set('lapse-request', id, now)
  await writeAuditEntry(ports, { action: 'request.lapsed', by: 'bot', ...aboutRequest(after) })
  await sayAgain(ports, after)
}

function isUnderClaim({ state }: Request): boolean {
  return state === 'claiming' || state === 'unsure'
}

/** Also when the alarm comes again, because whoever wrote the state may have died before saying so; once is said once. */
async function sayAgain(ports: Ports, request: Request): Promise<void> {
  if (request.state !== 'lapsed') return
  await publishRequestCards(ports, request)
  requireDelivered(await sendNotice(ports, request, 'lapsed'))
}

/** Requests that nobody has decided or collected: the alarms that they want, reminders and the asking of the fallback too. */
export async function* requestsThatWait(ports: Ports): AsyncIterable<AlarmMoment> {
  for await (const request of ports.requests.everyOpen()) yield* momentsOf(ports, request)
}
