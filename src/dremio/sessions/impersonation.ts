// The proxy user's way (Software 26): Dremio gives an access token for somebody whom a policy lets the proxy user act as.
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
 * https://docs.dremio.com/current/reference/api/oauth-token documents the exchange for running queries. Whether its
 * access token may make personal access tokens is not documented: experimental until `create` was seen to work on a live
 * Software 26 with `exec.impersonation.inbound_policies` set.
 */
export const impersonationWay: AuthMethodCapabilities = {
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
    // It rests a few minutes whatever is done, and to act unattended is what this way is for.
    release: async () => {},
    keeps: async (person) => (await kept.of(person)) !== undefined,
    forget: (person) => kept.drop(person),
  }

  async function actAs(who: SessionSubject): Promise<Pick<Session, 'refused'> & { accessToken: Secret }> {
    return { accessToken: await accessTokenFor(who), refused: refusedFor(who) }
  }

  async function accessTokenFor({ person, uid: asked }: SessionSubject): Promise<Secret> {
    const uid = asked.toLowerCase()
    const rests = await kept.of(person)
    if (rests?.uid === uid && isFresh(rests, clock)) return rests.accessToken
    const { name } = await describeUser(client, uid, token)
    const { accessToken, expiresAt } = await exchange(loginUrl, { userName: name, actor: token }, options)
    // A name can pass to somebody else between the two calls, and the id is what the link was proved for.
    if (uidIn(accessToken) !== uid) throw new BotError('impersonation_refused', {})
    const now = clock.now()
    await kept.keep(
      person,
      { uid, accessToken, expiresAt, since: now },
      Math.min(now + LONGEST_STORED_SESSION, expiresAt),
    )
    return accessToken
  }

  /** One that rests may have been good when it was got. Were a newer one dropped here, that would cost an exchange. */
  function refusedFor(who: SessionSubject): NonNullable<Session['refused']> {
    return async (refusal, again) => {
      await kept.drop(who.person)
      if (!again) throw refusal
      return accessTokenFor(who)
    }
  }
}
