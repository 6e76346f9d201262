// Stores each person's reminder record, and lists those with a next check.

import type { Clock } from '../core/ports.ts'
import type { ReminderRecords } from '../core/reminders/reminder-record.ts'
import { newReminderRecord, type ReminderRecord, reminderRecordSchema } from '../core/reminders/reminder-record.ts'
import { DAY } from '../core/time/duration.ts'
import { entriesOn } from './audit.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { recordsOf } from './records.ts'

/**
 * How long a reminder record is kept after its next check, milliseconds: a person's preferences also hold for next
 * year's token.
 */
const KEPT = 400 * DAY

export function reminderRecordsIn(connection: Connection, keys: Keys, clock: Clock): ReminderRecords {
  const records = recordsOf<ReminderRecord>(connection, clock, {
    name: 'reminder record',
    schema: reminderRecordSchema,
    idOf: ({ person }) => person,
    key: keys.reminderRecord,
    indexesOf: ({ nextCheckAt }) => [
      keys.everyReminderRecord,
      ...(nextCheckAt === undefined ? [] : [keys.waitingReminderRecords]),
    ],
    keepFor: ({ nextCheckAt }, now) => Math.max(nextCheckAt ?? now, now) + KEPT - now,
  })

  const audited = entriesOn(keys, clock)

  return {
    of: async (person) => (await records.find(person)) ?? newReminderRecord(person),
    swap: (before, after, entries) =>
      before.version === 0 ? records.create(after, audited(entries)) : records.swap(before, after, audited(entries)),
    every: (leftOut) => records.eachInAny([keys.everyReminderRecord, keys.waitingReminderRecords], leftOut),
    async *everyWaiting() {
      for await (const record of records.eachIn(keys.waitingReminderRecords)) {
        if (record.nextCheckAt !== undefined) yield record
      }
    },
  }
}
