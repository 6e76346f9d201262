// The public interface of this room: one client, the auth method in use, and every port that Dremio implements.
import { BotError } from '../core/errors.ts'
import type { HealthCheck } from '../core/health-check.ts'
import type { DremioTokens, DremioUsers } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { Sessions } from '../core/sessions/session.ts'
import type { DremioSettings } from './auth-method.ts'
import { createDremioClient, type DremioClient, idIn } from './client.ts'
import { apiUrlOf, loginUrlOf } from './editions.ts'
import { findingsOf } from './health-checks.ts'
import { probeDremio, updateKnown } from './probe.ts'
import { administratorCapabilities } from './sessions/administrator.ts'
import type { AuthMethodCapabilities, DremioKind, SessionProvider } from './sessions/capabilities.ts'
import { actWithIdp, idpCapabilities, lookAtProvider } from './sessions/idp.ts'
import { actWithImpersonation, impersonationCapabilities } from './sessions/impersonation.ts'
import { actAsIssuer, issuerCapabilities } from './sessions/issuer.ts'
import { issuerKeys } from './sessions/issuer-keys.ts'
import { actWithOauth, oauthCapabilities } from './sessions/oauth.ts'
import { createSessions, type Known } from './sessions/sessions.ts'
import { actWithToken, tokenCapabilities } from './sessions/token.ts'
import { createDremioTokens } from './tokens.ts'
import { createDremioUsers, type LookupCredential } from './users.ts'

export type { AuthMethodSettings, DremioSettings } from './auth-method.ts'

export interface Dremio {
  sessions: Sessions
  tokens: DremioTokens
  users: DremioUsers
  /** Scheme, host and port that people connect to. */
  apiUrl: string
  /** For readiness probes. Throws `dremio_unavailable`. */
  ping(): Promise<void>
  /**
   * The public keys of `issuer`, for `/.well-known/jwks.json`; undefined for other auth methods. Throws
   * `redis_unavailable`.
   */
  jwks: (() => Promise<object>) | undefined
  /**
   * Finds out what this Dremio can do, and corrects `sessions.capabilities`. Never throws; can be called again at any
   * time.
   */
  probe(): Promise<void>
  /** The same, with the results as health checks for the operator. */
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

/**
 * Connects with the first call. Throws `broken` for Software without a URL, or for an auth method without its settings.
 */
export function connectDremio(settings: DremioSettings): Dremio {
  const client = createDremioClient(settings)
  const adminToken = settings.edition === 'software' ? settings.adminToken : undefined
  // An unknown Dremio counts as the newest one, so that the bot does not withhold what would work.
  const kind: DremioKind = settings.edition === 'cloud' ? 'Cloud' : 'Software 26'
  const known: Known = { kind, administratorMay: administratorCapabilities[kind] }
  const { statement, acting, offline = false, token, seekerFor, jwks } = choose(settings, client, adminToken)
  const working = [token, adminToken].flatMap((credential) => (credential && idIn(credential)) ?? [])
  const loginUrl = loginUrlOf(settings)
  const apiUrl = apiUrlOf(settings)

  return {
    sessions: createSessions({ statement, acting, offline, known, working, adminToken }),
    tokens: createDremioTokens(client),
    users: createDremioUsers(client, {
      seekerFor: seek,
      administrator,
      describer: () => administrator() ?? (token && { as: token }),
    }),
    apiUrl,
    ping: () => client.ping(),
    jwks,
    probe: async () => void (await runProbe()),
    runHealthChecks: async () => findingsOf({ report: await runProbe(), known, statement, offline, apiUrl, loginUrl }),
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

  async function runProbe() {
    const { auth, clock } = settings
    const provider = auth.method === 'idp' ? () => lookAtProvider(auth, settings) : undefined
    const usesLogin = statement.method !== 'token'
    const report = await probeDremio({ client, clock, loginUrl, usesLogin, provider, token, adminToken })
    updateKnown(known, report)
    return report
  }
}

function choose(settings: DremioSettings, client: DremioClient, adminToken: Secret | undefined): Chosen {
  const { auth, clock } = settings
  const options = { ...settings, client, loginUrl: loginUrlOf(settings) }
  switch (auth.method) {
    case 'token':
      return { statement: tokenCapabilities, acting: actWithToken(auth.token), ...withToken(auth.token) }
    case 'oauth':
      return {
        statement: oauthCapabilities,
        acting: actWithOauth({ ...options, ...auth, redirectUri: callback(settings) }),
        offline: auth.offline,
      }
    case 'idp':
      return {
        statement: idpCapabilities,
        acting: actWithIdp({ ...options, idp: auth, redirectUri: callback(settings) }),
        offline: auth.offline,
      }
    case 'impersonation':
      return {
        statement: impersonationCapabilities,
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
      return { statement: issuerCapabilities, acting: issuer, seekerFor, jwks: keys.jwks }
    }
  }
}

function withToken(token: Secret): Pick<Chosen, 'token' | 'seekerFor'> {
  return { token, seekerFor: async () => ({ as: token }) }
}

/** The one redirect URI, registered with Dremio or the provider. */
function callback(settings: DremioSettings): string {
  return `${publicUrlOf(settings)}/dremio/callback`
}

function publicUrlOf({ publicUrl }: DremioSettings): string {
  if (publicUrl === undefined) throw new BotError('broken', {})
  return publicUrl.replace(/\/+$/, '')
}
