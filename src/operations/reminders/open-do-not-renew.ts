// Returns what a person should know about a token before they say that it won't be renewed.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { findActiveRemindedToken } from '../../procedures/reminders/find-reminded-token.ts'

/** `expiresAt` is in milliseconds since epoch. Throws what `findActiveRemindedToken` throws. */
export async function openDoNotRenew(
  ports: Ports,
  actor: Actor,
  tid: string,
): Promise<{ label: string; expiresAt: number }> {
  const { token } = await findActiveRemindedToken(ports, await admit(ports, actor), tid)
  return { label: token.label, expiresAt: token.expiresAt }
}
