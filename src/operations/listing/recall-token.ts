// What a token was asked for as, to ask for the like again once it has ended.
import { MINUTE } from '../../core/lifetime.ts'
import type { Actor } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { findReminded } from '../reminding/find-reminded.ts'

/** `lifetime` in milliseconds. Throws what `findReminded` throws. */
export async function recallToken(
  ports: Ports,
  actor: Actor,
  tid: string,
): Promise<{ label: string; lifetime: number }> {
  const { token } = await findReminded(ports, actor, tid)
  // Dremio counts from a moment within the making.
  const minutes = Math.round((token.expiresAt - token.createdAt) / MINUTE)
  return { label: token.label, lifetime: minutes * MINUTE }
}
