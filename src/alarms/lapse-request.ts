// Lets a request lapse that was not decided, or not collected, in time.
import type { AlarmMoment } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { move, type Request } from '../core/requests/request.ts'
import { HOUR } from '../core/time/duration.ts'
import { publishRequestCards } from '../procedures/messages/publish-request-cards.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { sendNotice } from '../procedures/messages/send-notice.ts'
import { updateRequest } from '../procedures/records/update-request.ts'
import { aboutRequest } from '../procedures/records/write-audit-entry.ts'
import { momentsOf, plannedSteps } from '../procedures/requests/schedule-request-alarms.ts'

export async function lapseRequest(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  if (!request) return
  const now = ports.clock.now()
  // A claim that fails reopens the request, perhaps after its deadline. The process that reopens it sets this alarm;
  // this call is for the case that it crashes before.
  if (isUnderClaim(request)) return ports.alarms.set('lapse-request', id, now + HOUR)
  const { lapsesAt } = plannedSteps(ports, request)
  if (lapsesAt === undefined) return notify(ports, request)
  // The request was decided meanwhile, so the time to collect it applies.
  if (lapsesAt > now) return ports.alarms.set('lapse-request', id, lapsesAt)
  let lapsed = false
  const after = await updateRequest(
    ports,
    id,
    (before) => {
      // If a person decides or collects at this moment, their change is stored first, and the alarm checks the request
      // again.
      lapsed = before.version === request.version
      return lapsed ? move(before, 'lapse') : before
    },
    (changed) => ({ action: 'request.lapsed', by: 'bot', ...aboutRequest(changed) }),
  )
  if (!lapsed) return ports.alarms.set('lapse-request', id, now)
  await notify(ports, after)
}

function isUnderClaim({ state }: Request): boolean {
  return state === 'claiming' || state === 'unsure'
}

/**
 * Called at a retry as well, because the process that stored the state may have crashed before it told anybody.
 * Idempotent: a retry after a crash posts the notice only if it is not posted yet.
 */
async function notify(ports: Ports, request: Request): Promise<void> {
  if (request.state !== 'lapsed') return
  await publishRequestCards(ports, request)
  requireDelivered(await sendNotice(ports, request, 'lapsed'))
}

/** The alarms of all open requests: another policy, lapsing, reminders to the approvers, and asking the fallback. */
export async function* requestsThatWait(ports: Ports): AsyncIterable<AlarmMoment> {
  for await (const request of ports.requests.everyOpen()) {
    yield* momentsOf(ports, request)
    // Whoever started the bot may have named others, or let the bot message them.
    const isStuck = request.state === 'pending' && (request.unreachable ?? []).length > 0
    if (isStuck) yield { kind: 'show-request', id: request.id, due: ports.clock.now() }
  }
}
