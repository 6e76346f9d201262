// When somebody may be spoken to: at their own hour, on the days that the policy names, in their own time zone.
import { DAY, HOUR, MINUTE } from '../time/duration.ts'
import type { Day } from '../time/weekday.ts'
import { momentOf, zonedTimeAt } from '../time/zoned-time.ts'

export interface Hours {
  /** Minutes since midnight, or `any`. */
  at: number | 'any'
  days: readonly Day[]
  /** IANA. */
  timeZone: string
  /** Milliseconds after `at`: not everybody is spoken to in the same second. */
  spread: number
}

/** Reminders go out within a quarter of an hour after `at`; the rest of it is for a Slack that wants us to wait. */
const SPREAD = 10 * MINUTE
/** What a worker that was away has missed is still said so long after the hour, but never after midnight. */
const LATE = 8 * HOUR

/** The same for the same person, every day: spread evenly, and at the full minute for none in particular. */
export function spreadOf(person: string): number {
  return hashOf(person) % SPREAD
}

/** FNV-1a, 32 bits: evenly spread, and the same in every process. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

/** The first moment, not before `from`, at which it is this person's hour on one of the days. */
export function nextTurn(from: number, { at, days, timeZone, spread }: Hours): number {
  const { date, day } = zonedTimeAt(from, timeZone)
  if (at === 'any' && days.includes(day)) return from
  const minute = at === 'any' ? 0 : at
  // Or it, or the last of several a second apart, would come on a day that is not meant.
  const late = Math.min(spread, DAY - (minute + 1) * MINUTE)
  // A week and a day hold every day, also where a zone leaves one out.
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const begins = momentOf({ date: date + ahead * DAY, minute }, timeZone)
    const turn = begins + late
    if (turn >= from && days.includes(zonedTimeAt(begins, timeZone).day)) return turn
  }
  return from
}

/** Whether what was missed may be said now: later on a day on which it was their hour. */
export function isTheirTime(now: number, hours: Hours): boolean {
  const today = zonedTimeAt(now, hours.timeZone)
  if (hours.at === 'any') return hours.days.includes(today.day)
  const turn = nextTurn(now - LATE, hours)
  if (turn > now) return false
  return now - turn < SPREAD || zonedTimeAt(turn, hours.timeZone).date === today.date
}

/** The first moment of the date on which `moment` falls, on the wall in that zone. */
export function dayOf(moment: number, timeZone: string): number {
  return momentOf({ date: zonedTimeAt(moment, timeZone).date, minute: 0 }, timeZone)
}
