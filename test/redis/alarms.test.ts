// What the bot may rely on when time is to do something.
import { describe, expect, test } from 'vitest'
import { MINUTE, SECOND } from '../../src/core/lifetime.ts'
import type { DueAlarm } from '../../src/core/ports.ts'
import { NOW, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const LEASE = 30 * SECOND
const KIND = 'settle-claim'
const ids = (alarms: DueAlarm[]) => alarms.map(({ id }) => id)

describe('an alarm', () => {
  test('is not due before its moment, and is at it', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'one', NOW)
    expect(await alarms.claimDue(NOW - 1, LEASE, 10)).toEqual([])
    expect(await alarms.claimDue(NOW, LEASE, 10)).toEqual([{ kind: KIND, id: 'one', leasedUntil: NOW + LEASE }])
  })

  test('moves when it is set again', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'one', NOW)
    await alarms.set(KIND, 'one', NOW + MINUTE)
    expect(await alarms.claimDue(NOW, LEASE, 10)).toEqual([])
    expect(ids(await alarms.claimDue(NOW + MINUTE, LEASE, 10))).toEqual(['one'])
  })

  test('never comes once it was cleared', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'one', NOW)
    await alarms.clear(KIND, 'one')
    await alarms.clear(KIND, 'one')
    expect(await alarms.claimDue(NOW, LEASE, 10)).toEqual([])
  })

  test('keeps an id that has colons in it', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'a:b:c', NOW)
    expect(ids(await alarms.claimDue(NOW, LEASE, 10))).toEqual(['a:b:c'])
  })
})

describe('a claimed alarm', () => {
  test('is nobody else’s for one lease, and comes again after it if its worker died', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'one', NOW)
    await alarms.claimDue(NOW, LEASE, 10)
    expect(await alarms.claimDue(NOW + LEASE - 1, LEASE, 10)).toEqual([])
    expect(ids(await alarms.claimDue(NOW + LEASE, LEASE, 10))).toEqual(['one'])
  })

  test('never comes again once it is finished', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'one', NOW)
    for (const alarm of await alarms.claimDue(NOW, LEASE, 10)) await alarms.finish(alarm)
    expect(await alarms.claimDue(NOW + 10 * LEASE, LEASE, 10)).toEqual([])
  })

  test.each([
    ['earlier than', -1],
    ['exactly at', 0],
    ['later than', 1],
  ])('that was set anew, %s the end of the lease, survives its finishing', async (_, difference) => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'one', NOW)
    const [claimed] = await alarms.claimDue(NOW, LEASE, 10)
    await alarms.set(KIND, 'one', NOW + LEASE + difference)
    if (claimed) await alarms.finish(claimed)
    expect(ids(await alarms.claimDue(NOW + LEASE + difference, LEASE, 10))).toEqual(['one'])
  })

  test('whose lease ran out is not finished by the slow worker while another one has it', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'one', NOW)
    const [slow] = await alarms.claimDue(NOW, LEASE, 10)
    const [quick] = await alarms.claimDue(NOW + LEASE, LEASE, 10)
    if (slow) await alarms.finish(slow)
    expect(ids(await alarms.claimDue(NOW + 2 * LEASE, LEASE, 10))).toEqual(['one'])
    expect(quick?.leasedUntil).toBe(NOW + 2 * LEASE)
  })
})

describe('a claim', () => {
  test('takes no more than it was asked to, the longest overdue first', async () => {
    const { alarms } = redis.open()
    for (let number = 0; number < 5; number++) await alarms.set(KIND, `${number}`, NOW - number)
    expect(ids(await alarms.claimDue(NOW, LEASE, 2))).toEqual(['4', '3'])
    expect(ids(await alarms.claimDue(NOW, LEASE, 2))).toEqual(['2', '1'])
    expect(ids(await alarms.claimDue(NOW, LEASE, 2))).toEqual(['0'])
  })

  test.each([0, -1])('of %i takes none', async (most) => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'one', NOW)
    expect(await alarms.claimDue(NOW, LEASE, most)).toEqual([])
  })

  test('never gives two workers the same alarm', async () => {
    const store = redis.open()
    const workers = [store, redis.open(store.prefix)]
    const all = Array.from({ length: 60 }, (_, number) => `${number}`)
    await Promise.all(all.map((id) => store.alarms.set(KIND, id, NOW)))
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, number) => (workers[number % 2] ?? store).alarms.claimDue(NOW, LEASE, 7)),
    )
    const taken = ids(claims.flat())
    expect(taken).toHaveLength(60)
    expect(new Set(taken)).toEqual(new Set(all))
  })
})
