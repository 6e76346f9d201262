// Takes back a token whose owner says that it never arrived: it is revoked, and its request can be claimed again.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { TICKET_LIFE } from '../../core/sessions/sign-in.ts'
import { MINUTE } from '../../core/time/duration.ts'
import type { Token } from '../../core/tokens/token.ts'
import type { Revoker } from '../access/admit-to-revoke.ts'
import { refreshTokenCards, refreshTokenCardsAfter } from '../messages/refresh-token-cards.ts'
import { updateToken } from '../records/update-token.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'
import { revokeOne } from '../revocation/revoke-one.ts'
import { openSessionToRevoke } from '../sessions/open-to-revoke.ts'
import { reopenReturned } from './reopen-returned-request.ts'

/**
 * Answers with the request as it is then. Throws `no_such_token` (also for somebody else's), `token_stale`,
 * `saved_already`, `sign_in_needed`, the codes of Dremio, and `too_many_returns` once the token is revoked but the request stays closed.
 */
export async function returnOwnToken(ports: Ports, ender: Revoker, tid: string): Promise<Request> {
  const token = await markUndelivered(ports, ender.id, tid).catch((error) => refreshTokenCardsAfter(ports, tid, error))
  // Its card asks for nothing any more that was answered just now; the rest may take a sign-in.
  await refreshTokenCards(ports, tid)
  // For whom it was made: whoever its owner is linked to by now cannot end it.
  const session = await openSessionToRevoke(ports, ender, 'revoke', { kind: 'return', tid }, token.uid)
  const writeDown = () =>
    writeAuditEntry(ports, { action: 'token.returned', by: ender.id, for: ender.id, tid, label: token.label })
  await revokeOne(ports, session, tid, { writeDown })
  return reopenReturned(ports, token)
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
  return updateToken(ports, tid, (before) => {
    const isOurs = request?.state === 'claimed' && request.claim?.tid === tid
    if (before.state === 'revoked' && !(before.delivery === 'undelivered' && isOurs)) {
      throw new BotError('token_stale', { state: before.state })
    }
    if (before.delivery === 'confirmed') throw new BotError('saved_already', { label: before.label, tid })
    return before.delivery === 'undelivered' ? before : { ...before, delivery: 'undelivered', returnedAt: now }
  })
}
