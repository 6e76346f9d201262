// What each way of acting at Dremio needs around the bot: its variables, and whoever people sign in at.
import { randomBytes } from 'node:crypto'
import type { AuthMethod } from '../../src/core/sessions/session.ts'
import type { SimulatedDremio } from './dremio/dremio.ts'
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts'

export interface AuthMethodWorld {
  dremio: SimulatedDremio
  /** Where browsers reach the bot. */
  publicUrl: string
  people: readonly { email: string; uid: string }[]
  /** Whose credential `DREMIO_TOKEN` is, for `token` and `impersonation`. */
  credential: string
}

export interface PreparedAuthMethod {
  env: Record<string, string>
  /** What nobody may ever see of it. */
  credentials: string[]
  identityProvider?: IdentityProvider
}

const CLIENT = 'dremio-pat-client'

export function newEncryptionKey(): string {
  return randomBytes(32).toString('base64')
}

export async function prepareAuthMethod(method: AuthMethod, world: AuthMethodWorld): Promise<PreparedAuthMethod> {
  const { dremio, publicUrl, credential } = world
  if (method === 'token') return { env: { DREMIO_AUTH: method, DREMIO_TOKEN: credential }, credentials: [credential] }
  const key = newEncryptionKey()
  const shared = { DREMIO_AUTH: method, DREMIO_LOGIN_URL: dremio.url, PUBLIC_URL: publicUrl, ENCRYPTION_KEYS: key }
  const redirectUris = [`${publicUrl}/dremio/callback`]
  switch (method) {
    case 'oauth':
      dremio.addOauthApp({ clientId: CLIENT, redirectUris })
      return { env: { ...shared, DREMIO_OAUTH_CLIENT_ID: CLIENT }, credentials: [key] }
    case 'impersonation':
      return { env: { ...shared, DREMIO_TOKEN: credential }, credentials: [key, credential] }
    case 'issuer':
      dremio.addTokenProvider({
        issuer: publicUrl,
        audience: ['dremio-pat'],
        userClaim: 'sub',
        jwksUrl: `${publicUrl}/.well-known/jwks.json`,
      })
      return { env: shared, credentials: [key] }
    case 'idp': {
      const secret = newEncryptionKey()
      const identityProvider = await startIdentityProvider({
        clients: [{ clientId: CLIENT, clientSecret: secret, redirectUris }],
        people: world.people.map(({ email }) => ({ login: email, claims: { email, email_verified: true } })),
        // It goes by the machine’s clock, and a test may move Dremio’s by days.
        tokenLife: 7 * 86_400,
      })
      const { issuer } = identityProvider
      dremio.addTokenProvider({ issuer, audience: [CLIENT], userClaim: 'email' })
      const idp = { IDP_ISSUER_URL: issuer, IDP_CLIENT_ID: CLIENT, IDP_CLIENT_SECRET: secret }
      return { env: { ...shared, ...idp }, credentials: [key, secret], identityProvider }
    }
  }
}
