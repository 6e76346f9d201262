// "I did not get it": the token is revoked and its request can be claimed again, so often and no oftener.
import { BotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import { MOST_RETURNS, move } from '../core/request.ts'
import { admit } from './admit.ts'
import { changeRequest } from './change-request.ts'
import { identifyPerson } from './identify-person.ts'
import { aboutRequest, record } from './record.ts'
import { revokeOne } from './revoke-one.ts'

/**
 * Throws `no_such_token` (also for somebody else's), `token_moved_on`, the codes of Dremio, and `too_many_returns` once
 * the token is revoked but the request stays closed.
 */
export async function returnToken(ports: Ports, actor: Actor, tid: string): Promise<void> {
  const person = await admit(ports, actor)
  const token = await ports.tokens.find(tid)
  if (token?.owner !== person.id) throw new BotError('no_such_token', {})
  if (token.state === 'revoked') throw new BotError('token_moved_on', { state: token.state })
  const session = await ports.sessions.actAs(await identifyPerson(ports, person))
  await revokeOne(ports, session, tid)
  await record(ports, { deed: 'token returned', by: person.id, for: person.id, tid, label: token.label })

  const request = await ports.requests.find(token.request)
  if (!request) throw new BotError('no_such_request', {})
  if (request.returns >= MOST_RETURNS) throw new BotError('too_many_returns', { times: request.returns })
  const reopened = await changeRequest(ports, token.request, (before) =>
    move(before, 'returnToken', { returns: before.returns + 1 }),
  )
  await record(ports, { deed: 'claim settled', by: person.id, ...aboutRequest(reopened), note: 'not received' })
  await ports.messenger.showRequest(reopened)
}
