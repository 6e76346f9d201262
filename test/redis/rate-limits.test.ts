// What the operations may rely on when they count what costs: a burst, then one after each interval, each person alone.
import { describe, expect, test } from 'vitest'
import { type RateLimitedAction, rateBudgets, rateLimits } from '../../src/core/people/rate-limits.ts'
import { DAY } from '../../src/core/time/duration.ts'
import { NOW, redisForThisFile } from './store.ts'

const redis = redisForThisFile()

describe.each(Object.entries(rateLimits) as [RateLimitedAction, { burst: number; every: number }][])(
  '%s',
  (what, { burst, every }) => {
    const takes = async (times: number, now = NOW, person = 'UANNA', store = redis.open()) => {
      const waits: number[] = []
      for (let time = 0; time < times; time += 1) waits.push(await store.rateLimits.take(person, what, now))
      return { store, waits }
    }

    test('may be done in a burst, and then not before an interval is over', async () => {
      const { store, waits } = await takes(burst + 2)
      expect(waits).toEqual([...Array(burst).fill(0), every, every])
      expect(await store.rateLimits.take('UANNA', what, NOW + every - 1)).toBe(1)
      expect(await store.rateLimits.take('UANNA', what, NOW + every)).toBe(0)
      expect(await store.rateLimits.take('UANNA', what, NOW + every)).toBe(every)
      // What was refused costs nothing, and waiting long enough makes up for all of it.
      const later = await takes(burst + 1, NOW + every * (burst + 1), 'UANNA', store)
      expect(later.waits).toEqual([...Array(burst).fill(0), every])
    })
  },
)

test('everybody, and everything, is counted alone', async () => {
  const { rateLimits: store } = redis.open()
  for (let time = 0; time < rateLimits.ask.burst; time += 1) await store.take('UANNA', 'ask', NOW)
  expect(await store.take('UANNA', 'ask', NOW)).toBeGreaterThan(0)
  expect(await store.take('UBERT', 'ask', NOW)).toBe(0)
  expect(await store.take('UANNA', 'leak', NOW)).toBe(0)
})

test('exactly a burst of forty at once is let through', async () => {
  const { rateLimits: store } = redis.open()
  const waits = await Promise.all(Array.from({ length: 40 }, () => store.take('UANNA', 'ask', NOW)))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(rateLimits.ask.burst)
})

test('a clock that was ahead for a day makes nobody wait longer than an interval', async () => {
  const { rateLimits: store } = redis.open()
  for (let time = 0; time < rateLimits.ask.burst; time += 1) await store.take('UANNA', 'ask', NOW + DAY)
  expect(await store.take('UANNA', 'ask', NOW)).toBe(rateLimits.ask.every)
  expect(await store.take('UANNA', 'ask', NOW + rateLimits.ask.every)).toBe(0)
})

test('is forgotten when nothing is owed any more, by Redis itself', async () => {
  const store = redis.open()
  await store.rateLimits.take('UANNA', 'look', NOW)
  await store.rateLimits.take('UANNA', 'look', NOW)
  const left = await store.raw((raw) => raw.pttl(store.keys.limit('UANNA:look')))
  expect(left).toBeGreaterThan(rateLimits.look.every)
  expect(left).toBeLessThanOrEqual(2 * rateLimits.look.every)
  expect(await store.raw((raw) => raw.get(store.keys.limit('UANNA:look')))).toBe(`${NOW + 2 * rateLimits.look.every}`)
})

test('what all processes share is counted for all of them together', async () => {
  const first = redis.open()
  const [one, other] = [first.rateLimits, redis.open(first.prefix).rateLimits]
  const { burst, every } = rateBudgets['users.info']
  const waits: number[] = []
  for (let time = 0; time < burst; time += 1)
    waits.push(await (time % 2 === 0 ? one : other).takeFromBudget('users.info', NOW))
  expect(waits).toEqual(Array(burst).fill(0))
  expect(await one.takeFromBudget('users.info', NOW)).toBe(every)
  expect(await other.takeFromBudget('users.info', NOW)).toBe(every)
  expect(await one.take('everybody', 'act', NOW)).toBe(0)
})
