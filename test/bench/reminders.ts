// What reminders cost for 200,000 people with five tokens each: memory, a full hour, a quiet one.
import { randomUUID } from 'node:crypto'
import type { WebClient } from '@slack/web-api'
import { alarmHandlers } from '../../src/alarms/list.ts'
import { watchAlarms } from '../../src/alarms/watch.ts'
import type { DueAlarm } from '../../src/core/alarm.ts'
import { builtInPolicy } from '../../src/core/policy/evaluate.ts'
import type { Ports } from '../../src/core/ports.ts'
import type { RemindedToken } from '../../src/core/reminders/due-reminders.ts'
import { planReminders } from '../../src/core/reminders/plan-reminders.ts'
import { newReminderRecord, rulesFor } from '../../src/core/reminders/reminder-record.ts'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { connectRedis, type RedisStore } from '../../src/redis/redis.ts'
import { createReminderMessenger } from '../../src/slack/reminder-messenger.ts'
import { english } from '../../src/words/words.ts'
import { median, milliseconds, percentile, perSecond, type Report, type Row } from './figures.ts'
import { type PrivateRedis, startPrivateRedis } from './private-redis.ts'

/** BENCH_PEOPLE takes fewer, for a look in between. */
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 200_000)
const TOKENS = 5
const DUE = Math.min(10_000, PEOPLE / 2)
const FEW_PEOPLE = 1_000
const AT_ONCE = 500
const LOOKS = 2_000
const LEASE = 120_000
const MEMORY_GOAL = 1_024
const RATE_GOAL = 2_000

const columns = ['figure', '']

export async function reminders(): Promise<Report> {
  const title = `Reminders: ${number(PEOPLE)} people with ${TOKENS} tokens each`
  const redis = await startPrivateRedis()
  if (!redis) {
    return { title, columns, rows: [], notes: ['Not measured: there is no redis-server on the PATH.'], numbers: {} }
  }
  try {
    const figures = await measure(redis)
    return { title, columns, rows: rowsOf(figures), notes: notesOf(redis, figures), numbers: figures }
  } finally {
    await redis.stop()
  }
}

interface Figures {
  /** Bytes for each token: records, indexes, books and alarms. */
  memory: number
  /** The same of those whose owner has just been reminded. */
  memoryReminded: number
  /** Milliseconds of each look that finds nothing, by how many people there are. */
  quietFew: number[]
  quiet: number[]
  /** Reminders in a second: decided alone, without Redis; with all of it, up to Slack; and woken only. */
  decided: number
  handedOver: number
  woken: number
  posted: number
}

async function measure(redis: PrivateRedis): Promise<Figures> {
  // A working day at noon, so that everything falls into the future.
  const clock = { time: Date.UTC(2026, 10, 24, 12), now: () => clock.time }
  const store = connectRedis({ url: `unix:${redis.socket}`, clock, onTrouble: (message) => console.error(message) })
  try {
    await store.ping()
    const before = await redis.memory()
    await load(store, clock.time, 0, FEW_PEOPLE)
    const quietFew = await looks(store, clock.time)
    await load(store, clock.time, FEW_PEOPLE, PEOPLE)
    const memory = ((await redis.memory()) - before) / (PEOPLE * TOKENS)
    const quiet = await looks(store, clock.time)

    // Beyond nine in Berlin on the day of the first threshold.
    const dueDay = clock.time + 2 * DAY
    clock.time = dueDay
    const posted = { count: 0 }
    const beforeReminding = await redis.memory()
    const handedOver = await drain(store, clock, portsOf(store, clock, posted))
    const memoryReminded = memory + ((await redis.memory()) - beforeReminding) / (DUE * TOKENS)
    return {
      ...{ memory, memoryReminded, quietFew, quiet, handedOver, posted: posted.count },
      ...{ decided: decide(clock.time), woken: await wake(store, clock) },
    }
  } finally {
    await store.close()
  }
}

const personCalled = (index: number) => `U${String(index).padStart(10, '0')}`

