// Handles Slack's event that a person has changed: a person who is no longer served loses their session.
import { isBotError } from '../../core/errors.ts'
import { type Actor, type Person, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { scheduleReminderCheck } from '../../procedures/records/schedule-reminders.ts'
import { updateReminderRecord } from '../../procedures/records/update-reminder-record.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'

/**
 * No actor is admitted, because the event can only take rights away. `seen` is the person as the event describes them.
 * Slack may send events hours late and twice, so `seen` only decides whether to ask Slack: most events are about the
 * picture or the status of any member of the workspace. `timeZone` (IANA) is given if the event contains it.
 */
export async function noticePerson(ports: Ports, seen: Person, timeZone?: string): Promise<void> {
  const { id } = seen
  const record = await ports.reminderRecords.of(id)
  // Another time zone moves the reminder hour, and a person without a next check may have come back. Most events are
  // about something else, such as a picture, and change nothing here.
  const isElsewhere = timeZone !== undefined && record.timeZone !== undefined && record.timeZone !== timeZone
  if (record.version > 0 && (isElsewhere || record.nextCheckAt === undefined)) await recheckReminders(ports, id)
  if (refusalOf(seen, ports.workplace) === undefined) return
  // Most unserved people never signed in, and the bot must not ask Slack about each status change of a guest.
  if (!(await ports.sessions.keeps(id))) return
  const because = await refusalNow(ports, { id })
  if (because === undefined || !(await ports.sessions.forget(id))) return
  await writeAuditEntry(ports, { action: 'session.forgotten', by: 'bot', for: id, note: because })
}

async function refusalNow(ports: Ports, actor: Actor): Promise<string | undefined> {
  try {
    return refusalOf(await ports.directory.person(actor), ports.workplace)
  } catch (error) {
    if (isBotError(error, 'no_such_person')) return 'gone'
    throw error
  }
}

async function recheckReminders(ports: Ports, person: string): Promise<void> {
  await scheduleReminderCheck(ports, person)
  await updateReminderRecord(ports, person, ({ timeZone: _, ...record }) => record)
}
