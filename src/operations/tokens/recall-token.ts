// Returns the label and lifetime for which a token was requested, so that an expired one can be requested again.

import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { findRemindedToken } from '../../procedures/reminders/find-reminded-token.ts'

/** `lifetime` in milliseconds. Throws what `findRemindedToken` throws. */
export async function recallToken(
  ports: Ports,
  actor: Actor,
  tid: string,
): Promise<{ label: string; lifetime: number }> {
  const { token } = await findRemindedToken(ports, await admit(ports, actor), tid)
  // Dremio's two moments are not exactly one lifetime apart, so the lifetime is rounded to minutes.
  const minutes = Math.round((token.expiresAt - token.createdAt) / MINUTE)
  return { label: token.label, lifetime: minutes * MINUTE }
}
