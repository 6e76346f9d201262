// Converts between moments and the local time in a time zone.
import { DAY, MINUTE, SECOND } from './duration.ts'
import { type Day, everyDay } from './weekday.ts'

export interface ZonedTime {
  /** The local date as the milliseconds of its first moment in UTC, so that every date has the same length. */
  date: number
  /** Minutes since midnight, as a local clock shows them. */
  minute: number
  day: Day
}

/** `moment` is milliseconds since epoch. An unknown zone (IANA) counts as UTC. */
export function zonedTimeAt(moment: number, timeZone: string): ZonedTime {
  const shown = shownAt(moment, timeZone)
  const date = Math.floor(shown / DAY) * DAY
  return { date, minute: Math.floor((shown - date) / MINUTE), day: dayOf(date) }
}

/**
 * The first moment at which a local clock shows that minute of that date. If the clock is put forward over that minute,
 * the result is the moment at which the old offset would show it: the clock then shows an hour later. If the zone
 * leaves out the whole date, the result is the same time on the next one.
 */
export function momentOf({ date, minute }: Pick<ZonedTime, 'date' | 'minute'>, timeZone: string): number {
  const wanted = date + minute * MINUTE
  // No zone changes its offset twice within two days.
  const [before, after] = [wanted - DAY, wanted + DAY].map((near) => wanted - (shownAt(near, timeZone) - near))
  const moments = [before ?? wanted, after ?? wanted].sort((one, other) => one - other)
  return moments.find((moment) => shownAt(moment, timeZone) === wanted) ?? before ?? wanted
}

function dayOf(date: number): Day {
  // The epoch began on a Thursday, the fourth entry.
  return everyDay[(Math.floor(date / DAY) + 3) % 7] ?? 'sun'
}

/** The local date and time, as milliseconds since epoch as if they were UTC. */
function shownAt(moment: number, timeZone: string): number {
  const offsets = offsetsIn(timeZone)
  const day = Math.floor(moment / DAY)
  const [begins, ends] = [offsetOf(day, timeZone, offsets), offsetOf(day + 1, timeZone, offsets)]
  // No zone changes its offset twice within a day.
  return begins === ends ? moment + begins : readAt(moment, timeZone)
}

/**
 * Offset of each zone from UTC at the start of each day (days since epoch). A lookup here is about a hundred times as
 * fast as formatting, and the same days are needed again and again.
 */
const offsetsByZone = new Map<string, Map<number, number>>()
/** Several years of days for one zone. All zones together take a few megabytes. */
const MOST_DAYS = 2_000

function offsetsIn(timeZone: string): Map<number, number> {
  const known = offsetsByZone.get(timeZone)
  if (known) return known
  const offsets = new Map<number, number>()
  if (offsetsByZone.size < MOST_CLOCKS) offsetsByZone.set(timeZone, offsets)
  return offsets
}

function offsetOf(day: number, timeZone: string, offsets: Map<number, number>): number {
  const known = offsets.get(day)
  if (known !== undefined) return known
  const offset = readAt(day * DAY, timeZone) - day * DAY
  if (offsets.size >= MOST_DAYS) offsets.clear()
  offsets.set(day, offset)
  return offset
}

function readAt(moment: number, timeZone: string): number {
  const parts = clockIn(timeZone).formatToParts(moment)
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  const whole = Math.floor(moment / SECOND) * SECOND
  const shown = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'))
  // Milliseconds are the same in every zone.
  return shown + (moment - whole)
}

/** Creating a formatter takes longer than a hundred uses of it, and there are only a few hundred zones. */
const clocks = new Map<string, Intl.DateTimeFormat>()
const MOST_CLOCKS = 1_000

function clockIn(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const clock = newClock(timeZone)
  if (clocks.size < MOST_CLOCKS) clocks.set(timeZone, clock)
  return clock
}

function newClock(timeZone: string): Intl.DateTimeFormat {
  const shown = {
    calendar: 'gregory',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  } as const
  try {
    return new Intl.DateTimeFormat('en-US', { ...shown, timeZone })
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...shown, timeZone: 'UTC' })
  }
}
