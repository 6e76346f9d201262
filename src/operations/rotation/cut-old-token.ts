// "Cut now": the old token ends before its grace time does. Whoever has to sign in first goes on as with any revoking.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Revoked } from '../../core/tokens/token.ts'
import { admitToRevoke } from '../../procedures/access/admit-to-revoke.ts'
import { revokeOwnTokens } from '../../procedures/revocation/revoke-own-tokens.ts'
import { findRetiringToken } from '../../procedures/rotation/find-retiring-token.ts'

/** `tid` is the old one's. Throws `no_such_token`, `token_stale`, and what `revokeOwnTokens` throws. */
export async function cutOldToken(ports: Ports, actor: Actor, tid: string): Promise<Revoked> {
  const ender = await admitToRevoke(ports, actor)
  await findRetiringToken(ports, ender, tid)
  return revokeOwnTokens(ports, ender, { kind: 'revoke', which: tid })
}
