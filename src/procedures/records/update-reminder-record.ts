// Applies one change to what a person was reminded of, whoever else writes there meanwhile.
import type { Ports } from '../../core/ports.ts'
import type { ReminderBook } from '../../core/reminders/reminder-record.ts'

/** `change` returns what it was handed where nothing changes; it may be called more than once. */
export async function changeBook(
  { reminderBooks }: Pick<Ports, 'reminderBooks'>,
  person: string,
  change: (before: ReminderBook) => ReminderBook,
): Promise<ReminderBook> {
  for (;;) {
    const before = await reminderBooks.of(person)
    const changed = change(before)
    if (changed === before) return before
    const after = { ...changed, version: before.version + 1 }
    if (await reminderBooks.swap(before, after)) return after
  }
}
