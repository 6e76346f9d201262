// Decides what a person is reminded of now, in which message, which messages are edited, and when to check again.
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
const MESSAGE_INTERVAL = SECOND
/** Slack said that it cannot be delivered: when it is tried again, milliseconds. After that administrators hear of it. */
const REFUSAL_PAUSES = [HOUR / 4, 2 * HOUR] as const

export interface Plan {
  /** The record with the reminders marked as sent. It is stored before they are, so that none is sent twice. */
  record: ReminderRecord
  /** Ids of the messages that have to be posted or edited. */
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
  let record = withoutOldTokens(before, tokens, now)
  const due = dueIn(record, tokens, rules, now, hours).filter(({ at }) => at <= now)
  const asked: Asked = new Map(tokens.map(({ tid, askedAt }) => [tid, askedAt]))
  const theirs = due.filter(({ what }) => what !== 'manager')
  record = withMessageTo(record, record.person, together(theirs, rules.digestFrom), now, asked)
  const managers = due.filter(({ what }) => what === 'manager')
  record = withManagerMessage(record, manager, managers, now, asked)
  const byTid = new Map(tokens.map((token) => [token.tid, token]))
  const show = record.messages
    .filter((message) => !isPaused(message, now))
    .filter((message) => message.about.some((one) => one.shown !== rowStatusIn(record, message, one, byTid, now)))
    .map(({ id }) => id)
  const nextCheckAt = nextCheck(record, dueIn(record, tokens, rules, now, hours), byTid, now)
  const { nextCheckAt: _, ...rest } = record
  return { record: { ...rest, policyVersion, ...(nextCheckAt !== undefined && { nextCheckAt }) }, show }
}

/** When another token was asked for in the place of each, by id. */
type Asked = ReadonlyMap<string, number | undefined>

