// The interfaces that the operations need from outside; the adapters in the other rooms implement them.
import type { Alarms } from './alarm.ts'
import type { Audit, AuditEntry, AuditTrail } from './audit.ts'
import type { DremioTokens, DremioUsers } from './dremio.ts'
import type { DependencyHealth, Homes } from './home.ts'
import type { Messenger } from './messenger.ts'
import type { Departures } from './people/departure.ts'
import type { LinkConfirmation } from './people/link-confirmation.ts'
import type { Actor, Link, Person, Workplace } from './people/person.ts'
import type { RateLimits } from './people/rate-limits.ts'
import type { Policy } from './policy/evaluate.ts'
import type { PolicyReading } from './policy/policy-reading.ts'
import type { PolicyVersions } from './policy/policy-versions.ts'
import type { ReminderRecords } from './reminders/reminder-record.ts'
import type { Delegation } from './requests/delegation.ts'
import type { Request } from './requests/request.ts'
import type { Secret } from './secret.ts'
import type { Sessions } from './sessions/session.ts'
import type { SignIns } from './sessions/sign-in.ts'
import type { Token } from './tokens/token.ts'

export type { DremioTokens, DremioUser, DremioUsers } from './dremio.ts'

/** Wall clock, milliseconds since epoch. */
export interface Clock {
  now(): number
}

export interface Ids {
  /** Eight characters of `0-9a-z` without look-alikes: the id of a request, and the mark of its token. */
  request(): string
  /** Six characters that a person can read out to an administrator. */
  reference(): string
  /** 43 characters that nobody can guess, for a ticket or a state. */
  unguessable(): string
}

/** Slack ids of a group's members; `missing` if Slack says that there is no such group, which is not the same as not knowing. */
export type GroupMembers = readonly string[] | 'missing'

/** People and groups, as Slack knows them now. */
export interface Directory {
  /** Reads the person from Slack at this moment. Throws `no_such_person` or `slack_unavailable`. */
  person(actor: Actor): Promise<Person>
  /** Like `person`, but at most a minute old. It is for naming many people, never for admitting one. */
  colleague(id: string): Promise<Person>
  /** The person from the cache only, without a call to Slack. */
  known(id: string): Person | undefined
  /**
   * Slack id of the manager who stands in the profile field with that label, provided that people cannot edit the field
   * themselves (it is protected, or filled by SCIM). Undefined if the person has no manager there. Throws
   * `slack_unavailable` and `slack_scope_missing`, because a failure must not be taken for a missing manager.
   */
  managerOf(person: string, field: string, age?: 'fresh'): Promise<string | undefined>
  /**
   * At most a minute old, or read at this moment if the answer gives somebody a right. Throws
   * `slack_unavailable` and `slack_scope_missing`, because a failure must not be taken for an empty group.
   */
  membersOf(group: string, age?: 'fresh'): Promise<GroupMembers>
  /** The active person with this e-mail address, confirmed or not. Throws `slack_unavailable`. */
  withEmail(email: string): Promise<Person | undefined>
}

/**
 * Requests, stored with compare-and-swap. Every method of every store in Redis throws `redis_unavailable`. A write may
 * have happened all the same, so the caller reads again or leaves the rest to an alarm.
 */
export interface Requests {
  /** Resolves to false if the id is taken. The audit entries are written with it, or not at all. */
  create(request: Request, entries?: readonly AuditEntry[]): Promise<boolean>
  find(id: string): Promise<Request | undefined>
  /**
   * Writes `after` if the stored record still has `before.version`, and the audit entries with it. Resolves to false on a
   * conflict.
   */
  swap(before: Request, after: Request, entries?: readonly AuditEntry[]): Promise<boolean>
  /** The person's requests that are not closed, oldest first. */
  openOf(requester: string): Promise<Request[]>
  /** Pending requests whose approvers include this person, oldest first. */
  awaiting(approver: string): Promise<Request[]>
  /** The person's requests that were closed within the last ninety days, newest first, `most` at most. */
  closedOf(requester: string, most: number): Promise<Request[]>
  /** Requests that this person approved or denied, in no particular order; closed ones of the last ninety days. */
  decidedBy(reviewer: string): Promise<Request[]>
  /**
   * All requests that are not closed, or whose claim may have left a token (`mayHaveLeftToken`), in no particular
   * order. `leftOut` is called for each that is there but cannot be read.
   */
  everyOpen(leftOut?: () => void): AsyncIterable<Request>
}

/** Metadata of tokens that were created with the bot, never their values. Every method throws `redis_unavailable`. */
export interface Tokens {
  add(token: Token): Promise<void>
  find(tid: string): Promise<Token | undefined>
  /** As for requests: resolves to false on a conflict. */
  swap(before: Token, after: Token, entries?: readonly AuditEntry[]): Promise<boolean>
  /** The tokens of this person, oldest first. `leftOut` gets the id of each that cannot be read. */
  of(owner: string, leftOut?: (tid: string) => void): Promise<Token[]>
  /** The ids of the same tokens, and of some that are forgotten by now. */
  idsOf(owner: string): Promise<string[]>
  /**
   * The tokens of all people, in no particular order. Settled tokens that an earlier version stored are missing.
   */
  every(leftOut?: (tid: string) => void): AsyncIterable<Token>
  /** All tokens for which something is still to come (`isUnsettled`), in no particular order. */
  everyUnsettled(): AsyncIterable<Token>
}

