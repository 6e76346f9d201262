// Durations in words: reads them (`12h`, `7 days`, `a week`) and writes them (`12 hours`, `7 days`).
import { bare } from '../typed-words.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The longest duration that is accepted. Beyond it, date arithmetic stops being safe. */
const LONGEST = 100 * 365 * DAY

const units: readonly (readonly [milliseconds: number, names: readonly string[]])[] = [
  [SECOND, ['s', 'sec', 'secs', 'second', 'seconds']],
  [MINUTE, ['m', 'min', 'mins', 'minute', 'minutes']],
  [HOUR, ['h', 'hr', 'hrs', 'hour', 'hours']],
  [DAY, ['d', 'day', 'days']],
  [7 * DAY, ['w', 'wk', 'wks', 'week', 'weeks']],
  [14 * DAY, ['fortnight', 'fortnights']],
  [30 * DAY, ['mo', 'mos', 'mth', 'mths', 'month', 'months']],
  [365 * DAY, ['y', 'yr', 'yrs', 'year', 'years']],
]
const unitSizes = new Map(units.flatMap(([size, names]) => names.map((name) => [name, size] as const)))

const numerals =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
const numbers = new Map<string, number>([
  ['half a', 0.5],
  ['half an', 0.5],
  ['a', 1],
  ['an', 1],
  ...numerals.split(' ').map((word, index) => [word, index + 1] as const),
  ['twenty', 20],
  ['thirty', 30],
  ['forty', 40],
  ['fifty', 50],
  ['sixty', 60],
  ['ninety', 90],
])

const oneOf = (words: Iterable<string>) => [...words].sort((one, other) => other.length - one.length).join('|')
const longUnits = [...unitSizes.keys()].filter((name) => name.length > 2)
/**
 * `7d`, `7 days`, `1.5h`, `7-day`. A number in words needs a unit in words too, otherwise `a d` would be a duration.
 */
const PART = new RegExp(
  `\\s*(?:(?:,|and|&|\\+)\\s*)?(?:(?<digits>[-+−]?\\d[\\d.,]*)[\\s-]*(?<unit>${oneOf(unitSizes.keys())})|(?<word>${oneOf(numbers.keys())})[\\s-]+(?<inWords>${oneOf(longUnits)}))(?!\\p{L})`,
  'uy',
)
const BEFORE = /^(?:(?:(?:valid|good) )?for|in|within|after|lasting|expir(?:es|ing) (?:in|after)|lifetime(?: of)?:?)\s+/
const BEHIND = /\s+(?:long|from now|from today)$/

/**
 * A text that reads as a duration: its length, or `unusable` if it has none that can be used (`0d`, `-1d`, ten thousand
 * years).
 */
export type SpokenDuration = { milliseconds: number } | { unusable: string }

/**
 * Undefined for words that are not a duration. `1 week 2 days` is a sum; `7d 30d` is not a duration, because the units
 * must get smaller.
 */
export function parseSpokenDuration(words: string): SpokenDuration | undefined {
  const text = bare(words).toLowerCase()
  const phrase = text.replace(BEFORE, '').replace(BEHIND, '')
  let [total, last, at] = [0, Number.POSITIVE_INFINITY, 0]
  while (at < phrase.length) {
    PART.lastIndex = at
    const part = PART.exec(phrase)?.groups
    const size = unitSizes.get(part?.unit ?? part?.inWords ?? '')
    if (part === undefined || size === undefined || size >= last) return undefined
    total += numberOf(part) * size
    last = size
    at = PART.lastIndex
  }
  if (at === 0) return undefined
  const milliseconds = Math.round(total / SECOND) * SECOND
  return milliseconds > 0 && milliseconds <= LONGEST ? { milliseconds } : { unusable: phrase }
}

/** NaN if the number is not a count: `-1d`, `1.2.3d`, `1,000d`. */
function numberOf({ digits, word = '' }: Record<string, string | undefined>): number {
  if (digits === undefined) return numbers.get(word) ?? Number.NaN
  return /^\+?\d+(?:[.,]\d{1,2})?$/.test(digits) ? Number(digits.replace(',', '.')) : Number.NaN
}

/**
 * Milliseconds for `30s`, `15m`, `12h`, `7d`, `2w`, `3mo` (30 days each), `7 days`, `a week`. Undefined for anything
 * else.
 */
export function parseDuration(words: string): number | undefined {
  const read = parseSpokenDuration(words)
  return read && 'milliseconds' in read ? read.milliseconds : undefined
}

/** The shortest exact word: 604,800,000 is `7d`. `parseDuration` reads the same milliseconds from it. */
export function durationWord(milliseconds: number): string {
  for (const [unit, size] of [
    ['d', DAY],
    ['h', HOUR],
    ['m', MINUTE],
  ] as const) {
    if (milliseconds % size === 0) return `${milliseconds / size}${unit}`
  }
  return `${Math.round(milliseconds / SECOND)}s`
}

/** In words: `12 hours`, `7 days`, `1 day`. The unit is the largest exact one, so 36 hours stay hours. */
export function durationText(milliseconds: number): string {
  for (const [unit, size] of [
    ['day', DAY],
    ['hour', HOUR],
    ['minute', MINUTE],
  ] as const) {
    if (milliseconds >= size && milliseconds % size === 0) return counted(milliseconds / size, unit)
  }
  return counted(Math.round(milliseconds / SECOND), 'second')
}

/** `1 token`, `2 tokens`. */
export function counted(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}
