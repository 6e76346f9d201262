// Opens a request again whose token was given back, or leaves it closed after so many times.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { move, type Request, stale } from '../../core/requests/request.ts'
import type { Token } from '../../core/tokens/token.ts'
import { publishRequestCards } from '../messages/publish-request-cards.ts'
import { updateRequest } from '../records/update-request.ts'
import { aboutRequest, writeAuditEntry } from '../records/write-audit-entry.ts'
import { scheduleRequestAlarms } from '../requests/schedule-request-alarms.ts'

/** The token is gone: its request is open again, or stays closed (`too_many_returns`). Whoever comes second hears `request_stale`. */
export async function reopenReturned(ports: Ports, token: Token): Promise<Request> {
  const { tid, request: id = '', shownAt, returnedAt } = token
  const request = await ports.requests.find(id)
  if (!request) throw new BotError('no_such_request', {})
  const { returns, revokeAfter } = ports.policy().receipt
  // Its lifetime begins anew with each: nobody makes it longer by saying so late.
  const isLate = (returnedAt ?? 0) - (shownAt ?? returnedAt ?? 0) > revokeAfter
  if (request.returns >= returns || isLate) {
    await publishRequestCards(ports, request)
    throw new BotError('too_many_returns', { times: request.returns, ...(isLate && { late: true }) })
  }
  const reopened = await updateRequest(ports, id, (before) => {
    // A second click may arrive when another token was collected already, and is not about that one.
    if (before.claim?.tid !== tid) throw stale(before)
    const lapsesAt = ports.clock.now() + ports.policy().request.claimWithin
    return move(before, 'returnToken', { returns: before.returns + 1, lapsesAt })
  })
  await scheduleRequestAlarms(ports, reopened)
  const note = 'not received'
  await writeAuditEntry(ports, { action: 'claim.settled', by: reopened.requester, ...aboutRequest(reopened), note })
  await publishRequestCards(ports, reopened)
  return reopened
}
