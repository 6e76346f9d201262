// What Dremio's personal access tokens look like: 46 random bytes in base64, of which the first 16 are the token's id.
// Source: the samples of the seed page, decoded (facts, section 1.6).
import { randomBytes, randomUUID } from 'node:crypto'

export interface Minted {
  readonly secret: string
  /** A valid UUID v4. */
  readonly tid: string
}

/** `beginning` of the id, so that two tokens can be told apart only by the rest. */
export function mintSecret(beginning = ''): Minted {
  const tid = beginning + randomUUID().slice(beginning.length)
  const bytes = Buffer.concat([Buffer.from(tid.replaceAll('-', ''), 'hex'), randomBytes(30)])
  return { secret: bytes.toString('base64'), tid }
}
