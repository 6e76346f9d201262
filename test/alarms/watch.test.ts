// How workers go about alarms that are due.
import { describe, expect, test, vi } from 'vitest'
import { ALARM_LEASE } from '../../src/alarms/lease.ts'
import { MOST_TRIES } from '../../src/alarms/retry.ts'
import { BotError } from '../../src/core/errors.ts'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { NOW, type OpenStore, redisForThisFile } from '../redis/store.ts'
import { aWorker, gate } from './workers.ts'

const redis = redisForThisFile()
const KIND = 'settle-claim'

async function setAll(store: OpenStore, count: number, due = NOW): Promise<string[]> {
  const all = Array.from({ length: count }, (_, number) => `${number}`)
  await store.alarms.restore(all.map((id) => ({ kind: KIND, id, due })))
  return all
}

const asideIn = ({ raw, keys }: OpenStore) => raw((client) => client.hgetall(keys.deadLetteredAlarms))

describe('a look', () => {
  test('runs everything that is due, however much it is, each once', async () => {
    const store = redis.open()
    const all = await setAll(store, 300)
    await store.alarms.set(KIND, 'later', NOW + 1)
    const worker = aWorker(store)
    await worker.look()
    expect(worker.ran).toHaveLength(300)
    expect(new Set(worker.ran)).toEqual(new Set(all))
    await worker.look()
    expect(worker.ran).toHaveLength(300)
  })

  test('runs a few at a time', async () => {
    const store = redis.open()
    await setAll(store, 100)
    let running = 0
    let most = 0
    const worker = aWorker(store, {
      async run() {
        running += 1
        most = Math.max(most, running)
        await store.ping()
        running -= 1
      },
    })
    await worker.look()
    expect(most).toBe(16)
  })

  test('also runs what an alarm sets for now, and the alarm itself if it does so', async () => {
    const store = redis.open()
    await store.alarms.set(KIND, '3', NOW)
    const worker = aWorker(store, {
      async run({ id }) {
        if (id !== '0') await store.alarms.set(KIND, `${Number(id) - 1}`, NOW)
        else if (worker.ran.length < 6) await store.alarms.set(KIND, '0', NOW)
      },
    })
    await worker.look()
    expect(worker.ran).toEqual(['3', '2', '1', '0', '0', '0'])
  })

  test('is not held up by an alarm that takes long', async () => {
    const store = redis.open()
    await store.alarms.set(KIND, 'slow', NOW)
    const slow = gate()
    const worker = aWorker(store, { run: ({ id }) => (id === 'slow' ? slow.opened : Promise.resolve()) })
    const first = worker.look()
    await vi.waitUntil(() => worker.ran.length === 1)
    await store.alarms.set(KIND, 'quick', NOW)
    const second = worker.look()
    await vi.waitUntil(() => worker.ran.length === 2)
    slow.open()
    await Promise.all([first, second])
    expect(worker.ran).toEqual(['slow', 'quick'])
  })

  test('catches up after a jump of the clock forward, such as a suspended machine', async () => {
    const store = redis.open()
    await setAll(store, 20, NOW + 300 * DAY)
    const worker = aWorker(store)
    await worker.look()
    expect(worker.ran).toEqual([])
    store.clock.time += 365 * DAY
    await worker.look()
    expect(worker.ran).toHaveLength(20)
  })

  test('does not begin what was claimed long ago: it could outlive its lease', async () => {
    const store = redis.open()
    await setAll(store, 3)
    const worker = aWorker(store, {
      queue: {
        async claimDue(...asked) {
          const due = await store.alarms.claimDue(...asked)
          // The machine sleeps just here, but only once.
          if (store.clock.time === NOW) store.clock.time += ALARM_LEASE / 2 + 1
          return due
        },
      },
    })
    await worker.look()
    // They were given back, claimed anew and run under a lease of their own.
    expect(worker.ran.sort()).toEqual(['0', '1', '2'])
    expect(worker.troubles).toEqual([])
  })
})

