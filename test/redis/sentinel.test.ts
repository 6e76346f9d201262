// A primary and its replica behind Sentinels: found, followed, and named where something is wrong with them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectRedis, type RedisStore } from '../../src/redis/redis.ts'
import { describeWithServer } from '../world/redis-servers/describe.ts'
import { type SentinelRedis, startSentinel } from '../world/redis-servers/sentinel.ts'
import { noServer } from '../world/redis-servers/server.ts'
import { aRequest, codeOf, NOW } from './store.ts'

let redis: SentinelRedis
beforeAll(async () => {
  if (!noServer) redis = await startSentinel({ password: 'p/w#1', sentinelPassword: 'other' })
})
afterAll(() => redis?.stop())

function connect(change: { url?: string; sentinelName?: string; mode?: 'sentinel' | 'standalone' } = {}) {
  const troubles: string[] = []
  const store = connectRedis({
    url: redis.url,
    mode: 'sentinel',
    sentinelName: redis.name,
    ...change,
    clock: { now: () => NOW },
    onTrouble: (message) => troubles.push(message),
  })
  return { ...store, troubles }
}

const backAgain = (store: RedisStore) =>
  expect
    .poll(() => codeOf(store.requests.create(aRequest({ id: crypto.randomUUID() }))), { timeout: 10_000 })
    .toBeUndefined()

describeWithServer('Sentinels', () => {
  test('lead to the primary, each with a password of its own, also where the first is away', async () => {
    const store = connect()
    expect(await codeOf(store.ready())).toBeUndefined()
    const findings = await store.runHealthChecks()
    expect(findings.filter(({ state }) => state === 'failure')).toEqual([])
    expect(findings).toContainEqual({ subject: 'Redis role', state: 'ok', message: 'the primary' })
    await store.close()
  })

  test.each([
    ['that know no such primary', { sentinelName: 'nobody' }, 'NO_PRIMARY', /REDIS_SENTINEL_NAME/],
    ['that are Redis themselves', { port: true }, 'NO_SENTINEL', /REDIS_MODE=standalone/],
    ['that are not there', { url: 'redis://127.0.0.1:1,127.0.0.1:2' }, 'ECONNREFUSED', /REDIS_URL/],
  ] as const)('%s are named, with the cure', async (_, change, word, remedy) => {
    const url = 'port' in change ? `redis://:p/w#1@127.0.0.1:${redis.primary().port}` : undefined
    const store = connect({ ...('port' in change ? {} : change), ...(url && { url }) })
    expect(await codeOf(store.ready())).toBe('redis_unavailable')
    expect(await store.runHealthChecks()).toMatchObject([
      { message: expect.stringContaining(`(${word})`), remedy: expect.stringMatching(remedy) },
    ])
    expect(store.troubles).toContain(`no connection to Redis: ${word}`)
    await store.close()
  })

  test('that make the replica the primary are followed, and nothing that was confirmed is lost', async () => {
    const store = connect()
    expect(await store.requests.create(aRequest({ id: 'before' }))).toBe(true)
    await redis.failOver()
    await backAgain(store)
    expect(await store.requests.find('before')).toBeDefined()
    const info = await redis.primary().admin.info('replication')
    expect(info).toContain('role:master')
    await store.close()
  })

  test('that find the primary dead are followed as well, and an operator hears of it once', async () => {
    const store = connect()
    expect(await store.requests.create(aRequest({ id: 'survivor' }))).toBe(true)
    await redis.killPrimary()
    await backAgain(store)
    expect(await store.requests.find('survivor')).toBeDefined()
    expect(store.troubles.at(-1)).toBe('connected to Redis again')
    expect(new Set(store.troubles).size).toBe(store.troubles.length)
    await store.close()
  })
})