/** One token of each of the first ends in 15 days, which is spoken of the day after tomorrow; all others later. */
async function load(store: RedisStore, now: number, from: number, to: number): Promise<void> {
  const ports = portsOf(store, { now: () => now }, { count: 0 })
  for (let first = from; first < to; first += AT_ONCE / TOKENS) {
    const people = Array.from({ length: Math.min(AT_ONCE / TOKENS, to - first) }, (_, index) => first + index)
    await Promise.all(
      people.flatMap((index) =>
        Array.from({ length: TOKENS }, (_, which) =>
          store.tokens.add({
            tid: randomUUID(),
            uid: randomUUID(),
            owner: personCalled(index),
            label: `tableau on laptop ${which}`,
            createdAt: now - DAY,
            expiresAt: now + (which === 0 && index < DUE ? 15 : 40 + ((index + which) % 50)) * DAY,
            request: 'k7m2q9xt',
            version: 3,
            state: 'active',
            delivery: 'confirmed',
            shownAt: now - DAY,
          }),
        ),
      ),
    )
    // As it is after a claim: the book is begun, and the alarm stands where it says.
    await Promise.all(people.map((index) => alarmHandlers['remind-expiry'](ports, personCalled(index))))
  }
}

/** The bot as far as reminders need it, with a Slack that takes everything at once. */
function portsOf(store: RedisStore, clock: { now(): number }, posted: { count: number }): Ports {
  const policy = { ...builtInPolicy([], 'cloud') }
  const colleague = async (id: string) => ({
    ...{ id, name: 'Ana', teams: ['T0'], emailConfirmed: true, timeZone: 'Europe/Berlin' },
    ...{ deleted: false, bot: false, guest: false, stranger: false, invited: false, away: false },
  })
  const client = {
    chat: {
      async postMessage({ channel }: { channel: string }) {
        posted.count += 1
        return { ok: true, channel: `D${channel.slice(1)}`, ts: `1767225600.${String(posted.count).padStart(6, '0')}` }
      },
      update: async () => ({ ok: true }),
    },
  } as unknown as WebClient
  const onTrouble = (error: unknown) => console.error(error)
  return {
    ...{ clock, policy: () => policy, workplace: { teams: ['T0'], emailDomains: [] }, admins: [] },
    ...{ tokens: store.tokens, reminderRecords: store.reminderRecords, alarms: store.alarms, audit: store.audit },
    directory: {
      person: ({ id }: { id: string }) => colleague(id),
      known: () => undefined,
      colleague,
      managerOf: async () => undefined,
    },
    messenger: createReminderMessenger({
      client,
      locations: store.messageLocations,
      clock,
      wordsFor: async () => english,
      onTrouble,
    }),
  } as unknown as Ports
}

async function looks(store: RedisStore, now: number): Promise<number[]> {
  const each: number[] = []
  for (let count = 0; count < LOOKS; count += 1) {
    const start = performance.now()
    const due = await store.alarms.claimDue(now, LEASE, 16)
    each.push(performance.now() - start)
    if (due.length > 0) throw new Error('Something was due')
  }
  return each
}

/** Everything that is due, by one worker of the bot's own engine; reminders in a second. */
async function drain(store: RedisStore, clock: { now(): number }, ports: Ports): Promise<number> {
  let ran = 0
  const watch = watchAlarms({
    queue: store.alarms,
    clock,
    run: async ({ kind, id }: DueAlarm) => {
      ran += 1
      await alarmHandlers[kind](ports, id)
    },
    begin: async () => undefined,
    onTrouble: (error) => console.error(error),
    onDeadLetter: () => console.error('An alarm was set aside'),
  })
  const start = performance.now()
  await watch.look()
  if (ran !== DUE) throw new Error(`${ran} alarms ran`)
  return (1_000 * DUE) / (performance.now() - start)
}

