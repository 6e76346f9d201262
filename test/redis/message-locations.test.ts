// What the Slack room may rely on when it looks for its cards.
import { describe, expect, test } from 'vitest'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { NOW, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const place = { channel: 'D0ANNA', ts: '1767225600.000100' }

describe('the place of a card', () => {
  test('is remembered for each reader, and the last one counts', async () => {
    const { cardPlaces } = redis.open()
    expect(await cardPlaces.of('k7m2q9xt')).toEqual(new Map())
    const later = { channel: 'D0BERT', ts: '1767225700.000200' }
    await cardPlaces.remember('k7m2q9xt', 'UANNA', place)
    await cardPlaces.remember('k7m2q9xt', 'UBERT', place)
    await cardPlaces.remember('k7m2q9xt', 'UBERT', later)
    await cardPlaces.remember('other', 'UCARA', place)
    expect(await cardPlaces.of('k7m2q9xt')).toEqual(
      new Map([
        ['UANNA', place],
        ['UBERT', later],
      ]),
    )
  })

  test('is forgotten when that is asked for, and leaves nothing behind', async () => {
    const store = redis.open()
    await store.cardPlaces.remember('reminder', 'card', place)
    await store.cardPlaces.remember('other', 'card', place)
    await store.cardPlaces.forget('reminder')
    expect(await store.cardPlaces.of('reminder')).toEqual(new Map())
    expect(await store.raw((raw) => raw.exists(store.keys.cardsOf('reminder')))).toBe(0)
    expect(await store.cardPlaces.of('other')).toEqual(new Map([['card', place]]))
  })

  test('that cannot be read is left out and may be taken again', async () => {
    const store = redis.open()
    await store.cardPlaces.remember('k7m2q9xt', 'UANNA', place)
    await store.raw((raw) => raw.hset(store.keys.cardsOf('k7m2q9xt'), 'UBERT', 'nonsense'))
    expect(await store.cardPlaces.of('k7m2q9xt')).toEqual(new Map([['UANNA', place]]))
    expect(store.troubles).toEqual(["a card's place of request k7m2q9xt in Redis cannot be read"])
    expect(await store.cardPlaces.reserve('k7m2q9xt', 'UBERT', NOW)).toBe(true)
  })

  test('is forgotten 120 days after the last card', async () => {
    const store = redis.open()
    await store.cardPlaces.reserve('k7m2q9xt', 'UANNA', NOW)
    await store.cardPlaces.remember('k7m2q9xt', 'UANNA', place)
    const left = await store.raw((raw) => raw.pttl(store.keys.cardsOf('k7m2q9xt')))
    expect(left).toBeGreaterThan(120 * DAY - MINUTE)
    expect(left).toBeLessThanOrEqual(120 * DAY)
  })
})

describe('the right to post a card', () => {
  test('goes to exactly one of twenty who want it at once', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    const may = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        (number % 2 ? store : other).cardPlaces.reserve('k7m2q9xt', 'UANNA', NOW),
      ),
    )
    expect(may.filter(Boolean)).toHaveLength(1)
  })

  test('of one reader does not keep another from theirs', async () => {
    const { cardPlaces } = redis.open()
    expect(await cardPlaces.reserve('k7m2q9xt', 'UANNA', NOW)).toBe(true)
    expect(await cardPlaces.reserve('k7m2q9xt', 'UBERT', NOW)).toBe(true)
    expect(await cardPlaces.reserve('other', 'UANNA', NOW)).toBe(true)
  })

  test('is no place yet', async () => {
    const store = redis.open()
    await store.cardPlaces.reserve('k7m2q9xt', 'UANNA', NOW)
    expect(await store.cardPlaces.of('k7m2q9xt')).toEqual(new Map())
    expect(store.troubles).toEqual([])
  })

  test('is free again a minute after somebody began and died', async () => {
    const { cardPlaces } = redis.open()
    await cardPlaces.reserve('k7m2q9xt', 'UANNA', NOW)
    expect(await cardPlaces.reserve('k7m2q9xt', 'UANNA', NOW + MINUTE - 1)).toBe(false)
    expect(await cardPlaces.reserve('k7m2q9xt', 'UANNA', NOW + MINUTE)).toBe(true)
    expect(await cardPlaces.reserve('k7m2q9xt', 'UANNA', NOW + MINUTE)).toBe(false)
  })

  test('is gone for good once the card stands', async () => {
    const { cardPlaces } = redis.open()
    await cardPlaces.reserve('k7m2q9xt', 'UANNA', NOW)
    await cardPlaces.remember('k7m2q9xt', 'UANNA', place)
    expect(await cardPlaces.reserve('k7m2q9xt', 'UANNA', NOW + DAY)).toBe(false)
  })
})