describe('several workers', () => {
  test('share the work, and none does what another one does', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    const all = await setAll(store, 400)
    const run = async () => void (await store.ping())
    const workers = [aWorker(store, { run }), aWorker(other, { run }), aWorker(other, { run })]
    await Promise.all(workers.map((worker) => worker.look()))
    expect(workers.flatMap(({ ran }) => ran)).toHaveLength(400)
    expect(new Set(workers.flatMap(({ ran }) => ran))).toEqual(new Set(all))
    expect(workers.every(({ ran }) => ran.length > 0)).toBe(true)
  })
})

describe('an alarm that fails', () => {
  test('comes again after a pause and does not keep the others from running', async () => {
    const store = redis.open()
    await setAll(store, 3)
    let broken = true
    const worker = aWorker(store, {
      async run({ id }) {
        if (id === '1' && broken) throw new TypeError('canary-1')
      },
    })
    await worker.look()
    expect(worker.ran.sort()).toEqual(['0', '1', '2'])
    expect(worker.troubles).toEqual(['TypeError at 1'])
    store.clock.time += 2 * MINUTE - 1
    await worker.look()
    expect(worker.ran).toHaveLength(3)
    broken = false
    store.clock.time += 1
    await worker.look()
    expect(worker.ran).toHaveLength(4)
    store.clock.time += DAY
    await worker.look()
    expect(worker.ran).toHaveLength(4)
  })

  test('for four hours is set aside, named, and not tried again until somebody sets it anew', async () => {
    const store = redis.open()
    await store.alarms.set(KIND, 'bad', NOW)
    const worker = aWorker(store, {
      async run() {
        throw new BotError('broken', {})
      },
    })
    for (let minutes = 0; minutes <= 5 * 60; minutes += 1) {
      await worker.look()
      store.clock.time += MINUTE
    }
    expect(worker.ran).toHaveLength(MOST_TRIES)
    expect(worker.setAside).toEqual(['bad: broken'])
    expect(await asideIn(store)).toEqual({ 'settle-claim:bad': `{"at":${NOW + 242 * MINUTE},"error":"broken"}` })
    await store.alarms.set(KIND, 'bad', store.clock.time)
    expect(await asideIn(store)).toEqual({})
    await worker.look()
    expect(worker.ran).toHaveLength(MOST_TRIES + 1)
  })

  test('because Dremio is away is never set aside, and is tried again every quarter of an hour', async () => {
    const store = redis.open()
    await store.alarms.set(KIND, 'one', NOW)
    const worker = aWorker(store, {
      async run() {
        throw new BotError('dremio_busy', { operation: 'list', mayHaveHappened: false })
      },
    })
    for (let minutes = 0; minutes < 10 * 60; minutes += 5) {
      await worker.look()
      store.clock.time += 5 * MINUTE
    }
    expect(worker.ran.length).toBeGreaterThan(38)
    expect(worker.setAside).toEqual([])
    expect(await asideIn(store)).toEqual({})
  })

  test('by killing every worker that runs it is set aside without being tried for ever', async () => {
    const store = redis.open()
    await store.alarms.set(KIND, 'deadly', NOW)
    for (let death = 0; death < MOST_TRIES; death += 1) {
      const doomed = aWorker(store, { run: () => new Promise(() => {}) })
      void doomed.look()
      await vi.waitUntil(() => doomed.ran.length === 1)
      store.clock.time += ALARM_LEASE
    }
    const worker = aWorker(store)
    await worker.look()
    expect(worker.ran).toEqual([])
    expect(worker.setAside).toEqual(['deadly: worker_died'])
  })

  test('by never coming back counts as failed, and gives its place to others', async () => {
    const store = redis.open()
    await setAll(store, 16)
    const worker = aWorker(store, { run: ({ id }) => (id === 'last' ? Promise.resolve() : new Promise(() => {})) })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const looked = worker.look()
      // Answers of Redis do not go by timers.
      while (worker.ran.length < 16) await new Promise((resolve) => setImmediate(resolve))
      await store.alarms.set(KIND, 'last', NOW)
      await vi.advanceTimersByTimeAsync(ALARM_LEASE)
      await looked
    } finally {
      vi.useRealTimers()
    }
    expect(worker.ran).toHaveLength(17)
    expect(worker.ran.at(-1)).toBe('last')
    expect(worker.troubles.filter((trouble) => trouble.startsWith('HandlerHangs'))).toHaveLength(16)
  })
})

