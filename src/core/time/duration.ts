// How long a token lives: read from words (`12h`, `7 days`, `a week`) and said in words (`12 hours`, `7 days`).
import { bare } from '../typed-words.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** No duration that a person or a policy writes is longer; beyond it arithmetic with dates stops being safe. */
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
/** `7d`, `7 days`, `1.5h`, `7-day`; a number in words wants the unit in words too, or `a d` would be one. */
const PART = new RegExp(
  `\\s*(?:(?:,|and|&|\\+)\\s*)?(?:(?<digits>[-+−]?\\d[\\d.,]*)[\\s-]*(?<unit>${oneOf(unitSizes.keys())})|(?<word>${oneOf(numbers.keys())})[\\s-]+(?<inWords>${oneOf(longUnits)}))(?!\\p{L})`,
  'uy',
)
const BEFORE = /^(?:(?:(?:valid|good) )?for|in|within|after|lasting|expir(?:es|ing) (?:in|after)|lifetime(?: of)?:?)\s+/
const BEHIND = /\s+(?:long|from now|from today)$/

/** What reads as a duration: its length, or that no length can be taken from it (`0d`, `-1d`, ten thousand years). */
export type SpokenDuration = { milliseconds: number } | { unusable: string }

/** Undefined for words that are no duration. `1 week 2 days` is a sum, `7d 30d` is none. */
export function parseSpokenDuration(words: string): SpokenDuration | undefined {
  const said = bare(words).toLowerCase()
  const phrase = said.replace(BEFORE, '').replace(BEHIND, '')
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

/** NaN for what has a unit but no number that counts anything: `-1d`, `1.2.3d`, `1,000d`. */
function numberOf({ digits, word = '' }: Record<string, string | undefined>): number {
  if (digits === undefined) return numbers.get(word) ?? Number.NaN
  return /^\+?\d+(?:[.,]\d{1,2})?$/.test(digits) ? Number(digits.replace(',', '.')) : Number.NaN
}

/** Milliseconds for `30s` `15m` `12h` `7d` `2w` `3mo` (30 days each), `7 days`, `a week`; undefined for what is no duration. */
export function parseDuration(words: string): number | undefined {
  const read = parseSpokenDuration(words)
  return read && 'milliseconds' in read ? read.milliseconds : undefined
}

/** The shortest exact word: 604,800,000 is `7d`. Reading it again gives the same milliseconds. */
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

/** In words: `12 hours`, `7 days`, `1 day`. Said in the largest unit that is exact; 36 hours stay hours. */
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

/** How far away, roughly, as people say it: `in 6 days`, `in 3 hours`, `2 days ago`, `now`. */
export function distanceText(from: number, to: number): string {
  const distance = Math.abs(to - from)
  if (distance < MINUTE) return 'now'
  // Two units' worth of the smaller one are kept before the larger one takes over: "47 hours", then "2 days".
  const [unit, size] =
    distance >= 2 * DAY
      ? (['day', DAY] as const)
      : distance >= 2 * HOUR
        ? (['hour', HOUR] as const)
        : (['minute', MINUTE] as const)
  const amount = counted(Math.floor(distance / size), unit)
  return to >= from ? `in ${amount}` : `${amount} ago`
}

/** `1 token`, `2 tokens`. */
export function counted(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}
