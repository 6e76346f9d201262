// What is to be said of one token next, and when: thresholds, snoozes, the last day, its end, the word to the manager.
import { DAY, HOUR, MINUTE } from '../time/duration.ts'
import { dayOf, type Hours, isTheirTime, nextTurn } from './reminder-hours.ts'
import type { ReminderKind, ReminderRules, TokenReminderState } from './reminder-record.ts'

/** In the last day neither hour nor day holds a reminder back. */
const LAST_DAY = DAY
/** An end that is longer ago is no news, milliseconds. */
export const STALE = 14 * DAY
/** So long after a reminder that was one too many the manager hears, at the next hour; or half-way to the end, if that is sooner. */
const LAST_CHANCE = 23 * HOUR
const IMPRECISION = MINUTE
/** A snooze of a day may end earlier by so much, so that it ends at their hour of the next day. */
const SNOOZED_AT_LEAST = 20 * HOUR

/** A token as reminders know it. */
export interface RemindedToken {
  tid: string
  label: string
  /** Milliseconds since epoch. */
  createdAt: number
  expiresAt: number
  /** When it was first seen here; absent for those made with the bot. */
  since?: number
  madeHere: boolean
  state: 'active' | 'retiring' | 'revoked'
  /** When another one was asked for in its place, milliseconds since epoch. */
  askedAt?: number
}

/** Something to say of one token. `at` is when, milliseconds since epoch; it is due if that is not in the future. */
export interface DueReminder {
  tid: string
  what: ReminderKind
  at: number
  /** Of a reminder: the shortest threshold that has been reached; absent for one that was snoozed before any other was. */
  threshold?: number
}

/** What is to be said of this token next: at most one of each kind. */
export function dueRemindersOf(
  token: RemindedToken,
  state: TokenReminderState,
  rules: ReminderRules,
  now: number,
  hours: Hours,
): DueReminder[] {
  if (!rules.on || token.state !== 'active' || state.doNotRenew) return []
  const { tid, expiresAt } = token
  const end: DueReminder[] = state.endSaid || now > expiresAt + STALE ? [] : [{ tid, what: 'end', at: expiresAt }]
  // After its end nothing else is urgent.
  if (now >= expiresAt) return end
  const reminder = reminderOf(token, state, rules, now, hours)
  const toManager = managerMoment(token, state, rules, now, hours)
  return [
    ...end,
    ...(reminder ? [reminder] : []),
    ...(toManager === undefined ? [] : [{ tid, what: 'manager', at: toManager } as const]),
  ]
}

function reminderOf(
  token: RemindedToken,
  state: TokenReminderState,
  rules: ReminderRules,
  now: number,
  hours: Hours,
): DueReminder | undefined {
  const { tid, expiresAt } = token
  const open = rules.before
    .filter((before) => before < (state.said ?? Number.POSITIVE_INFINITY))
    .map((before) => ({ before, at: thresholdMoment(token, before, hours) }))
    .flatMap(({ before, at }) => (at === undefined ? [] : [{ before, at }]))
  // A snooze holds everything back but the last day.
  const first =
    state.snoozedUntil === undefined
      ? Math.min(...open.map(({ at }) => at))
      : snoozeOver(state.snoozedUntil, expiresAt, hours)
  if (first === Number.POSITIVE_INFINITY) return undefined
  const at = whenOverdue(first, expiresAt, now, hours)
  const reached = open.filter((one) => one.at <= Math.max(at, now)).map(({ before }) => before)
  return { tid, what: 'reminder', at, ...(reached.length > 0 && { threshold: Math.min(...reached) }) }
}

/** Undefined for a threshold that is not within the token's life. */
function thresholdMoment(
  { createdAt, expiresAt, since = 0 }: RemindedToken,
  before: number,
  hours: Hours,
): number | undefined {
  const reached = expiresAt - before
  // Dremio's two moments may be a little farther apart than what was asked for: made for seven days is no threshold of seven.
  if (reached <= createdAt + IMPRECISION) return undefined
  // Of hours before the end the moment counts, of days the date: at that person's hour on the day, not on the next one.
  const day = before < LAST_DAY || hours.at === 'any' ? reached : dayOf(reached, hours.timeZone)
  return heldBack(Math.max(day, createdAt, since), reached, expiresAt, hours)
}

/** As for thresholds the date counts, but what was put off a moment ago is not said on the same day. */
function snoozeOver(until: number, expiresAt: number, hours: Hours): number {
  if (until >= expiresAt - LAST_DAY) return until
  return heldBack(Math.max(dayOf(until, hours.timeZone), until - SNOOZED_AT_LEAST), until, expiresAt, hours)
}

/** Their hour, from the moment `from` on; but once `reached` lies in the last day, no later than that. */
function heldBack(from: number, reached: number, expiresAt: number, hours: Hours): number {
  const latest = Math.max(from, reached, expiresAt - LAST_DAY)
  if (reached > expiresAt - LAST_DAY) return latest
  return Math.min(nextTurn(from, hours), latest)
}

/** What should have been said already, but nobody was there to say it, waits for a time at which they may be spoken to. */
function whenOverdue(at: number, expiresAt: number, now: number, hours: Hours): number {
  if (at >= now || now >= expiresAt - LAST_DAY || isTheirTime(now, hours)) return at
  return Math.min(nextTurn(now, hours), expiresAt - LAST_DAY)
}

function managerMoment(
  { expiresAt, askedAt = 0 }: RemindedToken,
  { unanswered = 0, at, managerTold }: TokenReminderState,
  { escalateAfterIgnored }: ReminderRules,
  now: number,
  hours: Hours,
): number | undefined {
  if (managerTold || at === undefined || unanswered < escalateAfterIgnored || askedAt > at) return undefined
  const reached = at + Math.min(LAST_CHANCE, (expiresAt - at) / 2)
  const moment = Math.min(nextTurn(reached, hours), Math.max(reached, expiresAt - LAST_DAY))
  return whenOverdue(Math.ceil(moment), expiresAt, now, hours)
}

/** For how long it can be snoozed, milliseconds: never past its end. */
export const SNOOZES = [DAY, 3 * DAY, 7 * DAY] as const

export function snoozesFor({ expiresAt }: Pick<RemindedToken, 'expiresAt'>, now: number): number[] {
  return SNOOZES.filter((length) => now + length < expiresAt)
}

/** Until when, milliseconds since epoch: the last day comes first, for then it has to be said whatever was said before. */
export function snoozeEnd({ expiresAt }: Pick<RemindedToken, 'expiresAt'>, length: number, now: number): number {
  return Math.min(now + length, Math.max(now, expiresAt - LAST_DAY))
}

/** Those that still work and are not replaced, the one that ends first before the others. */
export function living(tokens: readonly RemindedToken[], now: number): RemindedToken[] {
  return tokens
    .filter(({ state, expiresAt }) => state === 'active' && expiresAt > now)
    .sort((one, other) => one.expiresAt - other.expiresAt)
}
