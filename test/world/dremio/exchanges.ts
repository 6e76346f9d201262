// Token exchange at the simulated Dremio: for whom a JWT, a personal access token or a proxy user gets an access token.
import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import { OAuthRefusal } from './answer.ts'
import { maySignIn, type User, userNamed, userNameOf } from './users.ts'
import type { TokenProvider, World } from './world.ts'

const TYPE = 'urn:ietf:params:oauth:token-type:'
export const JWT = `${TYPE}jwt`
export const PERSONAL_ACCESS_TOKEN = `${TYPE}dremio:personal-access-token`
export const SUBJECT = `${TYPE}dremio:subject`

export interface Exchanged {
  readonly userId: string
  /** How long what was handed in lives on; the access token lives no longer. */
  readonly seconds: number
}

export async function exchange(world: World, field: (name: string) => string): Promise<Exchanged> {
  const subject = field('subject_token')
  const type = field('subject_token_type')
  if (subject === '') throw new OAuthRefusal(400, 'invalid_request', 'subject_token is missing')
  if (type === JWT) return forJwt(world, subject)
  if (type === PERSONAL_ACCESS_TOKEN) return forToken(world, subject)
  // Documented for Software only.
  if (type === SUBJECT && world.edition === 'software') return forSubject(world, subject, field)
  throw new OAuthRefusal(400, 'invalid_request', 'subject_token_type is not supported')
}

async function forJwt(world: World, jwt: string): Promise<Exchanged> {
  const { claims, provider } = await verified(world, jwt)
  const name = claims[provider.userClaim]
  if (typeof name !== 'string') throw refused(`The JWT has no claim ${provider.userClaim}`)
  const user = userNamed(name, world.users.values(), world.edition)
  if (!maySignIn(user))
    throw new OAuthRefusal(401, 'invalid_grant', 'The user of the JWT does not exist or is inactive')
  return { userId: user.id, seconds: Number(claims.exp) - Math.floor(world.now() / 1000) }
}

async function verified(world: World, jwt: string): Promise<{ claims: JWTPayload; provider: TokenProvider }> {
  const provider = providerOf(world, jwt)
  try {
    const { payload } = await jwtVerify(jwt, await keysOf(provider), {
      algorithms: ['RS256'],
      issuer: provider.issuer,
      audience: [...provider.audience],
      requiredClaims: ['exp'],
      currentDate: new Date(world.now()),
    })
    return { claims: payload, provider }
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) {
      throw new OAuthRefusal(500, 'server_error', 'The keys of the token provider cannot be read')
    }
    throw refused(`The JWT is not valid: ${error.message}`)
  }
}

/** Dremio accepts nothing from two providers with the same issuer and audience (facts, section 3.2). */
function providerOf({ providers }: World, jwt: string): TokenProvider {
  let claims: JWTPayload
  try {
    claims = decodeJwt(jwt)
  } catch {
    throw refused('The JWT cannot be read')
  }
  const audiences = [claims.aud ?? []].flat()
  const [provider, another] = providers.filter(
    ({ issuer, audience }) => issuer === claims.iss && audience.some((one) => audiences.includes(one)),
  )
  if (!provider) throw refused('No token provider has this issuer and audience')
  if (another) throw refused('Two token providers have this issuer and audience')
  return provider
}

/** Read afresh each time, so that a test may change the keys. */
async function keysOf({ issuer, jwksUrl }: TokenProvider): Promise<ReturnType<typeof createRemoteJWKSet>> {
  if (jwksUrl) return createRemoteJWKSet(new URL(jwksUrl))
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  const { jwks_uri } = (await answer.json()) as { jwks_uri: string }
  return createRemoteJWKSet(new URL(jwks_uri))
}

function forToken(world: World, secret: string): Exchanged {
  const token = world.tokens.presented(secret)
  // Not just any bearer: an access token is no personal access token.
  const [holder] = [...world.credentials].find(([, credential]) => credential === secret) ?? []
  const user = world.users.get(token?.uid ?? holder ?? '')
  if (!user?.active) throw new OAuthRefusal(401, 'invalid_grant', 'The personal access token is not valid')
  return { userId: user.id, seconds: secondsUntil(world, token?.expiresAt) }
}

function forSubject(world: World, target: string, field: (name: string) => string): Exchanged {
  if (field('actor_token_type') !== PERSONAL_ACCESS_TOKEN) {
    throw new OAuthRefusal(400, 'invalid_request', 'actor_token_type is not supported')
  }
  const { userId, seconds } = forToken(world, field('actor_token'))
  const proxy = userNameOf(world.users.get(userId) as User, world.edition)
  const same = (name: string) => (other: string) => other.toLowerCase() === name.toLowerCase()
  const allowed = world.impersonation.some((policy) => same(policy.proxy)(proxy) && policy.targets.some(same(target)))
  if (!allowed) {
    const why = `Proxy user '${proxy}' is not authorized to impersonate target user '${target}'.`
    throw new OAuthRefusal(403, 'unauthorized_client', why)
  }
  const user = userNamed(target, world.users.values(), world.edition)
  if (!maySignIn(user)) throw refused('The target user does not exist or is inactive')
  return { userId: user.id, seconds }
}

/** A credential that is in no list never ends. */
function secondsUntil({ now }: World, expiresAt = Number.POSITIVE_INFINITY): number {
  return Math.floor((expiresAt - now()) / 1000)
}

function refused(why: string): OAuthRefusal {
  return new OAuthRefusal(400, 'invalid_grant', why)
}
