// The keys with which the bot signs for people: one for each thirty days, published earlier and a little longer.
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { Clock } from '../../core/ports.ts'
import { Secret } from '../../core/secret.ts'
import type { SigningKeys } from '../../core/sessions/session.ts'
import { DAY } from '../../core/time/duration.ts'
import { openSigningKey } from '../token-endpoint.ts'

const SLOT = 30 * DAY
/**
 * The next key is published this early, so that a client that caches the keys, as Dremio may, knows it before its first
 * use.
 */
const AHEAD = 2 * DAY
/** The last key is published for so long. Everything that it signed has expired by then. */
const AFTER = DAY

/** A public key, as it is published, without any private member. */
export interface PublicKey {
  kty: string
  n: string
  e: string
  kid: string
  alg: 'RS256'
  use: 'sig'
}

export interface IssuerKeys {
  /** The signing key of the current slot. Throws `redis_unavailable`. */
  current(): Promise<{ sign: CryptoKey; kid: string }>
  /** The key set with which Dremio verifies signatures (RFC 7517). Throws `redis_unavailable`. */
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

  /** The current key first. Creates missing keys and removes expired ones. */
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

  /** If two processes create the same key at once, both use the one that was stored first. */
  async function keyOf(slot: number, stored: Map<string, Secret>): Promise<Secret> {
    return stored.get(nameOf(slot)) ?? (await store.add(nameOf(slot), await makeKey()))
  }
}

function nameOf(slot: number): string {
  return `slot-${slot}`
}

/** A key with an unknown name is never removed. */
function isOver(name: string, now: number): boolean {
  const slot = Number(/^slot-(\d+)$/.exec(name)?.[1] ?? Number.NaN)
  return (slot + 1) * SLOT + AFTER <= now
}

async function makeKey(): Promise<Secret> {
  // Every verifier of OpenID Connect knows RS256; Dremio does not document which algorithms it takes.
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return new Secret(JSON.stringify(await exportJWK(privateKey)))
}

async function opened(key: Secret): Promise<{ sign: CryptoKey; kid: string; publicKey: PublicKey }> {
  const { sign, publicHalf } = await openSigningKey(key)
  // The id depends on the key itself, not on its slot: a key that was lost and created again must not pass for the old
  // one.
  const kid = await calculateJwkThumbprint(publicHalf)
  return { sign, kid, publicKey: { ...publicHalf, kid, alg: 'RS256', use: 'sig' } }
}
