// What a test says to the simulated Dremio, and what it can read from it.
import type { Border } from '../border.ts'
import type { Attend } from '../crossing.ts'
import type { Fault, Gate, HoldOptions, Match, Operation } from './faults.ts'
import type { Edition } from './routes.ts'
import type { NewToken, StoredToken } from './token-book.ts'
import type { User, UserSeed } from './users.ts'
import type { Impersonation, OauthApp, TokenProvider } from './world.ts'

export interface DremioOptions {
  /** Cloud if not said. */
  readonly edition?: Edition
  /** Of Software; 26 if not said. */
  readonly version?: '25' | '26'
  readonly users?: readonly UserSeed[]
  /** Milliseconds since epoch; the wall clock if not said. */
  readonly now?: () => number
  /** A free one if not said. */
  readonly port?: number
  /** Whether users who are no administrators may find and get users; true if not said. */
  readonly usersMayLookUp?: boolean
  readonly oauthApps?: readonly OauthApp[]
  readonly tokenProviders?: readonly TokenProvider[]
  /** Who may act for whom on Software 26; nobody if not said. */
  readonly impersonation?: readonly Impersonation[]
  /** Access tokens that do not say whose they are. */
  readonly opaqueAccessTokens?: boolean
  /** Whether a refresh token works once and brings a new one; true if not said. */
  readonly rotatesRefreshTokens?: boolean
  /** Whether a browser in which somebody signed in is let through without a page; false if not said. */
  readonly remembersBrowsers?: boolean
}

/**
 * One call as it arrived, whether or not it was allowed. Its credential is not kept, and of a secret among the fields of
 * an OAuth call no more than `true`.
 */
export interface Recorded {
  readonly operation: Operation
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  readonly at: number
  /** Id of the user whose credential it carried, if that was accepted. */
  readonly as: string | undefined
}

export interface SimulatedDremio {
  /** `http://127.0.0.1:1234`: what goes into `DREMIO_API_URL`, and into `DREMIO_LOGIN_URL`. */
  readonly url: string
  readonly edition: Edition
  readonly requests: readonly Recorded[]
  /** The values of all tokens that the API handed out: the canaries. */
  readonly secrets: readonly string[]
  /**
   * Every code, access token and refresh token that was issued, and every code verifier, assertion and actor token that
   * was ever sent to the token endpoint: canaries as well, which nobody may see at all.
   */
  readonly issuedSecrets: readonly string[]
  /** True once somebody called the path that ends everybody's tokens. */
  readonly wiped: boolean
  /** Lives as it is: what a test changes in it holds from the next call on. Throws if there is none. */
  user(id: string): User
  addUser(seed: UserSeed): User
  removeUser(id: string): void
  /** A token for the user that is in no list and never expires; the same one each time. */
  credential(userId: string): string
  /** Accepts any text as bearer of a user, until a moment in milliseconds. For access tokens made elsewhere. */
  accept(bearer: string, userId: string, until?: number): void
  /** A token in the user's list that was not made through the API; its value is no canary. */
  mint(userId: string, token?: Partial<NewToken> & { beginning?: string }): StoredToken
  tokensOf(userId: string): readonly StoredToken[]
  addOauthApp(app: OauthApp): void
  addTokenProvider(provider: TokenProvider): void
  /** Ends every refresh token of the user; access tokens that are out live on. */
  revokeGrants(userId: string): void
  fail(match: Match, fault: Fault, options?: { times?: number }): void
  clearFaults(): void
  hold(match: Match, options?: HoldOptions): Gate
  /** One more address, for one bot: `attend` is asked before each call is obeyed, and then before it is answered. */
  openBorder(attend: Attend): Promise<Border>
  close(): Promise<void>
}
