// Moves a stored request, even while other processes move it.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { type Request, stale } from '../../core/requests/request.ts'
import { scheduleCardRefresh } from '../messages/publish-request-cards.ts'
import { compareAndSwap } from './compare-and-swap.ts'

/**
 * `change` throws `request_stale` if the move is no longer allowed; so the second of two people who click learns who
 * was first. Throws `no_such_request`.
 */
export async function updateRequest(
  { requests, alarms, clock }: Pick<Ports, 'requests' | 'alarms' | 'clock'>,
  id: string,
  change: (request: Request) => Request,
): Promise<Request> {
  return compareAndSwap(
    {
      async read() {
        const request = await requests.find(id)
        if (!request) throw new BotError('no_such_request', {})
        return request
      },
      beforeWriting: () => scheduleCardRefresh({ alarms, clock }, id),
      swap: (before, after) => requests.swap(before, after),
    },
    change,
    stale,
  )
}
