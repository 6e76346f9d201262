// How a claim that went wrong twice, or died half-way, ends well: nothing lives that nobody was shown, and it can be collected.
import { afterEach, describe, expect, test } from 'vitest'
import { CLAIM_LEASE } from '../../src/core/request.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import {
  alarmsRunAfterTheLease,
  approved,
  bearerOf,
  cardOf,
  collectsAfterAll,
  collectsInVain,
  creates,
  secretBefore,
  secretsBefore,
} from './story.ts'

let world: World
const begin = async (options?: WorldOptions) => {
  world = await startWorld(options)
  await approved(world)
  return world
}
afterEach(() => world.close())

const tokens = () => world.dremio.tokensOf(uids.ana)
const card = () => cardOf(world)

describe('when neither the secret can be shown nor the token be ended', () => {
  const bothAway = async () => {
    const { ana, dremio, slack } = await begin({ env: { ADMINS: 'UCARL' } })
    slack.fail('chat.postEphemeral', { error: 'internal_error' })
    dremio.fail('delete', { status: 503 }, { times: 9 })
    const heard = await collectsInVain(world)
    expect(heard).toMatch(/am not sure whether a half-made token is left at Dremio/)
    expect(heard).toMatch(/If you see one, do not use it/)
    expect(card()).toBe('Your token is not certain: tableau')
    expect(secretsBefore(ana)).toEqual([])
    expect(tokens()).toHaveLength(1)
    return () => dremio.clearFaults()
  }

  test('the request is unsure, and the next press removes what was left and makes a new one', async () => {
    const heal = await bothAway()
    heal()
    await collectsAfterAll(world)
  })

  test('the next press is still unsure as long as Dremio is away, and makes no second token', async () => {
    const heal = await bothAway()
    const { dremio } = world
    dremio.fail('delete', { status: 503 }, { times: 9 })
    expect(await collectsInVain(world)).toMatch(/am not sure whether a half-made token is left/)
    expect(creates(world)).toBe(1)
    heal()
    await collectsAfterAll(world)
  })

  test('the alarm removes what was left and opens the request again', async () => {
    const heal = await bothAway()
    await alarmsRunAfterTheLease(world)
    expect(tokens()).toHaveLength(1)
    heal()
    await alarmsRunAfterTheLease(world)
    expect(tokens()).toEqual([])
    expect(card()).toBe('Your request is approved: tableau')
    await collectsAfterAll(world)
  })

  test('the alarm does so also for somebody who was unlinked meanwhile', async () => {
    const heal = await bothAway()
    const { ana } = world
    await ana.types('/dremio-pat unlink')
    await ana.waitsFor('You are no longer linked')
    heal()
    await alarmsRunAfterTheLease(world)
    expect(tokens()).toEqual([])
    expect(card()).toBe('Your request is approved: tableau')
  })

  test('the next press does so also for somebody whom an administrator linked to another user meanwhile', async () => {
    const heal = await bothAway()
    const { carl, dremio } = world
    await carl.types(`/dremio-pat admin link @ana ${uids.bea}`)
    await carl.waitsFor('is now linked')
    heal()
    // For Bea's user this bot may not make tokens; but Ana's, which nobody has, is gone.
    expect(await collectsInVain(world)).toMatch(/nobody can make a token for somebody else/)
    expect(tokens()).toEqual([])
    expect(dremio.tokensOf(uids.bea)).toEqual([])
  })

  test('an alarm that is slow leaves alone what the next press makes meanwhile', async () => {
    const heal = await bothAway()
    const { ana, clock, bot, dremio } = world
    heal()
    clock.pass(CLAIM_LEASE + 1)
    // The alarm has read the old attempt; its list comes late, and shows the token of the new one.
    dremio.fail('list', { delay: 500 })
    const lists = () => dremio.requests.filter(({ operation }) => operation === 'list').length
    const before = lists()
    const looked = bot.look()
    await expect.poll(lists).toBe(before + 1)
    await collectsAfterAll(world)
    await looked
    await ana.quiet()
    expect(tokens()).toMatchObject([{ secret: secretsBefore(ana).at(-1) }])
    expect(card()).toBe('You have your token: tableau')
  })
})

describe('when Dremio makes a token long after everybody stopped waiting for it', () => {
  const late = async () => {
    const { dremio } = await begin({ timeouts: { dremio: 400 } })
    const gate = dremio.hold('create')
    expect(await collectsInVain(world)).toMatch(/\(timeout\), so I could not make a token/)
    expect(card()).toBe('Your request is approved: tableau')
    return async () => {
      gate.release()
      await expect.poll(tokens).toHaveLength(1)
    }
  }

  test('the alarm removes it', async () => {
    const itAppears = await late()
    await itAppears()
    await alarmsRunAfterTheLease(world)
    expect(tokens()).toEqual([])
    expect(card()).toBe('Your request is approved: tableau')
    await collectsAfterAll(world)
  })

  test('the alarm removes it also after a second press succeeded, whose token stays', async () => {
    const { ana, dremio } = await begin({ timeouts: { dremio: 500 } })
    dremio.fail('create', { delay: 1_000 })
    expect(await collectsInVain(world)).toMatch(/\(timeout\), so I could not make a token/)
    await ana.presses('Show token')
    const secret = await secretBefore(ana)
    await expect.poll(tokens).toHaveLength(2)
    await alarmsRunAfterTheLease(world)
    expect(tokens()).toMatchObject([{ secret }])
    expect(card()).toBe('You have your token: tableau')
  })
})

