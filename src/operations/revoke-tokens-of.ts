// For administrators: ends one token of somebody else, or every one of theirs, where the edition lets an ADMIN do so.
import { BotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import type { Revoked } from '../core/token.ts'
import { admitAdministrator } from './admit-administrator.ts'
import { endTokens } from './end-tokens.ts'

/**
 * Also of people who left: their tokens are what has to go. `whom` is a Slack id, `which` a token's id or `all`. Throws
 * `not_linked`, `way_cannot` and what `endTokens` throws.
 */
export async function revokeTokensOf(ports: Ports, actor: Actor, whom: string, which: string): Promise<Revoked> {
  const administrator = await admitAdministrator(ports, actor)
  const link = await ports.links.of(whom)
  if (!link) throw new BotError('not_linked', { whom })
  const sessionAs = async (uid: string) => ports.sessions.onBehalf(uid, 'revoke')
  const ending = { by: administrator.id, owner: whom, session: await sessionAs(link.uid), sessionAs }
  const revoked = await endTokens(ports, ending, which)
  if (revoked.revoked.length > 0) await ports.messenger.showRevoked(whom, revoked, administrator.id)
  return revoked
}
