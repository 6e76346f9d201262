// What becomes of an alarm that failed: when it is tried again, and when it is set aside.
import type { DueAlarm } from '../core/alarm.ts'
import { BotError } from '../core/errors.ts'
import { HOUR, MINUTE } from '../core/time/duration.ts'

/** So many tries take four hours with the pauses between them: longer than most outages, shorter than a night. */
export const MOST_TRIES = 9
const SHORTEST_PAUSE = 2 * MINUTE
const LONGEST_PAUSE = HOUR
/** Nobody may wait for long once Dremio, Slack or Redis is back. */
const LONGEST_WAIT = 15 * MINUTE

export type Retry = { pause: number; failed: number; waited: number } | 'set aside'

/**
 * `pause` is in milliseconds. An outage is not the record's fault: it delays and never counts. Whatever else fails
 * every time would fail for ever, and is set aside.
 */
export function afterFailure({ failed, waited }: Pick<DueAlarm, 'failed' | 'waited'>, error: unknown): Retry {
  if (isOutage(error)) return { pause: doubled(waited, LONGEST_WAIT), failed, waited: waited + 1 }
  if (isSpent({ failed: failed + 1 })) return 'set aside'
  return { pause: doubled(failed, LONGEST_PAUSE), failed: failed + 1, waited: 0 }
}

/** Also true, before it is tried at all, for one whose workers died of it every time. */
export function isSpent({ failed }: Pick<DueAlarm, 'failed'>): boolean {
  return failed >= MOST_TRIES
}

export function isOutage(error: unknown): boolean {
  return error instanceof BotError && error.kind === 'unavailable'
}

/** Far beyond the longest pause the power would be infinite, which the minimum cuts as well. */
function doubled(times: number, longest: number): number {
  return Math.min(SHORTEST_PAUSE * 2 ** times, longest)
}
