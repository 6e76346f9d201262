// Homes in Redis: who is kept up to date, in which order and at what pace, and who published last.
import { describe, expect, test } from 'vitest'
import { HOME_KEPT, type PublishedHome } from '../../src/core/home.ts'
import { MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { NOW, type OpenStore, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const view = (change: Partial<PublishedHome> = {}): PublishedHome => ({
  hash: '1.a',
  policyVersion: 'built-in',
  isAdministrator: false,
  pages: {},
  ...change,
})

/** Seconds after `NOW`, by person. */
async function alarmsOf({ raw, keys }: OpenStore): Promise<Record<string, number>> {
  const all = await raw((client) => client.zrange(keys.alarms, '0', '-1', 'WITHSCORES'))
  const pairs = Array.from({ length: all.length / 2 }, (_, at) => [all[2 * at] ?? '', all[2 * at + 1]] as const)
  return Object.fromEntries(
    pairs.map(([member, due]) => [member.replace('show-home:', ''), (Number(due) - NOW) / SECOND]),
  )
}

describe('a change', () => {
  test('sets alarms for those who opened Home within thirty days, one after another', async () => {
    const store = redis.open()
    for (const person of ['UANA', 'UBEA', 'UCARL']) await store.homes.noteOpened(person, NOW - HOME_KEPT)
    await store.homes.noteOpened('UDAN', NOW - HOME_KEPT - 1)
    await store.homes.noteChange(['UANA', 'UDAN', 'UBEA', 'UANA', 'UNOBODY', 'UCARL'], NOW)
    expect(await alarmsOf(store)).toEqual({ UANA: 2, UBEA: 3.5, UCARL: 5 })
  })

  test('goes behind those that wait already, and moves no alarm to a later time', async () => {
    const store = redis.open()
    for (const person of ['UANA', 'UBEA']) await store.homes.noteOpened(person, NOW)
    await store.alarms.set('show-home', 'UBEA', NOW + MINUTE)
    await store.homes.noteChange(['UANA'], NOW)
    await store.homes.noteChange(['UANA', 'UBEA'], NOW + SECOND)
    expect(await alarmsOf(store)).toEqual({ UANA: 2, UBEA: 3.5 })
  })

  test('after a quiet time comes at once again', async () => {
    const store = redis.open()
    await store.homes.noteOpened('UANA', NOW)
    await store.homes.noteChange(['UANA'], NOW - MINUTE)
    await store.alarms.clear('show-home', 'UANA')
    await store.homes.noteChange(['UANA'], NOW)
    expect(await alarmsOf(store)).toEqual({ UANA: 2 })
  })

  test('reaches bot admins within a minute, and holds up nobody else for that', async () => {
    const store = redis.open()
    for (const person of ['UANA', 'UDAN']) await store.homes.noteOpened(person, NOW)
    await store.homes.swap('UDAN', undefined, view({ isAdministrator: true }))
    await store.homes.noteChange([], NOW)
    await store.homes.noteChange(['UANA'], NOW)
    expect(await alarmsOf(store)).toEqual({ UANA: 2, UDAN: 60 })
    await store.homes.swap('UDAN', view(), view({ hash: '2.a' }))
    await store.alarms.clear('show-home', 'UDAN')
    await store.homes.noteChange([], NOW)
    expect(await alarmsOf(store)).toEqual({ UANA: 2 })
  })

  test('sets nothing where nobody opened Home', async () => {
    const store = redis.open()
    await store.homes.noteChange(['UANA', 'UBEA'], NOW)
    expect(await alarmsOf(store)).toEqual({})
  })
})

describe('one for which there is no room now', () => {
  test('comes again behind the others that wait for room, at twenty a minute, and holds up no change', async () => {
    const store = redis.open()
    for (const person of ['UANA', 'UBEA', 'UCARL']) await store.homes.noteOpened(person, NOW)
    for (const person of ['UANA', 'UBEA']) await store.homes.postpone(person, NOW)
    await store.homes.noteChange(['UCARL'], NOW)
    expect(await alarmsOf(store)).toEqual({ UANA: 3, UBEA: 6, UCARL: 2 })
  })
})

describe('another policy', () => {
  test('reaches everybody whose Home was drawn for another one, at twenty a minute', async () => {
    const store = redis.open()
    for (const person of ['UANA', 'UBEA', 'UCARL', 'UDAN']) await store.homes.noteOpened(person, NOW)
    await store.homes.swap('UANA', undefined, view())
    await store.homes.swap('UBEA', undefined, view({ policyVersion: 'new' }))
    await store.homes.swap('UCARL', undefined, view({ pages: { tokens: 2 }, locale: 'de-DE' }))
    expect(await store.homes.notePolicy('new', NOW)).toBe(3)
    const alarms = await alarmsOf(store)
    expect(Object.keys(alarms).sort()).toEqual(['UANA', 'UCARL', 'UDAN'])
    expect(Object.values(alarms).sort()).toEqual([0, 3, 6])
  })

  test('and forgets those who did not open it for thirty days', async () => {
    const store = redis.open()
    await store.homes.noteOpened('UANA', NOW - HOME_KEPT - 1)
    await store.homes.swap('UANA', undefined, view({ isAdministrator: true }))
    expect(await store.homes.notePolicy('new', NOW)).toBe(0)
    expect(await store.homes.published('UANA')).toBeUndefined()
    const { homesOpened, publishedHomes, homesOfAdministrators } = store.keys
    const left = await store.raw((client) => client.exists(homesOpened, publishedHomes, homesOfAdministrators))
    expect(left).toBe(0)
  })
})

describe('what is published', () => {
  test('is read as it was stored, with the hash that Slack gave', async () => {
    const store = redis.open()
    const whole = view({ locale: 'de-DE', isAdministrator: true, pages: { tokens: 3, reviews: 1 } })
    expect(await store.homes.swap('UANA', undefined, whole)).toBe(true)
    expect(await store.homes.published('UANA')).toEqual(whole)
  })

  test('is replaced only by whoever knows the newest', async () => {
    const store = redis.open()
    const [first, second, third] = ['1.a', '2.b', '3.c'].map((hash) => view({ hash }))
    await store.homes.swap('UANA', undefined, first)
    const swaps = await Promise.all([
      store.homes.swap('UANA', first, second),
      store.homes.swap('UANA', first, third),
      store.homes.swap('UANA', undefined, third),
    ])
    expect(swaps).toEqual([true, false, false])
    expect(await store.homes.published('UANA')).toEqual(second)
    expect(await store.homes.swap('UANA', second, undefined)).toBe(true)
    expect(await store.homes.published('UANA')).toBeUndefined()
  })

  test('of another version, or written over by somebody, keeps its hash alone, and is replaced', async () => {
    const store = redis.open()
    for (const text of ['nonsense', '1.a {"policyVersion":7}', '1.a {']) {
      await store.raw((client) => client.hset(store.keys.publishedHomes, 'UANA', text))
      const before = await store.homes.published('UANA')
      expect(before).toMatchObject({ policyVersion: '', pages: {}, isAdministrator: false })
      expect(await store.homes.swap('UANA', before, view({ hash: '2.b' }))).toBe(true)
      expect(await store.homes.published('UANA')).toEqual(view({ hash: '2.b' }))
    }
  })

  test('is kept by the newest opening, whichever is noted last', async () => {
    const store = redis.open()
    await store.homes.noteOpened('UANA', NOW)
    await store.homes.noteOpened('UANA', NOW - HOME_KEPT)
    expect(await store.homes.isKept('UANA', NOW + HOME_KEPT)).toBe(true)
    expect(await store.homes.isKept('UANA', NOW + HOME_KEPT + 1)).toBe(false)
    expect(await store.homes.isKept('UBEA', NOW)).toBe(false)
  })
})
