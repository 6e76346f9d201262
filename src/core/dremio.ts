// What the operations need of Dremio: a person's tokens, and its users.
import type { Secret } from './secret.ts'
import type { Session } from './sessions/session.ts'
import type { ListedToken } from './tokens/token.ts'

/** Dremio's token API. Every method throws the `dremio_…` codes. */
export interface DremioTokens {
  list(session: Session): Promise<ListedToken[]>
  /**
   * Creates a token; never retried. `tid` is read from the secret and has to be confirmed by listing. `lifetime` is in
   * milliseconds.
   */
  create(
    session: Session,
    ask: { label: string; lifetime: number },
  ): Promise<{ secret: Secret; tid: string | undefined }>
  /** Revokes the token. A token that no longer exists counts as revoked. */
  revoke(session: Session, tid: string): Promise<void>
  /** Revokes every token of the session's user. */
  revokeAll(session: Session): Promise<void>
}

export interface DremioUser {
  uid: string
  name: string
}

export interface DremioUsers {
  /**
   * The user with this id. Undefined if Dremio does not tell: it does not let us look, or there is no such user. `email`
   * is missing if Dremio does not tell it; Cloud's names are e-mail addresses.
   */
  withId(uid: string): Promise<(DremioUser & { email: string | undefined }) | undefined>
  /**
   * Active users, without service users, whose name or e-mail address equals this one, ignoring case. Throws
   * `email_refused` for an address that cannot be looked up.
   */
  withEmail(email: string): Promise<DremioUser[]>
  /**
   * The user whom this access token is for: `uid` is the id that the token names, `matches` are the users with this
   * address, as the bearer of the token may see them. Each is undefined if Dremio does not say, and `matches` also if
   * `email` cannot be looked up.
   */
  signedIn(
    accessToken: Secret,
    email: string | undefined,
  ): Promise<{ uid: string | undefined; matches: DremioUser[] | undefined }>
}
