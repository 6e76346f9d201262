// What the operations need from outside, in their own words; each adapter room implements some of it.
import type { Alarms } from './alarm.ts'
import type { Audit } from './audit.ts'
import type { Messenger } from './messenger.ts'
import type { Actor, Link, Person, Workplace } from './people/person.ts'
import type { RateLimits } from './people/rate-limits.ts'
import type { Policy } from './policy/evaluate.ts'
import type { ReminderRecords } from './reminders/reminder-record.ts'
import type { Delegation } from './requests/delegation.ts'
import type { Request } from './requests/request.ts'
import type { Secret } from './secret.ts'
import type { Session, Sessions } from './sessions/session.ts'
import type { SignIns } from './sessions/sign-in.ts'
import type { ListedToken, Token } from './tokens/token.ts'

/** Wall clock, milliseconds since epoch. */
export interface Clock {
  now(): number
}

export interface Ids {
  /** Eight characters of `0-9a-z` without look-alikes: a request's id and the mark of its token. */
  request(): string
  /** Six characters that a person can read out to an administrator. */
  reference(): string
  /** 43 characters that nobody can guess: a ticket, a state. */
  unguessable(): string
}

/** People and groups, as Slack knows them now. */
export interface Directory {
  /** As they are at this moment. Throws `no_such_person` or `slack_unavailable`. */
  person(actor: Actor): Promise<Person>
  /** As they were at most a minute ago: for naming many, never for admitting somebody. Throws as `person`. */
  colleague(id: string): Promise<Person>
  /** The same, where that was asked already; nobody is asked. */
  known(id: string): Person | undefined
  /**
   * Slack id of the manager whom the profile field of that label names, if people cannot write it themselves (protected, or
   * from SCIM). Throws `slack_unavailable`, and `slack_scope_missing` where it will not be known: who cannot be read has no
   * rights, and whoever has no manager is somebody else.
   */
  managerOf(person: string, field: string): Promise<string | undefined>
  /** Slack ids, at most a minute old. Throws `slack_unavailable` and `slack_scope_missing`: who cannot be read has no rights. */
  membersOf(group: string): Promise<string[]>
}

/**
 * Requests, kept with compare-and-swap. As for everything kept in Redis, every method throws `redis_unavailable`, after
 * which a write may have happened all the same: whoever goes on reads again, or leaves it to an alarm.
 */
export interface Requests {
  /** False if the id is taken. */
  create(request: Request): Promise<boolean>
  find(id: string): Promise<Request | undefined>
  /** Writes `after` if what is stored still has `before.version`; false if somebody was first. */
  swap(before: Request, after: Request): Promise<boolean>
  /** The person's requests that are not closed, oldest first. */
  openOf(requester: string): Promise<Request[]>
  /** Pending requests whose approvers include this person, oldest first. */
  awaiting(approver: string): Promise<Request[]>
  /** The person's requests that were closed within the last ninety days, newest first, so many at most. */
  closedOf(requester: string, most: number): Promise<Request[]>
  /** Everybody's requests that are not closed, or of which a claim may have left a token (`isUncertain`), in no particular order. */
  everyOpen(): AsyncIterable<Request>
}

/** Tokens made with the bot: metadata only. Every method throws `redis_unavailable`. */
export interface Tokens {
  add(token: Token): Promise<void>
  find(tid: string): Promise<Token | undefined>
  /** As for requests: false if somebody was first. */
  swap(before: Token, after: Token): Promise<boolean>
  /** Oldest first. */
  of(owner: string): Promise<Token[]>
  /** Everybody's of which something is still to come (`isUnsettled`), in no particular order. */
  everyUnsettled(): AsyncIterable<Token>
}

/** Which Dremio user each Slack person is. Every method throws `redis_unavailable`. */
export interface Links {
  of(person: string): Promise<Link | undefined>
  /** Slack ids of all who are linked, in no particular order; one who comes or goes meanwhile may be left out. */
  everybody(): AsyncIterable<string>
  /** `taken` if the Dremio user belongs to another Slack person, or the person is linked already. */
  add(link: Link): Promise<'added' | 'taken'>
  remove(person: string): Promise<Link | undefined>
}

/** Who decides in whose place. Every method throws `redis_unavailable`. */
export interface Delegations {
  /** The approver's, also one whose time is over. */
  of(approver: string): Promise<Delegation | undefined>
  /** Replaces an earlier one. */
  set(delegation: Delegation): Promise<void>
  /** What was removed. */
  remove(approver: string): Promise<Delegation | undefined>
}

/** Dremio's token interface. Every method throws the `dremio_…` codes. */
export interface DremioTokens {
  list(session: Session): Promise<ListedToken[]>
  /** Never retried. `tid` is read from the secret and is to be confirmed by listing. `lifetime` in milliseconds. */
  create(
    session: Session,
    ask: { label: string; lifetime: number },
  ): Promise<{ secret: Secret; tid: string | undefined }>
  /** A token that is not there any more counts as revoked. */
  revoke(session: Session, tid: string): Promise<void>
  /** Every token of the session's user. */
  revokeAll(session: Session): Promise<void>
}

export interface DremioUser {
  uid: string
  name: string
}

export interface DremioUsers {
  /**
   * Active people (no service users) whose name or e-mail address is exactly this one, whatever its case. Throws
   * `email_refused` for an address that cannot be looked up.
   */
  withEmail(email: string): Promise<DremioUser[]>
  /**
   * Who this access token is for: the user id that it names, and, as `withEmail`, the users with this address as its
   * bearer may see them; each undefined where Dremio does not say, or `email` is none to look up.
   */
  signedIn(
    accessToken: Secret,
    email: string | undefined,
  ): Promise<{ uid: string | undefined; matches: DremioUser[] | undefined }>
}

/** The one way a secret reaches a person. */
export interface Delivery {
  /** Throws `showing_failed` if Slack did not accept it for certain. */
  show(person: Person, token: Token, secret: Secret): Promise<void>
}

/** Remembers what was seen, so that a repeat has no second effect. */
export interface IdempotencyKeys {
  /** True for whoever says it first; forgotten after `milliseconds`. */
  claim(id: string, milliseconds: number): Promise<boolean>
}

/** Everything that the operations and alarms are bound to. */
export interface Ports {
  clock: Clock
  ids: Ids
  policy: () => Policy
  workplace: Workplace
  /** Slack ids and `S…` groups of administrators. */
  admins: readonly string[]
  directory: Directory
  requests: Requests
  tokens: Tokens
  reminderRecords: ReminderRecords
  links: Links
  delegations: Delegations
  rateLimits: RateLimits
  audit: Audit
  alarms: Alarms
  sessions: Sessions
  signIns: SignIns
  /** Scheme, host and port at which browsers reach us; required by the ways in which people sign in. */
  publicUrl: string | undefined
  dremioTokens: DremioTokens
  dremioUsers: DremioUsers
  messenger: Messenger
  delivery: Delivery
}
