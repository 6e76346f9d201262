// A session, the right to act as one person at Dremio: what it is, how it is come by, and where it rests meanwhile.
import type { BotError, Capability } from '../errors.ts'
import type { Secret } from '../secret.ts'
import { MINUTE } from '../time/duration.ts'

/** `DREMIO_AUTH`'s words, one for each way of acting as a person. */
export const authMethods = ['oauth', 'idp', 'impersonation', 'token', 'issuer'] as const
export type AuthMethod = (typeof authMethods)[number]

/** A session that somebody signed in for rests so long at most, milliseconds. */
export const LONGEST_STORED_SESSION = 10 * MINUTE

/** The right to act as one person at Dremio, minutes long. */
export interface Session {
  /** Dremio user id. */
  uid: string
  accessToken: Secret
  /** True for an administrator's credential: the tokens are somebody else's, and the edition says what may be done. */
  onBehalf?: boolean
  /**
   * Called when Dremio does not take `accessToken` (401): whatever is kept of it ends. Resolves to another one for a
   * second try if `again` says that there is to be one; else, or if there is none, rejects with what is to be told instead
   * of `refusal`. Absent where nothing can be done.
   */
  refused?: (refusal: BotError<'dremio_credential_refused'>, again: boolean) => Promise<Secret>
  /** Ids of the personal access tokens that the bot itself works with: they must not be revoked from here. */
  working: readonly string[]
}

/** What a way of acting as a person can do; the bot never offers what is not here. */
export interface Capabilities {
  can: Record<Capability, boolean>
  /** Whether it works while the person is not at the screen. */
  unattended: boolean
  /** What an administrator's credential (`DREMIO_ADMIN_TOKEN`) may do for people who are not signed in. */
  forOthers: { list: boolean; revoke: boolean }
}

/** For whom to act. `uid` is their Dremio user. */
export interface SessionSubject {
  /** Slack id. */
  person: string
  uid: string
  /** Dremio's name of that user, where it is known: what the bot signs for (`issuer`). */
  dremioName?: string | undefined
}

export interface Sessions {
  readonly authMethod: AuthMethod
  /** Read at every use: what a look at Dremio showed to be impossible there is switched off. */
  readonly capabilities: Capabilities
  /** How people sign in; undefined where they need not. */
  readonly signIn: SignIn | undefined
  /**
   * Throws `not_signed_in` where the person has to sign in first, `auth_method_cannot`, and what the way in use may meet:
   * `impersonation_refused`, `issuer_refused`, `exchange_refused`, Dremio's codes.
   */
  actAs(who: SessionSubject, operation: Capability): Promise<Session>
  /** Acts for somebody who need not know, with an administrator's credential. Throws `auth_method_cannot` unless `capabilities.forOthers`. */
  onBehalf(uid: string, operation: 'list' | 'revoke'): Session
  /** The deed is done: what rests for this person is dropped, unless it is kept so that the bot can act unattended. */
  release(person: string): Promise<void>
  /** Whether anything is kept to act as this person. */
  keeps(person: string): Promise<boolean>
  /** Drops whatever is kept to act as this person, refresh tokens included. False if there was nothing. */
  forget(person: string): Promise<boolean>
}

/** Signing in with a browser: out to a page of Dremio or of the identity provider, and back with a code. */
export interface SignIn {
  /** `page` is where the browser goes; `kept` is handed to `finish` and must rest encrypted. Throws `provider_unavailable`. */
  begin(state: string): Promise<{ page: string; kept: Secret }>
  /**
   * `query` is what the browser brought back, without the question mark. Throws `sign_in_failed`, `exchange_refused`,
   * `provider_unavailable` and Dremio's codes.
   */
  finish(query: string, state: string, kept: Secret): Promise<SignedIn>
  /** Lets this person act from now on, for as long as the way in use allows. */
  store(person: string, uid: string, signedIn: SignedIn): Promise<void>
}

/** Somebody signed in; who that is, is yet to be found out. */
export interface SignedIn {
  accessToken: Secret
  /** Milliseconds since epoch. */
  expiresAt: number
  refreshToken?: Secret
}

/** A session at rest. */
export interface StoredSession extends SignedIn {
  uid: string
  /** When the access token was got, milliseconds since epoch. */
  since: number
  /**
   * Milliseconds since epoch. Dremio refused an access token that had just been renewed, so the refresh token is left
   * alone until then, and signing in is offered instead.
   */
  doubtedUntil?: number
}

/** The same as it was read. `version` is another one after every write, also after one that changed nothing. */
export interface StoredSessionVersion extends StoredSession {
  version: string
}

/**
 * Sessions at rest, encrypted, by person (Slack id). Every method throws `redis_unavailable`; what encrypts also `broken`,
 * without a key. `until` is when it is gone, milliseconds since epoch.
 */
export interface StoredSessions {
  /** Undefined if there is none, its time is over, or the key it was encrypted with is gone. */
  of(person: string): Promise<StoredSessionVersion | undefined>
  /** Replaces whatever was there. */
  keep(person: string, session: StoredSession, until: number): Promise<void>
  /**
   * Replaces what was read before, and nothing else: undefined, and nothing is changed, if it was dropped meanwhile, or
   * something newer was kept. Else what rests now.
   */
  replace(
    person: string,
    before: StoredSessionVersion,
    after: StoredSession,
    until: number,
  ): Promise<StoredSessionVersion | undefined>
  /** With `only`, drops nothing but what was read so. False if nothing was dropped. */
  drop(person: string, only?: StoredSessionVersion): Promise<boolean>
  /**
   * Runs `work` for one caller at a time, across processes: a refresh token must not be used twice. Whoever comes
   * meanwhile waits for seconds at most, and then hears that it is `busy`; nothing was done.
   */
  exclusively<T>(person: string, work: () => Promise<T>): Promise<T | 'busy'>
}

/** Keys with which the bot signs for people (`DREMIO_AUTH=issuer`), encrypted, by name. Errors as of `StoredSessions`. */
export interface SigningKeys {
  /** Those that can be decrypted. */
  all(): Promise<Map<string, Secret>>
  /** The key of that name: this one, or the one that somebody put there first and that can still be decrypted. */
  add(name: string, key: Secret): Promise<Secret>
  remove(name: string): Promise<void>
}
