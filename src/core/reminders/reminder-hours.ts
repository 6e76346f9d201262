// When the bot may remind a person: at their reminder hour, on the policy's days, in their own time zone.
import { DAY, HOUR, MINUTE } from '../time/duration.ts'
import type { Day } from '../time/weekday.ts'
import { momentOf, zonedTimeAt } from '../time/zoned-time.ts'

export interface Hours {
  /** Minutes since midnight, or `any`. */
  at: number | 'any'
  days: readonly Day[]
  /** IANA time zone. */
  timeZone: string
  /** Milliseconds after `at`, so that not all people are reminded in the same second. */
  spread: number
}

/**
 * Reminders are sent within ten minutes after `at`. If Slack then makes the bot wait, they still arrive within a
 * quarter of an hour.
 */
const SPREAD = 10 * MINUTE
/**
 * A reminder that was missed while no worker was running is still sent this long after the reminder hour, but never
 * after midnight.
 */
const LATE = 8 * HOUR

/** Milliseconds between 0 and SPREAD: always the same for the same person, and evenly spread over people. */
export function spreadOf(person: string): number {
  return hashOf(person) % SPREAD
}

/** FNV-1a, 32 bits, because it spreads evenly and is the same in every process. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

/** The first moment from `from` on at which it is this person's reminder hour on one of the days. */
export function nextTurn(from: number, { at, days, timeZone, spread }: Hours): number {
  const { date, day } = zonedTimeAt(from, timeZone)
  if (at === 'any' && days.includes(day)) return from
  const minute = at === 'any' ? 0 : at
  // Limits the spread, so that the reminder and others that follow a second apart stay on the same day.
  const late = Math.min(spread, DAY - (minute + 1) * MINUTE)
  // Two weeks hold every day of the week, also where a time zone leaves out one date.
  for (let ahead = 0; ahead <= 14; ahead += 1) {
    const begins = momentOf({ date: date + ahead * DAY, minute }, timeZone)
    const turn = begins + late
    if (turn >= from && days.includes(zonedTimeAt(begins, timeZone).day)) return turn
  }
  return from
}

/** Whether a missed reminder may be sent now: the reminder hour was earlier on the same day, and not too long ago. */
export function isTheirTime(now: number, hours: Hours): boolean {
  const today = zonedTimeAt(now, hours.timeZone)
  if (hours.at === 'any') return hours.days.includes(today.day)
  const turn = nextTurn(now - LATE, hours)
  if (turn > now) return false
  return now - turn < SPREAD || zonedTimeAt(turn, hours.timeZone).date === today.date
}

/** The first moment of the local date on which `moment` falls. */
export function dayOf(moment: number, timeZone: string): number {
  return momentOf({ date: zonedTimeAt(moment, timeZone).date, minute: 0 }, timeZone)
}
