// What the bot may rely on when it keeps sign-ins that are on their way.
import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import type { PendingAction, PendingSignIn, Ticket } from '../../src/core/sessions/sign-in.ts'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { aKey, codeOf, KEY, NOW, type OpenStore, redisForThisFile, UNSIGNED } from './store.ts'

const redis = redisForThisFile()
const unguessable = () => randomBytes(32).toString('base64url')
const kept = () => new Secret(`canary-kept-${unguessable()}`)

function aTicket(change: Partial<Ticket> = {}): Ticket {
  return { person: 'UANNA', team: 'T1', pendingAction: { kind: 'list' }, until: NOW + 10 * MINUTE, ...change }
}

/** A sign-in for which the browser is away. */
async function begun(store: OpenStore, about = aTicket()) {
  const [ticket, secret] = [unguessable(), kept()]
  const state = store.signIns.stateFor(ticket, unguessable())
  await store.signIns.issue(ticket, about)
  await store.signIns.begin(state, ticket, secret)
  return { ticket, state, kept: secret, about }
}

async function taken(store: OpenStore, state: string): Promise<PendingSignIn> {
  const away = await store.signIns.take(state)
  if (!away || away === 'used') throw new Error(`there was nothing to take: ${away}`)
  return away
}

describe('a ticket', () => {
  test.each<PendingAction>([
    { kind: 'claim', request: 'k7m2q9xt' },
    { kind: 'list' },
    { kind: 'link' },
    { kind: 'revoke', which: 'all' },
    { kind: 'return', tid: 'x' },
  ])('comes back with what it is about: %j', async (pendingAction) => {
    const { signIns } = redis.open()
    const [ticket, about] = [unguessable(), aTicket({ pendingAction })]
    await signIns.issue(ticket, about)
    expect(await signIns.find(ticket)).toEqual({ about, used: false })
    expect(await signIns.find(unguessable())).toBeUndefined()
  })

  test('is known for a day after its time, by our clock and by that of Redis', async () => {
    const store = redis.open()
    const [ticket, about] = [unguessable(), aTicket()]
    await store.signIns.issue(ticket, about)
    store.clock.time = about.until + DAY - 1
    expect(await store.signIns.find(ticket)).toEqual({ about, used: false })
    store.clock.time = about.until + DAY
    expect(await store.signIns.find(ticket)).toBeUndefined()
    const left = await store.raw((raw) => raw.pttl(store.keys.ticket(digestOf(ticket))))
    expect(left).toBeGreaterThan(DAY + 9 * MINUTE)
    expect(left).toBeLessThanOrEqual(DAY + 10 * MINUTE)
  })

  test('is used by the first completed sign-in, and by no second one', async () => {
    const store = redis.open()
    const { ticket, state, about } = await begun(store)
    const { ticketId } = await taken(store, state)
    expect(await store.signIns.complete(ticketId)).toBe(true)
    expect(await store.signIns.complete(ticketId)).toBe(false)
    expect(await store.signIns.find(ticket)).toEqual({ about, used: true })
  })

  test('is used by exactly one of twenty sign-ins at once, in two processes', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    const { ticketId } = await taken(store, (await begun(store)).state)
    const completed = await Promise.all(
      Array.from({ length: 20 }, (_, number) => (number % 2 ? store : other).signIns.complete(ticketId)),
    )
    expect(completed.filter(Boolean)).toHaveLength(1)
  })

  test('that is gone cannot be used, and nothing of it stays', async () => {
    const store = redis.open()
    expect(await store.signIns.complete('nothing')).toBe(false)
    expect(await store.raw((raw) => raw.exists(store.keys.ticket('nothing')))).toBe(0)
  })

  test('keeps its time when it is used', async () => {
    const store = redis.open()
    const { ticketId } = await taken(store, (await begun(store)).state)
    await store.signIns.complete(ticketId)
    expect(await store.raw((raw) => raw.pttl(store.keys.ticket(ticketId)))).toBeGreaterThan(DAY)
  })

  test('with more in it than it should have loses that, and one that does not fit is not written', async () => {
    const store = redis.open()
    const [ticket, bad] = [unguessable(), unguessable()]
    await store.signIns.issue(ticket, { ...aTicket(), token: 'canary-6' } as Ticket)
    expect(await store.signIns.find(ticket)).toEqual({ about: aTicket(), used: false })
    expect(await codeOf(store.signIns.issue(bad, { ...aTicket(), until: 'soon' } as unknown as Ticket))).toBe('broken')
    expect(await store.signIns.find(bad)).toBeUndefined()
  })

  test('that cannot be read is our fault', async () => {
    const store = redis.open(undefined, UNSIGNED)
    const ticket = unguessable()
    await store.raw((raw) => raw.hset(store.keys.ticket(digestOf(ticket)), 'about', '{"person":7,"wish":"hearsay"}'))
    expect(await codeOf(store.signIns.find(ticket))).toBe('broken')
    expect(store.troubles.join()).not.toMatch(/hearsay|7,/)
    expect(store.troubles.join()).not.toContain(ticket)
  })
})

