// What the bot may rely on when Slack or a person says the same thing twice.
import { expect, test } from 'vitest'
import { MINUTE } from '../../src/core/time/duration.ts'
import { redisForThisFile } from './store.ts'

const redis = redisForThisFile()

test('the first one is first, a repeat is not, and another id is', async () => {
  const { repeats } = redis.open()
  expect(await repeats.claim('Ev1', MINUTE)).toBe(true)
  expect(await repeats.claim('Ev1', MINUTE)).toBe(false)
  expect(await repeats.claim('Ev2', MINUTE)).toBe(true)
})

test('exactly one of twenty at once is first', async () => {
  const { repeats } = redis.open()
  const first = await Promise.all(Array.from({ length: 20 }, () => repeats.claim('Ev1', MINUTE)))
  expect(first.filter(Boolean)).toHaveLength(1)
})

test('what was seen is forgotten after its time, and a repeat does not prolong it', async () => {
  const store = redis.open()
  expect(await store.repeats.claim('Ev1', 100)).toBe(true)
  await expect.poll(() => store.repeats.claim('Ev1', 100)).toBe(true)
  await expect.poll(() => store.raw((raw) => raw.exists(store.keys.seen('Ev1')))).toBe(0)
})
