// All that the simulated Dremio knows at a moment: users, tokens, OAuth applications, providers, and who may do what.
import type { Grant, Grants } from './grants.ts'
import type { Edition } from './routes.ts'
import type { TokenBook } from './token-book.ts'
import type { User } from './users.ts'

/** An OAuth application as an administrator of Dremio sets it up: a public client, without a secret. */
export interface OauthApp {
  readonly clientId: string
  /** Compared as they are. */
  readonly redirectUris: readonly string[]
}

/** Whose JWTs Dremio takes for whom. */
export interface TokenProvider {
  /** Equals the JWT's `iss`. */
  readonly issuer: string
  /** One of these is in the JWT's `aud`. */
  readonly audience: readonly string[]
  /** The claim that holds the name of a Dremio user: on Cloud the e-mail address. */
  readonly userClaim: string
  /** Looked up in the issuer's `/.well-known/openid-configuration` if not said. */
  readonly jwksUrl?: string
}

/** An inbound policy of Software 26: names of users. */
export interface Impersonation {
  readonly proxy: string
  readonly targets: readonly string[]
}

export interface Bearer {
  readonly userId: string
  /** Milliseconds since epoch. */
  readonly until: number
  /** What it was issued from; it ends with that. */
  readonly grant?: Grant
}

export interface World {
  readonly edition: Edition
  readonly version: '25' | '26'
  readonly now: () => number
  /** Known once the server listens. */
  url: string
  readonly users: Map<string, User>
  readonly usersMayLookUp: boolean
  readonly tokens: TokenBook
  /** What is accepted as a bearer besides the tokens in the book. */
  readonly bearers: Map<string, Bearer>
  /** Tokens in nobody's list, by user id. */
  readonly credentials: Map<string, string>
  /** Values of every token made through the API. */
  readonly secrets: string[]
  wiped: boolean

  readonly apps: Map<string, OauthApp>
  readonly providers: TokenProvider[]
  readonly impersonation: readonly Impersonation[]
  readonly grants: Grants
  readonly opaqueAccessTokens: boolean
  readonly rotatesRefreshTokens: boolean
  readonly remembersBrowsers: boolean
  /** User ids by the value of the browser's cookie. */
  readonly browsers: Map<string, string>
  /** What passed through `/oauth` and must be seen nowhere else. */
  readonly issuedSecrets: Set<string>
}

/** The active user who presents this bearer. */
export function userPresenting(world: World, bearer: string): User | undefined {
  const known = world.bearers.get(bearer)
  const accepted = known && known.until > world.now() && !known.grant?.revoked
  const found = world.users.get((accepted ? known.userId : world.tokens.presented(bearer)?.uid) ?? '')
  return found?.active ? found : undefined
}
