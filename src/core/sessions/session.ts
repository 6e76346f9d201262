// A session, which is the right to act as one person at Dremio: how it is obtained and how it is stored.
import type { BotError, Capability } from '../errors.ts'
import type { Secret } from '../secret.ts'
import { MINUTE } from '../time/duration.ts'

/** The values of `DREMIO_AUTH`, one for each auth method. */
export const authMethods = ['oauth', 'idp', 'impersonation', 'token', 'issuer'] as const
export type AuthMethod = (typeof authMethods)[number]

/** Longest time for which a session is stored after a sign-in if the bot may not act unattended, milliseconds. */
export const LONGEST_STORED_SESSION = 10 * MINUTE

/** The right to act as one person at Dremio, for minutes. */
export interface Session {
  /** Dremio user id. */
  uid: string
  accessToken: Secret
  /**
   * True for an administrator's credential: the tokens then belong to another person, and the edition decides what is
   * allowed.
   */
  onBehalf?: boolean
  /**
   * Called when Dremio refuses `accessToken` (401), so that it is not used again. With `again` it resolves to another
   * access token for one more attempt. Without `again`, or if there is no other token, it rejects with the failure to
   * report in place of `refusal`. Absent if the auth method has no remedy.
   */
  refused?: (refusal: BotError<'dremio_credential_refused'>, again: boolean) => Promise<Secret>
  /** Ids of the personal access tokens that the bot itself works with. The bot must not revoke them. */
  working: readonly string[]
}

/** What an auth method can do. The bot never offers anything else. */
export interface Capabilities {
  can: Record<Capability, boolean>
  /** True if the auth method works while the person is not at the screen. */
  unattended: boolean
  /** What an administrator's credential (`DREMIO_ADMIN_TOKEN`) may do for people who are not signed in. */
  forOthers: { list: boolean; revoke: boolean }
}

/** The person to act for. `uid` is their Dremio user. */
export interface SessionSubject {
  /** Slack id. */
  person: string
  uid: string
  /** Dremio's name of that user, if it is known. The auth method `issuer` signs for this name. */
  dremioName?: string | undefined
  /**
   * Set for a person who has left, or of whom nobody knows whether they are still there: the session may use only
   * credentials that are not theirs, and is not stored.
   */
  left?: true
}

export interface Sessions {
  readonly authMethod: AuthMethod
  /** Read this at every use, because a later probe of Dremio may change it. */
  readonly capabilities: Capabilities
  /** The sign-in of the auth method. Undefined if people need not sign in. */
  readonly signIn: SignIn | undefined
  /**
   * Throws `not_signed_in` if the person has to sign in first, `auth_method_cannot`, and the failures of the auth
   * method in use: `impersonation_refused`, `issuer_refused`, `exchange_refused`, Dremio's codes.
   */
  actAs(who: SessionSubject, operation: Capability): Promise<Session>
  /**
   * Acts for a person without their sign-in, with an administrator's credential. Throws `auth_method_cannot` unless
   * `capabilities.forOthers` allows the operation.
   */
  onBehalf(uid: string, operation: 'list' | 'revoke'): Session
  /**
   * Called when the operation is done: drops the stored session, unless it is kept so that the bot can act unattended.
   */
  release(person: string): Promise<void>
  /** Whether a session is stored for this person. */
  keeps(person: string): Promise<boolean>
  /** Drops everything stored to act as this person, refresh tokens included. Resolves to false if there was nothing. */
  forget(person: string): Promise<boolean>
}

/** A sign-in in the browser: it goes to a page of Dremio or of the identity provider, and comes back with a code. */
export interface SignIn {
  /**
   * `page` is the address for the browser. `kept` is handed to `finish` and must be stored encrypted. Throws
   * `provider_unavailable`.
   */
  begin(state: string): Promise<{ page: string; kept: Secret }>
  /**
   * `query` is what the browser brought back, without the question mark. Throws `sign_in_failed`, `exchange_refused`,
   * `provider_unavailable` and Dremio's codes.
   */
  finish(query: string, state: string, kept: Secret): Promise<SignedIn>
  /** Stores the session, so that this person can act from now on, for as long as the auth method allows. */
  store(person: string, uid: string, signedIn: SignedIn): Promise<void>
}

/** The result of a sign-in. Who signed in still has to be verified. */
export interface SignedIn {
  accessToken: Secret
  /** Milliseconds since epoch. */
  expiresAt: number
  refreshToken?: Secret
}

/** A session as it is stored. */
export interface StoredSession extends SignedIn {
  uid: string
  /** When the access token was obtained, milliseconds since epoch. */
  since: number
  /**
   * Milliseconds since epoch. Dremio refused an access token that had just been refreshed, so the refresh token is not
   * used until this moment, and the person is asked to sign in instead.
   */
  doubtedUntil?: number
}

/** A stored session as it was read. Every write gives it a new `version`, even if nothing else changed. */
export interface StoredSessionVersion extends StoredSession {
  version: string
}

/**
 * Stored sessions, encrypted, by person (Slack id). Every method throws `redis_unavailable`; methods that encrypt also
 * throw `broken` if there is no key. `until` is when the session is deleted, milliseconds since epoch.
 */
export interface StoredSessions {
  /** Undefined if there is no session, if it has expired, or if the key that encrypted it is gone. */
  of(person: string): Promise<StoredSessionVersion | undefined>
  /** Stores a session and replaces an earlier one. */
  keep(person: string, session: StoredSession, until: number): Promise<void>
  /**
   * Replaces the session that was read before. Resolves to what is stored now, or to undefined, without any change, if
   * that session was dropped or replaced meanwhile.
   */
  replace(
    person: string,
    before: StoredSessionVersion,
    after: StoredSession,
    until: number,
  ): Promise<StoredSessionVersion | undefined>
  /**
   * With `only`, drops the session only if it is still the one that was read. Resolves to false if nothing was dropped.
   */
  drop(person: string, only?: StoredSessionVersion): Promise<boolean>
  /**
   * Runs `work` for one caller at a time, across processes, because a refresh token must not be used twice. Another
   * caller waits for some seconds at most, then gets `busy` without having run anything.
   */
  exclusively<T>(person: string, work: () => Promise<T>): Promise<T | 'busy'>
}

/** The bot's signing keys (`DREMIO_AUTH=issuer`), stored encrypted, by name. Throws as `StoredSessions` does. */
export interface SigningKeys {
  /** The keys that can be decrypted. */
  all(): Promise<Map<string, Secret>>
  /**
   * Resolves to the stored key of that name: this one, or the one that another process stored first, if it can still be
   * decrypted.
   */
  add(name: string, key: Secret): Promise<Secret>
  remove(name: string): Promise<void>
}
