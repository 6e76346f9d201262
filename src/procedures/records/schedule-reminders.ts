// Asks for a look at a person's reminders: something about their tokens, or about what they want, changes.

import type { Ports } from '../../core/ports.ts'
import { SECOND } from '../../core/time/duration.ts'

/**
 * `person` is a Slack id. To be called before the change is written, so that no crash leaves a reminder standing that is
 * not true: the look comes a second later.
 */
export async function scheduleReminderCheck(
  { alarms, clock }: Pick<Ports, 'alarms' | 'clock'>,
  person: string,
): Promise<void> {
  await alarms.setNoLater('remind-expiry', person, clock.now() + SECOND)
}
