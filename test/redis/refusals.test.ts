// A Redis that answers and takes no writes: what people, readiness and an operator are told, and when it is over.
import type { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isBotError } from '../../src/core/errors.ts'
import { connectRedis, type RedisStore } from '../../src/redis/redis.ts'
import { describeWithServer } from '../world/redis-servers/describe.ts'
import { noServer, type RedisServer, startServer } from '../world/redis-servers/server.ts'
import { aRequest, codeOf, NOW } from './store.ts'

let server: RedisServer
beforeAll(async () => {
  if (!noServer) server = await startServer()
})
afterAll(() => server?.stop())

function connect(): RedisStore & { troubles: string[] } {
  const troubles: string[] = []
  const url = `redis://127.0.0.1:${server.port}`
  const store = connectRedis({ url, clock: { now: () => NOW }, onTrouble: (message) => troubles.push(message) })
  return { ...store, troubles }
}

/** What has to be changed there, as a failure says it. */
async function reasonOf(deed: Promise<unknown>): Promise<string | undefined> {
  try {
    await deed
    return undefined
  } catch (error) {
    if (isBotError(error, 'redis_unusable')) return error.facts.because
    throw error
  }
}

type Change = (admin: Redis) => Promise<unknown>

const refusals: [string, string, Change, Change][] = [
  [
    'full',
    'it is full; give it more memory (OOM)',
    (admin) => admin.config('SET', 'maxmemory', '1mb'),
    (admin) => admin.config('SET', 'maxmemory', '0'),
  ],
  [
    'no replicas',
    'too few replicas are connected to it; look at them (NOREPLICAS)',
    (admin) => admin.config('SET', 'min-replicas-to-write', '1'),
    (admin) => admin.config('SET', 'min-replicas-to-write', '0'),
  ],
  [
    'read-only',
    'it is a read-only replica; connect to the primary (READONLY)',
    (admin) => admin.replicaof('127.0.0.1', 1),
    (admin) => admin.replicaof('NO', 'ONE'),
  ],
]

describeWithServer('a Redis that is', () => {
  test.each(refusals)(
    '%s says so once, to everybody in their words, and works again by itself',
    async (reason, line, spoil, mend) => {
      const store = connect()
      await store.ready()
      await spoil(server.admin)
      try {
        // A script and a command of its own.
        expect(await reasonOf(store.requests.create(aRequest({ id: reason.replace(' ', '') })))).toBe(reason)
        expect(await reasonOf(store.audit.append({ action: 'link.added', by: 'UANNA', for: 'UANNA' }))).toBe(reason)
        expect(await reasonOf(store.ready())).toBe(reason)
        // What is there can still be read.
        expect(await codeOf(store.requests.find('nobody'))).toBeUndefined()
        const [answers, writes] = await store.runHealthChecks()
        expect(answers).toMatchObject({ subject: 'Redis', state: 'ok' })
        expect(writes).toMatchObject({ subject: 'Redis writes', state: 'failure', remedy: expect.any(String) })
        expect(store.troubles).toEqual([`Redis takes no writes: ${line}`])
      } finally {
        await mend(server.admin)
      }
      // Nobody writes, and an operator hears of the end all the same.
      await expect.poll(() => store.troubles, { timeout: 8_000 }).toHaveLength(2)
      expect(store.troubles[1]).toBe('Redis takes writes again')
      expect(await codeOf(store.ready())).toBeUndefined()
      expect(await codeOf(store.audit.append({ action: 'link.added', by: 'UANNA', for: 'UANNA' }))).toBeUndefined()
      await store.close()
    },
  )

  test('asked for its readiness by many at once is written to once in a while', async () => {
    const store = connect()
    await store.ping()
    const before = await writes()
    for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 20 }, () => store.ready()))
    expect((await writes()) - before).toBe(1)
    await store.close()
  })

  test('renamed so that INFO and CONFIG are not there works, and prints nothing', async () => {
    const renamed = await startServer({
      options: ['--rename-command', 'INFO', '', '--rename-command', 'CONFIG', '', '--rename-command', 'HELLO', ''],
    })
    const troubles: string[] = []
    const store = connectRedis({
      url: `redis://127.0.0.1:${renamed.port}`,
      clock: { now: () => NOW },
      onTrouble: (message) => troubles.push(message),
    })
    try {
      expect(await codeOf(store.ready())).toBeUndefined()
      const states = (await store.runHealthChecks()).map(({ subject, state }) => `${subject}: ${state}`)
      expect(states.slice(0, 3)).toEqual(['Redis: ok', 'Redis writes: ok', 'Redis version: warning'])
      expect(troubles).toEqual([])
    } finally {
      await store.close()
      await renamed.stop()
    }
  })
})

async function writes(): Promise<number> {
  const stats = await server.admin.info('commandstats')
  return Number(/^cmdstat_set:calls=(\d+)/m.exec(stats)?.[1] ?? 0)
}
