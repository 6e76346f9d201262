// The reminder record of a person: their reminders and answers, their preferences, and their external tokens.
import { z } from 'zod'
import type { AuditEntry } from '../audit.ts'
import type { Policy } from '../policy/evaluate.ts'

/** Reminder state of one token. An absent field means that the event has not happened. */
const tokenReminderStateSchema = z.object({
  /**
   * The shortest threshold for which a reminder was sent, milliseconds before the expiry. Thresholds that are as long
   * or longer are not sent again.
   */
  said: z.number().int().optional(),
  /** When the last reminder was sent, milliseconds since epoch. */
  at: z.number().int().optional(),
  /** Number of reminders since the person last answered one. */
  unanswered: z.number().int().optional(),
  /** Milliseconds since epoch. */
  snoozedUntil: z.number().int().optional(),
  /** How often the token was snoozed. */
  snoozes: z.number().int().optional(),
  /** The owner does not want to renew the token. */
  doNotRenew: z.literal(true).optional(),
  endSaid: z.literal(true).optional(),
  managerTold: z.literal(true).optional(),
})
export type TokenReminderState = z.infer<typeof tokenReminderStateSchema>

/** An external token, as Dremio listed it. */
const externalTokenSchema = z.object({
  tid: z.uuid(),
  uid: z.uuid(),
  label: z.string(),
  /** Milliseconds since epoch. */
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
  /** When the token was first seen in a list. */
  since: z.number().int(),
  /** The token was missing from the newest list. */
  gone: z.literal(true).optional(),
  /** It is gone because its owner was done with it. */
  givenBack: z.literal(true).optional(),
})
export type ExternalToken = z.infer<typeof externalTokenSchema>

/**
 * What a message says about a token: it expires soon, it has expired, or (to the manager) nobody acts on its reminders.
 */
export const reminderKinds = ['reminder', 'end', 'manager'] as const
export type ReminderKind = (typeof reminderKinds)[number]

/** Status of a token's row in a reminder message. Rows with `due`, `not renewed` and `ended` have buttons. */
export const reminderRowStatuses = [
  'due',
  'ended',
  'again',
  'snoozed',
  'not renewed',
  'replaced',
  'revoked',
  'expired',
  'waiting',
] as const
export type ReminderRowStatus = (typeof reminderRowStatuses)[number]

/** A message that may still change, or that was not posted yet. */
const messageSchema = z.object({
  id: z.string(),
  /** Slack id of the recipient. */
  to: z.string(),
  about: z.array(
    z.object({
      tid: z.uuid(),
      what: z.enum(reminderKinds),
      /** The status that was shown last. Absent until the row was shown. */
      shown: z.enum(reminderRowStatuses).optional(),
    }),
  ),
  /** Where Slack shows the message. Present once it was posted. */
  location: z.object({ channel: z.string(), ts: z.string() }).optional(),
  /** How often Slack refused to deliver the message. */
  refused: z.number().int().optional(),
  /** When Slack last refused it, milliseconds since epoch. */
  refusedAt: z.number().int().optional(),
})
export type ReminderMessage = z.infer<typeof messageSchema>

/** True if the message was never shown. */
export function isPending({ about }: ReminderMessage): boolean {
  return about.every(({ shown }) => shown === undefined)
}

/** True if no row of the message can change any more. One that is not renewed can still be given back by its owner. */
export function isSettled({ about }: ReminderMessage): boolean {
  return about.every(({ what, shown }) => {
    if (shown === 'not renewed') return what === 'manager'
    return shown !== undefined && shown !== 'due' && shown !== 'waiting'
  })
}

export const reminderRecordSchema = z.object({
  /** Slack id. */
  person: z.string(),
  version: z.number().int(),
  /** IANA time zone that Slack reported last. Absent until Slack was asked. */
  timeZone: z.string().optional(),
  off: z.literal(true).optional(),
  /** The policy's thresholds that this person wants, milliseconds. Absent means all. */
  before: z.array(z.number().int()).optional(),
  /** Reminder hour, minutes since midnight. Absent means the policy's. */
  at: z.union([z.number().int(), z.literal('any')]).optional(),
  /** By token id. */
  tokens: z.record(z.string(), tokenReminderStateSchema),
  externalTokens: z.array(externalTokenSchema),
  messages: z.array(messageSchema),
  /** When the record has to be evaluated again, milliseconds since epoch. Absent if nothing is to come. */
  nextCheckAt: z.number().int().optional(),
  /** Version of the policy under which `nextCheckAt` was computed. */
  policyVersion: z.string().optional(),
  /** When the daily sweep last ran for this person, milliseconds since epoch. */
  sweptAt: z.number().int().optional(),
  /** When this person's list was last read in Dremio, milliseconds since epoch; not each time, but at least daily. */
  listedAt: z.number().int().optional(),
})
export type ReminderRecord = z.infer<typeof reminderRecordSchema>

export function newReminderRecord(person: string): ReminderRecord {
  return { person, version: 0, tokens: {}, externalTokens: [], messages: [] }
}

/** The policy's reminder rules with this person's preferences. */
export interface ReminderRules {
  on: boolean
  /** Milliseconds before the expiry, longest first. */
  before: readonly number[]
  at: number | 'any'
  days: Policy['reminders']['days']
  digestFrom: number
  escalateAfterIgnored: number
}

/** Preferences that today's policy no longer offers are ignored. */
export function rulesFor(
  { before, at, days, digestFrom, escalateAfterIgnored }: Policy['reminders'],
  record: Pick<ReminderRecord, 'off' | 'before' | 'at'>,
): ReminderRules {
  const wanted = before.filter((one) => record.before?.includes(one))
  return {
    on: record.off !== true,
    before: wanted.length > 0 ? wanted : before,
    at: record.at ?? at,
    days,
    digestFrom,
    escalateAfterIgnored,
  }
}

/** The record with a changed reminder state for one token. An empty state is removed. */
export function withTokenState(
  record: ReminderRecord,
  tid: string,
  change: (before: TokenReminderState) => TokenReminderState,
): ReminderRecord {
  const after = Object.fromEntries(
    Object.entries(change(record.tokens[tid] ?? {})).filter(([, value]) => value !== undefined),
  )
  const { [tid]: _, ...others } = record.tokens
  return {
    ...record,
    tokens: Object.keys(after).length > 0 ? { ...others, [tid]: after as TokenReminderState } : others,
  }
}

/** The state after the person acted on the token: no earlier reminder counts as unanswered. */
export function answered({ unanswered: _, at: __, ...state }: TokenReminderState): TokenReminderState {
  return state
}

/** Reminder records, one for each person. Every method throws `redis_unavailable`. */
export interface ReminderRecords {
  /** Resolves to an empty record with version 0 for a person who has none. */
  of(person: string): Promise<ReminderRecord>
  /** As for requests: resolves to false on a conflict. */
  swap(before: ReminderRecord, after: ReminderRecord, entries?: readonly AuditEntry[]): Promise<boolean>
  /**
   * The records of all people, in no particular order. Those of earlier versions with nothing to come are missing.
   * `leftOut` gets the Slack id of whose record cannot be read.
   */
  every(leftOut?: (person: string) => void): AsyncIterable<ReminderRecord>
  /** The records that have to be evaluated again, in no particular order. */
  everyWaiting(): AsyncIterable<ReminderRecord>
}
