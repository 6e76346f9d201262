// The room's door: one client, the way in use, and every port that Dremio stands behind on top of them.
import { BotError } from '../core/errors.ts'
import type { HealthCheck } from '../core/health-check.ts'
import type { DremioTokens, DremioUsers } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { Sessions } from '../core/sessions/session.ts'
import type { DremioSettings } from './auth-method.ts'
import { createDremioClient, type DremioClient, idIn } from './client.ts'
import { apiUrlOf, loginUrlOf } from './editions.ts'
import { findingsOf } from './health-checks.ts'
import { learn, lookAtDremio } from './probe.ts'
import { administratorsMay } from './sessions/administrator.ts'
import type { AuthMethodCapabilities, DremioKind, SessionProvider } from './sessions/capabilities.ts'
import { actWithIdp, idpWay, lookAtProvider } from './sessions/idp.ts'
import { actWithImpersonation, impersonationWay } from './sessions/impersonation.ts'
import { actAsIssuer, issuerWay } from './sessions/issuer.ts'
import { issuerKeys } from './sessions/issuer-keys.ts'
import { actWithOauth, oauthWay } from './sessions/oauth.ts'
import { createSessions, type Known } from './sessions/sessions.ts'
import { actWithToken, tokenWay } from './sessions/token.ts'
import { createDremioTokens } from './tokens.ts'
import { createDremioUsers, type LookupCredential } from './users.ts'

export type { AuthMethodSettings, DremioSettings } from './auth-method.ts'

export interface Dremio {
  sessions: Sessions
  tokens: DremioTokens
  users: DremioUsers
  /** Scheme, host and port, for people to connect to. */
  apiUrl: string
  /** For readiness. Throws `dremio_unavailable`. */
  ping(): Promise<void>
  /** The public keys of the issuer's way, for `/.well-known/jwks.json`; undefined for other ways. Throws `redis_unavailable`. */
  jwks: (() => Promise<object>) | undefined
  /** Looks what this Dremio can do, and corrects `sessions.abilities`. Never throws; may be called again at any time. */
  probe(): Promise<void>
  /** The same, told to whoever runs the bot. */
  runHealthChecks(): Promise<HealthCheck[]>
}

interface Chosen {
  statement: AuthMethodCapabilities
  acting: SessionProvider
  offline?: boolean
  /** The credential in `DREMIO_TOKEN`. */
  token?: Secret
  seekerFor?: (email: string) => Promise<LookupCredential>
  jwks?: () => Promise<object>
}

/** Connects with the first call. Throws `broken` for Software without a URL, or a way without what it needs. */
export function connectDremio(settings: DremioSettings): Dremio {
  const client = createDremioClient(settings)
  const adminToken = settings.edition === 'software' ? settings.adminToken : undefined
  // What nobody has looked at yet is taken for the newest, so that nothing is withheld that would work.
  const kind: DremioKind = settings.edition === 'cloud' ? 'Cloud' : 'Software 26'
  const known: Known = { kind, administratorMay: administratorsMay[kind] }
  const { statement, acting, offline = false, token, seekerFor, jwks } = choose(settings, client, adminToken)
  const working = [token, adminToken].flatMap((credential) => (credential && idIn(credential)) ?? [])
  const loginUrl = loginUrlOf(settings)
  const apiUrl = apiUrlOf(settings)

  return {
    sessions: createSessions({ statement, acting, offline, known, working, adminToken }),
    tokens: createDremioTokens(client),
    users: createDremioUsers(client, { seekerFor: seek, administrator }),
    apiUrl,
    ping: () => client.ping(),
    jwks,
    probe: async () => void (await look()),
    runHealthChecks: async () => findingsOf({ seen: await look(), known, statement, offline, apiUrl, loginUrl }),
  }

  function administrator(): LookupCredential | undefined {
    if (!adminToken || !known.administratorMay) return undefined
    const refused = () => {
      known.administratorMay = undefined
    }
    return { as: adminToken, refused }
  }

  async function seek(email: string): Promise<LookupCredential> {
    const seeker = administrator()
    if (seeker) return seeker
    if (!seekerFor) throw new BotError('auth_method_cannot', { method: statement.method, operation: 'look up' })
    return seekerFor(email)
  }

  async function look() {
    const { auth, clock } = settings
    const provider = auth.method === 'idp' ? () => lookAtProvider(auth, settings) : undefined
    const usesLogin = statement.method !== 'token'
    const seen = await lookAtDremio({ client, clock, loginUrl, usesLogin, provider, token, adminToken })
    learn(known, seen)
    return seen
  }
}

function choose(settings: DremioSettings, client: DremioClient, adminToken: Secret | undefined): Chosen {
  const { auth, clock } = settings
  const options = { ...settings, client, loginUrl: loginUrlOf(settings) }
  switch (auth.method) {
    case 'token':
      return { statement: tokenWay, acting: actWithToken(auth.token), ...withToken(auth.token) }
    case 'oauth':
      return {
        statement: oauthWay,
        acting: actWithOauth({ ...options, ...auth, redirectUri: callback(settings) }),
        offline: auth.offline,
      }
    case 'idp':
      return {
        statement: idpWay,
        acting: actWithIdp({ ...options, idp: auth, redirectUri: callback(settings) }),
        offline: auth.offline,
      }
    case 'impersonation':
      return {
        statement: impersonationWay,
        acting: actWithImpersonation({ ...options, token: auth.token }),
        ...withToken(auth.token),
      }
    case 'issuer': {
      const keys = issuerKeys(settings.signingKeys, clock)
      const issuer = actAsIssuer({ ...options, publicUrl: publicUrlOf(settings), keys, deny: auth.deny, adminToken })
      const seekerFor = async (email: string): Promise<LookupCredential> => {
        const { accessToken, user } = await issuer.actAsNamed(email)
        return { as: accessToken, self: user }
      }
      return { statement: issuerWay, acting: issuer, seekerFor, jwks: keys.jwks }
    }
  }
}

function withToken(token: Secret): Pick<Chosen, 'token' | 'seekerFor'> {
  return { token, seekerFor: async () => ({ as: token }) }
}

/** The one address to which browsers are sent back; registered with Dremio or the provider. */
function callback(settings: DremioSettings): string {
  return `${publicUrlOf(settings)}/dremio/callback`
}

function publicUrlOf({ publicUrl }: DremioSettings): string {
  if (publicUrl === undefined) throw new BotError('broken', {})
  return publicUrl.replace(/\/+$/, '')
}
