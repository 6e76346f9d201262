// Revokes one or all of the actor's own tokens.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Revoked } from '../../core/tokens/token.ts'
import { admitToRevoke } from '../../procedures/access/admit-to-revoke.ts'
import { revokeOwnTokens } from '../../procedures/revocation/revoke-own-tokens.ts'

/** `which` is a token's id or `all`. Throws what `revokeOwnTokens` throws. */
export async function revokeToken(ports: Ports, actor: Actor, which: string): Promise<Revoked> {
  return revokeOwnTokens(ports, await admitToRevoke(ports, actor), { kind: 'revoke', which })
}
