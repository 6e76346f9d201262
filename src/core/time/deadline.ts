// Until when somebody means: a date, a weekday or a duration, read in their own time zone.

import { bare } from '../typed-words.ts'
import { DAY, HOUR, parseDuration } from './duration.ts'
import { zonedTimeAt } from './zoned-time.ts'

/** Longer than any zone is from Greenwich, milliseconds. */
const FARTHEST = 15 * HOUR

/**
 * Milliseconds since epoch for `2026-12-01`, `friday` or `fri`, `today`, `tomorrow`, `7d`, `3 days`; undefined for anything
 * else. A day lasts until its last millisecond in that zone (IANA; one that is not known counts as UTC). A weekday is the next
 * one, and today's own name is the one in a week. What is over already is read all the same.
 */
export function parseDeadline(words: string, { now, timeZone }: { now: number; timeZone: string }): number | undefined {
  const word = bare(words).toLowerCase()
  const duration = parseDuration(word)
  if (duration !== undefined) return now + duration
  const day = readDate(word) ?? readDay(word, zonedTimeAt(now, timeZone).date)
  return day === undefined ? undefined : endOf(day, timeZone)
}

/** Dates are counted as if in UTC: milliseconds at their first moment there, so that a day is always as long as another. */
function readDate(word: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(word)) return undefined
  const date = Date.parse(`${word}T00:00:00Z`)
  // A 31st of February is none, though some engines read it as a day in March.
  return Number.isNaN(date) || wordOf(date) !== word ? undefined : date
}

function readDay(word: string, today: number): number | undefined {
  if (word === 'today') return today
  if (word === 'tomorrow') return after(today, 1)
  const wanted = weekdays.findIndex((name) => word.length >= 3 && name.startsWith(word))
  if (wanted < 0) return undefined
  const ahead = (wanted - new Date(today).getUTCDay() + 7) % 7
  return after(today, ahead === 0 ? 7 : ahead)
}

// In the order of getUTCDay.
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

function after(date: number, days: number): number {
  return date + days * DAY
}

/**
 * The last millisecond at which the clock on that wall shows the date or an earlier one. It is searched for: whatever a
 * zone does at midnight (skip it, have it twice, leave out a day), dates only ever go forward.
 */
function endOf(date: number, timeZone: string): number {
  let [last, next] = [date - FARTHEST, after(date, 1) + FARTHEST]
  while (next - last > 1) {
    const middle = Math.floor((last + next) / 2)
    if (zonedTimeAt(middle, timeZone).date <= date) last = middle
    else next = middle
  }
  return last
}

function wordOf(date: number): string {
  return new Date(date).toISOString().slice(0, 10)
}
