// Ends one of a person's own tokens, or every one of them, with a session of theirs.
import type { Person } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Wish } from '../../core/sign-in.ts'
import type { Revoked } from '../../core/token.ts'
import type { Hands } from '../signing-in/hands.ts'
import { openSession } from '../signing-in/open-session.ts'
import { endTokens } from './end-tokens.ts'

/** `wish` says which ones, and goes on by itself where they have to sign in. Throws `sign_in_needed` and what `endTokens` throws. */
export async function endOwnTokens(
  ports: Ports,
  person: Person,
  wish: Extract<Wish, { kind: 'revoke' }>,
): Promise<Revoked> {
  const { which } = wish
  const handsAs = async (uid?: string): Promise<Hands> => ({
    revoke: await openSession(ports, person, 'revoke', wish, uid),
    list: await openSession(ports, person, 'list', wish, uid),
  })
  // One that was made for a user whom they were linked to before lives in that user's list.
  const known = which === 'all' ? undefined : await ports.tokens.find(which)
  const hands = await handsAs(known?.owner === person.id ? known.uid : undefined)
  const ending = { by: person.id, owner: person.id, hands, handsAs }
  const revoked = await endTokens(ports, ending, which)
  // It is done; a session that cannot be dropped now is gone in minutes.
  await ports.sessions.release(person.id).catch(() => {})
  return revoked
}
