// What a person has been reminded of and what they said to it, how they want to be reminded, and what they have elsewhere.
import { z } from 'zod'
import type { Policy } from '../policy/evaluate.ts'

/** Of one token. What is absent has not happened. */
const tokenReminderStateSchema = z.object({
  /** The shortest of the thresholds that were said, milliseconds before the end: none as long or longer is said again. */
  said: z.number().int().optional(),
  /** When it was last said, milliseconds since epoch. */
  at: z.number().int().optional(),
  /** So many were said since somebody last answered one. */
  unanswered: z.number().int().optional(),
  /** Milliseconds since epoch. */
  snoozedUntil: z.number().int().optional(),
  /** How often it was snoozed. */
  snoozes: z.number().int().optional(),
  /** It is not to be renewed. */
  doNotRenew: z.literal(true).optional(),
  endSaid: z.literal(true).optional(),
  managerTold: z.literal(true).optional(),
})
export type TokenReminderState = z.infer<typeof tokenReminderStateSchema>

/** A token that was made elsewhere, as Dremio listed it. */
const externalTokenSchema = z.object({
  tid: z.uuid(),
  uid: z.uuid(),
  label: z.string(),
  /** Milliseconds since epoch. */
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
  /** When it was first seen in a list. */
  since: z.number().int(),
  /** It was not in the newest list any more. */
  gone: z.literal(true).optional(),
})
export type ExternalToken = z.infer<typeof externalTokenSchema>

/** What is said of a token: that it ends, that it has ended, or to the manager that nobody does anything about it. */
export const reminderKinds = ['reminder', 'end', 'manager'] as const
export type ReminderKind = (typeof reminderKinds)[number]

/** How a token stands in a message about it; only `due` and `ended` have buttons. */
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

/** A message that may still change, or was not posted yet. */
const messageSchema = z.object({
  id: z.string(),
  /** Slack id. */
  to: z.string(),
  about: z.array(
    z.object({
      tid: z.uuid(),
      what: z.enum(reminderKinds),
      /** As it was last shown; absent until it was. */
      shown: z.enum(reminderRowStatuses).optional(),
    }),
  ),
  /** Where it stands, from the moment at which it was posted. */
  location: z.object({ channel: z.string(), ts: z.string() }).optional(),
  /** So often Slack said that it cannot be delivered. */
  refused: z.number().int().optional(),
  /** When it last did, milliseconds since epoch. */
  refusedAt: z.number().int().optional(),
})
export type ReminderMessage = z.infer<typeof messageSchema>

/** Nobody has been shown anything of it. */
export function isPending({ about }: ReminderMessage): boolean {
  return about.every(({ shown }) => shown === undefined)
}

/** Whether nothing in the message can change any more. */
export function isSettled({ about }: ReminderMessage): boolean {
  return about.every(({ shown }) => shown !== undefined && shown !== 'due' && shown !== 'waiting')
}

export const reminderRecordSchema = z.object({
  /** Slack id. */
  person: z.string(),
  version: z.number().int(),
  /** IANA, as Slack said it last; absent until it was asked. */
  timeZone: z.string().optional(),
  off: z.literal(true).optional(),
  /** Those of the policy's thresholds that this person wants, milliseconds; absent for all. */
  before: z.array(z.number().int()).optional(),
  /** Minutes since midnight; absent for the policy's. */
  at: z.union([z.number().int(), z.literal('any')]).optional(),
  /** By token id. */
  tokens: z.record(z.string(), tokenReminderStateSchema),
  externalTokens: z.array(externalTokenSchema),
  messages: z.array(messageSchema),
  /** When to look again, milliseconds since epoch; absent if nothing is to come. */
  nextCheckAt: z.number().int().optional(),
  /** The policy under which that was found. */
  policyVersion: z.string().optional(),
  /** When Dremio was last asked without anybody asking for it, milliseconds since epoch. */
  sweptAt: z.number().int().optional(),
})
export type ReminderRecord = z.infer<typeof reminderRecordSchema>

export function newReminderRecord(person: string): ReminderRecord {
  return { person, version: 0, tokens: {}, externalTokens: [], messages: [] }
}

/** The policy's rules as this person wants them. */
export interface ReminderRules {
  on: boolean
  /** Milliseconds before the end, longest first. */
  before: readonly number[]
  at: number | 'any'
  days: Policy['reminders']['days']
  digestFrom: number
  escalateAfterIgnored: number
}

/** Wishes that the policy of today does not offer any more are no wishes. */
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

/** The book with other notes of one token; notes without anything in them are none. */
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

/** Somebody did something about the token: whatever was not answered before is answered. */
export function answered({ unanswered: _, at: __, ...state }: TokenReminderState): TokenReminderState {
  return state
}

/** What people were reminded of, one book each. Every method throws `redis_unavailable`. */
export interface ReminderRecords {
  /** An empty one, version 0, for whoever has none. */
  of(person: string): Promise<ReminderRecord>
  /** As for requests: false if somebody was first. */
  swap(before: ReminderRecord, after: ReminderRecord): Promise<boolean>
  /** Those in which something is to come, in no particular order. */
  everyWaiting(): AsyncIterable<ReminderRecord>
}
