// Whatever happens to workers and clocks: no alarm is lost, none runs twice at once, and none after it was dealt with.
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, test } from 'vitest'
import { ALARM_LEASE } from '../../src/alarms/lease.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { NOW, type OpenStore, redisForThisFile } from '../redis/store.ts'
import { Ledger } from './ledger.ts'
import { type Doom, type Fate, MortalWorkers } from './mortal-workers.ts'

const redis = redisForThisFile()
const KIND = 'settle-claim'
const WORKERS = 3
let raw: Redis | undefined
afterAll(() => raw?.disconnect())

type Step =
  | { do: 'set'; id: string; in: number }
  | { do: 'clear'; id: string }
  | { do: 'look'; worker: number; doom: Doom | undefined }
  | { do: 'crash'; worker: number }
  | { do: 'go on'; worker: number }
  | { do: 'stop'; worker: number }
  | { do: 'pass'; time: number }

const id = fc.constantFrom('a', 'b', 'c:1')
const worker = fc.nat({ max: WORKERS - 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      id,
      in: fc.constantFrom(-HOUR, 0, SECOND, MINUTE, ALARM_LEASE, HOUR, 30 * DAY),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), id }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('look' as const),
      worker,
      doom: fc.option(fc.constantFrom<Doom>('dies after claiming', 'dies before saying so', 'sleeps after claiming'), {
        nil: undefined,
        freq: 4,
      }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('crash' as const, 'go on' as const, 'stop' as const), worker }),
  },
  // The clock that moves on, is suspended, and is set back.
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      time: fc.constantFrom(
        SECOND,
        MINUTE,
        ALARM_LEASE,
        10 * MINUTE,
        HOUR,
        30 * DAY,
        -SECOND,
        -MINUTE,
        -HOUR,
        -30 * DAY,
      ),
    }),
  },
)
const fates = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Fate>('well') },
    { weight: 4, arbitrary: fc.constantFrom<Fate>('breaks', 'outage', 'slow') },
  ),
  { maxLength: 40 },
)

async function happens(stores: OpenStore[], steps: Step[], fates: Fate[]): Promise<void> {
  const [store] = stores as [OpenStore]
  const { alarms, clock } = store
  clock.time = NOW
  for (const other of stores) other.clock = clock
  const ledger = new Ledger(clock)
  const workers = new MortalWorkers(stores, ledger)
  workers.fates = [...fates]

  for (const step of steps) {
    switch (step.do) {
      case 'set':
        ledger.set(step.id, clock.time + step.in)
        await alarms.set(KIND, step.id, clock.time + step.in)
        break
      case 'clear':
        ledger.clear(step.id)
        await alarms.clear(KIND, step.id)
        break
      case 'look':
        await workers.look(step.worker, step.doom)
        break
      case 'crash':
        workers.crash(step.worker)
        break
      case 'go on':
        await workers.goOn(step.worker)
        break
      case 'stop':
        await workers.stop(step.worker)
        break
      case 'pass':
        ledger.pass(step.time)
    }
    expect(workers.breaches).toEqual([])
  }

  // All die, all is well from now on, and time passes: everything that is owed must come.
  for (let number = 0; number < WORKERS; number += 1) workers.crash(number)
  workers.fates = []
  for (const time of [0, ALARM_LEASE, Math.max(0, ledger.latest - clock.time) + HOUR, ALARM_LEASE, DAY]) {
    ledger.pass(time)
    for (let number = 0; number < WORKERS; number += 1) await workers.look(number)
  }
  expect(workers.breaches).toEqual([])
  expect(ledger.debts()).toEqual([])
}

describe('alarms', () => {
  test('are neither lost nor run twice, whoever dies, sleeps, fails or is late, and however the clock jumps', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    const { keys } = store
    const client = new Redis(store.url.replace('unix:', ''), { disableClientInfo: true })
    raw = client
    const every = [keys.alarms, keys.alarmLeases, keys.alarmTries, keys.deadLetteredAlarms]
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), fates, async (steps, fates) => {
        await client.del(...every)
        await happens([store, other, store], steps, fates)
        // What was dealt with leaves nothing behind.
        expect(await client.exists(keys.alarms, keys.alarmLeases, keys.alarmTries)).toBe(0)
      }),
      { numRuns: 300 },
    )
  }, 60_000)
})
