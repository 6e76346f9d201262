// "I'm done with it": revokes a token that its owner no longer needs, which is counted apart from other revocations.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Revoked } from '../../core/tokens/token.ts'
import { admitToRevoke } from '../../procedures/access/admit-to-revoke.ts'
import { refreshTokenCardsAfter } from '../../procedures/messages/refresh-token-cards.ts'
import { findWorkingToken } from '../../procedures/revocation/find-working-token.ts'
import { revokeOwnTokens } from '../../procedures/revocation/revoke-own-tokens.ts'

/** Throws what `findWorkingToken` and `revokeOwnTokens` throw. */
export async function giveBackToken(ports: Ports, actor: Actor, tid: string): Promise<Revoked> {
  const revoker = await admitToRevoke(ports, actor)
  await findWorkingToken(ports, revoker.id, tid).catch((error) => refreshTokenCardsAfter(ports, tid, error))
  return revokeOwnTokens(ports, revoker, { kind: 'revoke', which: tid, givenBack: true })
}
