// Returns the lengths for which the actor may snooze the reminders of a token.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { snoozesFor } from '../../core/reminders/due-reminders.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { findActiveRemindedToken } from '../../procedures/reminders/find-reminded-token.ts'

export interface SnoozeOffer {
  label: string
  /** Milliseconds since epoch. */
  expiresAt: number
  /** Milliseconds, the shortest first. */
  lengths: number[]
  /** How often the token was snoozed before. */
  snoozes: number
}

/** Throws `snooze_too_long` if no length ends before the expiry, and what `findLiving` throws. */
export async function openSnooze(ports: Ports, actor: Actor, tid: string): Promise<SnoozeOffer> {
  const { token, snoozes } = await findActiveRemindedToken(ports, await admit(ports, actor), tid)
  const { label, expiresAt } = token
  const lengths = snoozesFor(token, ports.clock.now())
  if (lengths.length === 0) throw new BotError('snooze_too_long', { expiresAt })
  return { label, expiresAt, lengths, snoozes }
}
