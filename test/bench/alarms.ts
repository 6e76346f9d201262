// What a million alarms cost: memory, setting, running, and looking for what is due; side by side with BullMQ.
import { watchAlarms } from '../../src/alarms/watch.ts'
import type { AlarmQueue } from '../../src/core/alarm.ts'
import { connectRedis } from '../../src/redis/redis.ts'
import {
  AT_ONCE,
  BULLMQ,
  BULLMQ_ADDED,
  BULLMQ_CONCURRENCY,
  BULLMQ_DRAINED,
  BULLMQ_IN_FLIGHT,
  BULLMQ_ONE_BY_ONE,
  type BullmqFigures,
  FEW,
  measureBullmq,
} from './bullmq.ts'
import { median, milliseconds, percentile, perSecond, type Report, type Row, times } from './figures.ts'
import { startPace } from './pace.ts'
import { type PrivateRedis, startPrivateRedis } from './private-redis.ts'

const ALARMS = 1_000_000
const SOME = 10_000
const IN_FLIGHT = 200_000
const ONE_BY_ONE = 5_000
const POLLS = 2_000
const SLICE = 20_000
/** Milliseconds. */
const MONTH = 30 * 24 * 60 * 60_000
const LEASE = 120_000
const MEMORY_GOAL = 200
const TIMES_GOAL = 5
const POLL_GOAL = 1

const columns = ['alarms', 'BullMQ', 'alarms to BullMQ']

export async function alarms(): Promise<Report> {
  const title = `Alarms: ${ALARMS.toLocaleString('en')} of them`
  const redis = await startPrivateRedis()
  if (!redis) {
    return { title, columns, rows: [], notes: ['Not measured: there is no redis-server on the PATH.'], numbers: {} }
  }
  try {
    const ours = await measureAlarms(redis)
    const bullmq = await measureBullmq(redis)
    const theirs = typeof bullmq === 'string' ? undefined : bullmq
    return {
      title,
      columns,
      rows: rowsOf(ours, theirs),
      notes: [...notesOf(redis), ...(typeof bullmq === 'string' ? [`BullMQ was not measured: ${bullmq}.`] : [])],
      numbers: { alarms: ours, bullmq: theirs },
    }
  } finally {
    await redis.stop()
  }
}

interface Figures extends BullmqFigures {
  /** Milliseconds of each look that found nothing, with so many alarms that are not due. */
  polls: { alarms: number; each: number[] }[]
}

async function measureAlarms(redis: PrivateRedis): Promise<Figures> {
  // The clock is ours: a month passes as soon as everything is set.
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead }
  const store = connectRedis({ url: `unix:${redis.socket}`, clock, onTrouble: (message) => console.error(message) })
  const queue = store.alarms
  try {
    await store.ping()
    const due = clock.now() + MONTH
    const polls = [{ alarms: 0, each: await poll(queue) }]
    const before = await redis.memory()
    await setInBulk(queue, 0, SOME, due)
    polls.push({ alarms: SOME, each: await poll(queue) })
    const bulk = await setInBulk(queue, SOME, ALARMS - IN_FLIGHT, due)
    const inFlight = await setInFlight(queue, ALARMS - IN_FLIGHT, ALARMS, due)
    const memory = ((await redis.memory()) - before) / ALARMS
    polls.push({ alarms: ALARMS, each: await poll(queue) })

    const alone = startPace(FEW)
    for (let number = 0; number < ONE_BY_ONE; number += 1) {
      await queue.set('settle-claim', idOf(ALARMS + number), due)
      alone.did(1)
    }
    const oneByOne = alone.perSecond()
    clock.ahead = MONTH + LEASE
    return { polls, memory, bulk, inFlight, oneByOne, drain: await drain(queue, clock) }
  } finally {
    await store.close()
  }
}

/** As long as a request's id. */
const idOf = (number: number) => `${10_000_000 + number}`

async function setInBulk(queue: AlarmQueue, from: number, to: number, due: number): Promise<number> {
  const pace = startPace(AT_ONCE)
  for (let first = from; first < to; first += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, number) => idOf(first + number))
    await queue.restore(some.map((id) => ({ kind: 'settle-claim', id, due })))
    pace.did(AT_ONCE)
  }
  return pace.perSecond()
}

async function setInFlight(queue: AlarmQueue, from: number, to: number, due: number): Promise<number> {
  const pace = startPace(AT_ONCE)
  for (let first = from; first < to; first += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, number) => idOf(first + number))
    await Promise.all(some.map((id) => queue.set('settle-claim', id, due)))
    pace.did(AT_ONCE)
  }
  return pace.perSecond()
}

