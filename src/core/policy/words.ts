// Schemas for the values of a policy file: durations, times of day, days, Slack ids, patterns, and lists of one.
import { z } from 'zod'
import { parseDuration } from '../time/duration.ts'
import { isTimeZone, nearestTimeZone } from '../time/time-zone.ts'
import { type Day, everyDay, weekdays } from '../time/weekday.ts'
import { patternProblem } from './pattern.ts'

/** Nobody could read a longer pattern, and it would take longer to run. */
const LONGEST_PATTERN = 500

const DURATION = 'must be a duration such as 30s, 15m, 12h, 7d, 2w or 3mo'
/** Read as milliseconds. */
export const duration = z
  .string({ error: DURATION })
  .regex(/^[1-9]\d{0,5}(s|m|h|d|w|mo)$/, DURATION)
  .transform((word, context) => {
    const milliseconds = parseDuration(word)
    if (milliseconds !== undefined) return milliseconds
    context.addIssue('must not be longer than a hundred years')
    return z.NEVER
  })

const HOURS = 'must be two times of day such as 08:00-18:00; 22:00-06:00 crosses midnight, 24:00 is its end'
/** Read as minutes since midnight. `from` is inclusive, `to` is exclusive. */
export const hours = z
  .string({ error: HOURS })
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, HOURS)
  .refine((words) => words.slice(0, 5) !== words.slice(6), 'must not begin and end at the same time')
  .transform((words) => ({ from: minuteOf(words.slice(0, 5)), to: minuteOf(words.slice(6)) }))

export const hoursOrAny = z.union([z.literal('any'), hours], { error: `${HOURS}; or any` })

const MOMENT = 'must be a time of day such as 09:00, or any'
/** Read as minutes since midnight, or as `any`. */
export const timeOfDay = z
  .string({ error: MOMENT })
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|any)$/, MOMENT)
  .transform((words) => (words === 'any' ? ('any' as const) : minuteOf(words)))

const TIME_ZONE = 'must be a time zone that Node knows'
export const timeZone = z
  .string({ error: `${TIME_ZONE}, such as Europe/Berlin` })
  .superRefine((name, context) => {
    if (isTimeZone(name)) return
    const nearest = nearestTimeZone(name)
    context.addIssue(`${TIME_ZONE}${nearest === undefined ? ', such as Europe/Berlin' : `; do you mean ${nearest}?`}`)
  })
  .meta({ examples: ['Europe/Berlin', 'America/New_York', 'UTC'] })

/** Read as a list of days. */
export const days = z
  .union([z.literal(['weekdays', 'all']), z.array(z.enum(everyDay)).min(1)], {
    error: `must be weekdays, all, or a list of ${everyDay.join(', ')}`,
  })
  .transform((written): readonly Day[] => {
    if (written === 'all') return everyDay
    return written === 'weekdays' ? weekdays : written
  })

export const userId = idOf(/^[UW][A-Z0-9]+$/, 'must be a Slack user id (U…)')
export const groupId = idOf(/^S[A-Z0-9]+$/, 'must be a Slack user group id (S…)')
export const channelId = idOf(/^[CG][A-Z0-9]+$/, 'must be a Slack channel id (C…)')

/** The requester's manager, one person, or all members of a user group. */
export type Approver = 'manager' | `user:${string}` | `group:${string}`
export const approver = idOf(/^(manager|user:[UW][A-Z0-9]+|group:S[A-Z0-9]+)$/, 'must be manager, user:U… or group:S…')
  // The pattern has checked the form.
  .transform((word) => word as Approver)

/** The source of a regular expression. It may match anywhere unless it contains ^ and $. */
export const pattern = z
  .string()
  .min(1)
  .max(LONGEST_PATTERN, { abort: true })
  .superRefine((source, context) => {
    const problem = patternProblem(source)
    if (problem !== undefined) context.addIssue(problem)
  })
  .meta({ format: 'regex' })

/** Accepts one item or a list, and returns a list. */
export function oneOrMore<Item extends z.ZodType<string, string>>(item: Item, error: string) {
  return z.union([item, z.array(item).min(1)], { error }).transform((written) => [written].flat())
}

/** Text on one line that people read. `trim` removes the line break that YAML adds to folded text. */
export function line(longest: number) {
  return z
    .string()
    .trim()
    .max(longest)
    .refine((text) => !/\p{Cc}/u.test(text), 'must be on one line')
    .regex(/\S/, 'must not be empty')
}

/** A map with these keys only. Each unknown key gets a line of the message, with the nearest known key. */
export function mapOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknown(key, Object.keys(shape))).join('\n')
        : undefined,
  })
}

function unknown(key: string, known: string[]): string {
  const nearest = known.find((one) => isNear(key.toLowerCase(), one.toLowerCase()))
  return `is not known; ${nearest === undefined ? `known here: ${known.join(', ')}` : `do you mean ${nearest}?`}`
}

/**
 * True if the common beginning and end of two words leave out at most two letters: a typing error, or two swapped
 * letters.
 */
function isNear(one: string, other: string): boolean {
  const longer = Math.max(one.length, other.length)
  let same = 0
  while (same < longer && one[same] === other[same]) same += 1
  let behind = 0
  while (behind < longer - same && one.at(-1 - behind) === other.at(-1 - behind)) behind += 1
  return same + behind >= Math.max(longer - 2, 2)
}

function idOf(shape: RegExp, error: string) {
  return z.string({ error }).regex(shape, error)
}

function minuteOf(time: string): number {
  const [hour = '', minute = ''] = time.split(':')
  return Number(hour) * 60 + Number(minute)
}
