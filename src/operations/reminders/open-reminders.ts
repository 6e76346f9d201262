// Returns the actor's reminder settings, the policy's choices, and the token that expires next.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { living, type RemindedToken } from '../../core/reminders/due-reminders.ts'
import { type ReminderRecord, type ReminderRules, rulesFor } from '../../core/reminders/reminder-record.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { tokensForReminders } from '../../procedures/records/tokens-for-reminders.ts'

export interface ReminderSettings {
  /** The rules for this person. */
  rules: ReminderRules
  /** Thresholds to choose from, milliseconds before the expiry, longest first. */
  offered: readonly number[]
  /** The policy's reminder hour: minutes since midnight, or `any`. */
  usualAt: number | 'any'
  /** The token that expires next, if there is one. */
  next: RemindedToken | undefined
  tokens: number
}

/** Throws what `admit` throws. */
export async function openReminders(ports: Ports, actor: Actor): Promise<ReminderSettings> {
  const { id } = await admit(ports, actor)
  return settingsOf(ports, await ports.reminderRecords.of(id))
}

export async function settingsOf(ports: Ports, record: ReminderRecord): Promise<ReminderSettings> {
  const { reminders } = ports.policy()
  const tokens = living(await tokensForReminders(ports, record.person, record), ports.clock.now())
  return {
    rules: rulesFor(reminders, record),
    offered: reminders.before,
    usualAt: reminders.at,
    next: tokens[0],
    tokens: tokens.length,
  }
}
