// What one look at a person's tokens comes to: what is said now and in which message, what is shown anew, when to look again.
import { HOUR, SECOND } from '../time/duration.ts'
import { type DueReminder, dueRemindersOf, type RemindedToken, STALE } from './due-reminders.ts'
import { type Hours, spreadOf } from './reminder-hours.ts'
import {
  isPending,
  isSettled,
  type ReminderMessage,
  type ReminderRecord,
  type ReminderRowStatus,
  type ReminderRules,
  type TokenReminderState,
  withTokenState,
} from './reminder-record.ts'

/** Between two messages to one person: https://docs.slack.dev/apis/web-api/rate-limits allows one a second and channel. */
const BREATH = SECOND
/** Slack said that it cannot be delivered: when it is tried again, milliseconds. After that administrators hear of it. */
const REFUSAL_PAUSES = [HOUR / 4, 2 * HOUR] as const

/** What a look comes to. */
export interface Plan {
  /** With what is said written down, as said: before it is, so that nothing is ever said twice. */
  record: ReminderRecord
  /** Ids of the messages that have to be posted, or to be shown anew. */
  show: string[]
}

/**
 * Decides what is said now and when to look again. One message at a time to each person: what is left is due again a
 * breath later. `policyVersion` is remembered, so that under another one it is decided anew.
 */
export function planReminders(
  before: ReminderRecord,
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
  let record = tidied(before, tokens, now)
  const due = newsIn(record, tokens, rules, now, hours).filter(({ at }) => at <= now)
  const asked: Asked = new Map(tokens.map(({ tid, askedAt }) => [tid, askedAt]))
  const theirs = due.filter(({ what }) => what !== 'manager')
  record = saidTo(record, record.person, together(theirs, rules.digestFrom), now, asked)
  const managers = due.filter(({ what }) => what === 'manager')
  record = saidToManager(record, manager, managers, now, asked)
  const byTid = new Map(tokens.map((token) => [token.tid, token]))
  const show = record.messages
    .filter((message) => !isResting(message, now))
    .filter((message) => message.about.some((one) => one.shown !== standingIn(record, message, one, byTid, now)))
    .map(({ id }) => id)
  const nextCheckAt = nextLook(record, newsIn(record, tokens, rules, now, hours), byTid, now)
  const { nextCheckAt: _, ...rest } = record
  return { record: { ...rest, policyVersion, ...(nextCheckAt !== undefined && { nextCheckAt }) }, show }
}

/** When another token was asked for in the place of each, by id. */
type Asked = ReadonlyMap<string, number | undefined>

function newsIn(
  record: ReminderRecord,
  tokens: readonly RemindedToken[],
  rules: ReminderRules,
  now: number,
  hours: Hours,
): DueReminder[] {
  return tokens
    .flatMap((token) => dueRemindersOf(token, record.tokens[token.tid] ?? {}, rules, now, hours))
    .sort((one, other) => one.at - other.at || (one.tid < other.tid ? -1 : 1))
}

/** So many on one day become one message; fewer are one message each, one after the other. */
function together(due: DueReminder[], digestFrom: number): DueReminder[] {
  return due.length >= digestFrom ? due : due.slice(0, 1)
}

function saidTo(record: ReminderRecord, to: string, news: DueReminder[], now: number, asked: Asked): ReminderRecord {
  const after = news.reduce(
    (noting, one) => withTokenState(noting, one.tid, (state) => afterSaying(state, one, now, asked.get(one.tid))),
    record,
  )
  // What was never posted is drawn as it is by then, so it need not be said a second time.
  const pending = new Set(record.messages.filter(isPending).flatMap(({ about }) => about.map(keyOf)))
  const about = news.filter((one) => !pending.has(keyOf(one))).map(({ tid, what }) => ({ tid, what }))
  if (about.length === 0) return after
  return { ...after, messages: [...after.messages, { id: nameFor(after), to, about }] }
}

function saidToManager(
  record: ReminderRecord,
  manager: string | undefined,
  news: DueReminder[],
  now: number,
  asked: Asked,
): ReminderRecord {
  if (manager !== undefined) return saidTo(record, manager, news, now, asked)
  return news.reduce(
    (noting, one) => withTokenState(noting, one.tid, (state) => afterSaying(state, one, now, asked.get(one.tid))),
    record,
  )
}

function afterSaying(
  state: TokenReminderState,
  { what, threshold }: DueReminder,
  now: number,
  askedAt = 0,
): TokenReminderState {
  if (what === 'end') return { ...state, endSaid: true }
  if (what === 'manager') return { ...state, managerTold: true }
  const { snoozedUntil: _, ...rest } = state
  const said = Math.min(state.said ?? Number.POSITIVE_INFINITY, threshold ?? Number.POSITIVE_INFINITY)
  return {
    ...rest,
    ...(said !== Number.POSITIVE_INFINITY && { said }),
    at: now,
    // Asking for another one in its place is an answer, whatever becomes of that.
    unanswered: (askedAt > (state.at ?? 0) ? 0 : (state.unanswered ?? 0)) + 1,
  }
}