/** Links of Slack people to Dremio users. Every method throws `redis_unavailable`. */
export interface Links {
  of(person: string): Promise<Link | undefined>
  /** Slack id of the person who is linked to this Dremio user. */
  personOf(uid: string): Promise<string | undefined>
  /**
   * Slack ids of all linked people, in no particular order. A link that is added or removed meanwhile may be missing.
   */
  everybody(): AsyncIterable<string>
  /** Resolves to `taken` if the Dremio user belongs to another Slack person, or if the person is linked already. */
  add(link: Link): Promise<'added' | 'taken'>
  /**
   * Links the person in place of an earlier link, and keeps that as an administrator's assignment. Resolves to `taken`,
   * without a change, if the Dremio user belongs to another Slack person.
   */
  assign(link: Link): Promise<'added' | 'taken'>
  remove(person: string): Promise<Link | undefined>
  /**
   * The Dremio user whom an administrator assigned to this person. It stays when the person ends their link, so that
   * they do not get another Dremio user without an administrator.
   */
  assignmentOf(person: string): Promise<Link | undefined>
  /** For a link that an administrator made before assignments were kept. An assignment that exists stays as it is. */
  keepAssignment(link: Link): Promise<void>
  removeAssignment(person: string): Promise<Link | undefined>
}

/** Links that wait for a second administrator. Every method throws `redis_unavailable`. */
export interface LinkConfirmations {
  /** Resolves to false if the id is taken. */
  create(confirmation: LinkConfirmation): Promise<boolean>
  find(id: string): Promise<LinkConfirmation | undefined>
  /** As for requests: resolves to false on a conflict. */
  swap(before: LinkConfirmation, after: LinkConfirmation): Promise<boolean>
  /** Those for which something is still to be done (`isUnsettled`), in no particular order. */
  everyUnsettled(): Promise<LinkConfirmation[]>
}

/** Delegations: who decides in an approver's place. Every method throws `redis_unavailable`. */
export interface Delegations {
  /** The approver's delegation, even if it has ended. */
  of(approver: string): Promise<Delegation | undefined>
  /** Replaces an earlier delegation of the same approver. */
  set(delegation: Delegation): Promise<void>
  /** Resolves to the delegation that was removed. */
  remove(approver: string): Promise<Delegation | undefined>
}

/**
 * Whose manager somebody was seen to be in a Slack profile. It proves nothing: profiles change without a notice. Every
 * method throws `redis_unavailable`.
 */
export interface ManagersSeen {
  /** Both are Slack ids. */
  note(manager: string, person: string): Promise<void>
  /** Slack ids of the people who were last seen with this manager, the newest first. */
  peopleOf(manager: string): Promise<string[]>
  forget(manager: string, person: string): Promise<void>
}

/** The only interface through which a secret reaches a person. */
export interface Delivery {
  /** Throws `showing_failed` unless Slack confirmed the message. */
  show(person: Person, token: Token, secret: Secret): Promise<void>
}

/** Remembers keys, so that a repeated delivery has no second effect. */
export interface IdempotencyKeys {
  /** Resolves to true for the first caller with this key. The key is forgotten after `milliseconds`. */
  claim(id: string, milliseconds: number): Promise<boolean>
  /** The next caller with this key is a first one again. */
  forget(id: string): Promise<void>
}

/** Everything that operations and alarms are bound to. */
export interface Ports {
  clock: Clock
  ids: Ids
  policy: () => Policy
  /** Reads the content of a policy file that somebody wants to look at, without using it. */
  readPolicy: (text: string) => PolicyReading
  policyVersions: PolicyVersions
  workplace: Workplace
  /** Slack ids of administrators, and `S…` ids of groups of them. */
  admins: readonly string[]
  directory: Directory
  requests: Requests
  tokens: Tokens
  reminderRecords: ReminderRecords
  links: Links
  linkConfirmations: LinkConfirmations
  delegations: Delegations
  departures: Departures
  managersSeen: ManagersSeen
  rateLimits: RateLimits
  audit: Audit
  auditTrail: AuditTrail
  alarms: Alarms
  sessions: Sessions
  signIns: SignIns
  /** Scheme, host and port at which browsers reach us. The auth methods with a sign-in require it. */
  publicUrl: string | undefined
  dremioTokens: DremioTokens
  dremioUsers: DremioUsers
  homes: Homes
  /** How the bot's dependencies are at this moment. Never throws. */
  health: () => Promise<readonly DependencyHealth[]>
  messenger: Messenger
  delivery: Delivery
}
