// The auth method `idp`: people sign in at the corporate identity provider, and its token is exchanged at Dremio.
import { BotError } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import type { SignedIn, StoredSessions } from '../../core/sessions/session.ts'
import type { AuthMethodSettings } from '../auth-method.ts'
import { type AuthorizationServer, discoverProvider, type EndpointOptions } from '../authorization-servers.ts'
import type { Granted } from '../grants.ts'
import { authenticationsWith, exchange, redeemCode, refresh as refreshAt, signInPage } from '../token-endpoint.ts'
import { attended } from './attended.ts'
import type { AuthMethodCapabilities, SessionProvider } from './capabilities.ts'

/** https://docs.dremio.com/current/security/authentication/application-authentication/external-token */
export const idpCapabilities: AuthMethodCapabilities = {
  method: 'idp',
  worksAt: ['Cloud', 'Software 26'],
  attended: true,
  offline: true,
  looksUp: false,
}

export type Idp = Extract<AuthMethodSettings, { method: 'idp' }>

export interface IdpOptions extends EndpointOptions {
  /** Dremio's login URL. */
  loginUrl: string
  redirectUri: string
  idp: Idp
  kept: StoredSessions
}

export function actWithIdp(options: IdpOptions): SessionProvider {
  const { redirectUri, idp, kept, clock } = options
  const provider = providerOf(idp, options)
  const { store, ...acting } = attended({ kept, clock, offline: idp.offline, renew })
  return { ...acting, signIn: { begin, finish, store } }

  async function begin(state: string): Promise<{ page: string; kept: Secret }> {
    const server = await provider()
    return signInPage(server, { redirect_uri: redirectUri, state, ...offlineAccess(idp, server) }, options)
  }

  async function finish(query: string, state: string, kept: Secret): Promise<SignedIn> {
    const granted = await redeemCode(await provider(), { redirectUri, query, state, kept }, options)
    const shown = shownToDremio(granted)
    // There is no id_token although `openid` was requested: the provider is not set up for it.
    if (!shown) throw new BotError('sign_in_failed', { because: 'refused' })
    return exchanged(shown, granted.refreshToken)
  }

  async function renew(
    refreshToken: Secret,
    save: (refreshToken: Secret) => Promise<void>,
  ): Promise<SignedIn | 'over'> {
    const granted = await refreshAt(await provider(), refreshToken, options)
    if (granted === 'over') return 'over'
    // Many providers return a new id_token only at a sign-in (OpenID Connect Core, section 12.2). Dremio accepts the
    // old one only until it expires, which is when this function is called.
    const shown = shownToDremio(granted)
    if (!shown) return 'over'
    if (granted.refreshToken) await save(granted.refreshToken)
    return exchanged(shown, granted.refreshToken)
  }

  function shownToDremio({ idToken, accessToken }: Granted): Secret | undefined {
    return idp.token === 'id_token' ? idToken : accessToken
  }

  async function exchanged(jwt: Secret, refreshToken: Secret | undefined): Promise<SignedIn> {
    const { accessToken, expiresAt } = await exchange(options.loginUrl, { jwt }, options)
    return { accessToken, expiresAt, ...(refreshToken && { refreshToken }) }
  }
}

/** Runs discovery until it succeeds once, then caches the result. Throws `provider_unavailable`. */
function providerOf(idp: Idp, options: EndpointOptions): () => Promise<AuthorizationServer> {
  let found: Promise<AuthorizationServer> | undefined
  return () => {
    found ??= discover(idp, options).catch((error: unknown) => {
      found = undefined
      throw error
    })
    return found
  }
}

async function discover(idp: Idp, options: EndpointOptions): Promise<AuthorizationServer> {
  const found = await lookAtProvider(idp, options)
  // Metadata of another issuer must not decide where people sign in.
  if (found === 'another issuer') throw new BotError('provider_unavailable', {})
  return found
}

export function lookAtProvider({ issuer, clientId, clientSecret }: Idp, options: EndpointOptions) {
  return discoverProvider({ issuer, clientId, authentications: authenticationsWith(clientSecret) }, options)
}

/**
 * Providers return refresh tokens for `offline_access`, and only with the prompt `consent` (OpenID Connect Core,
 * section 11). Microsoft returns them without that prompt, and with it blocks people whose administrator reserves the
 * consent (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow). A provider that does not know
 * the scope, Google for example, refuses the sign-in because of it.
 */
function offlineAccess({ issuer, scopes, offline }: Idp, { metadata }: AuthorizationServer) {
  const scope = scopes.join(' ')
  const known = metadata.scopes_supported?.includes('offline_access') ?? true
  if (!offline || !known) return { scope }
  const withOffline = scopes.includes('offline_access') ? scope : `${scope} offline_access`
  const microsoft = new URL(issuer).hostname === 'login.microsoftonline.com'
  return { scope: withOffline, ...(microsoft ? {} : { prompt: 'consent' }) }
}
