// English plurals, lists, durations and distances.
import { DAY, HOUR, MINUTE, SECOND } from '../../core/time/duration.ts'

const plurals = new Intl.PluralRules('en')
const and = new Intl.ListFormat('en', { type: 'conjunction' })
const or = new Intl.ListFormat('en', { type: 'disjunction' })

/** `1 token`, `3 tokens`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${pick(amount, one, many)}`
}

/** The form of a word that goes with the amount, for a sentence that names the amount elsewhere or not at all. */
export function pick(amount: number, one: string, many: string): string {
  return plurals.select(amount) === 'one' ? one : many
}

/** `a`, `a and b`, `a, b, and 2 others`. */
export function allOf(items: readonly string[], most = 3): string {
  return and.format(shortened(items, most))
}

/** `a`, `a or b`, `a, b, or 2 others`. */
export function anyOf(items: readonly string[], most = 3): string {
  return or.format(shortened(items, most))
}

function shortened(items: readonly string[], most: number): string[] {
  const others = items.length - most
  return others > 0 ? [...items.slice(0, most), count(others, 'other')] : [...items]
}

const units = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
] as const

/** `7 days`, `1 hour`. The unit is the largest exact one, so 36 hours stay hours. `milliseconds` is more than 0. */
export function duration(milliseconds: number): string {
  const [unit, size] =
    units.find(([, size]) => milliseconds >= size && milliseconds % size === 0) ?? (['second', SECOND] as const)
  return count(Math.round(milliseconds / size), unit)
}

/** `in 6 days`, `in 3 hours`, `2 days ago`, `now`. The larger unit is used from two of it on. */
export function distance(milliseconds: number): string {
  const away = Math.abs(milliseconds)
  if (away < MINUTE) return 'now'
  const [unit, size] =
    units.find(([unit, size]) => away >= 2 * size || unit === 'minute') ?? (['minute', MINUTE] as const)
  const amount = count(Math.floor(away / size), unit)
  return milliseconds >= 0 ? `in ${amount}` : `${amount} ago`
}

/** `the user group S0GONE doesn’t exist`; user groups by their ids, which Slack shows in no other way. */
export function noSuchGroups(groups: readonly string[]): string {
  return `the user ${pick(groups.length, 'group', 'groups')} ${allOf(groups)} ${pick(groups.length, 'doesn’t', 'don’t')} exist`
}
