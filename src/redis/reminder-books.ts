// Keeps what each person was reminded of, and knows for whom something is to come.

import type { Clock } from '../core/ports.ts'
import type { ReminderBooks } from '../core/reminders/reminder-record.ts'
import { newBook, type ReminderBook, reminderBookSchema } from '../core/reminders/reminder-record.ts'
import { DAY } from '../core/time/duration.ts'
import type { Connection } from './client.ts'
import type { Keys } from './keys.ts'
import { recordsOf } from './records.ts'

/** How long a book stays after the last thing in it, milliseconds: somebody's wishes hold for their token of next year. */
const KEPT = 400 * DAY

export function reminderBooksIn(connection: Connection, keys: Keys, clock: Clock): ReminderBooks {
  const records = recordsOf<ReminderBook>(connection, clock, {
    name: 'reminder book',
    schema: reminderBookSchema,
    idOf: ({ person }) => person,
    key: keys.reminderBook,
    indexesOf: ({ lookAt }) => (lookAt === undefined ? [] : [keys.reminderBooksWaiting]),
    keepFor: ({ lookAt }, now) => Math.max(lookAt ?? now, now) + KEPT - now,
  })

  return {
    of: async (person) => (await records.find(person)) ?? newBook(person),
    swap: (before, after) => (before.version === 0 ? records.create(after) : records.swap(before, after)),
    async *everyWaiting() {
      for await (const book of records.eachIn(keys.reminderBooksWaiting)) {
        if (book.lookAt !== undefined) yield book
      }
    },
  }
}
