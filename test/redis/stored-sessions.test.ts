// What the bot may rely on when it keeps sessions at rest.
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import type { StoredSession, StoredSessionVersion } from '../../src/core/sessions/session.ts'
import { MINUTE } from '../../src/core/time/duration.ts'
import { openConnection } from '../../src/redis/client.ts'
import { encryptionWith } from '../../src/redis/encryption.ts'
import { oneAtATime } from '../../src/redis/lock.ts'
import { aKey, codeOf, KEY, NOW, type OpenStore, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const UNTIL = NOW + 10 * MINUTE

function aSession(change: Partial<StoredSession> = {}): StoredSession {
  return {
    uid: randomUUID(),
    accessToken: new Secret(`canary-access-${randomUUID()}`),
    expiresAt: NOW + 5 * MINUTE,
    since: NOW,
    refreshToken: new Secret(`canary-refresh-${randomUUID()}`),
    ...change,
  }
}

/** With what its Secrets hold, so that two can be compared. */
function inClear(session: StoredSession | undefined) {
  if (!session) return undefined
  const { version: _, ...rest } = { version: '', ...session }
  return { ...rest, accessToken: session.accessToken.reveal(), refreshToken: session.refreshToken?.reveal() }
}

/** What rests for UANNA, which must be there. */
async function read(store: OpenStore): Promise<StoredSessionVersion> {
  const session = await store.storedSessions.of('UANNA')
  if (!session) throw new Error('nothing rests')
  return session
}

const sealedOf = (store: OpenStore, person = 'UANNA') =>
  store.raw((raw) => raw.hget(store.keys.session(person), 'sealed'))

describe('a session at rest', () => {
  test('comes back as it was put in, to its person alone', async () => {
    const { storedSessions } = redis.open()
    const session = aSession()
    expect(await storedSessions.of('UANNA')).toBeUndefined()
    await storedSessions.keep('UANNA', session, UNTIL)
    expect(inClear(await storedSessions.of('UANNA'))).toEqual(inClear(session))
    expect(await storedSessions.of('UBERT')).toBeUndefined()
  })

  test('needs no refresh token', async () => {
    const { storedSessions } = redis.open()
    const { refreshToken: _, ...session } = aSession()
    await storedSessions.keep('UANNA', session, UNTIL)
    const found = await storedSessions.of('UANNA')
    expect(found?.accessToken.reveal()).toBe(session.accessToken.reveal())
    expect(found && 'refreshToken' in found).toBe(false)
  })

  test('is replaced by the next one, and so is the time for which it is kept', async () => {
    const store = redis.open()
    const next = aSession()
    await store.storedSessions.keep('UANNA', aSession(), UNTIL)
    await store.storedSessions.keep('UANNA', next, NOW + MINUTE)
    expect(inClear(await store.storedSessions.of('UANNA'))).toEqual(inClear(next))
    expect(await store.raw((raw) => raw.pttl(store.keys.session('UANNA')))).toBeLessThanOrEqual(MINUTE)
  })

  test('goes when it is dropped; dropping nothing is fine, and told', async () => {
    const { storedSessions } = redis.open()
    await storedSessions.keep('UANNA', aSession(), UNTIL)
    expect(await storedSessions.drop('UANNA')).toBe(true)
    expect(await storedSessions.of('UANNA')).toBeUndefined()
    expect(await storedSessions.drop('UANNA')).toBe(false)
  })

  test('is gone at its moment by our clock', async () => {
    const store = redis.open()
    await store.storedSessions.keep('UANNA', aSession(), UNTIL)
    store.clock.time = UNTIL - 1
    expect(await store.storedSessions.of('UANNA')).toBeDefined()
    store.clock.time = UNTIL
    expect(await store.storedSessions.of('UANNA')).toBeUndefined()
  })

  test('is gone from Redis after its span, by the clock of Redis', async () => {
    const store = redis.open()
    await store.storedSessions.keep('UANNA', aSession(), UNTIL)
    const left = await store.raw((raw) => raw.pttl(store.keys.session('UANNA')))
    expect(left).toBeGreaterThan(9 * MINUTE)
    expect(left).toBeLessThanOrEqual(10 * MINUTE)
    await store.storedSessions.keep('UANNA', aSession(), NOW - MINUTE)
    await expect.poll(() => sealedOf(store)).toBeNull()
  })

  test('tells nobody who looks into Redis anything', async () => {
    const store = redis.open()
    const session = aSession()
    await store.storedSessions.keep('UANNA', session, UNTIL)
    const dump = await redis.running().dump()
    expect(dump).toContain(store.keys.session('UANNA'))
    expect(dump).not.toContain('canary')
    expect(dump).not.toContain(session.uid)
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      expect(dump).not.toContain(Buffer.from(session.accessToken.reveal()).toString(encoding).slice(0, 20))
      expect(dump).not.toContain(Buffer.from(KEY.reveal(), 'base64').toString(encoding))
    }
  })

  test('does not open for another person to whom it was moved', async () => {
    const store = redis.open()
    await store.storedSessions.keep('UANNA', aSession(), UNTIL)
    const text = (await sealedOf(store)) ?? ''
    await store.raw((raw) => raw.hset(store.keys.session('UBERT'), 'sealed', text))
    expect(await store.storedSessions.of('UBERT')).toBeUndefined()
    expect(await store.storedSessions.of('UANNA')).toBeDefined()
    expect(store.troubles).toHaveLength(1)
  })

  test('that does not fit is not kept', async () => {
    const store = redis.open()
    const odd = { ...aSession(), expiresAt: 'soon' } as unknown as StoredSession
    expect(await codeOf(store.storedSessions.keep('UANNA', odd, UNTIL))).toBe('broken')
    expect(await sealedOf(store)).toBeNull()
    expect(store.troubles).toEqual(['session does not fit its schema at expiresAt'])
  })

  test('that another version of us wrote in its own way counts as gone', async () => {
    const store = redis.open()
    const key = store.keys.session('UANNA')
    const { encrypt } = encryptionWith([KEY], () => undefined)
    for (const odd of ['canary', null, {}, { ...aSession(), until: UNTIL, accessToken: 'canary' }]) {
      await store.raw((raw) => raw.hset(key, 'sealed', encrypt(odd, { key, field: 'sealed' })))
      expect(await store.storedSessions.of('UANNA')).toBeUndefined()
    }
    expect(new Set(store.troubles)).toEqual(
      new Set(['the session of UANNA in Redis does not fit its schema; it counts as gone']),
    )
  })

  test('cannot be kept without a key to encrypt it with', async () => {
    const store = redis.open(undefined, [])
    expect(await codeOf(store.storedSessions.keep('UANNA', aSession(), UNTIL))).toBe('broken')
    expect(await sealedOf(store)).toBeNull()
    expect(await store.storedSessions.of('UANNA')).toBeUndefined()
  })
})

