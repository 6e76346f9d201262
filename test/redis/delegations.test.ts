// What the bot may rely on when it keeps who decides in whose place.
import { describe, expect, test } from 'vitest'
import { type Delegation, holdsAt } from '../../src/core/requests/delegation.ts'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { codeOf, NOW, type OpenStore, redisForThisFile, UNSIGNED } from './store.ts'

const redis = redisForThisFile()

function aDelegation(change: Partial<Delegation> = {}): Delegation {
  return { approver: 'UBEA', delegate: 'UCARL', since: NOW, until: NOW + 7 * DAY, ...change }
}

/** Milliseconds for which Redis still keeps Bea's. */
function keptIn(store: OpenStore): Promise<number> {
  return store.raw((raw) => raw.pttl(store.keys.delegation('UBEA')))
}

describe('a delegation', () => {
  test('comes back as it was put in, to whoever gave it and to nobody else', async () => {
    const { delegations } = redis.open()
    expect(await delegations.of('UBEA')).toBeUndefined()
    await delegations.set(aDelegation())
    expect(await delegations.of('UBEA')).toEqual(aDelegation())
    expect(await delegations.of('UCARL')).toBeUndefined()
  })

  test('replaces an earlier one of the same approver, not of another', async () => {
    const { delegations } = redis.open()
    await delegations.set(aDelegation())
    await delegations.set(aDelegation({ approver: 'UDAN' }))
    await delegations.set(aDelegation({ delegate: 'UEVA', until: NOW + DAY }))
    expect(await delegations.of('UBEA')).toMatchObject({ delegate: 'UEVA', until: NOW + DAY })
    expect(await delegations.of('UDAN')).toMatchObject({ delegate: 'UCARL', until: NOW + 7 * DAY })
  })

  test('goes when it is removed, which tells what it was, once', async () => {
    const { delegations } = redis.open()
    await delegations.set(aDelegation())
    expect(await delegations.remove('UBEA')).toEqual(aDelegation())
    expect(await delegations.remove('UBEA')).toBeUndefined()
    expect(await delegations.of('UBEA')).toBeUndefined()
  })

  test('is told to one alone of those who remove it at the same moment', async () => {
    const { delegations } = redis.open()
    await delegations.set(aDelegation())
    const removed = await Promise.all(Array.from({ length: 20 }, () => delegations.remove('UBEA')))
    expect(removed.filter(Boolean)).toEqual([aDelegation()])
  })

  test('is one of them whole, when two are set at the same moment', async () => {
    const { delegations } = redis.open()
    const both = [aDelegation({ delegate: 'UCARL' }), aDelegation({ delegate: 'UEVA', until: NOW + DAY })]
    await Promise.all(both.map((one) => delegations.set(one)))
    expect(both).toContainEqual(await delegations.of('UBEA'))
  })
})

describe('its end', () => {
  test('is outlived by a day, so that whoever asks can see that it is over', async () => {
    const store = redis.open()
    await store.delegations.set(aDelegation())
    const kept = await keptIn(store)
    expect(kept).toBeGreaterThan(8 * DAY - MINUTE)
    expect(kept).toBeLessThanOrEqual(8 * DAY)
    store.clock.time = NOW + 7 * DAY
    const over = await store.delegations.of('UBEA')
    expect(over && holdsAt(over, store.clock.now())).toBe(false)
    expect(over && holdsAt(over, store.clock.now() - 1)).toBe(true)
  })

  test('counts from the moment of setting, not from that of its beginning', async () => {
    const store = redis.open()
    store.clock.time = NOW + 6 * DAY
    await store.delegations.set(aDelegation())
    expect(await keptIn(store)).toBeLessThanOrEqual(2 * DAY)
  })

  test('that is long ago leaves nothing behind', async () => {
    const store = redis.open()
    await store.delegations.set(aDelegation())
    await store.delegations.set(aDelegation({ until: NOW - 2 * DAY }))
    await expect.poll(() => store.raw((raw) => raw.exists(store.keys.delegation('UBEA')))).toBe(0)
    expect(await store.delegations.of('UBEA')).toBeUndefined()
  })
})

describe('one that cannot be read', () => {
  test('is our fault, and can still be removed', async () => {
    const store = redis.open(undefined, UNSIGNED)
    await store.raw((raw) => raw.set(store.keys.delegation('UBEA'), '{"delegate":"nobody-in-particular"}'))
    expect(await codeOf(store.delegations.of('UBEA'))).toBe('broken')
    expect(await store.delegations.remove('UBEA')).toBeUndefined()
    expect(store.troubles.join()).toContain('delegation')
    expect(store.troubles.join()).not.toContain('nobody-in-particular')
    expect(await store.delegations.of('UBEA')).toBeUndefined()
  })

  test('is not written', async () => {
    const { delegations } = redis.open()
    expect(await codeOf(delegations.set(aDelegation({ until: 1.5 })))).toBe('broken')
    expect(await delegations.of('UBEA')).toBeUndefined()
  })
})
