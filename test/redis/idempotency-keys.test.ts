// What the bot may rely on when Slack or a person says the same thing twice.
import { expect, test } from 'vitest'
import { MINUTE } from '../../src/core/time/duration.ts'
import { redisForThisFile } from './store.ts'

const redis = redisForThisFile()

test('the first one is first, a repeat is not, and another id is', async () => {
  const { idempotencyKeys } = redis.open()
  expect(await idempotencyKeys.claim('Ev1', MINUTE)).toBe(true)
  expect(await idempotencyKeys.claim('Ev1', MINUTE)).toBe(false)
  expect(await idempotencyKeys.claim('Ev2', MINUTE)).toBe(true)
})

test('exactly one of twenty at once is first', async () => {
  const { idempotencyKeys } = redis.open()
  const first = await Promise.all(Array.from({ length: 20 }, () => idempotencyKeys.claim('Ev1', MINUTE)))
  expect(first.filter(Boolean)).toHaveLength(1)
})

test('what was seen is forgotten after its time, and a repeat does not prolong it', async () => {
  const store = redis.open()
  expect(await store.idempotencyKeys.claim('Ev1', 100)).toBe(true)
  await expect.poll(() => store.idempotencyKeys.claim('Ev1', 100)).toBe(true)
  await expect.poll(() => store.raw((raw) => raw.exists(store.keys.seen('Ev1')))).toBe(0)
})