/** The version is another one at every write, and the messages of one write are few. */
function nameFor({ version, messages }: ReminderRecord): string {
  const name = `${version}`
  return messages.some(({ id }) => id === name) ? `${name}-${messages.length}` : name
}

const keyOf = ({ tid, what }: Pick<DueReminder, 'tid' | 'what'>) => `${what} ${tid}`

/** How a token stands in one message now. A token of which nothing is known any more is gone. */
export function standingIn(
  record: ReminderRecord,
  message: ReminderMessage,
  { tid, what }: Pick<DueReminder, 'tid' | 'what'>,
  tokens: ReadonlyMap<string, RemindedToken>,
  now: number,
): ReminderRowStatus {
  if (what === 'end') return 'ended'
  const token = tokens.get(tid)
  const state = record.tokens[tid] ?? {}
  if (!token || token.state === 'revoked') return 'revoked'
  if (token.state === 'retiring') return 'replaced'
  if (token.expiresAt <= now) return 'expired'
  if (state.doNotRenew) return 'not renewed'
  if (state.snoozedUntil !== undefined) return 'snoozed'
  if (what === 'manager') return 'waiting'
  const later = record.messages.slice(record.messages.indexOf(message) + 1)
  // One that is not there yet takes no button from the one that is.
  const isSaidAgain = later.some(
    ({ about, place }) => place && about.some((one) => one.tid === tid && one.what === 'reminder'),
  )
  return isSaidAgain ? 'again' : 'due'
}

function nextLook(
  record: ReminderRecord,
  news: DueReminder[],
  tokens: ReadonlyMap<string, RemindedToken>,
  now: number,
): number | undefined {
  // A reminder that is still on somebody's screen changes when its token ends, whether or not that is said as well.
  const changing = record.messages.flatMap(({ about }) => about.map(({ tid }) => tokens.get(tid)?.expiresAt ?? 0))
  const moments = [...news.map(({ at }) => Math.max(at, now + BREATH)), ...changing.filter((at) => at > now)]
  return moments.length === 0 ? undefined : Math.ceil(Math.min(...moments))
}

/** Slack has refused it so often that it is tried no more. */
export function isUndeliverable({ refused = 0 }: ReminderMessage): boolean {
  return refused > REFUSAL_PAUSES.length
}

/** The book with what became of its messages (by id; `posted` for the first time just now); those that are settled, or cannot be delivered, are not kept. */
export function withOutcomes(
  record: ReminderRecord,
  outcomes: ReadonlyMap<string, ReminderMessage>,
  now: number,
  posted: readonly ReminderMessage[] = [],
): ReminderRecord {
  // Somebody answered it before we had heard from Slack that it stands: it is looked at once more.
  const unknown = posted.filter(({ id }) => !record.messages.some((one) => one.id === id))
  const all = [...record.messages.map((message) => outcomes.get(message.id) ?? message), ...unknown]
  const messages = all.filter((message) => !isSettled(message) && !isUndeliverable(message))
  const again = messages.filter((one) => isResting(one, now)).map((one) => restsUntil(one))
  const isNewer = posted.some(({ id, about }) =>
    messages.some((one) => one.id !== id && one.about.some(({ tid }) => about.some((newer) => newer.tid === tid))),
  )
  if (unknown.length > 0 || isNewer) again.push(now + BREATH)
  const nextCheckAt = Math.min(record.nextCheckAt ?? Number.POSITIVE_INFINITY, ...again)
  // Nobody has ignored what never reached them.
  const notHeard = all.filter(isUndeliverable).flatMap(({ about }) => about.filter(({ what }) => what === 'reminder'))
  const after = { ...record, messages, ...(nextCheckAt !== Number.POSITIVE_INFINITY && { nextCheckAt }) }
  return notHeard.reduce(
    (noting, { tid }) =>
      withTokenState(noting, tid, ({ unanswered = 0, ...state }) => ({
        ...state,
        unanswered: Math.max(0, unanswered - 1),
      })),
    after,
  )
}

/** Slack has refused it, and it is not tried again yet. */
function isResting(message: ReminderMessage, now: number): boolean {
  return message.refused !== undefined && restsUntil(message) > now
}

function restsUntil({ refused = 0, refusedAt = 0 }: ReminderMessage): number {
  return refusedAt + (REFUSAL_PAUSES[refused - 1] ?? 0)
}

/** Without what is about tokens that are long gone. */
function tidied(record: ReminderRecord, tokens: readonly RemindedToken[], now: number): ReminderRecord {
  const spoken = new Set(record.messages.flatMap(({ about }) => about.map(({ tid }) => tid)))
  const isKept = ({ tid, expiresAt }: { tid: string; expiresAt: number }) => spoken.has(tid) || expiresAt + STALE > now
  const externalTokens = record.externalTokens.filter(isKept)
  const kept = new Set([...tokens.filter((token) => isKept(token)).map(({ tid }) => tid), ...spoken])
  const states = Object.fromEntries(Object.entries(record.tokens).filter(([tid]) => kept.has(tid)))
  return { ...record, externalTokens, tokens: states }
}
