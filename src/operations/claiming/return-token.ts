// "I did not get it": the token is revoked and its request can be claimed again, so often and no oftener.
import { BotError } from '../../core/errors.ts'
import { MINUTE } from '../../core/lifetime.ts'
import type { Actor } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { move, movedOn, type Request } from '../../core/request.ts'
import { TICKET_LIFE } from '../../core/sign-in.ts'
import type { Token } from '../../core/token.ts'
import { openToEnd } from '../ending/open-to-end.ts'
import { revokeOne } from '../ending/revoke-one.ts'
import { admitToEnd } from '../people/admit-to-end.ts'
import { changeRequest } from '../telling/change-request.ts'
import { changeToken } from '../telling/change-token.ts'
import { aboutRequest, record } from '../telling/record.ts'
import { redrawCardOf, redrawnFor } from '../telling/redraw-card-of.ts'
import { setRequestAlarms } from '../telling/set-request-alarms.ts'
import { showCards } from '../telling/show-cards.ts'

/**
 * Answers with the request as it is then. Throws `no_such_token` (also for somebody else's), `token_moved_on`,
 * `saved_already`, `sign_in_needed`, the codes of Dremio, and `too_many_returns` once the token is revoked but the request stays closed.
 */
export async function returnToken(ports: Ports, actor: Actor, tid: string): Promise<Request> {
  const ender = await admitToEnd(ports, actor)
  const token = await markUndelivered(ports, ender.id, tid).catch((error) => redrawnFor(ports, tid, error))
  // Its card asks for nothing any more that was answered just now; the rest may take a sign-in.
  await redrawCardOf(ports, tid)
  // For whom it was made: whoever its owner is linked to by now cannot end it.
  const session = await openToEnd(ports, ender, 'revoke', { kind: 'return', tid }, token.uid)
  const writeDown = () =>
    record(ports, { deed: 'token returned', by: ender.id, for: ender.id, tid, label: token.label })
  await revokeOne(ports, session, tid, { writeDown })
  return reopenReturned(ports, token)
}

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

/**
 * Written first, with an alarm: if we die, or Dremio is away, before the request is open again, the next click or the alarm
 * finds the token so and goes on from there, whereas one that was revoked in another way stays as it is.
 */
async function markUndelivered(ports: Ports, owner: string, tid: string): Promise<Token> {
  const token = await ports.tokens.find(tid)
  if (token?.owner !== owner || token.request === undefined) throw new BotError('no_such_token', {})
  const request = await ports.requests.find(token.request)
  const now = ports.clock.now()
  // Whoever has to sign in for it is doing that now.
  await ports.alarms.set('chase-receipt', tid, now + (ports.sessions.signIn ? TICKET_LIFE : 0) + MINUTE)
  return changeToken(ports, tid, (before) => {
    const isOurs = request?.state === 'claimed' && request.claim?.tid === tid
    if (before.state === 'revoked' && !(before.delivery === 'undelivered' && isOurs)) {
      throw new BotError('token_moved_on', { state: before.state })
    }
    if (before.delivery === 'confirmed') throw new BotError('saved_already', { label: before.label, tid })
    return before.delivery === 'undelivered' ? before : { ...before, delivery: 'undelivered', returnedAt: now }
  })
}
