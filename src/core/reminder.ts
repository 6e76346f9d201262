// Which reminder is due now, which comes next and when: from what was said before, what the person wants, and the clock.
import { DAY, HOUR, SECOND } from './lifetime.ts'
import {
  type NewsKind,
  type Notes,
  noted,
  type ReminderBook,
  type ReminderMessage,
  type ReminderRules,
  type Standing,
} from './reminder-book.ts'
import { dayOf, type Hours, isTheirTime, nextTurn, spreadOf } from './reminder-hours.ts'

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
}

/** In the last day neither hour nor day holds a reminder back. */
const LAST_DAY = DAY
/** An end that is longer ago is no news. */
const STALE = 14 * DAY
/** So long after a reminder that was one too many the manager hears, at the next hour; or half-way to the end, if that is sooner. */
const LAST_CHANCE = 23 * HOUR
/** A snooze of a day may end earlier by so much, so that it ends at their hour of the next day. */
const SNOOZED_AT_LEAST = 20 * HOUR
/** Between two messages to one person: https://docs.slack.dev/apis/web-api/rate-limits allows one a second and channel. */
const BREATH = SECOND
/** Slack said that it cannot be delivered: when it is tried again, milliseconds. After that administrators hear of it. */
export const REFUSAL_PAUSES = [HOUR / 4, 2 * HOUR] as const

/** Something to say of one token. `at` is when, milliseconds since epoch; it is due if that is not in the future. */
export interface News {
  tid: string
  what: NewsKind
  at: number
  /** Of a reminder: the shortest threshold that has been reached; absent for one that was snoozed before any other was. */
  threshold?: number
}

/** What is to be said of this token next: at most one of each kind. */
export function newsOf(token: RemindedToken, notes: Notes, rules: ReminderRules, now: number, hours: Hours): News[] {
  if (!rules.on || token.state !== 'active' || notes.letGo) return []
  const { tid, expiresAt } = token
  const end: News[] = notes.endSaid || now > expiresAt + STALE ? [] : [{ tid, what: 'end', at: expiresAt }]
  // After its end nothing else is urgent.
  if (now >= expiresAt) return end
  const reminder = reminderOf(token, notes, rules, now, hours)
  const toManager = managerMoment(token, notes, rules, now, hours)
  return [
    ...end,
    ...(reminder ? [reminder] : []),
    ...(toManager === undefined ? [] : [{ tid, what: 'manager', at: toManager } as const]),
  ]
}

function reminderOf(
  token: RemindedToken,
  notes: Notes,
  rules: ReminderRules,
  now: number,
  hours: Hours,
): News | undefined {
  const { tid, expiresAt } = token
  const open = rules.before
    .filter((before) => before < (notes.said ?? Number.POSITIVE_INFINITY))
    .map((before) => ({ before, at: thresholdMoment(token, before, hours) }))
    .flatMap(({ before, at }) => (at === undefined ? [] : [{ before, at }]))
  // A snooze holds everything back but the last day.
  const first =
    notes.snoozedUntil === undefined
      ? Math.min(...open.map(({ at }) => at))
      : snoozeOver(notes.snoozedUntil, expiresAt, hours)
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
  if (reached <= createdAt) return undefined
  // Of hours before the end the moment counts, of days the date: at that person's hour on the day, not on the next one.
  const day = before < LAST_DAY ? reached : dayOf(reached, hours.timeZone)
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
  { expiresAt }: RemindedToken,
  { unanswered = 0, at, managerTold }: Notes,
  { escalateAfterIgnored }: ReminderRules,
  now: number,
  hours: Hours,
): number | undefined {
  if (managerTold || at === undefined || unanswered < escalateAfterIgnored) return undefined
  const reached = at + Math.min(LAST_CHANCE, (expiresAt - at) / 2)
  const moment = Math.min(nextTurn(reached, hours), Math.max(reached, expiresAt - LAST_DAY))
  return whenOverdue(Math.ceil(moment), expiresAt, now, hours)
}

/** What a look comes to. */
export interface Plan {
  /** With what is said written down, as said: before it is, so that nothing is ever said twice. */
  book: ReminderBook
  /** Ids of the messages that have to be posted, or to be shown anew. */
  show: string[]
}

/**
 * Decides what is said now and when to look again. One message at a time to each person: what is left is due again a
 * breath later. `policyVersion` is remembered, so that under another one it is decided anew.
 */
export function planReminders(
  before: ReminderBook,
  tokens: readonly RemindedToken[],
  rules: ReminderRules,
  { now, manager, policyVersion }: { now: number; manager: string | undefined; policyVersion: string },
): Plan {
  const hours: Hours = {
    at: rules.at,
    days: rules.days,
    timeZone: before.timeZone ?? 'UTC',
    spread: spreadOf(before.person),
  }
  let book = tidied(before, tokens, now)
  const due = newsIn(book, tokens, rules, now, hours).filter(({ at }) => at <= now)
  book = saidTo(
    book,
    book.person,
    together(
      due.filter(({ what }) => what !== 'manager'),
      rules.digestFrom,
    ),
    now,
  )
  book = saidToManager(
    book,
    manager,
    due.filter(({ what }) => what === 'manager'),
    now,
  )
  const byTid = new Map(tokens.map((token) => [token.tid, token]))
  const show = book.messages
    .filter((message) => message.about.some((one) => one.shown !== standingIn(book, message, one, byTid, now)))
    .map(({ id }) => id)
  const lookAt = nextLook(book, newsIn(book, tokens, rules, now, hours), byTid, now)
  const { lookAt: _, ...rest } = book
  return { book: { ...rest, policyVersion, ...(lookAt !== undefined && { lookAt }) }, show }
}

