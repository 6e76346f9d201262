// Lists another person's tokens for an administrator: from Dremio if the edition allows it, else from the records.
import { isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { remembered, summarize, type TokenSummary } from '../../core/tokens/token.ts'
import { findDremioUserId } from '../identity/find-dremio-user-id.ts'
import { reconcileTokenList } from '../records/reconcile-token-list.ts'

export interface OthersTokens {
  tokens: TokenSummary[]
  /** False if Dremio was not asked or did not answer. The list then comes from the records. */
  fresh: boolean
  /** Whether an administrator may revoke these tokens on this Dremio. */
  canRevoke: boolean
}

/** `whom` is a Slack id. Throws `not_linked` and the codes of Dremio that a retry does not fix. */
export async function listOthersTokens(ports: Ports, whom: string): Promise<OthersTokens> {
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
