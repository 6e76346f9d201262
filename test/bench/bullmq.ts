// BullMQ beside our alarms: installed for the moment of a benchmark, because its lock file breaks `npm ci` elsewhere.
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPace } from './pace.ts'
import type { PrivateRedis } from './private-redis.ts'

export const BULLMQ = 'bullmq@6.7.0'
export const BULLMQ_ADDED = 100_000
export const BULLMQ_IN_FLIGHT = 50_000
export const BULLMQ_ONE_BY_ONE = 5_000
export const BULLMQ_DRAINED = 50_000
export const BULLMQ_CONCURRENCY = 50
/** In one bulk, or in flight. */
export const AT_ONCE = 1_000
/** Slices of what goes one by one. */
export const FEW = 100
const SLICE = 5_000
const MONTH = 30 * 24 * 60 * 60_000

export interface BullmqFigures {
  /** Bytes for one job. */
  memory: number
  /** Jobs per second. */
  bulk: number
  inFlight: number
  oneByOne: number
  drain: number
}

/** The part of it that is used here; its own types are not there when ours are checked. */
interface Bullmq {
  Queue: new (name: string, options: object) => Queue
  Worker: new (name: string, run: () => Promise<void>, options: object) => Worker
}
interface Queue {
  waitUntilReady(): Promise<unknown>
  add(name: string, data: object, options: object): Promise<unknown>
  addBulk(jobs: { name: string; data: object; opts: object }[]): Promise<unknown>
  close(): Promise<void>
}
interface Worker {
  run(): Promise<void>
  waitUntilReady(): Promise<unknown>
  on(event: 'completed', heard: () => void): void
  close(): Promise<void>
}

/** Says in words why it could not be measured. */
export async function measureBullmq(redis: PrivateRedis): Promise<BullmqFigures | string> {
  const folder = mkdtempSync(join(tmpdir(), 'pat-bullmq-'))
  try {
    const words = ['i', BULLMQ, 'ioredis@6.0.0', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts']
    const installed = spawnSync('npm', [...words, '--prefix', folder], { cwd: folder, timeout: 120_000 })
    if (installed.status !== 0) return `\`npm i ${BULLMQ}\` did not work here`
    const bullmq = createRequire(join(folder, 'x.js'))('bullmq') as Bullmq
    return await measure(bullmq, redis)
  } catch (error) {
    return `${BULLMQ} did not work here: ${error instanceof Error ? error.name : 'unknown'}`
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure({ Queue, Worker }: Bullmq, redis: PrivateRedis): Promise<BullmqFigures> {
  const connection = { path: redis.socket, maxRetriesPerRequest: null }
  const begin = async () => {
    await redis.empty()
    const queue = new Queue('alarms', { connection })
    await queue.waitUntilReady()
    return queue
  }
  const job = (number: number, options: object) => ({
    name: 'settle-claim',
    data: {},
    opts: { jobId: `settle-claim-${(10_000_000 + number).toString()}`, removeOnComplete: true, ...options },
  })
  const addInBulk = async (queue: Queue, count: number, options: object) => {
    const pace = startPace(AT_ONCE)
    for (let from = 0; from < count; from += AT_ONCE) {
      await queue.addBulk(Array.from({ length: AT_ONCE }, (_, number) => job(from + number, options)))
      pace.did(AT_ONCE)
    }
    return pace.perSecond()
  }

  const queue = await begin()
  const before = await redis.memory()
  const bulk = await addInBulk(queue, BULLMQ_ADDED, { delay: MONTH })
  const memory = ((await redis.memory()) - before) / BULLMQ_ADDED
  const addOne = (number: number) => {
    const { name, data, opts } = job(number, { delay: MONTH })
    return queue.add(name, data, opts)
  }
  const flight = startPace(AT_ONCE)
  for (let from = 0; from < BULLMQ_IN_FLIGHT; from += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, number) => addOne(BULLMQ_ADDED + from + number)))
    flight.did(AT_ONCE)
  }
  const alone = startPace(FEW)
  for (let number = 0; number < BULLMQ_ONE_BY_ONE; number += 1) {
    await addOne(BULLMQ_ADDED + BULLMQ_IN_FLIGHT + number)
    alone.did(1)
  }
  await queue.close()

  const waiting = await begin()
  await addInBulk(waiting, BULLMQ_DRAINED, {})
  const options = { connection, concurrency: BULLMQ_CONCURRENCY, autorun: false }
  const worker = new Worker('alarms', async () => undefined, options)
  await worker.waitUntilReady()
  const drain = startPace(SLICE)
  await new Promise<void>((resolve) => {
    let done = 0
    worker.on('completed', () => {
      done += 1
      drain.did(1)
      if (done === BULLMQ_DRAINED) resolve()
    })
    void worker.run()
  })
  await worker.close()
  await waiting.close()
  return {
    memory,
    bulk,
    inFlight: flight.perSecond(),
    oneByOne: alone.perSecond(),
    drain: drain.perSecond(),
  }
}
