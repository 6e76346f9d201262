// Opens a request again whose token was given back, or leaves it closed after so many times.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { move, movedOn, type Request } from '../../core/requests/request.ts'
import type { Token } from '../../core/tokens/token.ts'
import { showCards } from '../messages/publish-request-cards.ts'
import { changeRequest } from '../records/update-request.ts'
import { aboutRequest, record } from '../records/write-audit-entry.ts'
import { setRequestAlarms } from '../requests/schedule-request-alarms.ts'

/** The token is gone: its request is open again, or stays closed (`too_many_returns`). Whoever comes second hears `request_moved_on`. */
export async function reopenReturned(ports: Ports, token: Token): Promise<Request> {
  const { tid, request: id = '', shownAt, returnedAt } = token
  const request = await ports.requests.find(id)
  if (!request) throw new BotError('no_such_request', {})
  const { returns, revokeAfter } = ports.policy().receipt
  // Its lifetime begins anew with each: nobody makes it longer by saying so late.
  const isLate = (returnedAt ?? 0) - (shownAt ?? returnedAt ?? 0) > revokeAfter
  if (request.returns >= returns || isLate) {
    await showCards(ports, request)
    throw new BotError('too_many_returns', { times: request.returns, ...(isLate && { late: true }) })
  }
  const reopened = await changeRequest(ports, id, (before) => {
    // A second click may arrive when another token was collected already, and is not about that one.
    if (before.claim?.tid !== tid) throw movedOn(before)
    const lapsesAt = ports.clock.now() + ports.policy().request.claimWithin
    return move(before, 'returnToken', { returns: before.returns + 1, lapsesAt })
  })
  await setRequestAlarms(ports, reopened)
  const note = 'not received'
  await record(ports, { deed: 'claim settled', by: reopened.requester, ...aboutRequest(reopened), note })
  await showCards(ports, reopened)
  return reopened
}
