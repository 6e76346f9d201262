// Takes back a token whose owner says that it never arrived: revokes it and reopens its request.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { TICKET_LIFE } from '../../core/sessions/sign-in.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { summaryOf, type Token } from '../../core/tokens/token.ts'
import type { Revoker } from '../access/admit-to-revoke.ts'
import { refreshTokenCards, refreshTokenCardsAfter } from '../messages/refresh-token-cards.ts'
import { updateToken } from '../records/update-token.ts'
import { revokeOne } from '../revocation/revoke-one.ts'
import { openSessionToRevoke } from '../sessions/open-to-revoke.ts'
import { reopenReturned } from './reopen-returned-request.ts'

/**
 * Resolves to the reopened request. Throws `no_such_token` (also for another person's token), `token_stale`,
 * `saved_already`, `sign_in_needed`, Dremio's codes, and `too_many_returns` if the token is revoked but the request
 * stays closed.
 */
export async function returnOwnToken(ports: Ports, revoker: Revoker, tid: string): Promise<Request> {
  const token = await markUndelivered(ports, revoker.id, tid).catch((error) =>
    refreshTokenCardsAfter(ports, tid, error),
  )
  // Removes the answered question from the card at once, because the steps that follow may need a sign-in.
  await refreshTokenCards(ports, tid)
  // A session as the Dremio user for whom the token was made: if the owner is linked to another user now, that user
  // cannot revoke it.
  const session = await openSessionToRevoke(ports, revoker, 'revoke', { kind: 'return', tid }, token.uid)
  const { id } = revoker
  await revokeOne(ports, session, tid, { action: 'token.returned', by: id, for: id, tid, label: token.label })
  return reopenReturned(ports, token)
}

/**
 * The state and an alarm are stored first. If the process crashes or Dremio is unavailable before the request is open
 * again, the next click or the alarm finds the token undelivered and continues. A token that was revoked in another way
 * is left as it is.
 */
async function markUndelivered(ports: Ports, owner: string, tid: string): Promise<Token> {
  const token = await ports.tokens.find(tid)
  if (token?.owner !== owner || token.request === undefined) throw new BotError('no_such_token', {})
  const request = await ports.requests.find(token.request)
  const now = ports.clock.now()
  // A person who has to sign in gets as long as the link is valid.
  await ports.alarms.set('chase-receipt', tid, now + (ports.sessions.signIn ? TICKET_LIFE : 0) + MINUTE)
  return updateToken(ports, tid, (before) => {
    const isOurs = request?.state === 'claimed' && request.claim?.tid === tid
    if (before.state === 'revoked' && !(before.delivery === 'undelivered' && isOurs)) {
      throw new BotError('token_stale', { state: before.state })
    }
    if (before.delivery === 'confirmed') throw savedAlready(before, now)
    return before.delivery === 'undelivered' ? before : { ...before, delivery: 'undelivered', returnedAt: now }
  })
}

/** A token that was saved stays, unless it has ended or is about to. */
function savedAlready(token: Token, now: number): BotError {
  const { state } = summaryOf(token, now)
  if (state === 'active') return new BotError('saved_already', { label: token.label, tid: token.tid })
  return new BotError('token_stale', { state: state === 'retiring' ? 'rotated' : state })
}
