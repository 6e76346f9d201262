// The way in which the bot is itself the identity provider: it signs for people, and refuses to for administrators.
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
 * Dremio checks issuer, audience and signature, and nothing limits whom an issuer may name: the key can become anybody.
 * That is why it is opt-in, why nothing of it is kept, and why administrators are refused.
 */
export const issuerWay: AuthMethodCapabilities = {
  method: 'issuer',
  worksAt: ['Cloud', 'Software 26'],
  attended: false,
  offline: false,
  looksUp: true,
  except: 'never for administrators or whoever is on ISSUER_DENY',
}

/** The audience to set at Dremio's external token provider; its user claim is `sub`. */
export const AUDIENCE = 'dremio-pat'
/** Long enough for one call, milliseconds. */
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

/** Somebody who may be signed for, and an access token of theirs. */
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
  const denied = new Set(options.deny.map((one) => one.trim().toLowerCase()))
  return { ...nothingKept, actAs, actAsNamed: checkedAfterwards }

  async function actAs(who: SessionSubject): Promise<{ accessToken: Secret }> {
    const uid = who.uid.toLowerCase()
    refuseIfDenied(uid)
    if (adminToken) {
      const user = await describeUser(client, uid, adminToken)
      refuseUnlessOrdinary(user)
      return signedAs(user.name, uid)
    }
    // Dremio tells names to its users only, and we are none until we sign as one; guessed, it would be somebody else's.
    if (!who.dremioName) throw refused('name unknown')
    return checkedAfterwards(who.dremioName, uid)
  }

  /** Nobody else may look people up, so they are looked up as themselves, and what was got is dropped if they must not. */
  async function checkedAfterwards(name: string, uid?: string): Promise<Signed> {
    const { accessToken, uid: got } = await signedAs(name, uid)
    const user = await describedByThemselves(got, accessToken)
    refuseUnlessOrdinary(user)
    return { accessToken, user }
  }

  /** Throws `exchange_refused` also where Dremio's token is for somebody else than `uid`, or does not say for whom. */
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
    // Everybody is in the role PUBLIC, so an empty list is one that was held back.
    if (!roles?.length) throw refused('roles unknown')
    // ADMIN by way of another role is not told here; ISSUER_DENY is for those. Cloud tells no types.
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
