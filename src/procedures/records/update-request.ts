// Moves a stored request: reads, applies a pure move, writes if nobody was first, else looks again.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { type Request, stale } from '../../core/requests/request.ts'
import { scheduleCardRefresh } from '../messages/publish-request-cards.ts'

/** More tries than people who could click at one moment; each lost one means that somebody else's move was written. */
const TRIES = 10

/**
 * `change` throws `request_stale` when the move is not allowed any more, which is how the second of two clickers
 * learns who was first. One that returns what it was handed writes nothing. Throws `no_such_request`.
 */
export async function updateRequest(
  ports: Pick<Ports, 'requests' | 'alarms' | 'clock'>,
  id: string,
  change: (request: Request) => Request,
): Promise<Request> {
  for (let tried = 0; ; tried += 1) {
    const before = await ports.requests.find(id)
    if (!before) throw new BotError('no_such_request', {})
    if (tried === TRIES) throw stale(before)
    const after = change(before)
    if (after === before) return after
    if (tried === 0) await scheduleCardRefresh(ports, id)
    if (await ports.requests.swap(before, after)) return after
  }
}
