// Reads a deadline that a person typed: a date, a weekday or a duration, in their own time zone.

import { bare } from '../typed-words.ts'
import { DAY, HOUR, parseDuration } from './duration.ts'
import { zonedTimeAt } from './zoned-time.ts'

/** Longer than the offset of any zone from UTC, milliseconds. */
const FARTHEST = 15 * HOUR

/**
 * Milliseconds since epoch for `2026-12-01`, `friday` or `fri`, `today`, `tomorrow`, `7d`, `3 days`; undefined for
 * anything else. A date lasts until its last millisecond in that zone (IANA; an unknown zone counts as UTC). A weekday
 * is the next one, and the name of today means the day in a week. A deadline in the past is returned as well.
 */
export function parseDeadline(words: string, { now, timeZone }: { now: number; timeZone: string }): number | undefined {
  const word = bare(words).toLowerCase()
  const duration = parseDuration(word)
  if (duration !== undefined) return now + duration
  const day = readDate(word) ?? readDay(word, zonedTimeAt(now, timeZone).date)
  return day === undefined ? undefined : endOf(day, timeZone)
}

/** A date is stored as the milliseconds of its first moment in UTC, so that every day has the same length. */
function readDate(word: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(word)) return undefined
  const date = Date.parse(`${word}T00:00:00Z`)
  // 31 February is not a date, but some engines read it as a day in March.
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
 * The last millisecond at which a clock in that zone shows the date or an earlier one. A binary search finds it,
 * because a zone may skip midnight, have it twice, or leave out a whole day, but its dates never go backwards.
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
