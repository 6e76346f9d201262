// Lets an administrator revoke one or all tokens of another person, if the edition allows that to an ADMIN.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Revoked } from '../../core/tokens/token.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { findDremioUserId } from '../../procedures/identity/find-dremio-user-id.ts'
import { revokeTokens } from '../../procedures/revocation/revoke-tokens.ts'
import { sameSessionForBoth } from '../../procedures/sessions/token-sessions.ts'

/**
 * Works for people who have left as well, because their tokens have to be revoked. `whom` is a Slack id, `which` a
 * token's id or `all`. Throws `not_linked`, `auth_method_cannot` and what `revokeTokens` throws.
 */
export async function revokeTokensOf(ports: Ports, actor: Actor, whom: string, which: string): Promise<Revoked> {
  const administrator = await admitAdministrator(ports, actor, 'fresh')
  const sessionsAs = async (uid: string) => sameSessionForBoth(ports.sessions.onBehalf(uid, 'revoke'))
  const sessions = await sessionsAs(await findDremioUserId(ports, whom))
  const revoked = await revokeTokens(ports, { by: administrator.id, owner: whom, sessions, sessionsAs }, which)
  if (revoked.revoked.length > 0) await ports.messenger.showRevoked(whom, revoked, administrator.id)
  return revoked
}
