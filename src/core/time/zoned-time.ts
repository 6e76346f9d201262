// What the clock on a wall shows in some time zone, and at which moment it shows a given time.
import { DAY, MINUTE, SECOND } from './duration.ts'
import { type Day, everyDay } from './weekday.ts'

export interface ZonedTime {
  /** Counted as if in UTC: milliseconds since epoch at the date's first moment there, so that every date is as long as another. */
  date: number
  /** Since midnight, as the clock shows it. */
  minute: number
  day: Day
}

/** `moment` is milliseconds since epoch; a zone (IANA) that is not known counts as UTC. */
export function zonedTimeAt(moment: number, timeZone: string): ZonedTime {
  const shown = shownAt(moment, timeZone)
  const date = Math.floor(shown / DAY) * DAY
  return { date, minute: Math.floor((shown - date) / MINUTE), day: dayOf(date) }
}

/**
 * The first moment at which the clock shows that minute of that date. Where it is put forward over that minute, the
 * moment that would have been it without: an hour later on the wall; where a zone leaves out the whole date, the same
 * time of the next one.
 */
export function momentOf({ date, minute }: Pick<ZonedTime, 'date' | 'minute'>, timeZone: string): number {
  const wanted = date + minute * MINUTE
  // No zone changes its clocks twice within two days.
  const [before, after] = [wanted - DAY, wanted + DAY].map((near) => wanted - (shownAt(near, timeZone) - near))
  const moments = [before ?? wanted, after ?? wanted].sort((one, other) => one - other)
  return moments.find((moment) => shownAt(moment, timeZone) === wanted) ?? before ?? wanted
}

function dayOf(date: number): Day {
  // The epoch began on a Thursday, the fourth of these.
  return everyDay[(Math.floor(date / DAY) + 3) % 7] ?? 'sun'
}

/** What the clock and calendar show, read as if it were UTC. */
function shownAt(moment: number, timeZone: string): number {
  const offsets = offsetsIn(timeZone)
  const day = Math.floor(moment / DAY)
  const [begins, ends] = [offsetOf(day, timeZone, offsets), offsetOf(day + 1, timeZone, offsets)]
  // No zone changes its clocks twice within a day.
  return begins === ends ? moment + begins : readAt(moment, timeZone)
}

/**
 * How far each zone is from UTC at the beginning of days, counted from the epoch. Reading a clock takes a hundred times as
 * long as looking it up here, and the same days are asked for again and again.
 */
const offsetsByZone = new Map<string, Map<number, number>>()
/** Years for one zone; a few megabytes for all of them. */
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
  // Milliseconds are the same everywhere.
  return shown + (moment - whole)
}

/** Making one takes longer than using it a hundred times, and there are no more than a few hundred zones. */
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
