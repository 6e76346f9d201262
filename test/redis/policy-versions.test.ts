// What the bot may rely on when it notes which version of the policy is in use.
import { expect, test } from 'vitest'
import { MINUTE } from '../../src/core/time/duration.ts'
import { entryIn } from '../../src/redis/audit.ts'
import { NOW, type OpenStore, redisForThisFile } from './store.ts'

const redis = redisForThisFile()

async function entriesOf({ raw, keys }: OpenStore) {
  const stored = await raw((client) => client.xrange(keys.audit, '-', '+'))
  return stored.map(([, fields]) => entryIn(fields))
}

test('a version is in use since it was first seen, also for a process that starts later', async () => {
  const store = redis.open()
  const { policyVersions } = store
  expect(await policyVersions.current()).toBeUndefined()
  expect(await policyVersions.note('one', NOW)).toEqual({ version: 'one', since: NOW })
  expect(await policyVersions.note('one', NOW + MINUTE)).toEqual({ version: 'one', since: NOW })
  expect(await policyVersions.current()).toEqual({ version: 'one', since: NOW })
  // There was none before, so nothing has changed.
  expect(await entriesOf(store)).toEqual([])
})

test('another version is audited once, however many processes read the file at the same moment', async () => {
  const store = redis.open()
  const others = [1, 2, 3].map(() => redis.open(store.prefix))
  await store.policyVersions.note('one', NOW)
  const noted = await Promise.all([store, ...others].map((one, at) => one.policyVersions.note('two', NOW + at)))
  expect(noted.filter(({ before }) => before === 'one')).toHaveLength(1)
  expect(new Set(noted.map(({ since }) => since)).size).toBe(1)
  expect(await entriesOf(store)).toEqual([
    {
      at: NOW,
      entry: { action: 'policy.changed', by: 'bot', for: 'bot', policyVersion: 'two', note: 'instead of one' },
    },
  ])
})

test('an earlier version that comes back is in use since it came back', async () => {
  const { policyVersions } = redis.open()
  for (const [at, version] of ['one', 'two', 'one'].entries()) await policyVersions.note(version, NOW + at)
  expect(await policyVersions.current()).toEqual({ version: 'one', since: NOW + 2 })
})