describe('what is written for a session that was read', () => {
  test('takes its place, and its own time', async () => {
    const store = redis.open()
    await store.storedSessions.keep('UANNA', aSession(), UNTIL)
    const next = aSession()
    const written = await store.storedSessions.replace('UANNA', await read(store), next, NOW + 20 * MINUTE)
    expect(inClear(written)).toEqual(inClear(next))
    expect(await read(store)).toEqual(written)
    const left = await store.raw((raw) => raw.pttl(store.keys.session('UANNA')))
    expect(left).toBeGreaterThan(19 * MINUTE)
    expect(left).toBeLessThanOrEqual(20 * MINUTE)
    store.clock.time = NOW + 20 * MINUTE
    expect(await store.storedSessions.of('UANNA')).toBeUndefined()
  })

  test('can be written over in turn, by whoever has what came of it', async () => {
    const store = redis.open()
    await store.storedSessions.keep('UANNA', aSession(), UNTIL)
    const first = await read(store)
    const second = await store.storedSessions.replace('UANNA', first, first, UNTIL)
    expect(second?.version).not.toBe(first.version)
    expect(await store.storedSessions.replace('UANNA', second ?? first, aSession(), UNTIL)).toBeDefined()
    expect(await store.storedSessions.replace('UANNA', second ?? first, aSession(), UNTIL)).toBeUndefined()
  })

  test('does not bring back what was dropped meanwhile', async () => {
    const store = redis.open()
    await store.storedSessions.keep('UANNA', aSession(), UNTIL)
    const before = await read(store)
    await store.storedSessions.drop('UANNA')
    expect(await store.storedSessions.replace('UANNA', before, aSession(), UNTIL)).toBeUndefined()
    expect(await store.raw((raw) => raw.exists(store.keys.session('UANNA')))).toBe(0)
  })

  test('does not take the place of what was kept meanwhile, were it the same again', async () => {
    const store = redis.open()
    const session = aSession()
    await store.storedSessions.keep('UANNA', session, UNTIL)
    const before = await read(store)
    await store.storedSessions.keep('UANNA', session, UNTIL)
    const now = await read(store)
    expect(await store.storedSessions.replace('UANNA', before, aSession(), UNTIL)).toBeUndefined()
    expect(await store.storedSessions.drop('UANNA', before)).toBe(false)
    expect(await read(store)).toEqual(now)
    expect(await store.storedSessions.drop('UANNA', now)).toBe(true)
    expect(await store.storedSessions.of('UANNA')).toBeUndefined()
    expect(await store.storedSessions.drop('UANNA', now)).toBe(false)
  })

  test('is written by exactly one of twenty at once, in two processes', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    await store.storedSessions.keep('UANNA', aSession(), UNTIL)
    const before = await read(store)
    const written = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        (number % 2 ? store : other).storedSessions.replace('UANNA', before, aSession(), UNTIL),
      ),
    )
    const [winner, ...others] = written.filter((one) => one !== undefined)
    expect(others).toEqual([])
    expect(await read(store)).toEqual(winner)
  })

  test('is written although it was encrypted anew meanwhile, which is no change', async () => {
    const [fresh, old] = [aKey(), aKey()]
    const late = redis.open(undefined, [old, fresh])
    const early = redis.open(late.prefix, [fresh, old])
    await late.storedSessions.keep('UANNA', aSession(), UNTIL)
    const before = await read(late)
    const sealed = await sealedOf(late)
    await early.storedSessions.of('UANNA')
    expect(await sealedOf(late)).not.toBe(sealed)
    const next = aSession()
    expect(inClear(await late.storedSessions.replace('UANNA', before, next, UNTIL))).toEqual(inClear(next))
    await early.storedSessions.of('UANNA')
    expect(await late.storedSessions.drop('UANNA', await read(late))).toBe(true)
  })
})

