// Applies one change to a person's reminder record, even while other processes write to it.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { ReminderRecord } from '../../core/reminders/reminder-record.ts'
import { compareAndSwap, type EntryOf, withNextVersion } from './compare-and-swap.ts'

/** `entryOf` is the audit entry of the change, as for requests. */
export async function updateReminderRecord(
  { reminderRecords, audit }: Pick<Ports, 'reminderRecords' | 'audit'>,
  person: string,
  change: (before: ReminderRecord) => ReminderRecord,
  entryOf?: EntryOf<ReminderRecord>,
): Promise<ReminderRecord> {
  return compareAndSwap(
    {
      read: () => reminderRecords.of(person),
      swap: (before, after, entries) => reminderRecords.swap(before, after, entries),
      audit,
    },
    withNextVersion(change),
    () => new BotError('broken', {}),
    entryOf,
  )
}
