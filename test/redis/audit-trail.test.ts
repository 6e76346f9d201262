// What the audit tells about one request or token, however much else was written.
import { expect, test } from 'vitest'
import type { AuditEntry, AuditReading } from '../../src/core/audit.ts'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { auditTrailIn } from '../../src/redis/audit-trail.ts'
import { openConnection } from '../../src/redis/client.ts'
import { NOW, type OpenStore, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const TID = '48099374-0000-4000-8000-000000000000'

const about = (change: Partial<AuditEntry>): AuditEntry => ({
  action: 'token.revoked',
  by: 'bot',
  for: 'UANNA',
  ...change,
})

async function notes(store: OpenStore, beginnings: string[], reading?: AuditReading): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = []
  for await (const { entry } of store.auditTrail.about(beginnings, reading)) found.push(entry.note)
  return found
}

test('entries are found by a request’s id, by a token’s, and by how a token’s begins', async () => {
  const store = redis.open()
  await store.audit.append(about({ request: 'k7m2q9xt', note: 'one' }))
  await store.audit.append(about({ request: 'k7m2q9xt', tid: TID, note: 'two' }))
  await store.audit.append(about({ tid: TID, note: 'three' }))
  await store.audit.append(about({ request: 'zzzzzzzz', tid: '48099375-0000-4000-8000-000000000000', note: 'other' }))
  await store.audit.append(about({ label: 'k7m2q9xt', note: 'only called so' }))
  expect(await notes(store, ['k7m2q9xt'])).toEqual(['one', 'two'])
  expect(await notes(store, [TID])).toEqual(['two', 'three'])
  expect(await notes(store, ['48099374'])).toEqual(['two', 'three'])
  expect(await notes(store, ['k7m2q9xt', TID])).toEqual(['one', 'two', 'three'])
  expect(await notes(store, ['48099376'])).toEqual([])
})

test('an entry is whole, with the moment of the bot’s clock', async () => {
  const store = redis.open()
  const entry = about({ action: 'request.created', request: 'k7m2q9xt', label: 'tableau', lifetime: DAY, rule: 'r' })
  await store.audit.append(entry)
  const found = []
  for await (const one of store.auditTrail.about(['k7m2q9xt'])) found.push(one)
  expect(found).toEqual([{ at: NOW, entry }])
})

test('what another version wrote is told with its code', async () => {
  const store = redis.open()
  const write = (...fields: string[]) =>
    store.raw((raw) => raw.xadd(store.keys.audit, '*', 'at', String(NOW), ...fields, 'request', 'k7m2q9xt'))
  await write('action', 'token.polished', 'by', 'UANNA', 'for', 'UANNA', 'shine', 'much')
  await write('deed', 'approved', 'by', 'UBERT', 'for', 'UANNA')
  await write('deed', 'something forgotten', 'by', 'UBERT', 'for', 'UANNA')
  const actions: string[] = []
  for await (const { entry } of store.auditTrail.about(['k7m2q9xt'])) actions.push(entry.action)
  expect(actions).toEqual(['token.polished', 'request.approved', 'something forgotten'])
})

test('it is read to its end, in stretches, and whoever waits is told once that this takes a while', async () => {
  const store = redis.open()
  const fields = (request: string) => ['at', '1', 'action', 'x', 'by', 'bot', 'for', 'bot', 'request', request]
  const ids = Array.from({ length: 1_201 }, (_, index) => (index % 300 === 0 ? 'k7m2q9xt' : 'aaaaaaaa'))
  await store.raw(async (raw) => {
    for (const id of ids) await raw.xadd(store.keys.audit, '*', ...fields(id))
  })
  expect(await notes(store, ['k7m2q9xt'])).toHaveLength(5)
  const connection = openConnection({ url: store.url, onTrouble: () => {} })
  let told = 0
  const onMany = async () => {
    told += 1
  }
  const read = async (many: number) => {
    for await (const _ of auditTrailIn(connection, store.keys, many).about(['k7m2q9xt'], { onMany }));
    return told
  }
  try {
    expect(await read(1_001)).toBe(0)
    expect(await read(400)).toBe(1)
  } finally {
    await connection.close()
  }
})

test('with a beginning only what came since is read, with room for another clock', async () => {
  const store = redis.open()
  const write = (at: number, note: string) =>
    store.raw((raw) =>
      raw.xadd(store.keys.audit, `${at}-0`, 'at', '1', 'action', 'x', 'request', 'k7m2q9xt', 'note', note),
    )
  await write(NOW - 2 * DAY, 'long before')
  await write(NOW - 23 * 60 * MINUTE, 'within a day')
  await write(NOW, 'then')
  expect(await notes(store, ['k7m2q9xt'], { since: NOW })).toEqual(['within a day', 'then'])
  expect(await notes(store, ['k7m2q9xt'], { since: 0 })).toHaveLength(3)
})