describe('when keys are rotated', () => {
  test('a session is encrypted anew when it is used, and needs the old key no more; its time stays', async () => {
    const [fresh, old] = [aKey(), aKey()]
    const before = redis.open(undefined, [old])
    const session = aSession()
    await before.storedSessions.keep('UANNA', session, UNTIL)
    const [sealed, left] = [await sealedOf(before), await before.raw((raw) => raw.pttl(before.keys.session('UANNA')))]

    const both = redis.open(before.prefix, [fresh, old])
    expect(inClear(await both.storedSessions.of('UANNA'))).toEqual(inClear(session))
    const resealed = await sealedOf(both)
    expect(resealed).not.toBe(sealed)
    expect(inClear(await both.storedSessions.of('UANNA'))).toEqual(inClear(session))
    expect(await sealedOf(both)).toBe(resealed)

    const after = redis.open(before.prefix, [fresh])
    expect(inClear(await after.storedSessions.of('UANNA'))).toEqual(inClear(session))
    const leftNow = await after.raw((raw) => raw.pttl(after.keys.session('UANNA')))
    expect(leftNow).toBeGreaterThan(9 * MINUTE)
    expect(leftNow).toBeLessThanOrEqual(left)
    expect([...before.troubles, ...both.troubles, ...after.troubles]).toEqual([])
  })

  test('one that was replaced or dropped meanwhile is neither brought back nor overwritten', async () => {
    const [fresh, old] = [aKey(), aKey()]
    const before = redis.open(undefined, [old])
    const both = redis.open(before.prefix, [fresh, old])
    for (let round = 0; round < 20; round++) {
      await before.storedSessions.keep('UANNA', aSession(), UNTIL)
      const next = aSession()
      await Promise.all([both.storedSessions.of('UANNA'), both.storedSessions.keep('UANNA', next, UNTIL)])
      expect(inClear(await both.storedSessions.of('UANNA'))).toEqual(inClear(next))
      await before.storedSessions.keep('UANNA', aSession(), UNTIL)
      await Promise.all([both.storedSessions.of('UANNA'), both.storedSessions.drop('UANNA')])
      expect(await sealedOf(both)).toBeNull()
    }
  })

  test('one whose key is gone counts as gone, fails nothing, and can be replaced', async () => {
    const before = redis.open(undefined, [aKey()])
    await before.storedSessions.keep('UANNA', aSession(), UNTIL)
    const after = redis.open(before.prefix, [aKey()])
    expect(await after.storedSessions.of('UANNA')).toBeUndefined()
    expect(await after.storedSessions.of('UANNA')).toBeUndefined()
    expect(after.troubles).toHaveLength(1)
    const session = aSession()
    await after.storedSessions.keep('UANNA', session, UNTIL)
    expect(inClear(await after.storedSessions.of('UANNA'))).toEqual(inClear(session))
  })
})

