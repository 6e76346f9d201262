// What a person's Home shows, and for whom it is published: everything in it is read from the records each time.

import { BotError } from './errors.ts'
import type { Outstanding } from './outstanding.ts'
import type { Part } from './part.ts'
import type { LinkConfirmation } from './people/link-confirmation.ts'
import type { Link } from './people/person.ts'
import type { BrokenRule } from './policy/rules-broken.ts'
import type { ReminderRules } from './reminders/reminder-record.ts'
import type { Delegation } from './requests/delegation.ts'
import type { Request } from './requests/request.ts'
import type { AuthMethod } from './sessions/session.ts'
import { DAY, MINUTE } from './time/duration.ts'
import type { Token, TokenSummary } from './tokens/token.ts'
import type { TokenCounts } from './tokens/token-counts.ts'

/** Home is kept up to date for people who opened it so recently, milliseconds. */
export const HOME_KEPT = 30 * DAY

/** The lists that have pages. */
export const homeLists = [
  'needs',
  'reviews',
  'decisions',
  'tokens',
  'requests',
  'links',
  'outstanding',
  'breaking',
] as const
export type HomeList = (typeof homeLists)[number]
/** The page of each list, from 0. A missing one is 0. */
export type HomePages = Partial<Readonly<Record<HomeList, number>>>

export interface Home {
  /** Slack id. */
  person: string
  pages: HomePages
  /** Milliseconds since epoch. */
  now: number
  /** Soonest end first. */
  tokens: Part<HomeTokens>
  /** How many active tokens the policy allows. */
  mostTokens: number
  /** Their tokens for which they have to do something. */
  needs: Part<TokenNeeds>
  /** Their open requests, oldest first. */
  requests: Part<readonly Request[]>
  /** What an approver sees; undefined for others. */
  approver: Part<ApproverHome> | undefined
  /** What a bot admin sees; undefined for others. */
  administrator: Part<AdministratorHome> | undefined
  link: Part<Link | undefined>
  reminders: Part<ReminderRules>
}

export interface HomeTokens {
  list: readonly TokenSummary[]
  /**
   * How much Dremio said about tokens that were created there: `now`, in its last answer, or nothing because it does not
   * answer or wants a sign-in.
   */
  external: 'asked now' | 'known' | 'not responding'
  /** When their list was last read in Dremio, milliseconds since epoch. Undefined if that is not known. */
  listedAt?: number | undefined
}

export interface TokenNeeds {
  /** Tokens that were shown and whose receipt is open. */
  receipts: readonly Token[]
  /** Old tokens that were replaced: in their grace period, or due to be revoked by their owner. */
  replaced: readonly Replaced[]
  /** Tokens that only their owner can revoke, and that nothing replaced. */
  toRevoke: readonly Token[]
  /** Whether they have to sign in to Dremio before the bot can act as them. */
  signsIn: boolean
}

export interface Replaced {
  old: Token
  /** Whether today's policy lets it work longer than it does by now. */
  canStay: boolean
}

export interface ApproverHome {
  /** Requests that wait for their review, oldest first. */
  reviews: readonly Request[]
  /** Requests that they decided within the last thirty days, newest first. */
  decisions: readonly Request[]
  delegation: Delegation | undefined
  /** When the first of the delegations ends in whose name they review, milliseconds since epoch. */
  reviewsUntil?: number | undefined
}

export interface AdministratorHome {
  health: readonly DependencyHealth[]
  authMethod: AuthMethod
  policyVersion: string
  /** Since when it is in use, milliseconds since epoch; undefined if that is not known. */
  policySince?: number
  tokens: Part<TokenSurvey>
  /** What should be gone and is not, and tokens of people who left. */
  outstanding: Part<Outstanding>
  /** Links of others that wait for this bot admin. */
  links: Part<readonly LinkConfirmation[]>
}

export interface TokenSurvey {
  counts: TokenCounts
  /** Tokens that work and break a setting of today's policy; those that expire last come first. */
  breaking: readonly BreakingToken[]
}

export interface BreakingToken {
  tid: string
  /** Slack id. */
  owner: string
  label: string
  /** Milliseconds since epoch. */
  expiresAt: number
  broken: readonly BrokenRule[]
}

