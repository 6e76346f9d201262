// Tokens of somebody end: one alarm for each person and not each token, so that several that fall together are one message.
import type { AlarmMoment } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { hashOf } from '../core/reminders/reminder-hours.ts'
import { HOUR, MINUTE } from '../core/time/duration.ts'
import { sendReminders } from '../procedures/reminders/send-reminders.ts'

/** `person` is a Slack id. Throws `slack_unavailable` for what could not be said, so that the alarm comes again. */
export async function remindExpiry(ports: Ports, person: string): Promise<void> {
  await sendReminders(ports, person)
}

/** Among so many milliseconds those are spread whom another policy wants to be looked at anew. */
const POLICY_SPREAD = 10 * MINUTE
const ASKED_AT_ONCE = 200

/** People for whom something is to come. Under another policy it may come earlier than was thought. */
export async function* peopleToRemind(ports: Ports): AsyncIterable<AlarmMoment> {
  const { version } = ports.policy()
  let asked: Promise<void>[] = []
  const waiting = new Set<string>()
  for await (const { person, nextCheckAt, policyVersion } of ports.reminderRecords.everyWaiting()) {
    if (nextCheckAt === undefined) continue
    waiting.add(person)
    const soon = ports.clock.now() + (hashOf(person) % POLICY_SPREAD)
    if (policyVersion !== version) asked.push(ports.alarms.setNoLater('remind-expiry', person, soon))
    // After another policy that is everybody, and one by one it would take longer than a worker has for it.
    if (asked.length === ASKED_AT_ONCE) asked = await settled(asked)
    yield { kind: 'remind-expiry', id: person, due: nextCheckAt }
  }
  await settled(asked)
  // Their tokens may be older than reminders are here, or a book was lost: a look finds out.
  for await (const person of ports.links.everybody()) {
    if (waiting.has(person)) continue
    yield { kind: 'remind-expiry', id: person, due: ports.clock.now() + (hashOf(person) % HOUR) }
  }
}

async function settled(asked: Promise<void>[]): Promise<[]> {
  await Promise.all(asked)
  return []
}
