// Returns what a person should know about a token before they give it back.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admitToRevoke } from '../../procedures/access/admit-to-revoke.ts'
import { refreshTokenCardsAfter } from '../../procedures/messages/refresh-token-cards.ts'
import { findWorkingToken } from '../../procedures/revocation/find-working-token.ts'

/** `expiresAt` is in milliseconds since epoch. Throws what `findWorkingToken` throws. */
export async function openGiveBack(
  ports: Ports,
  actor: Actor,
  tid: string,
): Promise<{ label: string; expiresAt: number }> {
  const { id } = await admitToRevoke(ports, actor)
  const token = await findWorkingToken(ports, id, tid).catch((error) => refreshTokenCardsAfter(ports, tid, error))
  // Whatever stands in a list is in a record.
  if (!token) throw new BotError('no_such_token', {})
  return { label: token.label, expiresAt: token.expiresAt }
}
