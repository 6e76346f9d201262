// How alarms that were lost come back.
import { describe, expect, test } from 'vitest'
import { alarmHandlers } from '../../src/alarms/list.ts'
import { askToRebuild, type Rebuilder, rebuildAlarms } from '../../src/alarms/rebuild-alarms.ts'
import { claimsToSettle } from '../../src/alarms/settle-claim.ts'
import { linksThatWait } from '../../src/alarms/settle-link-confirmation.ts'
import { type AlarmMoment, alarmKinds } from '../../src/core/alarm.ts'
import { builtInPolicy } from '../../src/core/policy/evaluate.ts'
import type { Ports } from '../../src/core/ports.ts'
import { newReminderRecord, type ReminderRecord } from '../../src/core/reminders/reminder-record.ts'
import { CLAIM_LEASE, move, startClaim } from '../../src/core/requests/request.ts'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { aRequest, NOW, type OpenStore, redisForThisFile } from '../redis/store.ts'
import { aWorker } from './workers.ts'

const redis = redisForThisFile()
const KIND = 'settle-claim'

/** Rebuilding needs no more of the bot than its memory, its clock and its policy. */
const policy = () => builtInPolicy(['UBERT'], 'cloud')
const nobody = { can: { list: false }, unattended: false, forOthers: { list: false } }
const portsOf = ({ requests, tokens, reminderRecords, links, linkConfirmations, homes, alarms, clock }: OpenStore) =>
  ({
    homes,
    requests,
    tokens,
    reminderRecords,
    links,
    linkConfirmations,
    alarms,
    clock,
    policy,
    sessions: { capabilities: nobody },
  }) as unknown as Ports

const wanting = (alarms: AlarmMoment[]): Rebuilder =>
  async function* () {
    yield* alarms
  }

const everyAlarm = ({ raw, keys }: OpenStore) => raw((client) => client.zrange(keys.alarms, '0', '-1', 'WITHSCORES'))

describe('rebuilding', () => {
  test('sets what is missing, keeps the moment of what is there, and comes again in a day', async () => {
    const store = redis.open()
    await store.alarms.set(KIND, 'there', NOW + 5)
    const wanted = ['there', 'missing'].map((id) => ({ kind: KIND, id, due: NOW }) as const)
    await rebuildAlarms(portsOf(store), [wanting([]), wanting(wanted)])
    expect(await everyAlarm(store)).toEqual([
      'settle-claim:missing',
      `${NOW}`,
      'settle-claim:there',
      `${NOW + 5}`,
      'rebuild-alarms:all',
      `${NOW + DAY}`,
    ])
  })

  test('walks any number of records', async () => {
    const store = redis.open()
    const wanted = Array.from({ length: 1_234 }, (_, number) => ({ kind: KIND, id: `${number}`, due: NOW }) as const)
    await rebuildAlarms(portsOf(store), [wanting(wanted)])
    expect(await everyAlarm(store)).toHaveLength(2 * 1_235)
  })

  test('is done by one of many workers that ask for it as they start', async () => {
    const store = redis.open()
    const walks: string[] = []
    const workers = Array.from({ length: 5 }, () => {
      const each = redis.open(store.prefix)
      return aWorker(each, {
        async run({ kind }) {
          if (kind !== 'rebuild-alarms') return
          walks.push(kind)
          await rebuildAlarms(portsOf(each), [])
        },
      })
    })
    await Promise.all(workers.map(() => askToRebuild(store.alarms, NOW)))
    await Promise.all(workers.map((worker) => worker.look()))
    expect(walks).toHaveLength(1)
  })

  test('that is interrupted keeps what it set, and is begun anew', async () => {
    const store = redis.open()
    await askToRebuild(store.alarms, NOW)
    const interrupted: Rebuilder = async function* () {
      for (let number = 0; number < 500; number += 1) yield { kind: KIND, id: `${number}`, due: NOW + DAY }
      if (store.clock.time === NOW) throw new TypeError('canary-1')
      yield { kind: KIND, id: 'last', due: NOW + DAY }
    }
    const worker = aWorker(store, { run: () => rebuildAlarms(portsOf(store), [interrupted]) })
    await worker.look()
    expect(worker.troubles).toEqual(['TypeError at all'])
    expect(await everyAlarm(store)).toHaveLength(2 * 501)
    store.clock.time += 2 * MINUTE
    await worker.look()
    expect(await everyAlarm(store)).toHaveLength(2 * 502)
  })
})

