// Changes how the actor is reminded: whether at all, how long before the expiry, and at which hour.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { ReminderRecord } from '../../core/reminders/reminder-record.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { scheduleReminderCheck } from '../../procedures/records/schedule-reminders.ts'
import { updateReminderRecord } from '../../procedures/records/update-reminder-record.ts'
import { type ReminderSettings, settingsOf } from './open-reminders.ts'

/**
 * A field that is left out stays unchanged. `before` in milliseconds, from the policy's thresholds; `at` in minutes
 * since midnight.
 */
export interface Wanted {
  on?: boolean
  before?: readonly number[]
  at?: number | 'any'
}

/** Throws what `admit` throws. */
export async function setReminders(ports: Ports, actor: Actor, wanted: Wanted): Promise<ReminderSettings> {
  const { id, timeZone } = await admit(ports, actor)
  await scheduleReminderCheck(ports, id)
  let isNew = false
  const record = await updateReminderRecord(
    ports,
    id,
    (before) => {
      const after = { ...applyPreferences(ports, before, wanted), timeZone }
      isNew = !hasSamePreferences(before, after)
      return isNew || before.timeZone !== timeZone ? after : before
    },
    ({ off }) =>
      isNew ? { action: 'reminder.settings_changed', by: id, for: id, note: off ? 'off' : 'on' } : undefined,
  )
  return settingsOf(ports, record)
}

/**
 * A choice that equals the policy's default is not stored, so that a person who never chose anything follows the policy
 * when it changes.
 */
function applyPreferences(ports: Ports, record: ReminderRecord, { on, before, at }: Wanted): ReminderRecord {
  const { reminders } = ports.policy()
  const { off, before: earlier, at: hour, ...rest } = record
  const isOff = on === undefined ? off : on ? undefined : true
  const chosen = before && reminders.before.filter((one) => before.includes(one))
  const thresholds = chosen === undefined ? earlier : isAll(chosen, reminders.before) ? undefined : chosen
  const wantedAt = at === undefined ? hour : at === reminders.at ? undefined : at
  return {
    ...rest,
    ...(isOff && { off: true }),
    ...(thresholds && { before: thresholds }),
    ...(wantedAt !== undefined && { at: wantedAt }),
  }
}

function hasSamePreferences(one: ReminderRecord, other: ReminderRecord): boolean {
  const [first, second] = [one, other].map(({ off, before, at }) => JSON.stringify([off, before, at]))
  return first === second
}

function isAll(chosen: readonly number[], offered: readonly number[]): boolean {
  return chosen.length === 0 || chosen.length === offered.length
}