async function poll(queue: AlarmQueue): Promise<number[]> {
  const each: number[] = []
  for (let number = 0; number < POLLS; number += 1) {
    const start = performance.now()
    const due = await queue.claimDue(Date.now(), LEASE, 16)
    each.push(performance.now() - start)
    if (due.length > 0) throw new Error('Something was due')
  }
  return each
}

async function drain(queue: AlarmQueue, clock: { now(): number }): Promise<number> {
  let ran = 0
  // Many claims long, for within one everything runs at once.
  const pace = startPace(SLICE)
  const watch = watchAlarms({
    queue,
    clock,
    run: async () => {
      ran += 1
      pace.did(1)
    },
    begin: async () => undefined,
    onTrouble: (error) => console.error(error),
    onDeadLetter: () => console.error('An alarm was set aside'),
  })
  await watch.look()
  if (ran !== ALARMS + ONE_BY_ONE) throw new Error(`Only ${ran} alarms ran`)
  return pace.perSecond()
}

function rowsOf(ours: Figures, theirs: BullmqFigures | undefined): Row[] {
  const beside = (name: string, figure: keyof BullmqFigures, hasGoal: boolean): Row => {
    if (!theirs) return { name, values: [perSecond(ours[figure]), 'not here', ''] }
    const ratio = ours[figure] / theirs[figure]
    return {
      name,
      values: [perSecond(ours[figure]), perSecond(theirs[figure]), times(ratio)],
      ...(hasGoal && { goal: { text: `at least x ${TIMES_GOAL}`, met: ratio >= TIMES_GOAL } }),
    }
  }
  return [
    {
      name: 'memory of each',
      values: [
        bytes(ours.memory),
        theirs ? bytes(theirs.memory) : 'not here',
        theirs ? times(ours.memory / theirs.memory) : '',
      ],
      goal: { text: `at most ${MEMORY_GOAL} B`, met: ours.memory <= MEMORY_GOAL },
    },
    beside('set, in bulk', 'bulk', true),
    beside('set, many in flight', 'inFlight', true),
    beside('set, one by one', 'oneByOne', false),
    beside('run', 'drain', true),
    ...ours.polls.map(({ alarms, each }) => ({
      name: `a look, ${alarms.toLocaleString('en')} not due`,
      values: [milliseconds(median(each)), '', `99 %: ${milliseconds(percentile(each, 0.99))}`],
      goal: { text: `below ${POLL_GOAL} ms`, met: median(each) < POLL_GOAL },
    })),
  ]
}

const bytes = (value: number) => `${value.toFixed(0)} B`

function notesOf({ program }: PrivateRedis): string[] {
  const number = (value: number) => value.toLocaleString('en')
  return [
    `Both on the same private ${program} over a Unix socket, without AOF and snapshots, one after the other in one run; client and server share this machine.`,
    `Alarms: through the bot’s own store. In bulk: \`restore\` of ${number(AT_ONCE)} at a time, ${number(ALARMS - IN_FLIGHT - SOME)} in all; in flight: ${number(IN_FLIGHT)} \`set\`, ${number(AT_ONCE)} at a time, which the store sends together; one by one: ${number(ONE_BY_ONE)} \`set\`, each waits for its answer. Run: the bot’s engine, one worker, with a handler that does nothing.`,
    `${BULLMQ}: ${number(BULLMQ_ADDED)} delayed jobs with a name, an id and no data, by addBulk of ${number(AT_ONCE)}; ${number(BULLMQ_IN_FLIGHT)} by add, ${number(AT_ONCE)} at a time in flight; ${number(BULLMQ_ONE_BY_ONE)} one by one; ${number(BULLMQ_DRAINED)} run by one worker with concurrency ${BULLMQ_CONCURRENCY} and a processor that does nothing. Those were not delayed, which spares it the moving from “delayed” to “waiting” that the alarms’ figure includes.`,
    `Rates: the median of slices of ${number(AT_ONCE)} (run: ${number(SLICE)} alarms, 5,000 jobs; one by one: ${FEW}), so that a neighbour who takes a core for a moment does not decide.`,
    'One by one is a matter of round trips, and both need one for each; that row has no goal.',
    `A look: median of ${number(POLLS)} claims that find nothing, each waits for its answer. Memory: growth of used_memory per entry.`,
  ]
}
