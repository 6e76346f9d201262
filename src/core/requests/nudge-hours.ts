// When an approver may be reminded of a request: within the policy's hours and days, by the approver's own clock.
import { DAY } from '../time/duration.ts'
import type { Day } from '../time/weekday.ts'
import { momentOf, zonedTimeAt } from '../time/zoned-time.ts'

export interface NudgeHours {
  /** Minutes since midnight; `to` is excluded, and hours may cross midnight. `any` is the whole day. */
  nudgeHours: { from: number; to: number } | 'any'
  nudgeDays: readonly Day[]
}

/** The first moment from `from` on, both in milliseconds since epoch. `timeZone` is the approver's (IANA). */
export function nextNudge(from: number, { nudgeHours, nudgeDays }: NudgeHours, timeZone: string): number {
  const { date, minute, day } = zonedTimeAt(from, timeZone)
  if (isWithin(minute, nudgeHours) && nudgeDays.includes(day)) return from
  const begins = nudgeHours === 'any' ? 0 : nudgeHours.from
  // Two weeks hold every day of the week, also where a time zone leaves out one date.
  for (let ahead = 0; ahead <= 14; ahead += 1) {
    // On an allowed day hours that cross midnight begin with the day itself.
    for (const start of isWithin(0, nudgeHours) ? [0, begins] : [begins]) {
      const moment = momentOf({ date: date + ahead * DAY, minute: start }, timeZone)
      if (moment >= from && nudgeDays.includes(zonedTimeAt(moment, timeZone).day)) return moment
    }
  }
  return from
}

function isWithin(minute: number, hours: NudgeHours['nudgeHours']): boolean {
  if (hours === 'any') return true
  const { from, to } = hours
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}
