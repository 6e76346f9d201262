// Computes the next reminders for one token: thresholds, snoozes, the last day, the expiry, and telling the manager.
import { DAY, HOUR, MINUTE } from '../time/duration.ts'
import { dayOf, type Hours, isTheirTime, nextTurn } from './reminder-hours.ts'
import type { ReminderKind, ReminderRules, TokenReminderState } from './reminder-record.ts'

/** Within the last day, a reminder is sent whatever the hour and the weekday. */
const LAST_DAY = DAY
/** An expiry that is longer ago than this is no longer reported, milliseconds. */
export const STALE = 14 * DAY
/**
 * The manager is told this long after the reminder that reached the limit, at the owner's next reminder hour; or
 * half-way to the expiry, if that is sooner.
 */
const LAST_CHANCE = 23 * HOUR
const IMPRECISION = MINUTE
/**
 * A snooze may end early, but not before this time, so that a snooze of a day ends at the owner's reminder hour of the
 * next day.
 */
const SNOOZED_AT_LEAST = 20 * HOUR

/** A token with the fields that reminders need. */
export interface RemindedToken {
  tid: string
  label: string
  /** Milliseconds since epoch. */
  createdAt: number
  expiresAt: number
  /** When an external token was first seen in a list. Absent for tokens that were created with the bot. */
  since?: number
  madeHere: boolean
  state: 'active' | 'retiring' | 'revoked'
  /** It is revoked because its owner was done with it. */
  givenBack?: true
  /** When a replacement was requested, milliseconds since epoch. */
  askedAt?: number
}

/** A reminder for one token. `at` is milliseconds since epoch; the reminder is due if `at` is not in the future. */
export interface DueReminder {
  tid: string
  what: ReminderKind
  at: number
  /**
   * The shortest threshold that has been reached. Only for `reminder`, and absent if the token was snoozed before it
   * reached any.
   */
  threshold?: number
}

/** The next reminders of this token, at most one of each kind. */
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
  // After the expiry, only the message about it remains.
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
  // A snooze delays all thresholds. `snoozeEnd` makes sure that it ends before the last day.
  const first =
    state.snoozedUntil === undefined
      ? Math.min(...open.map(({ at }) => at))
      : snoozeOver(state.snoozedUntil, expiresAt, hours)
  if (first === Number.POSITIVE_INFINITY) return undefined
  const at = whenOverdue(first, expiresAt, now, hours)
  const reached = open.filter((one) => one.at <= Math.max(at, now)).map(({ before }) => before)
  return { tid, what: 'reminder', at, ...(reached.length > 0 && { threshold: Math.min(...reached) }) }
}

/** Undefined for a threshold that does not lie within the token's life. */
function thresholdMoment(
  { createdAt, expiresAt, since = 0 }: RemindedToken,
  before: number,
  hours: Hours,
): number | undefined {
  const reached = expiresAt - before
  // The two moments that Dremio reports may lie a little farther apart than what was asked for: a token that was made
  // for seven days must not reach a threshold of seven days at once.
  if (reached <= createdAt + IMPRECISION) return undefined
  // A threshold in hours counts from the expiry itself. A threshold in days counts by date: the reminder is sent at the
  // owner's reminder hour on that date, not on the next one.
  const day = before < LAST_DAY || hours.at === 'any' ? reached : dayOf(reached, hours.timeZone)
  return heldBack(Math.max(day, createdAt, since), reached, expiresAt, hours)
}

/** As for a threshold in days, the date counts. But a reminder is not sent again on the day on which it was snoozed. */
function snoozeOver(until: number, expiresAt: number, hours: Hours): number {
  if (until >= expiresAt - LAST_DAY) return until
  return heldBack(Math.max(dayOf(until, hours.timeZone), until - SNOOZED_AT_LEAST), until, expiresAt, hours)
}

/**
 * The owner's first reminder hour after `from`. A moment in the last day is not delayed, and an earlier one is delayed
 * no further than the start of the last day.
 */
function heldBack(from: number, reached: number, expiresAt: number, hours: Hours): number {
  const latest = Math.max(from, reached, expiresAt - LAST_DAY)
  if (reached > expiresAt - LAST_DAY) return latest
  return Math.min(nextTurn(from, hours), latest)
}

/**
 * A reminder that is overdue because no worker was running waits for an allowed hour, but no longer than the start of
 * the last day.
 */
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

/** Lengths for which a reminder can be snoozed, milliseconds. A snooze never lasts beyond the expiry. */
export const SNOOZES = [DAY, 3 * DAY, 7 * DAY] as const

export function snoozesFor({ expiresAt }: Pick<RemindedToken, 'expiresAt'>, now: number): number[] {
  return SNOOZES.filter((length) => now + length < expiresAt)
}

/**
 * When a snooze of this length ends, milliseconds since epoch. It ends when the last day starts at the latest, because
 * the last reminder is always sent.
 */
export function snoozeEnd({ expiresAt }: Pick<RemindedToken, 'expiresAt'>, length: number, now: number): number {
  return Math.min(now + length, Math.max(now, expiresAt - LAST_DAY))
}

/** The tokens that still work and are not replaced. The one that expires soonest comes first. */
export function living(tokens: readonly RemindedToken[], now: number): RemindedToken[] {
  return tokens
    .filter(({ state, expiresAt }) => state === 'active' && expiresAt > now)
    .sort((one, other) => one.expiresAt - other.expiresAt)
}