describe('a claim that never came to an end', () => {
  test('wants to be settled when its lease is over, and no other request does', async () => {
    const store = redis.open()
    const approved = move(aRequest({ id: 'claiming' }), 'approve')
    const claiming = startClaim(approved, NOW + MINUTE)
    const unsure = { ...claiming, id: 'unsure', state: 'unsure' as const, requestedAt: NOW + 1 }
    for (const request of [claiming, unsure, aRequest({ id: 'pending' }), { ...approved, id: 'approved' }]) {
      await store.requests.create(request)
    }
    const wanted: AlarmMoment[] = []
    for await (const alarm of claimsToSettle(portsOf(store))) wanted.push(alarm)
    const due = NOW + MINUTE + CLAIM_LEASE
    expect(wanted.sort((one, other) => (one.id < other.id ? -1 : 1))).toEqual([
      { kind: KIND, id: 'claiming', due },
      { kind: KIND, id: 'unsure', due },
    ])
  })

  test('has its alarm again after all alarms were lost', async () => {
    const store = redis.open()
    await store.requests.create(startClaim(move(aRequest(), 'approve'), NOW))
    await alarmHandlers['rebuild-alarms'](portsOf(store), 'all')
    expect(await everyAlarm(store)).toContain('settle-claim:k7m2q9xt')
  })
})

test('a request that waits wants to be reminded of, to be put before the fallback, and to lapse', async () => {
  const store = redis.open()
  await store.requests.create(aRequest())
  const approved = move(aRequest({ id: 'approved' }), 'approve', { lapsesAt: NOW + 7 })
  await store.requests.create(approved)
  await store.requests.create(move(aRequest({ id: 'closed' }), 'deny'))
  await alarmHandlers['rebuild-alarms'](portsOf(store), 'all')
  expect(await everyAlarm(store)).toEqual([
    'lapse-request:approved',
    `${NOW + 7}`,
    'nudge-approvers:k7m2q9xt',
    `${NOW + 4 * HOUR}`,
    'escalate-request:k7m2q9xt',
    `${NOW + DAY}`,
    'rebuild-alarms:all',
    `${NOW + DAY}`,
    'lapse-request:k7m2q9xt',
    `${NOW + 3 * DAY}`,
  ])
})

test('every kind of alarm has a name without a colon, which parts it from its id', () => {
  expect(alarmKinds.filter((kind) => kind.includes(':'))).toEqual([])
  expect(Object.keys(alarmHandlers).sort()).toEqual([...alarmKinds].sort())
})

describe('people for whom a reminder is to come', () => {
  const aBook = (person: string, change: Partial<ReminderRecord> = {}): ReminderRecord => ({
    ...newReminderRecord(person),
    ...{ version: 1, nextCheckAt: NOW + 3 * DAY, policyVersion: 'built-in', ...change },
  })
  const dueOf = async (store: OpenStore, person: string) =>
    Number(await store.raw((client) => client.zscore(store.keys.alarms, `remind-expiry:${person}`)))

  test('have their alarm again after all alarms were lost, and under another policy are looked at soon', async () => {
    const store = redis.open()
    const many = Array.from({ length: 450 }, (_, number) => aBook(`U${number}`, { policyVersion: 'another' }))
    const { nextCheckAt: _, ...done } = aBook('UDONE')
    for (const record of [aBook('UANNA'), done, ...many])
      await store.reminderRecords.swap(newReminderRecord(record.person), record)
    await store.alarms.set('remind-expiry', 'U7', NOW + 3 * DAY)
    await alarmHandlers['rebuild-alarms'](portsOf(store), 'all')
    expect(await dueOf(store, 'UANNA')).toBe(NOW + 3 * DAY)
    expect(await dueOf(store, 'UDONE')).toBe(0)
    for (const { person } of many) {
      const due = await dueOf(store, person)
      expect(due).toBeGreaterThanOrEqual(NOW)
      expect(due).toBeLessThan(NOW + 10 * MINUTE)
    }
  })
})

test('a link that waits for a second administrator is to lapse, and one that was confirmed and not made is to be made', async () => {
  const store = redis.open()
  const link = {
    ...{ version: 1, person: 'UBEA', uid: '11111111-1111-4111-8111-111111111111', dremioName: '', by: 'UCARL' },
    ...{ asked: ['UDAN'], at: NOW, lapsesAt: NOW + 3 * DAY },
  }
  await store.linkConfirmations.create({ ...link, id: 'waits', state: 'pending' })
  await store.linkConfirmations.create({ ...link, id: 'unmade', state: 'confirmed' })
  await store.linkConfirmations.create({ ...link, id: 'made', state: 'confirmed', linkedAt: NOW })
  await store.linkConfirmations.create({ ...link, id: 'over', state: 'lapsed' })
  await rebuildAlarms(portsOf(store), [linksThatWait])
  expect(await everyAlarm(store)).toEqual([
    'settle-link-confirmation:unmade',
    String(NOW),
    'rebuild-alarms:all',
    String(NOW + DAY),
    'settle-link-confirmation:waits',
    String(NOW + 3 * DAY),
  ])
})
