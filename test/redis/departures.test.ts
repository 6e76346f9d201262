// What the bot may rely on when it keeps who left.
import { describe, expect, test } from 'vitest'
import type { Departure } from '../../src/core/people/departure.ts'
import { codeOf, NOW, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const departure: Departure = { person: 'UANNA', because: 'deleted', at: NOW }

describe('a departure', () => {
  test('comes back as it was put in, and goes when it is removed', async () => {
    const { departures } = redis.open()
    expect(await departures.of('UANNA')).toBeUndefined()
    expect(await departures.add(departure)).toBe(true)
    expect(await departures.of('UANNA')).toEqual(departure)
    expect(await departures.remove('UANNA')).toBe(true)
    expect(await departures.of('UANNA')).toBeUndefined()
    expect(await departures.remove('UANNA')).toBe(false)
  })

  test('is written once, by whoever was first', async () => {
    const { departures } = redis.open()
    const added = await Promise.all(
      Array.from({ length: 10 }, (_, later) => departures.add({ ...departure, at: NOW + later })),
    )
    expect(added.filter(Boolean)).toHaveLength(1)
    const removed = await Promise.all(Array.from({ length: 10 }, () => departures.remove('UANNA')))
    expect(removed.filter(Boolean)).toHaveLength(1)
  })

  test('is found with everybody else’s; one that cannot be read is reported and hides no other', async () => {
    const store = redis.open()
    const people = Array.from({ length: 30 }, (_, number) => `U${number}`)
    await Promise.all(people.map((person) => store.departures.add({ ...departure, person })))
    await store.raw((raw) => raw.hset(store.keys.departures, 'U7', '{"because":"hearsay"}'))
    const found = new Set<string>()
    for await (const { person } of store.departures.every()) found.add(person)
    expect(found).toEqual(new Set(people.filter((person) => person !== 'U7')))
    expect(await codeOf(store.departures.of('U7'))).toBe('broken')
    expect(store.troubles.join()).not.toContain('hearsay')
  })
})
