// What the operator chose: the way of acting as people, with what it works with.
import type { Clock } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { SigningKeys, StoredSessions } from '../core/sessions/session.ts'
import type { ClientOptions } from './client.ts'

export type AuthMethodSettings =
  /** The one token of the seed page. */
  | { method: 'token'; token: Secret }
  /** `offline` keeps refresh tokens. */
  | { method: 'oauth'; clientId: string; offline: boolean }
  | {
      method: 'idp'
      issuer: string
      clientId: string
      clientSecret?: Secret
      scopes: readonly string[]
      /** Which of the provider's tokens Dremio is shown. */
      token: 'id_token' | 'access_token'
      offline: boolean
    }
  /** `token` is a personal access token of the proxy user. */
  | { method: 'impersonation'; token: Secret }
  /** `deny` holds names or ids of Dremio users for whom the bot never signs. */
  | { method: 'issuer'; deny: readonly string[] }

export interface DremioSettings extends ClientOptions {
  auth: AuthMethodSettings
  /** Of an ADMIN of Software; on Cloud no administrator may do anything for others, and it is not used. */
  adminToken?: Secret | undefined
  /** Scheme, host and port at which browsers reach us; required by the ways in which people sign in, and by `issuer`. */
  publicUrl?: string | undefined
  kept: StoredSessions
  signingKeys: SigningKeys
  clock: Clock
}