describe('while Redis is away', () => {
  test('that is said once, and alarms run as soon as it is back', async () => {
    const store = redis.open()
    await setAll(store, 2)
    let isAway = true
    const worker = aWorker(store, {
      queue: {
        async claimDue(...asked) {
          if (isAway) throw new BotError('redis_unavailable', {})
          return store.alarms.claimDue(...asked)
        },
      },
    })
    for (let looks = 0; looks < 5; looks += 1) await worker.look()
    expect(worker.troubles).toEqual(['redis_unavailable'])
    isAway = false
    await worker.look()
    expect(worker.ran).toHaveLength(2)
  })

  test('an alarm that was dealt with is not run again: that is said at a later look', async () => {
    const store = redis.open()
    await setAll(store, 2)
    let isAway = true
    const worker = aWorker(store, {
      queue: {
        async ack(alarms) {
          if (isAway) throw new BotError('redis_unavailable', {})
          await store.alarms.ack(alarms)
        },
      },
    })
    await worker.look()
    isAway = false
    await worker.look()
    store.clock.time += HOUR
    await worker.look()
    expect(worker.ran).toHaveLength(2)
    expect(worker.troubles).toContain('redis_unavailable')
  })
})

describe('a worker', () => {
  test('begins at once and goes on by itself', async () => {
    const store = redis.open()
    await store.alarms.set(KIND, 'one', NOW)
    const worker = aWorker(store)
    worker.start()
    await vi.waitUntil(() => worker.ran.length === 1)
    await store.alarms.set(KIND, 'two', NOW)
    await vi.waitUntil(() => worker.ran.length === 2, { timeout: 5_000 })
    await worker.stop()
  })

  test('tries to begin until it goes well, and then no more', async () => {
    let tries = 0
    const begin = async () => {
      tries += 1
      if (tries < 3) throw new BotError('redis_unavailable', {})
    }
    const worker = aWorker(redis.open(), { begin })
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      worker.start()
      for (let seconds = 0; seconds < 10; seconds += 1) await vi.advanceTimersByTimeAsync(1_000)
    } finally {
      vi.useRealTimers()
    }
    await worker.stop()
    expect(tries).toBe(3)
  })

  test('that is stopped finishes what runs, and leaves the rest to others at once', async () => {
    const store = redis.open()
    await setAll(store, 100)
    const slow = gate()
    // The first claim takes sixteen, which run at once; the second one takes more than run at once.
    const stopping = aWorker(store, { run: () => (stopping.ran.length > 16 ? slow.opened : Promise.resolve()) })
    stopping.start()
    await vi.waitUntil(() => stopping.ran.length === 32)
    const stopped = stopping.stop()
    slow.open()
    await stopped
    expect(stopping.ran).toHaveLength(32)
    const other = aWorker(store)
    await other.look()
    await stopping.look()
    expect(new Set([...stopping.ran, ...other.ran]).size).toBe(100)
    expect(other.troubles).toEqual([])
  })

  test('that is stopped while it claims leaves what it is handed to others at once', async () => {
    const store = redis.open()
    await setAll(store, 3)
    const answer = gate()
    let claims = 0
    const stopping = aWorker(store, {
      queue: {
        async claimDue(...asked) {
          const due = await store.alarms.claimDue(...asked)
          claims += 1
          await answer.opened
          return due
        },
      },
    })
    stopping.start()
    await vi.waitUntil(() => claims === 1)
    const stopped = stopping.stop()
    answer.open()
    await stopped
    const other = aWorker(store)
    await other.look()
    expect(stopping.ran).toEqual([])
    expect(other.ran).toHaveLength(3)
  })
})
