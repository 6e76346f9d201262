// Moves a stored request, even while other processes move it, and writes the audit entry of that in one go.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { type Request, stale } from '../../core/requests/request.ts'
import { scheduleCardRefresh } from '../messages/publish-request-cards.ts'
import { compareAndSwap, type EntryOf } from './compare-and-swap.ts'

/**
 * `change` throws `request_stale` if the move is no longer allowed; so the second of two people who click learns who
 * was first. `entryOf` is the audit entry of the change: no crash can leave the one without the other. Throws
 * `no_such_request`.
 */
export async function updateRequest(
  { requests, audit, alarms, clock }: Pick<Ports, 'requests' | 'audit' | 'alarms' | 'clock'>,
  id: string,
  change: (request: Request) => Request,
  entryOf?: EntryOf<Request>,
): Promise<Request> {
  return compareAndSwap(
    {
      async read() {
        const request = await requests.find(id)
        if (!request) throw new BotError('no_such_request', {})
        return request
      },
      beforeWriting: () => scheduleCardRefresh({ alarms, clock }, id),
      swap: (before, after, entries) => requests.swap(before, after, entries),
      audit,
    },
    change,
    stale,
    entryOf,
  )
}
