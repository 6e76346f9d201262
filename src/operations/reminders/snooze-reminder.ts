// Snoozes the reminders of one token for a while, never beyond its expiry.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { snoozeEnd, snoozesFor } from '../../core/reminders/due-reminders.ts'
import { durationText, MINUTE } from '../../core/time/duration.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { answerReminder } from '../../procedures/reminders/answer-reminder.ts'
import { findActiveRemindedToken } from '../../procedures/reminders/find-reminded-token.ts'

/**
 * `length` is in milliseconds and one of the offered lengths. Throws `snooze_too_long` and what `findLiving` throws.
 */
export async function snoozeReminder(ports: Ports, actor: Actor, tid: string, length: number): Promise<void> {
  const person = await admit(ports, actor)
  const { token } = await findActiveRemindedToken(ports, person, tid)
  const now = ports.clock.now()
  const { expiresAt, label } = token
  if (!snoozesFor(token, now).includes(length)) throw new BotError('snooze_too_long', { expiresAt })
  const snoozedUntil = snoozeEnd(token, length, now)
  let isNew = false
  await answerReminder(
    ports,
    person,
    tid,
    (state) => {
      // Pressing the same button twice counts once.
      isNew = state.snoozedUntil === undefined || Math.abs(state.snoozedUntil - snoozedUntil) >= MINUTE
      return isNew ? { ...state, snoozedUntil, snoozes: (state.snoozes ?? 0) + 1 } : state
    },
    () =>
      isNew
        ? { action: 'reminder.snoozed', by: person.id, for: person.id, tid, label, note: durationText(length) }
        : undefined,
  )
}
