// What a token was asked for as, to ask for the like again once it has ended.

import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { findRemindedToken } from '../../procedures/reminders/find-reminded-token.ts'

/** `lifetime` in milliseconds. Throws what `findReminded` throws. */
export async function recallToken(
  ports: Ports,
  actor: Actor,
  tid: string,
): Promise<{ label: string; lifetime: number }> {
  const { token } = await findRemindedToken(ports, await admit(ports, actor), tid)
  // Dremio counts from a moment within the making.
  const minutes = Math.round((token.expiresAt - token.createdAt) / MINUTE)
  return { label: token.label, lifetime: minutes * MINUTE }
}