describe('a browser that comes back', () => {
  test('gets what was kept for it and what its ticket is about', async () => {
    const store = redis.open()
    const sign = await begun(store)
    const away = await taken(store, sign.state)
    expect(away).toMatchObject({ about: sign.about, used: false })
    expect(away.kept?.reveal()).toBe(sign.kept.reveal())
  })

  test('gets it once: whoever comes second hears that it was used', async () => {
    const store = redis.open()
    const { state } = await begun(store)
    await taken(store, state)
    expect(await store.signIns.take(state)).toBe('used')
    expect(await store.signIns.take(state)).toBe('used')
  })

  test('is exactly one of twenty that come at once, to two processes', async () => {
    const store = redis.open()
    const other = redis.open(store.prefix)
    const { state } = await begun(store)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) => (number % 2 ? store : other).signIns.take(state)),
    )
    expect(answers.filter((answer) => typeof answer === 'object')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'used')).toHaveLength(19)
  })

  test('with a state that never was gets nothing', async () => {
    const store = redis.open()
    expect(await store.signIns.take(unguessable())).toBeUndefined()
    expect(await store.signIns.take('')).toBeUndefined()
    // Neither a ticket nor a digest is a state.
    const { ticket, state } = await begun(store)
    expect(await store.signIns.take(ticket)).toBeUndefined()
    expect(await store.signIns.take(digestOf(state))).toBeUndefined()
  })

  test('hears if its ticket was used meanwhile, in another window', async () => {
    const store = redis.open()
    const { ticket, state } = await begun(store)
    const second = store.signIns.stateFor(ticket, unguessable())
    await store.signIns.begin(second, ticket, kept())
    await store.signIns.complete((await taken(store, state)).ticketId)
    expect(await taken(store, second)).toMatchObject({ used: true, about: { person: 'UANNA' } })
  })

  test('too late still gets it, for the operation to say so; ten minutes later there is nothing any more', async () => {
    const store = redis.open()
    const [late, tooLate] = [await begun(store), await begun(store)]
    store.clock.time = late.about.until + 10 * MINUTE - 1
    expect((await taken(store, late.state)).about).toEqual(late.about)
    store.clock.time = late.about.until + 10 * MINUTE
    expect(await store.signIns.take(tooLate.state)).toBeUndefined()
  })

  test('whose key is gone gets nothing: whose link it was cannot be proved any more', async () => {
    const store = redis.open()
    const { state } = await begun(store)
    const after = redis.open(store.prefix, [aKey()])
    expect(await after.signIns.take(state)).toBeUndefined()
    expect(after.troubles).toHaveLength(2)
  })

  test('finds it with the old key as well', async () => {
    const store = redis.open()
    const sign = await begun(store)
    const rotated = redis.open(store.prefix, [aKey(), KEY])
    expect((await taken(rotated, sign.state)).kept?.reveal()).toBe(sign.kept.reveal())
  })

  test('does not get what was kept for another one and moved', async () => {
    const store = redis.open()
    const [one, other] = [await begun(store), await begun(store)]
    const moved = (await store.raw((raw) => raw.hget(statesOf(store, one), digestOf(one.state)))) ?? ''
    await store.raw((raw) => raw.hset(statesOf(store, other), digestOf(other.state), moved))
    expect((await taken(store, other.state)).kept).toBeUndefined()
  })
})

