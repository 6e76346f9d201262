// Handles Slack's event that a person has changed: a person who is no longer served loses their session.
import { isBotError } from '../../core/errors.ts'
import { type Person, refusalOf } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { notePresence } from '../../procedures/people/find-present-person.ts'
import { forgetSession } from '../../procedures/people/mark-departed.ts'
import { scheduleReminderCheck } from '../../procedures/records/schedule-reminders.ts'
import { updateReminderRecord } from '../../procedures/records/update-reminder-record.ts'

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
  const isAway = (await ports.departures.of(id)) !== undefined
  const isRefused = refusalOf(seen, ports.workplace) !== undefined
  const isNews = isRefused ? await couldLose(ports, id, isAway) : isAway
  if (isNews) await readAgain(ports, id, isAway)
}

/**
 * Most unserved people never used the bot, and it must not ask Slack about each status change of a guest. Who is known
 * to have left can only lose a session that they signed in for since.
 */
async function couldLose(ports: Ports, id: string, isAway: boolean): Promise<boolean> {
  if (await ports.sessions.keeps(id)) return true
  if (isAway) return false
  if ((await ports.links.of(id)) !== undefined || (await ports.delegations.of(id)) !== undefined) return true
  return (await ports.tokens.of(id)).length > 0 || (await ports.requests.awaiting(id)).length > 0
}

async function readAgain(ports: Ports, id: string, isAway: boolean): Promise<void> {
  try {
    await notePresence(ports, await ports.directory.person({ id }), isAway)
  } catch (error) {
    if (!isBotError(error, 'no_such_person')) throw error
    await forgetSession(ports, id, 'gone')
  }
}

async function recheckReminders(ports: Ports, person: string): Promise<void> {
  await scheduleReminderCheck(ports, person)
  await updateReminderRecord(ports, person, ({ timeZone: _, ...record }) => record)
}