function dueIn(
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

function withMessageTo(
  record: ReminderRecord,
  to: string,
  due: DueReminder[],
  now: number,
  asked: Asked,
): ReminderRecord {
  const after = due.reduce(
    (updated, one) => withTokenState(updated, one.tid, (state) => afterReminding(state, one, now, asked.get(one.tid))),
    record,
  )
  // A message that was not posted yet is drawn when it is posted, so its tokens need no second message.
  const pending = new Set(record.messages.filter(isPending).flatMap(({ about }) => about.map(keyOf)))
  const about = due.filter((one) => !pending.has(keyOf(one))).map(({ tid, what }) => ({ tid, what }))
  if (about.length === 0) return after
  return { ...after, messages: [...after.messages, { id: nameFor(after), to, about }] }
}

function withManagerMessage(
  record: ReminderRecord,
  manager: string | undefined,
  due: DueReminder[],
  now: number,
  asked: Asked,
): ReminderRecord {
  if (manager !== undefined) return withMessageTo(record, manager, due, now, asked)
  return due.reduce(
    (updated, one) => withTokenState(updated, one.tid, (state) => afterReminding(state, one, now, asked.get(one.tid))),
    record,
  )
}

function afterReminding(
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
    // A request for a replacement counts as an answer, whatever becomes of the request.
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
export function rowStatusIn(
  record: ReminderRecord,
  message: ReminderMessage,
  { tid, what }: Pick<DueReminder, 'tid' | 'what'>,
  tokens: ReadonlyMap<string, RemindedToken>,
  now: number,
): ReminderRowStatus {
  if (what === 'end') return 'ended'
  const token = tokens.get(tid)
  const state = record.tokens[tid] ?? {}
  // A newer message takes the place of a reminder only once it is posted.
  const later = record.messages.slice(record.messages.findIndex(({ id }) => id === message.id) + 1)
  const isSaidAgain = later.some(
    ({ about, location }) => location && about.some((one) => one.tid === tid && one.what !== 'manager'),
  )
  if (what === 'reminder' && isSaidAgain) return 'again'
  if (!token || token.state === 'revoked') return 'revoked'
  if (token.state === 'retiring') return 'replaced'
  if (token.expiresAt <= now) return 'expired'
  if (state.doNotRenew) return 'not renewed'
  if (state.snoozedUntil !== undefined) return 'snoozed'
  return what === 'manager' ? 'waiting' : 'due'
}

function nextCheck(
  record: ReminderRecord,
  due: DueReminder[],
  tokens: ReadonlyMap<string, RemindedToken>,
  now: number,
): number | undefined {
  // A posted reminder is edited when its token expires, whether or not the expiry is told in a message of its own.
  const changing = record.messages.flatMap(({ about }) => about.map(({ tid }) => tokens.get(tid)?.expiresAt ?? 0))
  const moments = [...due.map(({ at }) => Math.max(at, now + MESSAGE_INTERVAL)), ...changing.filter((at) => at > now)]
  return moments.length === 0 ? undefined : Math.ceil(Math.min(...moments))
}

/** Slack refused the message so often that it is not tried again. */
export function isUndeliverable({ refused = 0 }: ReminderMessage): boolean {
  return refused > REFUSAL_PAUSES.length
}

/** The record after its messages were shown: `outcomes` by message id, `posted` those that were posted for the first time. Settled and undeliverable messages are dropped. */
export function withOutcomes(
  record: ReminderRecord,
  outcomes: ReadonlyMap<string, ReminderMessage>,
  now: number,
  posted: readonly ReminderMessage[] = [],
): ReminderRecord {
  // The person answered the message before Slack had confirmed it, which dropped it from the record: it is checked once more.
  const unknown = posted.filter(({ id }) => !record.messages.some((one) => one.id === id))
  const all = [...record.messages.map((message) => outcomes.get(message.id) ?? message), ...unknown]
  const messages = all.filter((message) => !isSettled(message) && !isUndeliverable(message))
  const again = messages.filter((one) => isPaused(one, now)).map((one) => pausedUntil(one))
  const isNewer = posted.some(({ id, about }) =>
    messages.some((one) => one.id !== id && one.about.some(({ tid }) => about.some((newer) => newer.tid === tid))),
  )
  if (unknown.length > 0 || isNewer) again.push(now + MESSAGE_INTERVAL)
  const nextCheckAt = Math.min(record.nextCheckAt ?? Number.POSITIVE_INFINITY, ...again)
  // Undeliverable reminders don't count as unanswered.
  const notHeard = all.filter(isUndeliverable).flatMap(({ about }) => about.filter(({ what }) => what === 'reminder'))
  const after = { ...record, messages, ...(nextCheckAt !== Number.POSITIVE_INFINITY && { nextCheckAt }) }
  return notHeard.reduce(
    (updated, { tid }) =>
      withTokenState(updated, tid, ({ unanswered = 0, ...state }) => ({
        ...state,
        unanswered: Math.max(0, unanswered - 1),
      })),
    after,
  )
}

/** Slack refused the message, and it is not tried again yet. */
function isPaused(message: ReminderMessage, now: number): boolean {
  return message.refused !== undefined && pausedUntil(message) > now
}

function pausedUntil({ refused = 0, refusedAt = 0 }: ReminderMessage): number {
  return refusedAt + (REFUSAL_PAUSES[refused - 1] ?? 0)
}

/** Drops the state of tokens that expired long ago. */
function withoutOldTokens(record: ReminderRecord, tokens: readonly RemindedToken[], now: number): ReminderRecord {
  const spoken = new Set(record.messages.flatMap(({ about }) => about.map(({ tid }) => tid)))
  const isKept = ({ tid, expiresAt }: { tid: string; expiresAt: number }) => spoken.has(tid) || expiresAt + STALE >= now
  const externalTokens = record.externalTokens.filter(isKept)
  const kept = new Set([...tokens.filter((token) => isKept(token)).map(({ tid }) => tid), ...spoken])
  const states = Object.fromEntries(Object.entries(record.tokens).filter(([tid]) => kept.has(tid)))
  return { ...record, externalTokens, tokens: states }
}