describe('when the process that collects sleeps past its lease', () => {
  test('and Dremio answers only then, the token is removed rather than shown', async () => {
    const { ana, bot, clock, dremio } = await begin()
    const gate = dremio.hold('create', { before: 'answer' })
    await ana.presses('Show token')
    await gate.reached
    clock.pass(CLAIM_LEASE + 1)
    await bot.look()
    expect(tokens()).toEqual([])
    expect(card()).toBe('Your request is approved: tableau')
    gate.release()
    await ana.waitsFor(/That took too long|answered something that I do not understand/)
    await ana.quiet()
    expect(secretsBefore(ana)).toEqual([])
    expect(card()).toBe('Your request is approved: tableau')
    await collectsAfterAll(world)
  })

  test('and somebody pressed again meanwhile, only the second token is shown and lives', async () => {
    const { ana, bot, clock, dremio } = await begin()
    dremio.fail('create', { delay: 700 })
    await ana.presses('Show token')
    await expect.poll(() => creates(world)).toBe(1)
    clock.pass(CLAIM_LEASE + 1)
    await bot.look()
    await ana.waitsFor('Your request is approved')
    await ana.presses('Show token')
    const secret = await secretBefore(ana)
    await ana.waitsFor(/That took too long/)
    await ana.quiet()
    expect(secretsBefore(ana)).toEqual([secret])
    expect(tokens()).toMatchObject([{ secret }])
    expect(card()).toBe('You have your token: tableau')
  })

  test('a slow audit channel holds no claim up', async () => {
    const channels = [{ id: 'C0AUDIT', name: 'audit', botIsMember: true }]
    const { ana, slack } = await begin({ env: { AUDIT_CHANNEL: 'C0AUDIT' }, slack: { channels } })
    await ana.quiet()
    const gate = slack.hold('chat.postMessage')
    await ana.presses('Show token')
    await secretBefore(ana)
    gate.release()
    await ana.waitsFor('You have your token')
    await ana.quiet()
    const lines = slack.conversation('C0AUDIT').map(({ text }) => text)
    expect(lines.slice(-2)).toMatchObject(
      [/claim started/, /claim finished/].map((what) => expect.stringMatching(what)),
    )
  })
})

describe('when Redis goes away', () => {
  /** Presses, lets Redis go when the gate is reached, and comes back with Redis when `heard` is on the screen. */
  async function withoutRedis(gate: { reached: Promise<unknown>; release(): void }, heard: string): Promise<void> {
    const { ana, bot, redis } = world
    await ana.presses('Show token')
    await gate.reached
    await redis.restart?.(async () => {
      gate.release()
      await ana.waitsFor(heard, 8_000)
    })
    await expect.poll(async () => (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status).toBe(200)
    await ana.quiet()
  }

  test('before anything is made, nothing is', async ({ skip }) => {
    const { ana, redis, slack } = await begin()
    if (!redis.restart) return skip('this Redis is not ours to stop')
    await withoutRedis(slack.hold('users.info'), 'My memory (Redis) is not answering, so I did nothing.')
    expect(creates(world)).toBe(0)
    await ana.quiet()
    await collectsAfterAll(world)
  })

  test('while Dremio makes the token, it is ended at once; when the lease is over the request opens again', async ({
    skip,
  }) => {
    const { ana, dremio, redis } = await begin()
    if (!redis.restart) return skip('this Redis is not ours to stop')
    await withoutRedis(dremio.hold('create', { before: 'answer' }), 'My memory (Redis) stopped answering half-way')
    expect(tokens()).toEqual([])
    expect(secretsBefore(ana)).toEqual([])
    expect(await collectsInVain(world)).toMatch(/is being turned into a token right now/)
    await alarmsRunAfterTheLease(world)
    expect(card()).toBe('Your request is approved: tableau')
    await collectsAfterAll(world)
  })

  test('while Slack shows the secret, the token is ended at once, and whoever sees it is told', async ({ skip }) => {
    const { ana, redis, slack } = await begin()
    if (!redis.restart) return skip('this Redis is not ours to stop')
    const gate = slack.hold('chat.postEphemeral', { before: 'answer' })
    await withoutRedis(gate, 'If you see one, it does not work.')
    const [dead = ''] = secretsBefore(ana)
    expect(await bearerOf(world, dead)).toBeUndefined()
    expect(tokens()).toEqual([])
    await alarmsRunAfterTheLease(world)
    expect(card()).toBe('Your request is approved: tableau')
    await collectsAfterAll(world)
  })

  test('and Dremio with it, what was made is removed when both are back', async ({ skip }) => {
    const { ana, dremio, redis, slack } = await begin()
    if (!redis.restart) return skip('this Redis is not ours to stop')
    dremio.fail('delete', { status: 503 }, { times: 3 })
    const gate = slack.hold('chat.postEphemeral')
    await withoutRedis(gate, 'am not sure whether a half-made token is left')
    expect(tokens()).toHaveLength(1)
    await alarmsRunAfterTheLease(world)
    expect(tokens()).toEqual([])
    expect(card()).toBe('Your request is approved: tableau')
    await ana.quiet()
    await collectsAfterAll(world)
  })

  test('when the token is shown and saved, it stays; the card catches up later', async ({ skip }) => {
    const { ana, redis, slack } = await begin()
    if (!redis.restart) return skip('this Redis is not ours to stop')
    await withoutRedis(slack.hold('chat.update'), 'Your token works, but my memory (Redis) stopped answering')
    const secret = await secretBefore(ana)
    expect(await bearerOf(world, secret)).toBe(uids.ana)
    await alarmsRunAfterTheLease(world)
    expect(await bearerOf(world, secret)).toBe(uids.ana)
    expect(card()).toBe('You have your token: tableau')
  })
})
