// Applies one change to what a person was reminded of, whoever else writes there meanwhile.
import type { Ports } from '../../core/ports.ts'
import type { ReminderRecord } from '../../core/reminders/reminder-record.ts'

/** `change` returns what it was handed where nothing changes; it may be called more than once. */
export async function updateReminderRecord(
  { reminderRecords }: Pick<Ports, 'reminderRecords'>,
  person: string,
  change: (before: ReminderRecord) => ReminderRecord,
): Promise<ReminderRecord> {
  for (;;) {
    const before = await reminderRecords.of(person)
    const changed = change(before)
    if (changed === before) return before
    const after = { ...changed, version: before.version + 1 }
    if (await reminderRecords.swap(before, after)) return after
  }
}
