// What the bot may rely on when it keeps what it knows of tokens.
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import type { Token } from '../../src/core/tokens/token.ts'
import { aToken, codeOf, NOW, redisForThisFile, UNSIGNED } from './store.ts'

const redis = redisForThisFile()

describe('a token', () => {
  test('comes back as it was put in, by id and by owner', async () => {
    const store = redis.open()
    const token = aToken()
    await store.tokens.add(token)
    expect(await store.tokens.find(token.tid)).toEqual(token)
    expect(await store.tokens.of('UANNA')).toEqual([token])
    expect(await store.tokens.of('UBERT')).toEqual([])
    expect(await store.tokens.find(randomUUID())).toBeUndefined()
  })

  test('that is added again stays as it has become', async () => {
    const store = redis.open()
    const token = aToken()
    await store.tokens.add(token)
    const shown: Token = { ...token, version: 2, delivery: 'shown' }
    await store.tokens.swap(token, shown)
    await store.tokens.add(token)
    expect(await store.tokens.find(token.tid)).toEqual(shown)
  })

  test('stays with its owner through every state', async () => {
    const store = redis.open()
    let token = aToken()
    await store.tokens.add(token)
    for (const change of [
      { delivery: 'shown' },
      { delivery: 'confirmed' },
      { state: 'retiring' },
      { state: 'revoked' },
    ] as const) {
      const after: Token = { ...token, ...change, version: token.version + 1 }
      expect(await store.tokens.swap(token, after)).toBe(true)
      token = after
      expect(await store.tokens.of('UANNA')).toEqual([token])
    }
  })

  test('is swapped by exactly one of twenty who try at once', async () => {
    const store = redis.open()
    const token = aToken()
    await store.tokens.add(token)
    const won = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        store.tokens.swap(token, { ...token, version: 2, label: `by ${number}` }),
      ),
    )
    expect(won.filter(Boolean)).toHaveLength(1)
    expect((await store.tokens.find(token.tid))?.label).toBe(`by ${won.indexOf(true)}`)
  })

  test('that cannot be read hides no other', async () => {
    const store = redis.open(undefined, UNSIGNED)
    const [good, bad] = [aToken(), aToken()]
    await store.tokens.add(good)
    await store.tokens.add(bad)
    await store.raw((raw) =>
      raw.hset(store.keys.token(bad.tid), 'record', JSON.stringify({ ...bad, expiresAt: 'soon' })),
    )
    expect(await store.tokens.of('UANNA')).toEqual([good])
    expect(await codeOf(store.tokens.find(bad.tid))).toBe('broken')
    expect(new Set(store.troubles)).toEqual(
      new Set([`token does not fit its schema at expiresAt (${bad.tid} in Redis)`]),
    )
  })
})

describe('how long a token is kept', () => {
  test('ninety days beyond its expiry, and the list of its owner as long as the longest', async () => {
    const store = redis.open()
    const [long, short] = [aToken({ expiresAt: NOW + 90 * DAY }), aToken({ expiresAt: NOW + DAY })]
    await store.tokens.add(short)
    await store.tokens.add(long)
    await store.tokens.swap(short, { ...short, version: 2 })
    const left = await store.raw((raw) =>
      Promise.all([store.keys.token(short.tid), store.keys.tokensOf('UANNA')].map((key) => raw.pttl(key))),
    )
    for (const [position, days] of [91, 180].entries()) {
      expect(left[position]).toBeGreaterThan(days * DAY - MINUTE)
      expect(left[position]).toBeLessThanOrEqual(days * DAY)
    }
  })

  test('its owner is listed without it once it has gone, and the list forgets it too', async () => {
    const store = redis.open()
    const [old, young] = [aToken({ expiresAt: NOW - 90 * DAY + 50 }), aToken()]
    await store.tokens.add(young)
    await store.tokens.add(old)
    await expect.poll(() => store.tokens.find(old.tid)).toBeUndefined()
    expect(await store.tokens.of('UANNA')).toEqual([young])
    expect(await store.raw((raw) => raw.smembers(store.keys.tokensOf('UANNA')))).toEqual([young.tid])
  })
})
