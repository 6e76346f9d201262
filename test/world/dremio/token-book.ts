// The personal access tokens of the simulated Dremio: making, listing, ending, and whose a presented one is.
import { Refusal } from './answer.ts'
import { mintSecret } from './secrets.ts'

const DAY = 86_400_000
/** 180 days; the seed page states it in milliseconds. */
export const LONGEST_LIFETIME = 15_552_000_000

export interface StoredToken {
  readonly tid: string
  readonly uid: string
  readonly label: string
  /** Milliseconds since epoch, as `expiresAt`. */
  readonly createdAt: number
  readonly expiresAt: number
  readonly secret: string
}

export interface NewToken {
  readonly label: string
  /** Milliseconds. */
  readonly lifetime: number
}

export class TokenBook {
  readonly #now: () => number
  #tokens: StoredToken[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  add(uid: string, { label, lifetime }: NewToken, beginning?: string): StoredToken {
    const createdAt = this.#now()
    const token: StoredToken = { ...mintSecret(beginning), uid, label, createdAt, expiresAt: createdAt + lifetime }
    this.#tokens.push(token)
    return token
  }

  /** Expired ones as well: Dremio's own pages show them. */
  of(uid: string): StoredToken[] {
    return this.#tokens.filter((token) => token.uid === uid)
  }

  remove(uid: string, tid: string): void {
    const rest = this.#tokens.filter((token) => token.uid !== uid || token.tid !== tid)
    if (rest.length === this.#tokens.length) throw new Refusal(404, 'Token not found')
    this.#tokens = rest
  }

  removeAll(uid: string): void {
    this.#tokens = this.#tokens.filter((token) => token.uid !== uid)
  }

  wipe(): void {
    this.#tokens = []
  }

  /** The living token with this value. */
  presented(secret: string): StoredToken | undefined {
    return this.#tokens.find((token) => token.secret === secret && token.expiresAt > this.#now())
  }
}

/** Checks the body of a create call as the edition would. Throws a 400. */
export function readNewToken(body: unknown, edition: 'cloud' | 'software'): NewToken {
  const { label, millisecondsToExpire: lifetime } = (body ?? {}) as Record<string, unknown>
  if (typeof label !== 'string' || label.trim() === '') throw new Refusal(400, 'label is required')
  if (typeof lifetime !== 'number' || !Number.isInteger(lifetime) || lifetime <= 0) {
    throw new Refusal(400, 'millisecondsToExpire must be a positive integer')
  }
  if (lifetime > LONGEST_LIFETIME) throw new Refusal(400, `millisecondsToExpire must not exceed ${LONGEST_LIFETIME}`)
  if (edition === 'software' && lifetime < DAY) throw new Refusal(400, 'The lifetime must be one day at least')
  return { label, lifetime }
}

/** As the list shows it: Cloud in milliseconds, Software in ISO strings. */
export function asListed(token: StoredToken, edition: 'cloud' | 'software'): Record<string, unknown> {
  const { tid, uid, label } = token
  const date = (at: number) => (edition === 'cloud' ? at : new Date(at).toISOString())
  return { tid, uid, label, createdAt: date(token.createdAt), expiresAt: date(token.expiresAt) }
}