describe('a browser that leaves', () => {
  test('for a ticket that is gone leaves nothing behind', async () => {
    const store = redis.open()
    const ticket = unguessable()
    const state = store.signIns.stateFor(ticket, unguessable())
    await store.signIns.begin(state, ticket, kept())
    expect(await store.signIns.take(state)).toBeUndefined()
    expect(await store.raw((raw) => raw.exists(statesOf(store, { ticket })))).toBe(0)
  })

  test('is remembered for ten minutes after its ticket’s time, taken or not: what rests there could be signed in with', async () => {
    const store = redis.open()
    const { state, ticket } = await begun(store)
    const left = () => store.raw((raw) => raw.pttl(statesOf(store, { ticket })))
    for (const _ of ['away', 'taken']) {
      expect(await left()).toBeGreaterThan(19 * MINUTE)
      expect(await left()).toBeLessThanOrEqual(20 * MINUTE)
      await store.signIns.take(state)
    }
  })

  test('with a link that is long over leaves nothing behind', async () => {
    const store = redis.open()
    const { ticket } = await begun(store, aTicket({ until: NOW - 10 * MINUTE }))
    expect(await store.raw((raw) => raw.exists(statesOf(store, { ticket })))).toBe(0)
    expect(await store.signIns.find(ticket)).toMatchObject({ used: false })
  })

  test('cannot be remembered without a key to encrypt with', async () => {
    const store = redis.open(undefined, [])
    const ticket = unguessable()
    await store.signIns.issue(ticket, aTicket())
    expect(await codeOf(store.signIns.begin(unguessable(), ticket, kept()))).toBe('broken')
  })
})

describe('whoever looks into Redis', () => {
  test('finds no ticket, no state and nothing that was kept', async () => {
    const store = redis.open()
    const sign = await begun(store)
    const before = await redis.running().dump()
    expect(before).toContain(store.keys.ticket(digestOf(sign.ticket)))
    await store.signIns.complete((await taken(store, sign.state)).ticketId)
    for (const dump of [before, await redis.running().dump()]) {
      for (const secret of [sign.ticket, sign.state, sign.kept.reveal(), 'canary']) expect(dump).not.toContain(secret)
    }
  })

  test('finds nothing that was kept once the browser was back', async () => {
    const store = redis.open()
    const { state, ticket } = await begun(store)
    await taken(store, state)
    expect(await store.raw((raw) => raw.hgetall(statesOf(store, { ticket })))).toEqual({ newest: digestOf(state) })
  })
})

describe('a link that is opened again and again', () => {
  test('keeps the newest five states: those work, and every other one answers like a used one', async () => {
    const store = redis.open()
    const { ticket, state: first } = await begun(store)
    const size = async () => Object.keys(await store.raw((raw) => raw.hgetall(statesOf(store, { ticket })))).length
    const states: string[] = []
    // In heaps, as those do it who mean it; those of one heap arrive in any order.
    for (let heap = 0; heap < 20; heap += 1) {
      const some = Array.from({ length: 99 }, () => store.signIns.stateFor(ticket, unguessable()))
      await Promise.all(some.map((state) => store.signIns.begin(state, ticket, kept())))
      states.push(...some)
      expect(await size()).toBe(6)
    }
    const newest: string[] = []
    for (let one = 0; one < 5; one += 1) {
      const state = store.signIns.stateFor(ticket, unguessable())
      await store.signIns.begin(state, ticket, kept())
      newest.push(state)
    }
    expect(await size()).toBe(6)
    for (const state of [first, ...states.slice(-20), ...states.slice(0, 5)]) {
      expect(await store.signIns.take(state)).toBe('used')
    }
    for (const state of newest) expect((await taken(store, state)).kept).toBeDefined()
  })

  test('leaves those of other links alone', async () => {
    const store = redis.open()
    const [one, other] = [await begun(store), await begun(store)]
    for (let count = 0; count < 6; count += 1) {
      await store.signIns.begin(store.signIns.stateFor(one.ticket, unguessable()), one.ticket, kept())
    }
    expect((await taken(store, other.state)).kept?.reveal()).toBe(other.kept.reveal())
  })

  test('does not take what belongs to another link’s state for its own', async () => {
    const store = redis.open()
    const [one, other] = [await begun(store), await begun(store)]
    const mixed = `${one.state.split('.')[0]}.${other.state.split('.')[1]}`
    expect(await store.signIns.take(mixed)).toBe('used')
    expect((await taken(store, one.state)).kept?.reveal()).toBe(one.kept.reveal())
  })
})

function statesOf(store: OpenStore, { ticket }: { ticket: string }): string {
  return store.keys.signInStates(digestOf(ticket))
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
