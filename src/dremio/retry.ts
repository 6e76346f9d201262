// How often, and after what pause, a call is retried.
import type { BotError } from '../core/errors.ts'
import { SECOND } from '../core/time/duration.ts'
import { isPassing, isTimeout } from './failures.ts'

const MOST_TRIES = 3
/** Fewer than MOST_TRIES, because each timeout lasts its full time while a person waits at the screen. */
const MOST_TRIES_IN_TIME = 2
const FIRST_PAUSE = SECOND / 4
/** If Dremio asks for a longer pause, the person is told instead, who can wait better than a process. */
const LONGEST_PAUSE = 5 * SECOND

/**
 * Milliseconds to wait before the next try after the `tried`-th failure (from 1), or undefined to give up. The pause
 * doubles each time; `random` (0 to 1) spreads the callers over its upper half. `Retry-After` is followed exactly.
 */
export function pauseAfter(error: BotError, tried: number, random: () => number): number | undefined {
  if (!isPassing(error)) return undefined
  if (tried >= (isTimeout(error) ? MOST_TRIES_IN_TIME : MOST_TRIES)) return undefined
  const asked = 'retryAfter' in error.facts ? error.facts.retryAfter : undefined
  if (asked === undefined) return FIRST_PAUSE * 2 ** (tried - 1) * (0.5 + random() / 2)
  return asked * SECOND <= LONGEST_PAUSE ? asked * SECOND : undefined
}

/**
 * Seconds from the header `Retry-After`, which is a number of seconds or a date; undefined if it is neither. A date is
 * compared with the answer's own `Date`, so a wrong clock does not matter.
 */
export function readRetryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,6}$/.test(text)) return Number(text)
  const seconds = Math.ceil((dateIn(text) - dateIn(headers.get('date') ?? '')) / SECOND)
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}

/**
 * Milliseconds since epoch, or NaN. The weekday is required, because `Date.parse` alone takes almost anything for a
 * date.
 */
function dateIn(text: string): number {
  return /^[A-Z][a-z]{2}, \d/.test(text) ? Date.parse(text) : Number.NaN
}
