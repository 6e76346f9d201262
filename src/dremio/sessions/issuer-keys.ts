// The keys with which the bot signs for people: one for each thirty days, published before and a little after its time.
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { Clock } from '../../core/ports.ts'
import { Secret } from '../../core/secret.ts'
import type { SigningKeys } from '../../core/sessions/session.ts'
import { DAY } from '../../core/time/duration.ts'
import { openSigningKey } from '../token-endpoint.ts'

const SLOT = 30 * DAY
/** Whoever keeps our keys for a while, as Dremio may, has met the next one before it is used. */
const AHEAD = 2 * DAY
/** What the last key signed has long expired by then. */
const AFTER = DAY

/** As it is published: never with a private member. */
export interface PublicKey {
  kty: string
  n: string
  e: string
  kid: string
  alg: 'RS256'
  use: 'sig'
}

export interface IssuerKeys {
  /** The key of today. Throws `redis_unavailable`. */
  current(): Promise<{ sign: CryptoKey; kid: string }>
  /** What Dremio reads to check our signatures (RFC 7517). Throws `redis_unavailable`. */
  jwks(): Promise<{ keys: PublicKey[] }>
}

export function issuerKeys(store: SigningKeys, clock: Clock): IssuerKeys {
  return {
    async current() {
      const [key] = await published()
      return opened(key)
    },
    async jwks() {
      return { keys: await Promise.all((await published()).map(async (key) => (await opened(key)).publicKey)) }
    },
  }

  /** The key in use first; makes what is missing, removes what is over. */
  async function published(): Promise<[Secret, ...Secret[]]> {
    const now = clock.now()
    const slot = Math.floor(now / SLOT)
    const stored = await store.all()
    for (const name of stored.keys()) {
      if (isOver(name, now)) await store.remove(name)
    }
    const current = await keyOf(slot, stored)
    const next = now >= (slot + 1) * SLOT - AHEAD ? await keyOf(slot + 1, stored) : stored.get(nameOf(slot + 1))
    const previous = now < slot * SLOT + AFTER ? stored.get(nameOf(slot - 1)) : undefined
    return [current, ...[next, previous].filter((key) => key !== undefined)]
  }

  /** Of two processes that make one at the same time both use the one that was stored first. */
  async function keyOf(slot: number, stored: Map<string, Secret>): Promise<Secret> {
    return stored.get(nameOf(slot)) ?? (await store.add(nameOf(slot), await makeKey()))
  }
}

function nameOf(slot: number): string {
  return `slot-${slot}`
}

/** What is not named as ours is not ours to remove. */
function isOver(name: string, now: number): boolean {
  const slot = Number(/^slot-(\d+)$/.exec(name)?.[1] ?? Number.NaN)
  return (slot + 1) * SLOT + AFTER <= now
}

async function makeKey(): Promise<Secret> {
  // RS256 is the one algorithm that every verifier of OpenID Connect knows; Dremio does not say which it takes.
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return new Secret(JSON.stringify(await exportJWK(privateKey)))
}

async function opened(key: Secret): Promise<{ sign: CryptoKey; kid: string; publicKey: PublicKey }> {
  const { sign, publicHalf } = await openSigningKey(key)
  // By what it is, not by its slot: a key that was lost and made again must not be taken for the old one.
  const kid = await calculateJwkThumbprint(publicHalf)
  return { sign, kid, publicKey: { ...publicHalf, kid, alg: 'RS256', use: 'sig' } }
}
