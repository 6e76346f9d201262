// "I did not get it": the token is revoked and its request can be claimed again, so often and no oftener.
import { BotError } from '../core/errors.ts'
import type { Actor, Person } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import { MOST_RETURNS, move, movedOn, type Request } from '../core/request.ts'
import type { Token } from '../core/token.ts'
import { admit } from './admit.ts'
import { changeRequest } from './change-request.ts'
import { openSession } from './open-session.ts'
import { aboutRequest, record } from './record.ts'
import { revokeOne } from './revoke-one.ts'
import { setRequestAlarms } from './set-request-alarms.ts'
import { showCards } from './show-cards.ts'

/**
 * Answers with the request as it is then. Throws `no_such_token` (also for somebody else's), `token_moved_on`,
 * `sign_in_needed`, the codes of Dremio, and `too_many_returns` once the token is revoked but the request stays closed.
 */
export async function returnToken(ports: Ports, actor: Actor, tid: string): Promise<Request> {
  const person = await admit(ports, actor)
  const token = await markUndelivered(ports, person, tid)
  // For whom it was made: whoever its owner is linked to by now cannot end it.
  const session = await openSession(ports, person, 'revoke', { kind: 'return', tid }, token.uid)
  await revokeOne(ports, session, tid)
  await record(ports, { deed: 'token returned', by: person.id, for: person.id, tid, label: token.label })

  const request = await ports.requests.find(token.request)
  if (!request) throw new BotError('no_such_request', {})
  if (request.returns >= MOST_RETURNS) {
    await showCards(ports, request)
    throw new BotError('too_many_returns', { times: request.returns })
  }
  const reopened = await changeRequest(ports, token.request, (before) => {
    // A second click may arrive when another token was collected already, and is not about that one.
    if (before.claim?.tid !== tid) throw movedOn(before)
    const lapsesAt = ports.clock.now() + ports.policy().request.claimWithin
    return move(before, 'returnToken', { returns: before.returns + 1, lapsesAt })
  })
  await setRequestAlarms(ports, reopened)
  await record(ports, { deed: 'claim settled', by: person.id, ...aboutRequest(reopened), note: 'not received' })
  await showCards(ports, reopened)
  return reopened
}

/**
 * Written first. If we die, or Dremio is away, before the request is open again, the next click finds the token so and
 * goes on from there, whereas one that was revoked in another way stays as it is.
 */
async function markUndelivered(ports: Ports, person: Person, tid: string): Promise<Token> {
  for (;;) {
    const before = await ports.tokens.find(tid)
    if (before?.owner !== person.id) throw new BotError('no_such_token', {})
    if (before.delivery === 'undelivered') {
      const request = await ports.requests.find(before.request)
      if (before.state === 'revoked' && (request?.state !== 'claimed' || request.claim?.tid !== tid)) {
        throw new BotError('token_moved_on', { state: before.state })
      }
      return before
    }
    if (before.state === 'revoked') throw new BotError('token_moved_on', { state: before.state })
    const after: Token = { ...before, version: before.version + 1, delivery: 'undelivered' }
    if (await ports.tokens.swap(before, after)) return after
  }
}
