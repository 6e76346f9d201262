// Decides when a failed alarm is retried, and when it is set aside.
import type { DueAlarm } from '../core/alarm.ts'
import { BotError } from '../core/errors.ts'
import { HOUR, MINUTE } from '../core/time/duration.ts'

/** This many attempts take four hours with the pauses between them: longer than most outages, shorter than a night. */
export const MOST_TRIES = 9
const SHORTEST_PAUSE = 2 * MINUTE
const LONGEST_PAUSE = HOUR
/** Short, because people must not wait long once Dremio, Slack or Redis is available again. */
const LONGEST_WAIT = 15 * MINUTE

export type Retry = { pause: number; failed: number; waited: number } | 'dead letter'

/**
 * `pause` is in milliseconds. An outage is not the record's fault, so it delays the alarm but does not count as a
 * failure. An alarm that fails every time for any other reason is set aside.
 */
export function afterFailure({ failed, waited }: Pick<DueAlarm, 'failed' | 'waited'>, error: unknown): Retry {
  if (isOutage(error)) return { pause: doubled(waited, LONGEST_WAIT), failed, waited: waited + 1 }
  if (isSpent({ failed: failed + 1 })) return 'dead letter'
  return { pause: doubled(failed, LONGEST_PAUSE), failed: failed + 1, waited: 0 }
}

/** Also true, before another attempt, for an alarm whose worker crashed every time. */
export function isSpent({ failed }: Pick<DueAlarm, 'failed'>): boolean {
  return failed >= MOST_TRIES
}

export function isOutage(error: unknown): boolean {
  return error instanceof BotError && error.kind === 'unavailable'
}

/** The power is infinite for a large `times`; the minimum applies to that as well. */
function doubled(times: number, longest: number): number {
  return Math.min(SHORTEST_PAUSE * 2 ** times, longest)
}
