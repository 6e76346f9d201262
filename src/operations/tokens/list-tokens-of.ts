// Lists another person's tokens for an administrator: from Dremio if the edition allows it, else from the records.
import { isBotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { remembered, summarize } from '../../core/tokens/token.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { findDremioUserId } from '../../procedures/identity/find-dremio-user-id.ts'
import { reconcileTokenList } from '../../procedures/records/reconcile-token-list.ts'
import type { TokenList } from './list-tokens.ts'

export interface TokenListOf extends TokenList {
  /** Whether an administrator may revoke these tokens on this Dremio. */
  canRevoke: boolean
}

/** `whom` is a Slack id. Throws `not_linked` and the codes of Dremio that a retry does not fix. */
export async function listTokensOf(ports: Ports, actor: Actor, whom: string): Promise<TokenListOf> {
  await enforceRateLimit(ports, await admitAdministrator(ports, actor), 'look')
  const { forOthers } = ports.sessions.capabilities
  const uid = await findDremioUserId(ports, whom)
  const known = await ports.tokens.of(whom)
  const now = ports.clock.now()
  const memory = { tokens: remembered(known, now), fresh: false, canRevoke: forOthers.revoke }
  if (!forOthers.list) return memory
  try {
    const session = ports.sessions.onBehalf(uid, 'list')
    const listed = await ports.dremioTokens.list(session)
    await reconcileTokenList(ports, whom, session, { listed, known })
    return { ...memory, tokens: summarize(listed, known, now, session.working), fresh: true }
  } catch (error) {
    if (isBotError(error, 'dremio_unavailable', 'dremio_busy')) return memory
    throw error
  }
}
