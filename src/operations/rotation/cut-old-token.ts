// "Cut now": revokes the old token before its grace period is over. A sign-in may be needed, as for any revocation.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Revoked } from '../../core/tokens/token.ts'
import { admitToRevoke } from '../../procedures/access/admit-to-revoke.ts'
import { revokeOwnTokens } from '../../procedures/revocation/revoke-own-tokens.ts'
import { findRetiringToken } from '../../procedures/rotation/find-retiring-token.ts'

/** `tid` is the id of the old token. Throws `no_such_token`, `token_stale`, and what `revokeOwnTokens` throws. */
export async function cutOldToken(ports: Ports, actor: Actor, tid: string): Promise<Revoked> {
  const revoker = await admitToRevoke(ports, actor)
  await findRetiringToken(ports, revoker, tid)
  return revokeOwnTokens(ports, revoker, { kind: 'revoke', which: tid })
}
