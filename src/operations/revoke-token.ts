// Ends one of my tokens, or every one of them.
import type { Actor } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import type { Revoked } from '../core/token.ts'
import { admit } from './admit.ts'
import { endTokens } from './end-tokens.ts'
import { openSession } from './open-session.ts'

/** `which` is a token's id or `all`. Throws `sign_in_needed` and what `endTokens` throws. */
export async function revokeToken(ports: Ports, actor: Actor, which: string): Promise<Revoked> {
  const person = await admit(ports, actor)
  const open = (uid?: string) => openSession(ports, person, 'revoke', { kind: 'revoke', which }, uid)
  const ending = { by: person.id, owner: person.id, session: await open(), sessionAs: open }
  const revoked = await endTokens(ports, ending, which)
  await ports.sessions.release(person.id)
  return revoked
}
