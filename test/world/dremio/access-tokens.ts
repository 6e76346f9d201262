// The access tokens of the simulated Dremio: JWTs that name their user, signed with a key of its own.
import { randomBytes, randomUUID } from 'node:crypto'
import { type CryptoKey, generateKeyPair, SignJWT } from 'jose'
import type { Grant } from './grants.ts'
import type { World } from './world.ts'

/** An hour, Dremio's default, in seconds. */
export const LONGEST_LIFE = 3_600
/** The organization's id on Cloud, the cluster's on Software. */
const AUDIENCE = 'ec2d4a2c-2b0a-4f0e-9a0b-7f9c1f0c9d11'

// Made once for all simulators of a process, and only when somebody signs in: it takes a tenth of a second.
let signingKey: Promise<CryptoKey> | undefined

export interface AccessToken {
  readonly token: string
  /** Seconds, as the token endpoint tells them: one less than it lives. */
  readonly expiresIn: number
}

/** A bearer for the user, for so many seconds, an hour at most. It ends with `grant`, if it comes from one. */
export async function issueAccessToken(
  world: World,
  userId: string,
  { seconds = LONGEST_LIFE, grant }: { seconds?: number; grant?: Grant } = {},
): Promise<AccessToken> {
  const issuedAt = Math.floor(world.now() / 1000)
  const life = Math.min(LONGEST_LIFE, seconds)
  const token = world.opaqueAccessTokens
    ? randomBytes(32).toString('base64url')
    : await sign(world.url, userId, issuedAt, issuedAt + life)
  world.issuedSecrets.add(token)
  world.bearers.set(token, { userId, until: (issuedAt + life) * 1000, ...(grant && { grant }) })
  return { token, expiresIn: Math.max(life - 1, 0) }
}

/** The claims that Dremio's open-source server sets (facts, section 3.1). */
async function sign(issuer: string, userId: string, issuedAt: number, expiresAt: number): Promise<string> {
  signingKey ??= generateKeyPair('RS256').then(({ privateKey }) => privateKey)
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256', kid: 'simulated-dremio', typ: 'JWT' })
    .setIssuer(issuer)
    .setSubject(userId)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(expiresAt)
    .setJti(randomUUID())
    .sign(await signingKey)
}
