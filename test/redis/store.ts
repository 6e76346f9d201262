// Opens stores on a Redis that one test file has to itself, each under a prefix of its own, with a clock that stands still.
import { randomBytes, randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { afterAll, beforeAll } from 'vitest'
import { isBotError } from '../../src/core/errors.ts'
import type { Request } from '../../src/core/requests/request.ts'
import { Secret } from '../../src/core/secret.ts'
import { DAY } from '../../src/core/time/duration.ts'
import type { Token } from '../../src/core/tokens/token.ts'
import { type Keys, keysUnder } from '../../src/redis/keys.ts'
import { connectRedis, type RedisStore } from '../../src/redis/redis.ts'
import { type RunningRedis, startRedis, withClient } from '../world/redis.ts'
import { borrowRedis } from '../world/shared-redis.ts'

export const NOW = 1_767_225_600_000

export interface OpenStore extends RedisStore {
  url: string
  prefix: string
  keys: Keys
  /** What an operator was told. */
  troubles: string[]
  clock: { time: number; now(): number }
  /** Looks at what is stored, or spoils it, past the adapters. */
  raw<T>(use: (redis: Redis) => Promise<T>): Promise<T>
}

/** A key to encrypt with, made up on the spot. */
export function aKey(): Secret {
  return new Secret(randomBytes(32).toString('base64'))
}

/** What stores encrypt and sign with if a test does not say. */
export const KEY = aKey()

/** For what a test writes itself: a store that signs nothing. */
export const UNSIGNED: readonly Secret[] = []

/** Call it at the top of a test file; `own` for one that can be restarted and reconfigured. `open` with the prefix of another store opens a second one on the same data. */
export function redisForThisFile({ own = false } = {}): {
  running(): RunningRedis
  open(prefix?: string, encryptionKeys?: readonly Secret[], url?: string): OpenStore
} {
  let redis: RunningRedis
  const opened: RedisStore[] = []
  beforeAll(async () => {
    redis = await (own ? startRedis() : borrowRedis())
  })
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()))
    await redis.stop()
  })

  return {
    running: () => redis,
    open(prefix = `${redis.prefix}-${opened.length}`, encryptionKeys = [KEY], url = redis.url) {
      const troubles: string[] = []
      const clock = {
        time: NOW,
        now() {
          return this.time
        },
      }
      const onTrouble = (message: string) => troubles.push(message)
      const store = connectRedis({ url, prefix, encryptionKeys, clock, onTrouble })
      opened.push(store)
      return { ...store, url, prefix, keys: keysUnder(prefix), troubles, clock, raw: (use) => withClient(url, use) }
    },
  }
}

export function aRequest(change: Partial<Request> = {}): Request {
  return {
    id: 'k7m2q9xt',
    version: 1,
    state: 'pending',
    requester: 'UANNA',
    label: 'tableau',
    asked: 30 * DAY,
    lifetime: 30 * DAY,
    reason: 'for the sales dashboard',
    rule: 'every request is reviewed',
    policyVersion: 'built-in',
    approvers: ['UBERT', 'UCARA'],
    reviewerRoles: {},
    quorum: 1,
    differentGroups: false,
    approvals: [],
    requestedAt: NOW,
    nudges: 0,
    returns: 0,
    ...change,
  }
}

export function aToken(change: Partial<Token> = {}): Token {
  return {
    tid: randomUUID(),
    uid: randomUUID(),
    owner: 'UANNA',
    label: 'tableau',
    createdAt: NOW,
    expiresAt: NOW + 30 * DAY,
    request: 'k7m2q9xt',
    version: 1,
    state: 'active',
    delivery: 'undelivered',
    ...change,
  }
}

/** The code with which it fails, or undefined if it does not. Anything but a failure of ours is thrown on. */
export async function codeOf(deed: Promise<unknown>): Promise<string | undefined> {
  try {
    await deed
    return undefined
  } catch (error) {
    if (isBotError(error)) return error.code
    throw error
  }
}
