// For how long a reminder may be put off, for whoever is about to.
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
  /** How often it was snoozed before. */
  snoozes: number
}

/** Throws `snooze_too_long` where none is short enough, and what `findLiving` throws. */
export async function openSnooze(ports: Ports, actor: Actor, tid: string): Promise<SnoozeOffer> {
  const { token, snoozes } = await findActiveRemindedToken(ports, await admit(ports, actor), tid)
  const { label, expiresAt } = token
  const lengths = snoozesFor(token, ports.clock.now())
  if (lengths.length === 0) throw new BotError('snooze_too_long', { expiresAt })
  return { label, expiresAt, lengths, snoozes }
}
