// How the certified provider is set up to be a company's identity provider: RS256, PKCE, claims in the ID token.
import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import type { AdapterFactory, Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { errorPage } from '../sign-in-page.ts'
import type { People } from './people.ts'

/** Access tokens are for Dremio even if the client does not say so. */
const RESOURCE = 'urn:dremio'
/** Seconds. */
const HOUR = 3_600
const EMAIL_CLAIMS = ['email', 'email_verified']

export const NAME = 'Acme'

export interface Setting {
  readonly people: People
  readonly storage: AdapterFactory
  /** `aud` of access tokens, which then are JWTs; opaque without one. */
  readonly accessTokenAudience: string | undefined
  /** Of ID tokens and access tokens, seconds; an hour if not said. */
  readonly tokenLife: number | undefined
}

export async function configurationFor(setting: Setting): Promise<Configuration> {
  const { people, storage, accessTokenAudience, tokenLife = HOUR } = setting
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = await exportJWK(privateKey)
  const claimsOf = (accountId: string) => ({ ...people.withId(accountId)?.claims, sub: accountId })

  return {
    adapter: storage,
    jwks: { keys: [{ ...key, kid: 'identity-provider', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { required: () => true },
    // The address needs its scope, as everywhere; other claims differ from provider to provider.
    claims: {
      openid: ['sub', ...people.claimNames.filter((name) => !EMAIL_CLAIMS.includes(name))],
      email: EMAIL_CLAIMS,
      profile: [],
    },
    // Corporate providers put claims into the ID token; by the letter of OpenID they would be at /userinfo only.
    conformIdTokenClaims: false,
    findAccount: (_, accountId) => people.withId(accountId) && { accountId, claims: async () => claimsOf(accountId) },
    extraTokenClaims: async (_, token) =>
      'accountId' in token && typeof token.accountId === 'string' ? claimsOf(token.accountId) : undefined,
    loadExistingGrant: consent,
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    rotateRefreshToken: true,
    ttl: {
      AccessToken: tokenLife,
      AuthorizationCode: 60,
      Grant: 14 * 24 * HOUR,
      IdToken: tokenLife,
      Interaction: HOUR,
      RefreshToken: 14 * 24 * HOUR,
      Session: 14 * 24 * HOUR,
    },
    async renderError(ctx, { error, error_description }) {
      ctx.type = 'html'
      ctx.body = errorPage(NAME, [error, error_description].filter(Boolean).join(': '))
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      ...(accessTokenAudience && {
        resourceIndicators: {
          enabled: true,
          defaultResource: () => RESOURCE,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: '',
            audience: accessTokenAudience,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          }),
        },
      }),
    },
  }
}

/** An administrator allowed the application for everybody, so nobody is asked. */
async function consent(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc
  if (!client || !session?.accountId) return undefined
  const known = session.grantIdFor(client.clientId)
  const grant = known ? await provider.Grant.find(known) : undefined
  const current = grant ?? new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  current.addOIDCScope('openid email profile offline_access')
  await current.save()
  return current
}
