// Schedules a check of a person's reminders, for a change of their tokens or of their preferences.

import type { Ports } from '../../core/ports.ts'
import { SECOND } from '../../core/time/duration.ts'

/**
 * `person` is a Slack id. Call it before the change is written, so that a crash cannot leave an outdated reminder. The
 * check runs a second later.
 */
export async function scheduleReminderCheck(
  { alarms, clock }: Pick<Ports, 'alarms' | 'clock'>,
  person: string,
): Promise<void> {
  await alarms.setNoLater('remind-expiry', person, clock.now() + SECOND)
}
