// For administrators: somebody else's tokens, from Dremio where the edition lets an ADMIN see them, else from our records.
import { BotError, isBotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import { remembered, summarize } from '../core/token.ts'
import { admitAdministrator } from './admit-administrator.ts'
import type { TokenList } from './list-tokens.ts'

/** `whom` is a Slack id. Throws `not_linked` and the codes of Dremio that waiting does not mend. */
export async function listTokensOf(ports: Ports, actor: Actor, whom: string): Promise<TokenList> {
  await admitAdministrator(ports, actor)
  const link = await ports.links.of(whom)
  if (!link) throw new BotError('not_linked', { whom })
  const known = await ports.tokens.of(whom)
  const now = ports.clock.now()
  if (!ports.sessions.abilities.forOthers.list) return { tokens: remembered(known, now), fresh: false }
  try {
    const session = ports.sessions.onBehalf(link.uid, 'list')
    const listed = await ports.dremioTokens.list(session)
    return { tokens: summarize(listed, known, now, session.working), fresh: true }
  } catch (error) {
    if (isBotError(error, 'dremio_unavailable', 'dremio_busy')) return { tokens: remembered(known, now), fresh: false }
    throw error
  }
}
