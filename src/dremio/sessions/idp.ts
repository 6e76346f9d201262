// The corporate identity provider's way: people sign in there, and Dremio takes the provider's word for who they are.
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
export const idpWay: AuthMethodCapabilities = {
  method: 'idp',
  worksAt: ['Cloud', 'Software 26'],
  attended: true,
  offline: true,
  looksUp: false,
}

export type Idp = Extract<AuthMethodSettings, { method: 'idp' }>

export interface IdpOptions extends EndpointOptions {
  /** Dremio's. */
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
    // No id_token although `openid` was asked for: a provider that is not set up for it.
    if (!shown) throw new BotError('sign_in_failed', { because: 'refused' })
    return exchanged(shown, granted.refreshToken)
  }

  async function renew(
    refreshToken: Secret,
    save: (refreshToken: Secret) => Promise<void>,
  ): Promise<SignedIn | 'over'> {
    const granted = await refreshAt(await provider(), refreshToken, options)
    if (granted === 'over') return 'over'
    // Many providers give a new id_token only at a sign-in (OpenID Connect Core, section 12.2), and Dremio would take the
    // old one until it expires at most, which is when we come here.
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

/** Discovery, done once it has worked, and tried again until then. Throws `provider_unavailable`. */
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
  // A document that names somebody else must not tell us where to send people.
  if (found === 'another issuer') throw new BotError('provider_unavailable', {})
  return found
}

export function lookAtProvider({ issuer, clientId, clientSecret }: Idp, options: EndpointOptions) {
  return discoverProvider({ issuer, clientId, authentications: authenticationsWith(clientSecret) }, options)
}

/**
 * Providers give refresh tokens for `offline_access`, and that only with consent (OpenID Connect Core, section 11).
 * Microsoft's gives them without, and asked for consent it stops people whose administrator keeps consent to himself
 * (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow). Whoever knows no such scope, Google for
 * one, refuses the sign-in for it.
 */
function offlineAccess({ issuer, scopes, offline }: Idp, { metadata }: AuthorizationServer) {
  const scope = scopes.join(' ')
  const known = metadata.scopes_supported?.includes('offline_access') ?? true
  if (!offline || !known) return { scope }
  const withOffline = scopes.includes('offline_access') ? scope : `${scope} offline_access`
  const microsoft = new URL(issuer).hostname === 'login.microsoftonline.com'
  return { scope: withOffline, ...(microsoft ? {} : { prompt: 'consent' }) }
}
