// The auth method `impersonation` (Software 26): a proxy user gets access tokens for users whom Dremio's policy allows.
import { BotError } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import {
  LONGEST_STORED_SESSION,
  type Session,
  type SessionSubject,
  type StoredSessions,
} from '../../core/sessions/session.ts'
import type { EndpointOptions } from '../authorization-servers.ts'
import type { DremioClient } from '../client.ts'
import { exchange, uidIn } from '../token-endpoint.ts'
import { describeUser } from '../users.ts'
import { isFresh } from './attended.ts'
import type { AuthMethodCapabilities, SessionProvider } from './capabilities.ts'

/**
 * https://docs.dremio.com/current/reference/api/oauth-token documents the exchange for running queries. It does not say
 * whether such an access token may create personal access tokens: experimental until `create` was seen to work on a
 * live Software 26 with `exec.impersonation.inbound_policies` set.
 */
export const impersonationCapabilities: AuthMethodCapabilities = {
  method: 'impersonation',
  experimental: true,
  worksAt: ['Software 26'],
  attended: false,
  offline: false,
  looksUp: true,
  except: 'for those whom the inbound policy names',
}

export interface ImpersonationOptions extends EndpointOptions {
  client: DremioClient
  loginUrl: string
  /** A personal access token of the proxy user. */
  token: Secret
  kept: StoredSessions
}

export function actWithImpersonation(options: ImpersonationOptions): SessionProvider {
  const { client, loginUrl, token, kept, clock } = options
  return {
    actAs,
    // The session expires within minutes anyway, and this auth method may act unattended.
    release: async () => {},
    keeps: async (person) => (await kept.of(person)) !== undefined,
    forget: (person) => kept.drop(person),
  }

  async function actAs(who: SessionSubject): Promise<Pick<Session, 'refused'> & { accessToken: Secret }> {
    return { accessToken: await accessTokenFor(who), refused: refusedFor(who) }
  }

  async function accessTokenFor({ person, uid: asked, left }: SessionSubject): Promise<Secret> {
    const uid = asked.toLowerCase()
    const stored = left ? undefined : await kept.of(person)
    if (stored?.uid === uid && isFresh(stored, clock)) return stored.accessToken
    const { name } = await describeUser(client, uid, token)
    const { accessToken, expiresAt } = await exchange(loginUrl, { userName: name, actor: token }, options)
    // A user name can be given to another user between the two calls, and the link was proved for the id.
    if (uidIn(accessToken) !== uid) throw new BotError('impersonation_refused', {})
    if (left) return accessToken
    const now = clock.now()
    await kept.keep(
      person,
      { uid, accessToken, expiresAt, since: now },
      Math.min(now + LONGEST_STORED_SESSION, expiresAt),
    )
    return accessToken
  }

  /**
   * A stored token may have been valid when it was obtained, so a new one is tried. Dropping a newer session here would
   * only cost one more exchange.
   */
  function refusedFor(who: SessionSubject): NonNullable<Session['refused']> {
    return async (refusal, again) => {
      await kept.drop(who.person)
      if (!again) throw refusal
      return accessTokenFor(who)
    }
  }
}
