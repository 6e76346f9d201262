// Sends a person's reminders, with one alarm for each person, so that tokens that expire together share a message.
import type { AlarmMoment } from '../core/alarm.ts'
import type { Ports } from '../core/ports.ts'
import { hashOf } from '../core/reminders/reminder-hours.ts'
import { HOUR, MINUTE } from '../core/time/duration.ts'
import { sendReminders } from '../procedures/reminders/send-reminders.ts'

/** `person` is a Slack id. Throws `slack_unavailable` if a message could not be sent, so that the alarm is retried. */
export async function remindExpiry(ports: Ports, person: string): Promise<void> {
  await sendReminders(ports, person)
}

/** After a change of the policy, the checks of all people are spread over this time, milliseconds. */
const POLICY_SPREAD = 10 * MINUTE
const ASKED_AT_ONCE = 200

/**
 * The alarms of all people with a next check. After a change of the policy, a check may be due earlier than was stored.
 */
export async function* peopleToRemind(ports: Ports): AsyncIterable<AlarmMoment> {
  const { version } = ports.policy()
  let asked: Promise<void>[] = []
  const waiting = new Set<string>()
  for await (const { person, nextCheckAt, policyVersion } of ports.reminderRecords.everyWaiting()) {
    if (nextCheckAt === undefined) continue
    waiting.add(person)
    const soon = ports.clock.now() + (hashOf(person) % POLICY_SPREAD)
    if (policyVersion !== version) asked.push(ports.alarms.setNoLater('remind-expiry', person, soon))
    // After a change of the policy this concerns everybody, and one call after the other would take longer than a
    // lease.
    if (asked.length === ASKED_AT_ONCE) asked = await settled(asked)
    yield { kind: 'remind-expiry', id: person, due: nextCheckAt }
  }
  await settled(asked)
  // Linked people without a next check: their tokens may be older than the reminders, or their record was lost.
  for await (const person of ports.links.everybody()) {
    if (waiting.has(person)) continue
    yield { kind: 'remind-expiry', id: person, due: ports.clock.now() + (hashOf(person) % HOUR) }
  }
}

async function settled(asked: Promise<void>[]): Promise<[]> {
  await Promise.all(asked)
  return []
}
