// Reopens a request whose token was returned, or leaves it closed after too many returns.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { move, type Request, stale } from '../../core/requests/request.ts'
import type { Token } from '../../core/tokens/token.ts'
import { publishRequestCards } from '../messages/publish-request-cards.ts'
import { updateRequest } from '../records/update-request.ts'
import { aboutRequest } from '../records/write-audit-entry.ts'
import { scheduleRequestAlarms } from '../requests/schedule-request-alarms.ts'

/**
 * Called when the token is revoked. Throws `too_many_returns` if the request stays closed, and `request_stale` if
 * another caller was first.
 */
export async function reopenReturned(ports: Ports, token: Token): Promise<Request> {
  const { tid, request: id = '', shownAt, returnedAt } = token
  const request = await ports.requests.find(id)
  if (!request) throw new BotError('no_such_request', {})
  const { returns, revokeAfter } = ports.policy().receipt
  // A new token starts a new lifetime, so a late return must not be a way to extend it.
  const isLate = (returnedAt ?? 0) - (shownAt ?? returnedAt ?? 0) > revokeAfter
  if (request.returns >= returns || isLate) {
    await publishRequestCards(ports, request)
    throw new BotError('too_many_returns', { times: request.returns, ...(isLate && { late: true }) })
  }
  const reopened = await updateRequest(
    ports,
    id,
    (before) => {
      // A second click may arrive after another token was collected, and does not apply to that token.
      if (before.claim?.tid !== tid) throw stale(before)
      const lapsesAt = ports.clock.now() + ports.policy().request.claimWithin
      return move(before, 'returnToken', { returns: before.returns + 1, lapsesAt })
    },
    (after) => ({ action: 'claim.settled', by: after.requester, ...aboutRequest(after), note: 'not received' }),
  )
  await scheduleRequestAlarms(ports, reopened)
  await publishRequestCards(ports, reopened)
  return reopened
}