describe('exclusive work', () => {
  test('of two processes for one person never overlaps', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    let atWork = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++atWork)
      await store.ping()
      atWork--
      return most
    }
    await Promise.all(
      Array.from({ length: 6 }, (_, number) => (number % 2 ? store : other).storedSessions.exclusively('UANNA', work)),
    )
    expect(most).toBe(1)
    expect(await store.raw((raw) => raw.exists(store.keys.sessionLock('UANNA')))).toBe(0)
  })

  test('for one person holds up nobody else', async () => {
    const { storedSessions } = redis.open()
    const answer = await storedSessions.exclusively('UANNA', () =>
      storedSessions.exclusively('UBERT', async () => 'done'),
    )
    expect(answer).toBe('done')
  })

  test('that fails fails its caller, and lets the next one in', async () => {
    const { storedSessions } = redis.open()
    const failed = storedSessions.exclusively('UANNA', () => Promise.reject(new Error('of the work')))
    await expect(failed).rejects.toThrow('of the work')
    expect(await storedSessions.exclusively('UANNA', async () => 'next')).toBe('next')
  })

  test('of somebody who died is over when the lease runs out', async () => {
    const store = redis.open()
    const lock = store.keys.sessionLock('UANNA')
    await store.raw((raw) => raw.set(lock, 'dead', 'PX', 150))
    const found = await store.storedSessions.exclusively('UANNA', () => store.raw((raw) => raw.get(lock)))
    expect(found).not.toBe('dead')
  })

  test('is leased for half a minute', async () => {
    const store = redis.open()
    const lock = store.keys.sessionLock('UANNA')
    const left = await store.storedSessions.exclusively('UANNA', () => store.raw((raw) => raw.pttl(lock)))
    expect(left).toBeGreaterThan(25_000)
    expect(left).toBeLessThanOrEqual(30_000)
  })

  test('is not begun beside another: once patience is spent its caller hears so, and the lock stays its owner’s', async () => {
    const store = redis.open()
    const connection = openConnection({ url: store.url, onTrouble: () => undefined })
    const lock = store.keys.sessionLock('UANNA')
    await store.raw((raw) => raw.set(lock, 'somebody', 'PX', MINUTE))
    const times = { lease: MINUTE, patience: 60, pause: 10 }
    let begun = false
    const work = async () => {
      begun = true
    }
    expect(await oneAtATime(connection, lock, work, times)).toBe('busy')
    expect([begun, await store.raw((raw) => raw.get(lock))]).toEqual([false, 'somebody'])
    await connection.close()
  })

  test('whose lease ran out does not take the lock from whoever has it now', async () => {
    const store = redis.open()
    const lock = store.keys.sessionLock('UANNA')
    await store.storedSessions.exclusively('UANNA', () => store.raw((raw) => raw.set(lock, 'next', 'PX', MINUTE)))
    expect(await store.raw((raw) => raw.get(lock))).toBe('next')
  })

  test('that was done is done, though Redis went away meanwhile', async () => {
    const store = redis.open()
    const done = store.storedSessions.exclusively('UANNA', async () => {
      await store.close()
      return 'done'
    })
    expect(await done).toBe('done')
  })
})
