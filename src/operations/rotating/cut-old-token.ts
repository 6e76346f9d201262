// "Cut now": the old token ends before its grace time does. Whoever has to sign in first goes on as with any revoking.
import type { Actor } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Revoked } from '../../core/token.ts'
import { revokeToken } from '../ending/revoke-token.ts'
import { admitToEnd } from '../people/admit-to-end.ts'
import { retiringToken } from './retiring-token.ts'

/** `tid` is the old one's. Throws `no_such_token`, `token_moved_on`, and what `revokeToken` throws. */
export async function cutOldToken(ports: Ports, actor: Actor, tid: string): Promise<Revoked> {
  await retiringToken(ports, await admitToEnd(ports, actor), tid)
  return revokeToken(ports, actor, tid)
}