function newsIn(
  book: ReminderBook,
  tokens: readonly RemindedToken[],
  rules: ReminderRules,
  now: number,
  hours: Hours,
): News[] {
  return tokens
    .flatMap((token) => newsOf(token, book.notes[token.tid] ?? {}, rules, now, hours))
    .sort((one, other) => one.at - other.at || (one.tid < other.tid ? -1 : 1))
}

/** So many on one day become one message; fewer are one message each, one after the other. */
function together(due: News[], digestFrom: number): News[] {
  return due.length >= digestFrom ? due : due.slice(0, 1)
}

function saidTo(book: ReminderBook, to: string, news: News[], now: number): ReminderBook {
  const after = news.reduce((noting, one) => noted(noting, one.tid, (notes) => afterSaying(notes, one, now)), book)
  // What was never posted is drawn as it is by then, so it need not be said a second time.
  const pending = new Set(book.messages.filter(isPending).flatMap(({ about }) => about.map(keyOf)))
  const about = news.filter((one) => !pending.has(keyOf(one))).map(({ tid, what }) => ({ tid, what }))
  if (about.length === 0) return after
  return { ...after, messages: [...after.messages, { id: nameFor(after), to, about }] }
}

function saidToManager(book: ReminderBook, manager: string | undefined, news: News[], now: number): ReminderBook {
  if (manager !== undefined) return saidTo(book, manager, news, now)
  return news.reduce((noting, one) => noted(noting, one.tid, (notes) => afterSaying(notes, one, now)), book)
}

function afterSaying(notes: Notes, { what, threshold }: News, now: number): Notes {
  if (what === 'end') return { ...notes, endSaid: true }
  if (what === 'manager') return { ...notes, managerTold: true }
  const { snoozedUntil: _, ...rest } = notes
  const said = Math.min(notes.said ?? Number.POSITIVE_INFINITY, threshold ?? Number.POSITIVE_INFINITY)
  return {
    ...rest,
    ...(said !== Number.POSITIVE_INFINITY && { said }),
    at: now,
    unanswered: (notes.unanswered ?? 0) + 1,
  }
}

/** The version is another one at every write, and the messages of one write are few. */
function nameFor({ version, messages }: ReminderBook): string {
  const name = `${version}`
  return messages.some(({ id }) => id === name) ? `${name}-${messages.length}` : name
}

const keyOf = ({ tid, what }: Pick<News, 'tid' | 'what'>) => `${what} ${tid}`

export function isPending({ about }: ReminderMessage): boolean {
  return about.every(({ shown }) => shown === undefined)
}

/** How a token stands in one message now. A token of which nothing is known any more is gone. */
export function standingIn(
  book: ReminderBook,
  message: ReminderMessage,
  { tid, what }: Pick<News, 'tid' | 'what'>,
  tokens: ReadonlyMap<string, RemindedToken>,
  now: number,
): Standing {
  if (what === 'end') return 'ended'
  const token = tokens.get(tid)
  const notes = book.notes[tid] ?? {}
  if (!token || token.state === 'revoked') return 'revoked'
  if (token.state === 'retiring') return 'replaced'
  if (token.expiresAt <= now) return 'expired'
  if (notes.letGo) return 'let go'
  if (notes.snoozedUntil !== undefined) return 'snoozed'
  if (what === 'manager') return 'waiting'
  const later = book.messages.slice(book.messages.indexOf(message) + 1)
  return later.some(({ about }) => about.some((one) => one.tid === tid && one.what === 'reminder')) ? 'again' : 'due'
}

/** Whether nothing in the message can change any more. */
export function isSettled({ about }: ReminderMessage): boolean {
  return about.every(({ shown }) => shown !== undefined && shown !== 'due' && shown !== 'waiting')
}

function nextLook(
  book: ReminderBook,
  news: News[],
  tokens: ReadonlyMap<string, RemindedToken>,
  now: number,
): number | undefined {
  // A reminder that is still on somebody's screen changes when its token ends, whether or not that is said as well.
  const changing = book.messages.flatMap(({ about }) => about.map(({ tid }) => tokens.get(tid)?.expiresAt ?? 0))
  const again = book.messages.flatMap(({ refused }) =>
    refused === undefined ? [] : [now + (REFUSAL_PAUSES[refused - 1] ?? 0)],
  )
  const moments = [...news.map(({ at }) => Math.max(at, now + BREATH)), ...changing.filter((at) => at > now), ...again]
  return moments.length === 0 ? undefined : Math.ceil(Math.min(...moments))
}

/** Without what is about tokens that are long gone. */
function tidied(book: ReminderBook, tokens: readonly RemindedToken[], now: number): ReminderBook {
  const spoken = new Set(book.messages.flatMap(({ about }) => about.map(({ tid }) => tid)))
  const isKept = ({ tid, expiresAt }: { tid: string; expiresAt: number }) => spoken.has(tid) || expiresAt + STALE > now
  const elsewhere = book.elsewhere.filter(isKept)
  const kept = new Set([...tokens.filter((token) => isKept(token)).map(({ tid }) => tid), ...spoken])
  const notes = Object.fromEntries(Object.entries(book.notes).filter(([tid]) => kept.has(tid)))
  return { ...book, elsewhere, notes }
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
