// Records the answer to a reminder with its audit entry, and removes the buttons of the token that it is about.
import type { AuditEntry } from '../../core/audit.ts'
import type { Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { answered, type TokenReminderState, withTokenState } from '../../core/reminders/reminder-record.ts'
import { scheduleReminderCheck } from '../records/schedule-reminders.ts'
import { updateReminderRecord } from '../records/update-reminder-record.ts'
import { sendReminders } from './send-reminders.ts'

export async function answerReminder(
  ports: Ports,
  person: Person,
  tid: string,
  change: (state: TokenReminderState) => TokenReminderState,
  entryOf: () => AuditEntry | undefined,
): Promise<TokenReminderState> {
  await scheduleReminderCheck(ports, person.id)
  const record = await updateReminderRecord(
    ports,
    person.id,
    (before) => withTokenState(before, tid, (state) => change(answered(state))),
    entryOf,
  )
  // Updates the message at once, because the person is looking at it. If that fails, the alarm does it.
  await sendReminders(ports, person.id, person).catch(() => {})
  return record.tokens[tid] ?? {}
}
