// Revokes one or all of a person's own tokens, with a session of that person.
import type { Ports } from '../../core/ports.ts'
import type { PendingAction } from '../../core/sessions/sign-in.ts'
import type { Revoked } from '../../core/tokens/token.ts'
import type { Revoker } from '../access/admit-to-revoke.ts'
import { openSessionToRevoke } from '../sessions/open-to-revoke.ts'
import type { TokenSessions } from '../sessions/token-sessions.ts'
import { revokeTokens } from './revoke-tokens.ts'

/**
 * `pendingAction` says which tokens, and continues by itself if the person has to sign in. Throws `sign_in_needed` and
 * what `revokeTokens` throws.
 */
export async function revokeOwnTokens(
  ports: Ports,
  revoker: Revoker,
  pendingAction: Extract<PendingAction, { kind: 'revoke' }>,
): Promise<Revoked> {
  const { which, givenBack } = pendingAction
  const sessionsAs = async (uid?: string): Promise<TokenSessions> => ({
    revoke: await openSessionToRevoke(ports, revoker, 'revoke', pendingAction, uid),
    list: await openSessionToRevoke(ports, revoker, 'list', pendingAction, uid),
  })
  // A token that was made for a Dremio user to whom the person was linked before is in that user's list.
  const known = which === 'all' ? undefined : await ports.tokens.find(which)
  const sessions = await sessionsAs(known?.owner === revoker.id ? known.uid : undefined)
  const revocation = { by: revoker.id, owner: revoker.id, sessions, sessionsAs, givenBack }
  const revoked = await revokeTokens(ports, revocation, which)
  // The tokens are revoked. A session that cannot be dropped now expires within minutes.
  await ports.sessions.release(revoker.id).catch(() => {})
  return revoked
}
