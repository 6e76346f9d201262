// The walk over everybody's tokens: none is missing, none comes twice, and what cannot be read is counted.
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newReminderRecord, type ReminderRecord } from '../../src/core/reminders/reminder-record.ts'
import { DAY } from '../../src/core/time/duration.ts'
import type { Token } from '../../src/core/tokens/token.ts'
import { everyKnownToken, type KnownToken } from '../../src/procedures/records/every-token.ts'
import { aToken, NOW, type OpenStore, redisForThisFile, UNSIGNED } from './store.ts'

const redis = redisForThisFile()
const uid = randomUUID()

async function walk(store: OpenStore) {
  const tokens: KnownToken[] = []
  let unreadable = 0
  const people: string[] = []
  const notes = { onUnreadable: () => (unreadable += 1), onRecord: ({ person }: ReminderRecord) => people.push(person) }
  for await (const token of everyKnownToken(store, notes)) tokens.push(token)
  return { tokens, unreadable, people: people.sort() }
}

const tids = ({ tokens }: { tokens: KnownToken[] }) => tokens.map(({ tid }) => tid).sort()

const external = (change: Partial<ReminderRecord['externalTokens'][number]> = {}) => ({
  ...{ tid: randomUUID(), uid, label: 'by hand', createdAt: NOW, expiresAt: NOW + 30 * DAY, since: NOW },
  ...change,
})

async function sees(store: OpenStore, person: string, externalTokens: ReminderRecord['externalTokens']) {
  await store.reminderRecords.swap(newReminderRecord(person), {
    ...newReminderRecord(person),
    version: 1,
    externalTokens,
  })
}

const isLinked = (store: OpenStore, person: string, to = uid) =>
  store.links.add({ person, uid: to, dremioName: person, proof: 'administrator', at: NOW, by: 'UBERT' })

const settled: Partial<Token> = { delivery: 'confirmed' }

/** As an earlier version left it: in none of the lists of everybody's. */
const storedEarlier = (store: OpenStore) =>
  store.raw((raw) => raw.del(store.keys.everyToken, store.keys.everyReminderRecord))

describe('everybody’s tokens', () => {
  test('are those created here and external ones, each with its owner and state', async () => {
    const store = redis.open()
    await isLinked(store, 'UANNA')
    const [active, over, revoked] = [
      aToken({ ...settled, label: 'active' }),
      aToken({ ...settled, label: 'over', owner: 'UBERT', expiresAt: NOW - DAY }),
      aToken({ ...settled, label: 'revoked', state: 'revoked' }),
    ]
    const retiring = aToken({ ...settled, label: 'retiring', state: 'retiring', retiresAt: NOW + DAY })
    for (const token of [active, over, revoked, retiring]) await store.tokens.add(token)
    const [byHand, gone] = [external(), external({ gone: true })]
    // One that is listed and recorded here is the recorded one.
    await sees(store, 'UANNA', [byHand, gone, external({ tid: active.tid })])
    const { tokens, unreadable, people } = await walk(store)
    const lines = tokens.map(({ owner, label, state, madeHere }) => `${owner} ${label} ${state} ${madeHere}`)
    expect(lines.sort()).toEqual([
      'UANNA active active true',
      'UANNA by hand active false',
      'UANNA by hand revoked false',
      'UANNA retiring retiring true',
      'UANNA revoked revoked true',
      'UBERT over expired true',
    ])
    expect(tokens.find(({ tid }) => tid === active.tid)?.request).toBe(active.request)
    expect(tokens.find(({ tid }) => tid === retiring.tid)?.endsAt).toBe(NOW + DAY)
    expect([unreadable, people]).toEqual([0, ['UANNA']])
  })

  test.each(['linked', 'departed'] as const)('of earlier versions are among them: %s', async (known) => {
    const store = redis.open()
    if (known === 'linked') await isLinked(store, 'UANNA')
    else await store.departures.add({ person: 'UANNA', because: 'deleted', at: NOW })
    const [old, unsettled, others] = [
      aToken(settled),
      aToken({ owner: 'UBERT' }),
      aToken({ ...settled, owner: 'UBERT' }),
    ]
    for (const token of [old, unsettled, others]) await store.tokens.add(token)
    const byHand = external()
    await sees(store, 'UANNA', [byHand])
    await storedEarlier(store)
    const recent = aToken(settled)
    await store.tokens.add(recent)
    // Bert is known by the token that is not settled.
    expect(tids(await walk(store))).toEqual([old, unsettled, others, byHand, recent].map(({ tid }) => tid).sort())
  })

  test('an external one belongs to whoever is linked to that Dremio user now', async () => {
    const store = redis.open()
    const token = external()
    await sees(store, 'UANNA', [token])
    expect((await walk(store)).tokens).toMatchObject([{ owner: 'UANNA' }])
    await isLinked(store, 'UBERT')
    await isLinked(store, 'UANNA', randomUUID())
    expect((await walk(store)).tokens).toMatchObject([{ owner: 'UBERT' }])
    await sees(store, 'UBERT', [token])
    expect((await walk(store)).tokens).toMatchObject([{ owner: 'UBERT' }])
  })

  test('that cannot be read are counted, and hide no other', async () => {
    const store = redis.open(undefined, UNSIGNED)
    const [good, bad, old] = [aToken(settled), aToken(settled), aToken(settled)]
    await isLinked(store, 'UANNA')
    await store.tokens.add(old)
    await storedEarlier(store)
    await store.tokens.add(good)
    await store.tokens.add(bad)
    await sees(store, 'UBERT', [external()])
    const spoil = (key: string) => store.raw((raw) => raw.hset(key, 'record', '{}'))
    for (const key of [store.keys.token(bad.tid), store.keys.token(old.tid), store.keys.reminderRecord('UBERT')])
      await spoil(key)
    const found = await walk(store)
    expect(tids(found)).toEqual([good.tid])
    expect(found.unreadable).toBe(3)
  })

  test('that are not signed by the bot are counted too', async () => {
    const store = redis.open()
    const token = aToken(settled)
    await redis.open(store.prefix, UNSIGNED).tokens.add(token)
    expect(await walk(store)).toMatchObject({ tokens: [], unreadable: 1 })
  })
})