/** The same number of alarms with a handler that does nothing: what the engine itself takes of it. */
async function wake(store: RedisStore, clock: { now(): number }): Promise<number> {
  for (let first = 0; first < DUE; first += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, index) => personCalled(first + index))
    await Promise.all(some.map((id) => store.alarms.set('show-request', id, clock.now())))
  }
  const watch = watchAlarms({
    queue: store.alarms,
    clock,
    run: async () => undefined,
    begin: async () => undefined,
    onTrouble: (error) => console.error(error),
    onDeadLetter: () => console.error('An alarm was set aside'),
  })
  const start = performance.now()
  await watch.look()
  return (1_000 * DUE) / (performance.now() - start)
}

/** Of one person with five tokens, one of them due: times in a second. */
function decide(now: number): number {
  const policy = builtInPolicy([], 'cloud')
  const record = { ...newReminderRecord('U0000000000'), timeZone: 'Europe/Berlin' }
  const tokens: RemindedToken[] = Array.from({ length: TOKENS }, (_, which) => ({
    ...{ tid: randomUUID(), label: 'tableau', madeHere: true, state: 'active' },
    ...{ createdAt: now - 10 * DAY, expiresAt: now + (which === 0 ? 13 : 40 + which) * DAY - HOUR },
  }))
  const rules = rulesFor(policy.reminders, record)
  const start = performance.now()
  for (let count = 0; count < DUE; count += 1) {
    planReminders(record, tokens, rules, { now, manager: undefined, policyVersion: policy.version })
  }
  return (1_000 * DUE) / (performance.now() - start)
}

function rowsOf(figures: Figures): Row[] {
  const { memory, memoryReminded, quiet, quietFew, decided, handedOver, woken } = figures
  const bytes = (value: number) => `${value.toFixed(0)} B`
  // Of looks that nothing disturbed: what else the machine does then has no say in it.
  const ratio = percentile(quiet, 0.1) / percentile(quietFew, 0.1)
  return [
    {
      name: 'Redis memory of each token, all in',
      values: [bytes(memory), 'records, indexes, books, alarms'],
      goal: { text: `at most ${MEMORY_GOAL} B`, met: memory <= MEMORY_GOAL },
    },
    {
      name: 'the same, just reminded of one',
      values: [bytes(memoryReminded), 'the message and its place too'],
      goal: { text: `at most ${MEMORY_GOAL} B`, met: memoryReminded <= MEMORY_GOAL },
    },
    {
      name: `woken, decided, handed over: ${number(DUE)}`,
      values: [perSecond(handedOver), `${((1_000 * DUE) / handedOver / 1_000).toFixed(1)} s in all`],
      goal: { text: `at least ${number(RATE_GOAL)} /s`, met: handedOver >= RATE_GOAL },
    },
    { name: 'decided only, without Redis', values: [perSecond(decided), ''] },
    { name: 'woken only', values: [perSecond(woken), ''] },
    {
      name: `a quiet look, ${number(FEW_PEOPLE)} people`,
      values: [milliseconds(median(quietFew)), ninetyNine(quietFew)],
    },
    {
      name: `a quiet look, ${number(PEOPLE)} people`,
      values: [milliseconds(median(quiet)), ninetyNine(quiet)],
      goal: { text: 'no dearer', met: ratio < 1.5 },
    },
  ]
}

const ninetyNine = (each: number[]) => `99 %: ${milliseconds(percentile(each, 0.99))}`
const number = (value: number) => value.toLocaleString('en')

function notesOf({ program }: PrivateRedis, { posted }: Figures): string[] {
  return [
    `A private ${program} over a Unix socket, without AOF and snapshots; client and server share this machine. Memory: growth of used_memory by token.`,
    `${number(DUE)} people have a reminder due at the same hour: ${number(posted)} messages were handed to a Slack that takes everything at once, each with its place reserved and remembered in Redis; one worker of the bot’s own engine with its sixteen lanes.`,
    `Woken only: the same number of alarms with a handler that does nothing, as the alarms benchmark’s row “run” has it for a million.`,
    `A quiet look: median of ${number(LOOKS)} claims that find nothing. An hour has 3,600 of them, however many people there are.`,
  ]
}
