// What the outbox may rely on when it looks for messages that were posted.
import { describe, expect, test } from 'vitest'
import type { MessageKey } from '../../src/core/message-locations.ts'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { NOW, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const location = { channel: 'D0ANNA', ts: '1767225600.000100' }
const anna: MessageKey = { reader: 'UANNA', kind: 'card', attempt: 0, at: 0 }
const bert: MessageKey = { ...anna, reader: 'UBERT' }

describe('the location of a message', () => {
  test('is stored for each key, and the last one counts', async () => {
    const { messageLocations } = redis.open()
    expect(await messageLocations.of('k7m2q9xt')).toEqual([])
    const later = { channel: 'D0BERT', ts: '1767225700.000200' }
    const again: MessageKey = { reader: 'UBERT', kind: 'owner must revoke old token', attempt: 2, at: NOW }
    await messageLocations.store('k7m2q9xt', anna, location)
    await messageLocations.store('k7m2q9xt', bert, location)
    await messageLocations.store('k7m2q9xt', bert, later)
    await messageLocations.store('k7m2q9xt', again, location)
    await messageLocations.store('other', { ...anna, reader: 'UCARA' }, location)
    expect(await messageLocations.of('k7m2q9xt')).toEqual([
      { key: anna, location },
      { key: bert, location: later },
      { key: again, location },
    ])
  })

  test('is forgotten when that is asked for, and leaves nothing behind', async () => {
    const store = redis.open()
    await store.messageLocations.store('reminder', anna, location)
    await store.messageLocations.store('other', anna, location)
    await store.messageLocations.forget('reminder')
    expect(await store.messageLocations.of('reminder')).toEqual([])
    expect(await store.raw((raw) => raw.exists(store.keys.messagesOf('reminder')))).toBe(0)
    expect(await store.messageLocations.of('other')).toEqual([{ key: anna, location }])
  })

  test.each<[field: string, key: MessageKey]>([
    ['UANNA', anna],
    ['C0DATA', { ...anna, reader: 'C0DATA' }],
    ['UANNA reminder 2', { ...anna, kind: 'review reminder', attempt: 2 }],
    ['UANNA escalated', { ...anna, kind: 'escalated' }],
    ['UANNA chased 1', { ...anna, kind: 'receipt reminder', attempt: 1 }],
    ['UANNA owed 3', { ...anna, kind: 'owner must revoke', attempt: 3 }],
    ['UANNA cut 1', { ...anna, kind: 'old token revoked', attempt: 1 }],
    [`UANNA cut owed 1 ${NOW}`, { ...anna, kind: 'owner must revoke old token', attempt: 1, at: NOW }],
  ])('that an earlier version stored as %j is read', async (field, key) => {
    const store = redis.open()
    await store.raw((raw) => raw.hset(store.keys.messagesOf('k7m2q9xt'), field, 'D0ANNA:1767225600.000100'))
    expect(await store.messageLocations.of('k7m2q9xt')).toEqual([{ key, location }])
  })

  test.each([
    ['card|UBERT|0|0', 'nonsense'],
    ['card|UBERT', 'D0:1.0'],
    ['postcard|UBERT|0|0', 'D0:1.0'],
    ['UBERT nonsense', 'D0:1.0'],
  ])('that cannot be read (%j, %j) is left out, and told', async (field, text) => {
    const store = redis.open()
    await store.messageLocations.store('k7m2q9xt', anna, location)
    await store.raw((raw) => raw.hset(store.keys.messagesOf('k7m2q9xt'), field, text))
    expect(await store.messageLocations.of('k7m2q9xt')).toEqual([{ key: anna, location }])
    expect(store.troubles).toEqual(['where a message about k7m2q9xt stands cannot be read in Redis'])
    expect(await store.messageLocations.reserve('k7m2q9xt', bert, NOW)).not.toBe('taken')
  })

  test('is forgotten 120 days after the last message', async () => {
    const store = redis.open()
    await store.messageLocations.reserve('k7m2q9xt', anna, NOW)
    await store.messageLocations.store('k7m2q9xt', anna, location)
    const left = await store.raw((raw) => raw.pttl(store.keys.messagesOf('k7m2q9xt')))
    expect(left).toBeGreaterThan(120 * DAY - MINUTE)
    expect(left).toBeLessThanOrEqual(120 * DAY)
  })
})

describe('the right to post a message', () => {
  test('goes to exactly one of twenty who want it at once', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        (number % 2 ? store : other).messageLocations.reserve('k7m2q9xt', anna, NOW),
      ),
    )
    expect(answers.filter((answer) => answer === 'free')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(19)
  })

  test('for one key does not keep another from theirs', async () => {
    const { messageLocations } = redis.open()
    expect(await messageLocations.reserve('k7m2q9xt', anna, NOW)).toBe('free')
    expect(await messageLocations.reserve('k7m2q9xt', bert, NOW)).toBe('free')
    expect(await messageLocations.reserve('k7m2q9xt', { ...anna, attempt: 1 }, NOW)).toBe('free')
    expect(await messageLocations.reserve('other', anna, NOW)).toBe('free')
  })

  test('is no location yet', async () => {
    const store = redis.open()
    await store.messageLocations.reserve('k7m2q9xt', anna, NOW)
    expect(await store.messageLocations.of('k7m2q9xt')).toEqual([{ key: anna, location: undefined }])
    expect(store.troubles).toEqual([])
  })

  test('is there again a minute after a process began and stored no location, which is said', async () => {
    const { messageLocations } = redis.open()
    await messageLocations.reserve('k7m2q9xt', anna, NOW)
    expect(await messageLocations.reserve('k7m2q9xt', anna, NOW + MINUTE - 1)).toBe('taken')
    expect(await messageLocations.reserve('k7m2q9xt', anna, NOW + MINUTE)).toBe('interrupted')
    expect(await messageLocations.reserve('k7m2q9xt', anna, NOW + MINUTE)).toBe('taken')
  })

  test('is gone for good once the message stands', async () => {
    const { messageLocations } = redis.open()
    await messageLocations.reserve('k7m2q9xt', anna, NOW)
    await messageLocations.store('k7m2q9xt', anna, location)
    expect(await messageLocations.reserve('k7m2q9xt', anna, NOW + DAY)).toBe('taken')
  })
})
