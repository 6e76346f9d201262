// What is still to be announced of what was written down: in order, by one process at a time, and nothing of it lost.
import { expect, test } from 'vitest'
import type { AuditBatch, AuditEntry } from '../../src/core/audit.ts'
import { type OpenStore, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const LEASE = 30_000
const entry = (request: string): AuditEntry => ({
  action: 'request.created',
  by: 'UANNA',
  for: 'UANNA',
  request,
  lifetime: 60,
})

async function taken(store: OpenStore): Promise<AuditBatch> {
  const turn = await store.auditOutbox.take(LEASE)
  if (!turn) throw new Error('It is nobody’s turn')
  return turn
}
/** As every process does at its start. */
const looks = async (store: OpenStore) => (await taken(store)).end(0)
const requestsIn = ({ entries }: AuditBatch) => entries.map((one) => one.entry.request)

test('is handed out as it was written, oldest first, and no longer once it was announced', async () => {
  const store = redis.open()
  await looks(store)
  await store.audit.append(entry('one'))
  store.clock.time += 1
  await store.audit.append({ ...entry('two'), label: 'tableau', rule: 'short ones', note: 'a note' })
  await store.audit.append(entry('three'))
  const turn = await taken(store)
  const [first, second] = turn.entries
  expect(first).toMatchObject({ at: store.clock.time - 1 })
  expect(first?.entry).toEqual(entry('one'))
  expect(second?.entry).toEqual({ ...entry('two'), label: 'tableau', rule: 'short ones', note: 'a note' })
  await turn.announced(2)
  await turn.end(0)
  const next = await taken(store)
  expect(requestsIn(next)).toEqual(['three'])
  await next.announced(1)
  await next.end(0)
  expect(requestsIn(await taken(store))).toEqual([])
})

test('is one process’s at a time, and the next one’s when that one is through', async () => {
  const store = redis.open()
  const other = redis.open(store.prefix)
  await looks(store)
  await store.audit.append(entry('one'))
  const turns = await Promise.all([store.auditOutbox.take(LEASE), other.auditOutbox.take(LEASE)])
  expect(turns.filter((turn) => turn === undefined)).toHaveLength(1)
  await turns.find((turn) => turn !== undefined)?.end(0)
  expect(requestsIn(await taken(other))).toEqual(['one'])
})

test('is nobody’s while the pause lasts that the last one asked for', async () => {
  const store = redis.open()
  await (await taken(store)).end(60_000)
  expect(await store.auditOutbox.take(LEASE)).toBeUndefined()
  expect(await redis.open(store.prefix).auditOutbox.take(LEASE)).toBeUndefined()
  await store.raw((raw) => raw.del(store.keys.auditPause))
  await taken(store)
})

test('what a process took that died is another one’s', async () => {
  const store = redis.open()
  await looks(store)
  await store.audit.append(entry('one'))
  expect(await store.auditOutbox.take(1)).toBeDefined()
  await expect.poll(() => store.auditOutbox.take(LEASE)).toMatchObject({ entries: [{ entry: entry('one') }] })
})

test('whoever comes back too late does not have it announced again', async () => {
  const store = redis.open()
  const other = redis.open(store.prefix)
  await store.audit.append(entry('one'))
  await (await taken(store)).announced(1)
  await store.raw((raw) => raw.del(store.keys.auditTurn))
  await store.audit.append(entry('two'))
  await store.audit.append(entry('three'))
  const late = await taken(store)
  await store.raw((raw) => raw.del(store.keys.auditTurn))
  const quick = await taken(other)
  await quick.announced(2)
  await late.announced(1)
  await late.end(0)
  // The other one's turn is still its own.
  expect(await store.auditOutbox.take(LEASE)).toBeUndefined()
  await quick.end(0)
  expect(requestsIn(await taken(store))).toEqual([])
})

test('begins with what is done after the first look of any process, and goes on there after a restart', async () => {
  const store = redis.open()
  await store.audit.append(entry('long ago'))
  await looks(store)
  await store.audit.append(entry('refused by Slack'))
  // A process that starts later, with the channel put right, has what nobody could be told.
  const later = redis.open(store.prefix)
  later.clock.time += 60_000
  expect(requestsIn(await taken(later))).toEqual(['refused by Slack'])
})

test('of more than five hundred the newest are kept, and the others counted, also over several looks', async () => {
  const store = redis.open()
  await store.audit.append(entry('first'))
  const first = await taken(store)
  await first.announced(1)
  await first.end(0)
  const write = (from: number, to: number) =>
    store.raw(async (raw) => {
      const pipeline = raw.pipeline()
      for (let number = from; number < to; number += 1)
        pipeline.xadd(
          store.keys.audit,
          '*',
          'at',
          '1',
          'action',
          'request.created',
          'by',
          'U',
          'for',
          'U',
          'request',
          `${number}`,
        )
      await pipeline.exec()
    })
  await write(0, 1_203)
  const looked = await taken(store)
  expect(looked.skipped).toBe(703)
  expect(looked.entries).toHaveLength(500)
  expect(requestsIn(looked)[0]).toBe('703')
  await looked.end(0)
  await write(1_203, 1_210)
  const turn = await taken(store)
  expect(turn.skipped).toBe(710)
  expect(requestsIn(turn).at(0)).toBe('710')
  expect(requestsIn(turn).at(-1)).toBe('1209')
  await turn.announced(100)
  await turn.end(0)
  expect(await taken(store)).toMatchObject({ skipped: 0, entries: { length: 400 } })
})
