// Writes down how somebody answered a reminder, and takes the buttons from what they answered.
import type { Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { answered, type Notes, noted } from '../../core/reminders/reminder-record.ts'
import { lookSoon } from '../records/schedule-reminders.ts'
import { changeBook } from '../records/update-reminder-record.ts'
import { showReminders } from './send-reminders.ts'

export async function answerReminder(
  ports: Ports,
  person: Person,
  tid: string,
  change: (notes: Notes) => Notes,
): Promise<Notes> {
  await lookSoon(ports, person.id)
  const book = await changeBook(ports, person.id, (before) => noted(before, tid, (notes) => change(answered(notes))))
  // Now, since they are looking; whatever goes wrong with that is done by the alarm.
  await showReminders(ports, person.id, person).catch(() => {})
  return book.notes[tid] ?? {}
}
