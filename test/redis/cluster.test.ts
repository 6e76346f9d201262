// A cluster of several nodes: found from any of them, followed wherever our slot goes, and named where it is not expected.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isBotError } from '../../src/core/errors.ts'
import type { Secret } from '../../src/core/secret.ts'
import { connectRedis, type RedisStore } from '../../src/redis/redis.ts'
import type { Mode } from '../../src/redis/target.ts'
import { type ClusterRedis, startCluster } from '../world/redis-servers/cluster.ts'
import { describeWithServer } from '../world/redis-servers/describe.ts'
import { noServer, startServer } from '../world/redis-servers/server.ts'
import { aRequest, codeOf, KEY, NOW } from './store.ts'

let cluster: ClusterRedis
beforeAll(async () => {
  if (!noServer) cluster = await startCluster()
})
afterAll(() => cluster?.stop())

function connect(
  mode: Mode,
  url = cluster.url,
  encryptionKeys: readonly Secret[] = [],
): RedisStore & { troubles: string[] } {
  const troubles: string[] = []
  const onTrouble = (message: string) => troubles.push(message)
  const store = connectRedis({
    url,
    mode,
    prefix: cluster.prefix,
    encryptionKeys,
    clock: { now: () => NOW },
    onTrouble,
  })
  return { ...store, troubles }
}

/** Writes one entry after the other until it is stopped; every entry that was confirmed, and how many were not. */
function writing(store: RedisStore) {
  const confirmed: string[] = []
  const failures: string[] = []
  let stopped = false
  const work = (async () => {
    for (let count = 0; !stopped; count += 1) {
      const id = `write${count}`
      const code = await codeOf(store.requests.create(aRequest({ id, requester: `U${count}` })))
      if (code === undefined) confirmed.push(id)
      else failures.push(code)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })()
  return {
    confirmed,
    failures,
    async stop() {
      stopped = true
      await work
    },
  }
}

async function missing(store: RedisStore, ids: string[]): Promise<string[]> {
  const found = await Promise.all(ids.map(async (id) => ((await store.requests.find(id)) ? [] : [id])))
  return found.flat()
}

describeWithServer('a cluster', () => {
  test('is well with REDIS_MODE=cluster, from the address of any one node', async () => {
    const { port } = await cluster.other()
    const store = connect('cluster', `redis://127.0.0.1:${port}`)
    expect(await codeOf(store.ready())).toBeUndefined()
    expect(await store.requests.create(aRequest({ id: 'fromany' }))).toBe(true)
    const findings = await store.runHealthChecks()
    expect(findings.filter(({ state }) => state === 'failure')).toEqual([])
    expect(findings.map(({ subject }) => subject)).toContain('Redis writes')
    expect(store.troubles).toEqual([])
    await store.close()
  })

  test('has its records counted and signed on the node that holds them, from the address of any other', async () => {
    const { port } = await cluster.other()
    const unsigned = connect('cluster')
    for (const id of ['signone', 'signtwo']) await unsigned.requests.create(aRequest({ id }))
    await unsigned.close()
    const store = connect('cluster', `redis://127.0.0.1:${port}`, [KEY])
    const before = (await store.storedRecords.count()).get('request')?.['not signed'] ?? 0
    expect(before).toBeGreaterThanOrEqual(2)
    expect(await store.requests.find('signone')).toBeUndefined()
    expect((await store.storedRecords.sign()).get('request')).toEqual({ 'signed now': before })
    expect(await store.requests.find('signone')).toMatchObject({ id: 'signone' })
    await store.close()
  })

  test('met as if it were one Redis is named with its cure: by readiness, doctor and the log', async () => {
    const { port } = await cluster.other()
    const store = connect('standalone', `redis://127.0.0.1:${port}`)
    const failure = await store.ready().catch((error: unknown) => error)
    expect(isBotError(failure, 'redis_unusable') && failure.facts.because).toBe('cluster')
    expect(await store.runHealthChecks()).toEqual([
      expect.objectContaining({ subject: 'Redis', state: 'failure', remedy: 'set REDIS_MODE=cluster' }),
    ])
    expect(store.troubles).toEqual([
      'this Redis is a node of a cluster: set REDIS_MODE=cluster',
      'Redis takes no writes: it is a cluster; set REDIS_MODE=cluster (MOVED)',
    ])
    await store.close()
  })

  test('met by the node that serves our keys works for now, and is warned of', async () => {
    const { port } = await cluster.owner()
    const store = connect('standalone', `redis://127.0.0.1:${port}`)
    expect(await codeOf(store.ready())).toBeUndefined()
    const mode = (await store.runHealthChecks()).find(({ subject }) => subject === 'Redis mode')
    expect(mode).toMatchObject({ state: 'warning', remedy: 'set REDIS_MODE=cluster' })
    await store.close()
  })

  test('that is none is named by doctor and the log', async () => {
    const server = await startServer()
    const store = connect('cluster', `redis://127.0.0.1:${server.port}`)
    try {
      expect(await codeOf(store.ready())).toBe('redis_unavailable')
      expect(await store.runHealthChecks()).toMatchObject([
        { message: 'is no cluster (NO_CLUSTER)', remedy: 'set REDIS_MODE=standalone' },
      ])
      expect(store.troubles).toEqual([expect.stringMatching(/^no connection to Redis: (ERR|NO_CLUSTER)$/)])
    } finally {
      await store.close()
      await server.stop()
    }
  })

  test('that hands over to a replica keeps everything that was confirmed, and does nothing twice', async () => {
    const store = connect('cluster')
    await store.ready()
    const writes = writing(store)
    await cluster.failOver()
    const before = writes.confirmed.length
    await expect.poll(() => writes.confirmed.length, { timeout: 10_000 }).toBeGreaterThan(before + 20)
    await writes.stop()
    expect(await missing(store, writes.confirmed)).toEqual([])
    expect(new Set(writes.failures).size).toBeLessThanOrEqual(1)
    await store.close()
  })

  test('in which our slot moves while it is written to keeps everything, also half-way', async () => {
    const store = connect('cluster')
    await store.ready()
    const writes = writing(store)
    await expect.poll(() => writes.confirmed.length, { timeout: 10_000 }).toBeGreaterThan(20)
    await cluster.moveSlot(async () => {
      // Reads go to wherever the key is.
      expect(await missing(store, [...writes.confirmed])).toEqual([])
    })
    const before = writes.confirmed.length
    await expect.poll(() => writes.confirmed.length, { timeout: 10_000 }).toBeGreaterThan(before + 20)
    await writes.stop()
    expect(await missing(store, writes.confirmed)).toEqual([])
    await store.close()
  })
})
