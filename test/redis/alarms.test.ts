// What the bot may rely on when time is to do something.
import { describe, expect, test } from 'vitest'
import type { AlarmQueue, DueAlarm } from '../../src/core/alarm.ts'
import { DAY, MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { NOW, type OpenStore, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const LEASE = 30 * SECOND
const KIND = 'settle-claim'
const ids = (alarms: DueAlarm[]) => alarms.map(({ id }) => id)

/** The alarm `one`, set for now and claimed. */
async function claimed(alarms: AlarmQueue): Promise<DueAlarm> {
  await alarms.set(KIND, 'one', NOW)
  const [alarm] = await alarms.claimDue(NOW, LEASE, 10)
  if (!alarm) throw new Error('It was not due')
  return alarm
}

/** The keys that still hold something: an alarm that is dealt with leaves nothing behind. */
async function leftIn({ keys, raw }: OpenStore): Promise<string[]> {
  const every = [keys.alarms, keys.alarmLeases, keys.alarmTries, keys.deadLetteredAlarms]
  const there = await raw((redis) => Promise.all(every.map((key) => redis.exists(key))))
  return every.filter((_, position) => there[position] === 1)
}

describe('an alarm', () => {
  test('is not due before its moment, and is at it', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'one', NOW)
    expect(await alarms.claimDue(NOW - 1, LEASE, 10)).toEqual([])
    expect(await alarms.claimDue(NOW, LEASE, 10)).toEqual([
      { kind: KIND, id: 'one', lease: 1, leasedUntil: NOW + LEASE, failed: 0, waited: 0 },
    ])
  })

  test('moves when it is set again', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'one', NOW)
    await alarms.set(KIND, 'one', NOW + MINUTE)
    expect(await alarms.claimDue(NOW, LEASE, 10)).toEqual([])
    expect(ids(await alarms.claimDue(NOW + MINUTE, LEASE, 10))).toEqual(['one'])
  })

  test('that is set no later than a moment moves forward, and never back', async () => {
    const { alarms } = redis.open()
    await alarms.setNoLater(KIND, 'one', NOW + MINUTE)
    await alarms.setNoLater(KIND, 'one', NOW + DAY)
    expect(ids(await alarms.claimDue(NOW + MINUTE - 1, LEASE, 10))).toEqual([])
    expect(ids(await alarms.claimDue(NOW + MINUTE, LEASE, 10))).toEqual(['one'])
    await alarms.set(KIND, 'two', NOW + DAY)
    await alarms.setNoLater(KIND, 'two', NOW)
    expect(ids(await alarms.claimDue(NOW, LEASE, 10))).toEqual(['two'])
    await Promise.all([alarms.set(KIND, 'three', NOW), alarms.setNoLater(KIND, 'three', NOW + DAY)])
    expect(ids(await alarms.claimDue(NOW, LEASE, 10))).toEqual(['three'])
  })

  test('that is set no later while it runs comes once more, and one that was set aside comes back', async () => {
    const { alarms } = redis.open()
    const alarm = await claimed(alarms)
    await alarms.setNoLater(KIND, 'one', NOW)
    await alarms.ack([alarm])
    const [again] = await alarms.claimDue(NOW, LEASE, 10)
    if (!again) throw new Error('It did not come again')
    await alarms.deadLetter(again, NOW, 'broken')
    await alarms.setNoLater(KIND, 'one', NOW)
    expect(ids(await alarms.claimDue(NOW, LEASE, 10))).toEqual(['one'])
  })

  test('never comes once it was cleared', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'one', NOW)
    await alarms.clear(KIND, 'one')
    await alarms.clear(KIND, 'one')
    expect(await alarms.claimDue(NOW, LEASE, 10)).toEqual([])
  })

  test('that is set, moved and cleared in one breath ends as the last word says', async () => {
    const { alarms } = redis.open()
    await Promise.all([alarms.set(KIND, 'one', NOW + MINUTE), alarms.set(KIND, 'one', NOW)])
    expect(ids(await alarms.claimDue(NOW, LEASE, 10))).toEqual(['one'])
    await Promise.all([alarms.set(KIND, 'two', NOW), alarms.clear(KIND, 'two')])
    await Promise.all([alarms.clear(KIND, 'three'), alarms.set(KIND, 'three', NOW)])
    expect(ids(await alarms.claimDue(NOW, LEASE, 10))).toEqual(['three'])
  })

  test('is set together with any number of others', async () => {
    const { alarms } = redis.open()
    const all = Array.from({ length: 1_100 }, (_, number) => `${number}`)
    await Promise.all(all.map((id) => alarms.set(KIND, id, NOW)))
    expect(await alarms.restore(all.map((id) => ({ kind: KIND, id, due: NOW })))).toBe(0)
  })

  test('keeps an id that has colons in it', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'a:b:c', NOW)
    expect(ids(await alarms.claimDue(NOW, LEASE, 10))).toEqual(['a:b:c'])
  })
})

