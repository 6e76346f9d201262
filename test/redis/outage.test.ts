// What happens when Redis is slow, silent, away, or comes up after the bot.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { move } from '../../src/core/requests/request.ts'
import { connectRedis, type RedisStore } from '../../src/redis/redis.ts'
import { withClient } from '../world/redis.ts'
import { everyPort } from './every-port.ts'
import { aRequest, codeOf, KEY, NOW, type OpenStore, redisForThisFile } from './store.ts'

const redis = redisForThisFile({ own: true })
const leftOver: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const tidy of leftOver.splice(0)) await tidy()
})

async function codes(store: RedisStore) {
  return [...new Set(await Promise.all(everyPort(store).map(codeOf)))]
}

function connect(url: string): RedisStore & { troubles: string[] } {
  const troubles: string[] = []
  const onTrouble = (message: string) => troubles.push(message)
  const store = connectRedis({ url, encryptionKeys: [KEY], clock: { now: () => NOW }, onTrouble })
  leftOver.push(store.close)
  return { ...store, troubles }
}

/** Listens on a free port of this machine and does with each connection what it is told. */
async function listen(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    answer(socket)
  }).listen(0, '127.0.0.1')
  leftOver.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  await once(server, 'listening')
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const backAgain = (store: OpenStore) => expect.poll(() => codeOf(store.ping()), { timeout: 5_000 }).toBeUndefined()

// Longer than this counts as hanging: the waits for a connection and for an answer make 2 s, a busy machine the rest.
const HANGS = 5_000

describe('while Redis is away', () => {
  test('everything fails as unavailable, and works again once it is back, with what was there', async ({ skip }) => {
    const { restart } = redis.running()
    if (!restart) return skip('this Redis is not ours to stop')
    const store = redis.open()
    await store.requests.create(aRequest())
    await restart(async () => {
      expect(await codes(store)).toEqual(['redis_unavailable'])
    })
    await backAgain(store)
    expect(await store.requests.find('k7m2q9xt')).toEqual(aRequest())
    expect(await store.requests.swap(aRequest(), move(aRequest(), 'approve'))).toBe(true)
    expect(store.troubles.at(0)).toMatch(/^no connection to Redis: [A-Z]+$/)
    expect(store.troubles.at(-1)).toBe('connected to Redis again')
  })

  test('patience is spent once: what comes after the first failure fails at once', async ({ skip }) => {
    const { restart } = redis.running()
    if (!restart) return skip('this Redis is not ours to stop')
    const store = redis.open()
    await store.ping()
    await restart(async () => {
      // The first may meet a socket that is just closing, and fail without having waited.
      for (let number = 0; number < 2; number++) await codeOf(store.ping())
      // At once means: before a timer of zero, let alone one of a second.
      const timer = new Promise((resolve) => setImmediate(() => resolve('later')))
      expect(await Promise.race([codeOf(store.ping()), timer])).toBe('redis_unavailable')
    })
    await backAgain(store)
  })

  test('a write that was told to have failed for want of a connection is not done later', async ({ skip }) => {
    const { restart } = redis.running()
    if (!restart) return skip('this Redis is not ours to stop')
    const store = redis.open()
    await store.ping()
    await restart(async () => {
      for (let number = 0; number < 2; number++) await codeOf(store.ping())
      expect(await codeOf(store.requests.create(aRequest()))).toBe('redis_unavailable')
    })
    await backAgain(store)
    expect(await store.requests.find('k7m2q9xt')).toBeUndefined()
  })

  test('a restart that is over within a second goes unnoticed', async ({ skip }) => {
    const { restart } = redis.running()
    if (!restart) return skip('this Redis is not ours to stop')
    const store = redis.open()
    await store.requests.create(aRequest())
    await restart()
    // The socket can still be taking its leave: a command that was under way then fails and is never sent twice.
    const code = await codeOf(store.requests.find('k7m2q9xt'))
    expect([undefined, 'redis_unavailable']).toContain(code)
    expect(await codeOf(store.requests.find('k7m2q9xt'))).toBeUndefined()
  })

  test('an operator hears of it once, not at every attempt', async () => {
    const store = connect('redis://:hunter2@127.0.0.1:1')
    for (let attempt = 0; attempt < 5; attempt++) expect(await codeOf(store.ping())).toBe('redis_unavailable')
    expect(store.troubles).toEqual(['no connection to Redis: ECONNREFUSED'])
  })
})

describe('a Redis that comes up after the bot', () => {
  test('is found without a restart of ours, and a command that came a moment too early still works', async () => {
    let up = false
    const { url, prefix, kind } = redis.running()
    // Stands before the real one and hangs up until that is said to be up.
    const door = await listen((socket) => {
      if (!up) return void socket.destroy()
      const behind = kind === 'server' ? { path: url.replace('unix:', '') } : new URL(url)
      void import('node:net').then(({ connect }) => {
        const options = 'path' in behind ? behind : { host: behind.hostname, port: Number(behind.port) || 6379 }
        const other = connect(options).on('error', () => socket.destroy())
        socket.pipe(other).pipe(socket)
      })
    })
    const store = connectRedis({
      url: door,
      prefix: `${prefix}-late`,
      clock: { now: () => NOW },
      onTrouble: () => undefined,
    })
    leftOver.push(store.close)
    const early = store.requests.create(aRequest())
    up = true
    expect(await early).toBe(true)
    expect(await store.requests.find('k7m2q9xt')).toEqual(aRequest())
  })
})

describe('a Redis that says nothing', () => {
  test('makes everything fail as unavailable rather than hang', { timeout: HANGS }, async () => {
    const store = connect(await listen(() => undefined))
    expect(await codes(store)).toEqual(['redis_unavailable'])
  })

  test('in the middle of its work makes commands fail as unavailable, and is heard again', async ({ skip }) => {
    const { url, kind } = redis.running()
    // Nobody else may be held up, and js-redis-server knows no CLIENT PAUSE.
    if (kind !== 'server') return skip('only a real Redis of our own can be paused')
    const store = redis.open()
    await store.requests.create(aRequest())
    await withClient(url, (raw) => raw.call('CLIENT', 'PAUSE', '60000', 'WRITE'))
    expect(await codeOf(store.requests.swap(aRequest(), move(aRequest(), 'approve')))).toBe('redis_unavailable')
    expect(store.troubles).toEqual(['no answer from Redis within 1000 ms'])
    await withClient(url, (raw) => raw.call('CLIENT', 'UNPAUSE'))
    await backAgain(store)
    // What was not answered may have happened all the same.
    expect(['pending', 'approved']).toContain((await store.requests.find('k7m2q9xt'))?.state)
  })
})

describe('something that is no Redis', () => {
  test('is unavailable, and nothing that it says gets into a message', { timeout: 2 * HANGS }, async () => {
    const store = connect(await listen((socket) => socket.end('HTTP/1.1 400 canary-3\r\n\r\n')))
    expect(await codes(store)).toEqual(['redis_unavailable'])
    expect(store.troubles.join()).not.toContain('canary-3')
  })
})

describe('a store that was closed', () => {
  test('fails as unavailable, lets what was under way finish, and may be closed again', async () => {
    const store = redis.open()
    await store.ping()
    const underWay = store.requests.create(aRequest())
    await store.close()
    expect(await underWay).toBe(true)
    expect(await codes(store)).toEqual(['redis_unavailable'])
    await store.close()
  })

  test('is closed at once when Redis was never there', { timeout: HANGS }, async () => {
    const store = connect('redis://127.0.0.1:1')
    await store.close()
    expect(await codeOf(store.ping())).toBe('redis_unavailable')
  })
})