export interface DependencyHealth {
  name: 'redis' | 'slack' | 'dremio' | 'alarms'
  /** False if it does not answer, or is late. */
  isWell: boolean
}

/** The Home that is published for somebody. */
export interface PublishedHome {
  /** Slack's hash of the view. */
  hash: string
  /** Version of the policy for which it was drawn. */
  policyVersion: string
  /** As Slack gave it when Home was opened. */
  locale?: string | undefined
  isAdministrator: boolean
  pages: HomePages
}

/** Who opened Home, and what is published for them; never its content. Every method throws `redis_unavailable`. */
export interface Homes {
  /** This person (Slack id) opened Home. Moments are milliseconds since epoch. */
  noteOpened(person: string, at: number): Promise<void>
  /** Whether this person opened it within `HOME_KEPT`. */
  isKept(person: string, now: number): Promise<boolean>
  /**
   * Something in the Homes of these people (Slack ids) is about to change, and perhaps in that of every bot admin. Sets
   * their alarm, for those who opened Home within `HOME_KEPT`. The alarms come one after another, so that people at the
   * screen are left enough of Slack's rate limit; one that is set for earlier stays.
   */
  noteChange(people: readonly string[], now: number): Promise<void>
  /** The same for everybody whose Home was drawn for another policy, at a slower pace. Resolves to their number. */
  notePolicy(version: string, now: number): Promise<number>
  /** Slack's limit leaves no room to publish this person's Home now: their alarm comes again, behind others that wait. */
  postpone(person: string, now: number): Promise<void>
  /** Slack ids of everybody whose Home is kept, in no particular order. */
  everyKept(now: number): AsyncIterable<string>
  published(person: string): Promise<PublishedHome | undefined>
  /** Stores `after` if `before` is what is stored. Resolves to false if another process was first. */
  swap(person: string, before: PublishedHome | undefined, after: PublishedHome | undefined): Promise<boolean>
  /** Home is not published for this person any more, until they open it. */
  forget(person: string): Promise<void>
}

/**
 * - `published`: Slack shows it, and this is its hash
 * - `conflict`: Slack shows another view than the one that was expected
 * - `refused`: Slack never shows it to this person
 * - `unavailable`: later it may
 */
export type HomeShown =
  | { result: 'published'; hash: string }
  | { result: 'conflict' }
  | { result: 'refused' }
  | { result: 'unavailable' }

/** Slack did not take a Home that somebody waits for. */
export function homeNotShown(): BotError {
  return new BotError('slack_unavailable', { operation: 'show Home', reason: 'service_unavailable' })
}

/** How long before its end a token counts as ending soon, milliseconds. */
export const SOON = 7 * DAY

/** How soon it is read again if something could not be read, milliseconds. */
const AGAIN_AFTER = 5 * MINUTE
/** What works is read again so often for bot admins, milliseconds: no record changes when it stops working. */
const HEALTH_AGAIN_AFTER = 15 * MINUTE

/** Whether a part of it could not be read. */
export function isUnread(home: Home): boolean {
  const { administrator } = home
  const parts = administrator === undefined || administrator === 'unknown' ? [] : Object.values(administrator)
  return [...Object.values(home), ...parts].includes('unknown')
}

/** When time alone changes something in it, milliseconds since epoch; a day later at the latest. */
export function nextChangeOf(home: Home): number {
  const { now, tokens, requests, needs, approver, administrator } = home
  const ofTokens = tokens === 'unknown' ? [] : tokens.list.flatMap(({ endsAt }) => [endsAt - SOON, endsAt])
  const ofRequests = requests === 'unknown' ? [] : requests.map(({ lapsesAt = 0 }) => lapsesAt)
  const ofNeeds = needs === 'unknown' ? [] : needs.replaced.map(({ old }) => old.retiresAt ?? 0)
  const { delegation, reviewsUntil = 0 } = approver === undefined || approver === 'unknown' ? {} : approver
  const ends = [...ofTokens, ...ofRequests, ...ofNeeds, delegation?.until ?? 0, reviewsUntil]
  const again = isUnread(home) ? AGAIN_AFTER : administrator === undefined ? DAY : HEALTH_AGAIN_AFTER
  return Math.min(now + again, ...ends.filter((at) => at > now).map((at) => at + 1_000))
}