describe('a claimed alarm', () => {
  test('is nobody else’s for one lease, and comes again after it if its worker died, which is counted', async () => {
    const { alarms } = redis.open()
    const first = await claimed(alarms)
    expect(await alarms.claimDue(NOW + LEASE - 1, LEASE, 10)).toEqual([])
    const [second] = await alarms.claimDue(NOW + LEASE, LEASE, 10)
    expect(second).toMatchObject({ id: 'one', failed: 1, waited: 0 })
    expect(second?.lease).not.toBe(first.lease)
  })

  test('never comes again once it is finished', async () => {
    const store = redis.open()
    await store.alarms.ack([await claimed(store.alarms)])
    expect(await store.alarms.claimDue(NOW + 10 * LEASE, LEASE, 10)).toEqual([])
    expect(await leftIn(store)).toEqual([])
  })

  test('that was cleared meanwhile never comes again, neither when it fails nor when its worker dies', async () => {
    for (const end of ['put back', 'set aside', 'dies'] as const) {
      const store = redis.open()
      const alarm = await claimed(store.alarms)
      await store.alarms.clear(KIND, 'one')
      await store.alarms.clear(KIND, 'one')
      if (end === 'put back') await store.alarms.requeue([{ ...alarm, failed: 1 }], NOW)
      if (end === 'set aside') expect(await store.alarms.deadLetter(alarm, NOW, 'broken')).toBe(false)
      expect(await store.alarms.claimDue(NOW + 10 * LEASE, LEASE, 10), end).toEqual([])
      expect(await leftIn(store), end).toEqual([])
    }
  })

  test.each(['finish', 'put back', 'set aside', 'die'])(
    'that was set anew is not handed out before it is over, and keeps its new moment: %s',
    async (end) => {
      const { alarms } = redis.open()
      const alarm = await claimed(alarms)
      await alarms.set(KIND, 'one', NOW + 1)
      expect(await alarms.claimDue(NOW + 1, LEASE, 10)).toEqual([])
      await alarms.set(KIND, 'one', NOW + 2 * LEASE)
      if (end === 'finish') await alarms.ack([alarm])
      if (end === 'put back') await alarms.requeue([alarm], NOW)
      if (end === 'set aside') expect(await alarms.deadLetter(alarm, NOW, 'broken')).toBe(false)
      expect(await alarms.claimDue(NOW + 2 * LEASE - 1, LEASE, 10)).toEqual([])
      expect(ids(await alarms.claimDue(NOW + 2 * LEASE, LEASE, 10))).toEqual(['one'])
    },
  )

  test('that was set anew does not stand in the way of those behind it', async () => {
    const { alarms } = redis.open()
    for (const id of ['a', 'b', 'c']) await alarms.set(KIND, id, NOW - 1)
    await alarms.claimDue(NOW, LEASE, 3)
    for (const id of ['a', 'b', 'c']) await alarms.set(KIND, id, NOW - 1)
    await alarms.set(KIND, 'd', NOW)
    expect(ids(await alarms.claimDue(NOW, LEASE, 2))).toEqual(['d'])
  })

  test('whose lease ran out is not ended by the slow worker while another one has it', async () => {
    const { alarms } = redis.open()
    const slow = await claimed(alarms)
    const [quick] = await alarms.claimDue(NOW + LEASE, LEASE, 10)
    await alarms.ack([slow])
    await alarms.requeue([slow], NOW)
    expect(await alarms.deadLetter(slow, NOW, 'broken')).toBe(false)
    expect(await alarms.claimDue(NOW + 2 * LEASE - 1, LEASE, 10)).toEqual([])
    expect(ids(await alarms.claimDue(NOW + 2 * LEASE, LEASE, 10))).toEqual(['one'])
    expect(quick?.leasedUntil).toBe(NOW + 2 * LEASE)
  })

  test('comes back one lease after the clock was set back, not when it would have', async () => {
    const { alarms } = redis.open()
    const alarm = await claimed(alarms)
    const then = NOW - 365 * DAY
    expect(await alarms.claimDue(then, LEASE, 10)).toEqual([])
    expect(await alarms.claimDue(then + LEASE - 1, LEASE, 10)).toEqual([])
    const [again] = await alarms.claimDue(then + LEASE, LEASE, 10)
    expect(again).toMatchObject({ id: 'one', failed: 1 })
    await alarms.ack([alarm])
    expect(ids(await alarms.claimDue(then + 2 * LEASE, LEASE, 10))).toEqual(['one'])
  })

  test('is still its worker’s after the clock was set back', async () => {
    const store = redis.open()
    const alarm = await claimed(store.alarms)
    await store.alarms.claimDue(NOW - DAY, LEASE, 10)
    await store.alarms.ack([alarm])
    expect(await store.alarms.claimDue(NOW + DAY, LEASE, 10)).toEqual([])
    expect(await leftIn(store)).toEqual([])
  })
})

