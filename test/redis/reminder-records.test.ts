// What the bot may rely on when it keeps what people were reminded of.
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newReminderRecord, type ReminderRecord } from '../../src/core/reminders/reminder-record.ts'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { NOW, type OpenStore, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const tid = randomUUID()

const full: ReminderRecord = {
  person: 'UANNA',
  version: 1,
  timeZone: 'Europe/Berlin',
  off: true,
  before: [7 * DAY],
  at: 'any',
  tokens: { [tid]: { said: 7 * DAY, at: NOW, unanswered: 2, snoozedUntil: NOW + DAY, snoozes: 1, doNotRenew: true } },
  externalTokens: [
    { tid, uid: randomUUID(), label: 'by hand', createdAt: NOW, expiresAt: NOW + 30 * DAY, since: NOW, gone: true },
  ],
  messages: [{ id: '3', to: 'UANNA', about: [{ tid, what: 'reminder', shown: 'due' }], refused: 1 }],
  nextCheckAt: NOW + DAY,
  policyVersion: 'built-in',
  sweptAt: NOW,
}

async function waiting({ reminderRecords }: OpenStore): Promise<string[]> {
  const people: string[] = []
  for await (const { person } of reminderRecords.everyWaiting()) people.push(person)
  return people.sort()
}

describe('a reminder book', () => {
  test('is empty for whoever has none, and comes back as it was put in', async () => {
    const store = redis.open()
    expect(await store.reminderRecords.of('UANNA')).toEqual(newReminderRecord('UANNA'))
    expect(await store.reminderRecords.swap(newReminderRecord('UANNA'), full)).toBe(true)
    expect(await store.reminderRecords.of('UANNA')).toEqual(full)
  })

  test('is begun, and changed, by exactly one of many who try at once', async () => {
    const store = redis.open()
    for (const version of [0, 1]) {
      const before = { ...full, version }
      const won = await Promise.all(
        Array.from({ length: 10 }, () => store.reminderRecords.swap(before, { ...full, version: version + 1 })),
      )
      expect(won.filter(Boolean)).toHaveLength(1)
    }
  })

  test('is found while something is to come, and not afterwards', async () => {
    const store = redis.open()
    await store.reminderRecords.swap(newReminderRecord('UANNA'), full)
    await store.reminderRecords.swap(newReminderRecord('UBERT'), { ...full, person: 'UBERT' })
    const { nextCheckAt: _, ...done } = full
    await store.reminderRecords.swap(newReminderRecord('UCARA'), { ...done, person: 'UCARA' })
    expect(await waiting(store)).toEqual(['UANNA', 'UBERT'])
    await store.reminderRecords.swap(full, { ...done, version: 2 })
    expect(await waiting(store)).toEqual(['UBERT'])
  })

  test('stays for more than a year after the last thing in it', async () => {
    const store = redis.open()
    await store.reminderRecords.swap(newReminderRecord('UANNA'), full)
    const left = await store.raw((raw) => raw.pttl(store.keys.reminderRecord('UANNA')))
    expect(left).toBeGreaterThan(401 * DAY - MINUTE)
    expect(left).toBeLessThanOrEqual(401 * DAY)
  })
})
