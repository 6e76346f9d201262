// The auth method `issuer`: the bot is the identity provider and signs for people, except for administrators.
import { SignJWT } from 'jose'
import { randomNonce } from 'openid-client'
import { BotError, type Facts } from '../../core/errors.ts'
import { Secret } from '../../core/secret.ts'
import type { SessionSubject } from '../../core/sessions/session.ts'
import { MINUTE, SECOND } from '../../core/time/duration.ts'
import type { EndpointOptions } from '../authorization-servers.ts'
import type { DremioClient } from '../client.ts'
import { exchange, uidIn } from '../token-endpoint.ts'
import { type DescribedUser, describeUser, isNotTold } from '../users.ts'
import { type AuthMethodCapabilities, nothingKept, type SessionProvider } from './capabilities.ts'
import type { IssuerKeys } from './issuer-keys.ts'

/**
 * Dremio checks issuer, audience and signature, but nothing limits which users an issuer may name: the signing key can
 * impersonate anybody. Therefore this method is opt-in, stores no sessions and refuses administrators.
 */
export const issuerCapabilities: AuthMethodCapabilities = {
  method: 'issuer',
  worksAt: ['Cloud', 'Software 26'],
  attended: false,
  offline: false,
  looksUp: true,
  except: 'never for administrators or whoever is on ISSUER_DENY',
}

/** The audience to configure at Dremio's external token provider; its user claim is `sub`. */
export const AUDIENCE = 'dremio-pat'
/** Milliseconds; long enough for one call. */
const LIFE = 2 * MINUTE

export interface IssuerOptions extends EndpointOptions {
  client: DremioClient
  loginUrl: string
  publicUrl: string
  keys: IssuerKeys
  deny: readonly string[]
  /** Software: looks people up before anything is signed. */
  adminToken: Secret | undefined
}

/** A user for whom the bot may sign, and an access token for them. */
export interface Signed {
  accessToken: Secret
  user: DescribedUser
}

export interface Issuer extends SessionProvider {
  /** Acts as the Dremio user with this name. Throws as `Sessions.actAs`. */
  actAsNamed(name: string): Promise<Signed>
}

export function actAsIssuer(options: IssuerOptions): Issuer {
  const { client, loginUrl, publicUrl, keys, adminToken, clock } = options
  const denied = new Set(options.deny.map((entry) => entry.trim().toLowerCase()))
  return { ...nothingKept, actAs, actAsNamed: checkedAfterwards }

  async function actAs(who: SessionSubject): Promise<{ accessToken: Secret }> {
    const uid = who.uid.toLowerCase()
    refuseIfDenied(uid)
    if (adminToken) {
      const user = await describeUser(client, uid, adminToken)
      refuseUnlessOrdinary(user)
      return signedAs(user.name, uid)
    }
    // Dremio returns names only to its users, and the bot is none before it signs as one. A guessed name could belong
    // to another user.
    if (!who.dremioName) throw refused('name unknown')
    return checkedAfterwards(who.dremioName, uid)
  }

  /**
   * Without an administrator's token people can only be looked up with their own access token. It is dropped if they
   * turn out to be refused.
   */
  async function checkedAfterwards(name: string, uid?: string): Promise<Signed> {
    const { accessToken, uid: got } = await signedAs(name, uid)
    const user = await describedByThemselves(got, accessToken)
    refuseUnlessOrdinary(user)
    return { accessToken, user }
  }

  /** Throws `exchange_refused` also if Dremio's token is for another user than `uid`, or names no user. */
  async function signedAs(name: string, uid?: string): Promise<{ accessToken: Secret; uid: string }> {
    refuseIfDenied(name)
    const { accessToken } = await exchange(loginUrl, { jwt: await assertion(name) }, options)
    const got = uidIn(accessToken)
    if (got === undefined || (uid !== undefined && got !== uid)) throw new BotError('exchange_refused', {})
    return { accessToken, uid: got }
  }

  async function assertion(name: string): Promise<Secret> {
    const { sign, kid } = await keys.current()
    const issuedAt = Math.floor(clock.now() / SECOND)
    const jwt = new SignJWT()
      .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
      .setIssuer(publicUrl)
      .setAudience(AUDIENCE)
      .setSubject(name)
      .setJti(randomNonce())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + LIFE / SECOND)
    return new Secret(await jwt.sign(sign))
  }

  async function describedByThemselves(uid: string, accessToken: Secret): Promise<DescribedUser> {
    try {
      return await describeUser(client, uid, accessToken)
    } catch (error) {
      throw isNotTold(error) ? refused('roles unknown') : error
    }
  }

  function refuseUnlessOrdinary({ uid, name, roles }: DescribedUser): void {
    refuseIfDenied(uid)
    refuseIfDenied(name)
    // Everybody has the role PUBLIC, so an empty list means that Dremio withheld the roles.
    if (!roles?.length) throw refused('roles unknown')
    // Dremio does not return ADMIN if it is granted through another role; ISSUER_DENY is for such users. Cloud returns
    // no types.
    if (roles.some(({ name, type }) => name === 'ADMIN' && (type ?? 'SYSTEM') === 'SYSTEM'))
      throw refused('administrator')
  }

  function refuseIfDenied(nameOrId: string): void {
    if (denied.has(nameOrId.trim().toLowerCase())) throw refused('deny list')
  }
}

function refused(because: Facts['issuer_refused']['because']): BotError {
  return new BotError('issuer_refused', { because })
}