describe('an alarm that failed', () => {
  test('comes again when it is told to, and says how often it failed and waited until it goes well', async () => {
    const store = redis.open()
    const { alarms } = store
    const first = await claimed(alarms)
    await alarms.requeue([{ ...first, failed: 2, waited: 3 }], NOW + MINUTE)
    expect(await alarms.claimDue(NOW + MINUTE - 1, LEASE, 10)).toEqual([])
    const [second] = await alarms.claimDue(NOW + MINUTE, LEASE, 10)
    expect(second).toMatchObject({ failed: 2, waited: 3 })
    await alarms.ack(second ? [second] : [])
    expect(await leftIn(store)).toEqual([])
    expect(await claimed(alarms)).toMatchObject({ failed: 0, waited: 0 })
  })

  test('keeps its count when it is set anew, and loses it when it is cleared', async () => {
    const { alarms } = redis.open()
    const first = await claimed(alarms)
    await alarms.requeue([{ ...first, failed: 2 }], NOW + MINUTE)
    const second = await claimed(alarms)
    expect(second).toMatchObject({ failed: 2 })
    await alarms.requeue([second], NOW)
    await alarms.clear(KIND, 'one')
    expect(await claimed(alarms)).toMatchObject({ failed: 0 })
  })

  test('and is set aside does not come again, and its name, the moment and the code are kept', async () => {
    const store = redis.open()
    const alarm = await claimed(store.alarms)
    expect(await store.alarms.deadLetter({ ...alarm, failed: 9 }, NOW + 1, 'broken')).toBe(true)
    expect(await store.alarms.claimDue(NOW + DAY, LEASE, 10)).toEqual([])
    expect(await store.raw((raw) => raw.hgetall(store.keys.deadLetteredAlarms))).toEqual({
      'settle-claim:one': `{"at":${NOW + 1},"error":"broken"}`,
    })
  })

  test.each(['set', 'restore', 'clear'] as const)(
    'and was set aside is that no longer after %s, and starts afresh',
    async (deed) => {
      const store = redis.open()
      const { alarms } = store
      const alarm = await claimed(alarms)
      await alarms.deadLetter({ ...alarm, failed: 9 }, NOW, 'broken')
      if (deed === 'restore') expect(await alarms.restore([{ kind: KIND, id: 'one', due: NOW }])).toBe(1)
      else await alarms[deed](KIND, 'one', NOW)
      const due = await alarms.claimDue(NOW, LEASE, 10)
      expect(due.map(({ id, failed }) => [id, failed])).toEqual(deed === 'clear' ? [] : [['one', 0]])
      await alarms.ack(due)
      expect(await leftIn(store)).toEqual([])
    },
  )
})

describe('restoring', () => {
  test('sets what is missing and leaves alone what is there or runs', async () => {
    const { alarms } = redis.open()
    await alarms.set(KIND, 'runs', NOW)
    await alarms.claimDue(NOW, LEASE, 10)
    await alarms.set(KIND, 'there', NOW + MINUTE)
    const all = ['runs', 'there', 'missing'].map((id) => ({ kind: KIND, id, due: NOW }) as const)
    expect(await alarms.restore(all)).toBe(1)
    expect(await alarms.restore(all)).toBe(0)
    expect(ids(await alarms.claimDue(NOW, LEASE, 10))).toEqual(['missing'])
    expect(ids(await alarms.claimDue(NOW + MINUTE, 2 * LEASE, 10))).toContain('there')
  })

  test('takes more than fit into one call', async () => {
    const { alarms } = redis.open()
    const all = Array.from({ length: 1_100 }, (_, number) => ({ kind: KIND, id: `${number}`, due: NOW }) as const)
    expect(await alarms.restore(all)).toBe(1_100)
    expect(await alarms.restore([])).toBe(0)
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
