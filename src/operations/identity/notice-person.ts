// Looks at a person anew when Slack says that something about them changed: whoever is not served any more keeps no session.
import { isBotError } from '../../core/errors.ts'
import { type Actor, type Person, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { scheduleReminderCheck } from '../../procedures/records/schedule-reminders.ts'
import { updateReminderRecord } from '../../procedures/records/update-reminder-record.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'

/**
 * Nobody asked for it, so nobody is admitted: it only ever takes away. `seen` is what Slack says of them now, or said some
 * hours ago: it sends such events late, and twice. So it is looked at only to see whether Slack is to be asked: most of
 * them are about a picture or a status, of everybody in the workspace. `timeZone` (IANA) as it says, if it does.
 */
export async function noticePerson(ports: Ports, seen: Person, timeZone?: string): Promise<void> {
  const { id } = seen
  const record = await ports.reminderRecords.of(id)
  // Their hour is another one; or they are back. Whoever has another picture only, which is most often, changes nothing.
  const isElsewhere = timeZone !== undefined && record.timeZone !== undefined && record.timeZone !== timeZone
  if (record.version > 0 && (isElsewhere || record.nextCheckAt === undefined)) await lookAnew(ports, id)
  if (refusalOf(seen, ports.workplace) === undefined) return
  // Most who are not served never signed in, and Slack is not asked about each change of a guest's status.
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

async function lookAnew(ports: Ports, person: string): Promise<void> {
  await scheduleReminderCheck(ports, person)
  await updateReminderRecord(ports, person, ({ timeZone: _, ...record }) => record)
}
