// Puts off the reminders of one token for a while, never past its end.
import { BotError } from '../../core/errors.ts'
import { lifetimeInWords, MINUTE } from '../../core/lifetime.ts'
import type { Actor } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { snoozeEnd, snoozesFor } from '../../core/reminder/news.ts'
import { record } from '../telling/record.ts'
import { answerReminder } from './answer-reminder.ts'
import { findLiving } from './find-reminded.ts'

/** `length` in milliseconds, one of those offered. Throws `snooze_too_long` and what `findLiving` throws. */
export async function snoozeReminder(ports: Ports, actor: Actor, tid: string, length: number): Promise<void> {
  const { person, token } = await findLiving(ports, actor, tid)
  const now = ports.clock.now()
  const { expiresAt, label } = token
  if (!snoozesFor(token, now).includes(length)) throw new BotError('snooze_too_long', { expiresAt })
  const snoozedUntil = snoozeEnd(token, length, now)
  let isNew = false
  await answerReminder(ports, person, tid, (notes) => {
    // The same button twice.
    isNew = notes.snoozedUntil === undefined || Math.abs(notes.snoozedUntil - snoozedUntil) >= MINUTE
    return isNew ? { ...notes, snoozedUntil, snoozes: (notes.snoozes ?? 0) + 1 } : notes
  })
  if (isNew)
    await record(ports, { deed: 'snoozed', by: person.id, for: person.id, tid, label, note: lifetimeInWords(length) })
}
