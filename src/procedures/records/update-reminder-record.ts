// Applies one change to a person's reminder record, even while other processes write to it.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { ReminderRecord } from '../../core/reminders/reminder-record.ts'
import { compareAndSwap, withNextVersion } from './compare-and-swap.ts'

export async function updateReminderRecord(
  { reminderRecords }: Pick<Ports, 'reminderRecords'>,
  person: string,
  change: (before: ReminderRecord) => ReminderRecord,
): Promise<ReminderRecord> {
  return compareAndSwap(
    { read: () => reminderRecords.of(person), swap: (before, after) => reminderRecords.swap(before, after) },
    withNextVersion(change),
    () => new BotError('broken', {}),
  )
}
