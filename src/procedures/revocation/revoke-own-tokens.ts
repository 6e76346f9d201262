// Ends one of a person's own tokens, or every one of them, with a session of theirs.
import type { Ports } from '../../core/ports.ts'
import type { PendingAction } from '../../core/sessions/sign-in.ts'
import type { Revoked } from '../../core/tokens/token.ts'
import type { Revoker } from '../access/admit-to-revoke.ts'
import { openSessionToRevoke } from '../sessions/open-to-revoke.ts'
import type { TokenSessions } from '../sessions/token-sessions.ts'
import { revokeTokens } from './revoke-tokens.ts'

/** `wish` says which ones, and goes on by itself where they have to sign in. Throws `sign_in_needed` and what `revokeTokens` throws. */
export async function revokeOwnTokens(
  ports: Ports,
  ender: Revoker,
  pendingAction: Extract<PendingAction, { kind: 'revoke' }>,
): Promise<Revoked> {
  const { which } = pendingAction
  const handsAs = async (uid?: string): Promise<TokenSessions> => ({
    revoke: await openSessionToRevoke(ports, ender, 'revoke', pendingAction, uid),
    list: await openSessionToRevoke(ports, ender, 'list', pendingAction, uid),
  })
  // One that was made for a user whom they were linked to before lives in that user's list.
  const known = which === 'all' ? undefined : await ports.tokens.find(which)
  const hands = await handsAs(known?.owner === ender.id ? known.uid : undefined)
  const ending = { by: ender.id, owner: ender.id, hands, handsAs }
  const revoked = await revokeTokens(ports, ending, which)
  // It is done; a session that cannot be dropped now is gone in minutes.
  await ports.sessions.release(ender.id).catch(() => {})
  return revoked
}
