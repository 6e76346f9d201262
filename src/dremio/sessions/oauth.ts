// The auth method `oauth`: people sign in at Dremio Cloud with an OAuth application, which returns a code.
import type { StoredSessions } from '../../core/sessions/session.ts'
import { dremioServer, type EndpointOptions } from '../authorization-servers.ts'
import { redeemCode, refresh, signInPage } from '../token-endpoint.ts'
import { attended } from './attended.ts'
import type { AuthMethodCapabilities, SessionProvider } from './capabilities.ts'

/**
 * https://docs.dremio.com/dremio-cloud/security/authentication/app-authentication/oauth-apps; Software documents none.
 */
export const oauthCapabilities: AuthMethodCapabilities = {
  method: 'oauth',
  worksAt: ['Cloud'],
  attended: true,
  offline: true,
  looksUp: false,
}

export interface OauthOptions extends EndpointOptions {
  loginUrl: string
  /** The redirect URI, registered with the application. */
  redirectUri: string
  clientId: string
  offline: boolean
  kept: StoredSessions
}

export function actWithOauth(options: OauthOptions): SessionProvider {
  const { redirectUri, offline, kept, clock } = options
  const server = dremioServer(options.loginUrl, options.clientId)
  // Dremio has no other scopes, so a token with fewer rights is not possible.
  const scope = offline ? 'dremio.all offline_access' : 'dremio.all'
  const { store, ...acting } = attended({
    kept,
    clock,
    offline,
    renew: (refreshToken) => refresh(server, refreshToken, options),
  })
  return {
    ...acting,
    signIn: {
      begin: (state) => signInPage(server, { redirect_uri: redirectUri, scope, state }, options),
      finish: (query, state, kept) => redeemCode(server, { redirectUri, query, state, kept }, options),
      store,
    },
  }
}
