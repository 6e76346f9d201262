// Records that the owner has saved the token, and lets the token that it replaces retire.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Token } from '../../core/tokens/token.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { refreshTokenCards, refreshTokenCardsAfter } from '../../procedures/messages/refresh-token-cards.ts'
import { updateToken } from '../../procedures/records/update-token.ts'
import { announceSuccessor, settleOldToken } from '../../procedures/rotation/settle-old-token.ts'

/** Idempotent. Throws `no_such_token` (also for another person's token) and `token_stale` (the token was revoked). */
export async function confirmReceipt(ports: Ports, actor: Actor, tid: string): Promise<Token> {
  const person = await admit(ports, actor)
  const token = await ports.tokens.find(tid)
  if (token?.owner !== person.id) throw new BotError('no_such_token', {})
  if (token.state === 'revoked')
    return refreshTokenCardsAfter(ports, tid, new BotError('token_stale', { state: token.state }))
  await announceSuccessor(ports, token)
  const confirmed = await updateToken(
    ports,
    tid,
    (before) => {
      if (before.state === 'revoked') throw new BotError('token_stale', { state: before.state })
      if (before.delivery === 'confirmed') return before
      const { endedFor, outstandingSince, ...rest } = before
      return { ...rest, delivery: 'confirmed' }
    },
    ({ uid, label }) => ({ action: 'receipt.confirmed', by: person.id, for: person.id, tid, uid, label }),
  )
  if (confirmed.replaces !== undefined) await settleOldToken(ports, confirmed.replaces)
  await refreshTokenCards(ports, tid)
  return confirmed
}
