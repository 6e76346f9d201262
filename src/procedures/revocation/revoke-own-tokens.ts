// Ends one of a person's own tokens, or every one of them, with a session of theirs.
import type { Ports } from '../../core/ports.ts'
import type { Wish } from '../../core/sessions/sign-in.ts'
import type { Revoked } from '../../core/tokens/token.ts'
import type { Ender } from '../access/admit-to-revoke.ts'
import { openToEnd } from '../sessions/open-to-revoke.ts'
import type { Hands } from '../sessions/token-sessions.ts'
import { endTokens } from './revoke-tokens.ts'

/** `wish` says which ones, and goes on by itself where they have to sign in. Throws `sign_in_needed` and what `endTokens` throws. */
export async function endOwnTokens(
  ports: Ports,
  ender: Ender,
  wish: Extract<Wish, { kind: 'revoke' }>,
): Promise<Revoked> {
  const { which } = wish
  const handsAs = async (uid?: string): Promise<Hands> => ({
    revoke: await openToEnd(ports, ender, 'revoke', wish, uid),
    list: await openToEnd(ports, ender, 'list', wish, uid),
  })
  // One that was made for a user whom they were linked to before lives in that user's list.
  const known = which === 'all' ? undefined : await ports.tokens.find(which)
  const hands = await handsAs(known?.owner === ender.id ? known.uid : undefined)
  const ending = { by: ender.id, owner: ender.id, hands, handsAs }
  const revoked = await endTokens(ports, ending, which)
  // It is done; a session that cannot be dropped now is gone in minutes.
  await ports.sessions.release(ender.id).catch(() => {})
  return revoked
}
