// The settings for DREMIO_AUTH: the auth method, with the credentials that it needs.
import type { Clock } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { SigningKeys, StoredSessions } from '../core/sessions/session.ts'
import type { ClientOptions } from './client.ts'

export type AuthMethodSettings =
  /** The static token in `DREMIO_TOKEN`. */
  | { method: 'token'; token: Secret }
  /** `offline`: refresh tokens are stored. */
  | { method: 'oauth'; clientId: string; offline: boolean }
  | {
      method: 'idp'
      issuer: string
      clientId: string
      clientSecret?: Secret
      scopes: readonly string[]
      /** Which of the provider's tokens is sent to Dremio. */
      token: 'id_token' | 'access_token'
      offline: boolean
    }
  /** `token` is a personal access token of the proxy user. */
  | { method: 'impersonation'; token: Secret }
  /** `deny` holds names or ids of Dremio users for whom the bot never signs. */
  | { method: 'issuer'; deny: readonly string[] }

export interface DremioSettings extends ClientOptions {
  auth: AuthMethodSettings
  /**
   * A token of a Software user with the role ADMIN. It is ignored on Cloud, where administrators have no rights over
   * other people's tokens.
   */
  adminToken?: Secret | undefined
  /**
   * Scheme, host and port at which browsers reach the bot; required by the auth methods with a sign-in, and by
   * `issuer`.
   */
  publicUrl?: string | undefined
  kept: StoredSessions
  signingKeys: SigningKeys
  clock: Clock
}
