// How a claim that went wrong twice, or died half-way, ends well: nothing lives that nobody was shown, and it can be collected.

import { describe, expect, type TestContext, test, vi } from 'vitest'
import type { Bot } from '../../src/bot.ts'
import { CLAIM_LEASE } from '../../src/core/requests/request.ts'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { endsAtDremio } from './reminder-story.ts'
import {
  alarmsRunAfterTheLease,
  approved,
  bearerOf,
  cardOf,
  collectsAfterAll,
  collectsInVain,
  creates,
  heard,
  secretBefore,
  secretsBefore,
} from './story.ts'

/** Several at once, because each has a world of its own and waits most of the time. */
const story = test.concurrent

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld(options)
  onTestFinished(() => world.close())
  await approved(world)
  // The last card is drawn, so that a gate meets nothing but what comes from here on.
  await world.ana.quiet()
  return world
}

/** Resolves when everything that the bot needs is there again. */
async function isReady({ port }: Bot): Promise<void> {
  const status = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status
  await vi.waitUntil(async () => (await status()) === 200, { timeout: 5_000 })
}

const tokens = ({ dremio }: World) => dremio.tokensOf(uids.ana)

describe('when neither the secret can be shown nor the token be ended', () => {
  const bothAway = async (context: TestContext) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const { ana, dremio, slack } = world
    slack.fail('chat.postEphemeral', { error: 'internal_error' })
    dremio.fail('delete', { status: 503 }, { times: 9 })
    const heard = await collectsInVain(world)
    expect(heard).toContain(ana.reads(english.failures.claimUnsure))
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.unsure }),
    )
    expect(secretsBefore(ana)).toEqual([])
    expect(tokens(world)).toHaveLength(1)
    return { world, heal: () => dremio.clearFaults() }
  }

  story('the request is unsure, and the next press removes what was left and makes a new one', async (context) => {
    const { world, heal } = await bothAway(context)
    heal()
    await collectsAfterAll(world)
  })

  story('the next press is still unsure as long as Dremio is away, and makes no second token', async (context) => {
    const { world, heal } = await bothAway(context)
    const { dremio } = world
    dremio.fail('delete', { status: 503 }, { times: 9 })
    expect(await collectsInVain(world)).toContain(world.ana.reads(english.failures.claimUnsure))
    expect(creates(world)).toBe(1)
    heal()
    await collectsAfterAll(world)
  })

  story('the alarm removes what was left and opens the request again', async (context) => {
    const { world, heal } = await bothAway(context)
    await alarmsRunAfterTheLease(world)
    expect(tokens(world)).toHaveLength(1)
    heal()
    await alarmsRunAfterTheLease(world)
    expect(tokens(world)).toEqual([])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    await collectsAfterAll(world)
  })

  story('the alarm does so also for somebody who was unlinked meanwhile', async (context) => {
    const { world, heal } = await bothAway(context)
    const { ana } = world
    await ana.types('/dremio-pat unlink')
    await ana.waitsFor('You’re no longer linked')
    heal()
    await alarmsRunAfterTheLease(world)
    expect(tokens(world)).toEqual([])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
  })

  story(
    'the next press does so also for somebody whom an administrator linked to another user meanwhile',
    async (context) => {
      const { world, heal } = await bothAway(context)
      const { carl, dremio } = world
      await carl.types(`/dremio-pat admin link @ana ${uids.bea}`)
      await carl.waitsFor('is now linked')
      heal()
      // What was approved for her earlier user is made for no other, and what was left of it is gone.
      expect(await collectsInVain(world)).toMatch(/You asked for it when you were linked to another Dremio user\./)
      expect(tokens(world)).toEqual([])
      expect(dremio.tokensOf(uids.bea)).toEqual([])
    },
  )

  story('an alarm that is slow leaves alone what the next press makes meanwhile', async (context) => {
    const { world, heal } = await bothAway(context)
    const { ana, clock, bot, dremio } = world
    heal()
    clock.pass(CLAIM_LEASE + 1)
    // The alarm has read the old attempt; its list comes late, and shows the token of the new one.
    dremio.fail('list', { delay: 500 })
    const lists = () => dremio.requests.filter(({ operation }) => operation === 'list').length
    const before = lists()
    const looked = bot.look()
    await vi.waitUntil(() => lists() === before + 1, { timeout: 5_000 })
    await collectsAfterAll(world)
    await looked
    await ana.quiet()
    expect(tokens(world)).toMatchObject([{ secret: secretsBefore(ana).at(-1) }])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
    )
  })
})

describe('when Dremio makes the token and is away from then on', () => {
  story('the request is unsure, and the alarm finds the token by the mark in its label', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    dremio.fail('create', { afterwards: 'drop' })
    dremio.fail('list', { status: 503 }, { times: 3 })
    expect(await collectsInVain(world)).toContain(world.ana.reads(english.failures.claimUnsure))
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.unsure }),
    )
    expect(secretsBefore(ana)).toEqual([])
    expect(tokens(world)).toHaveLength(1)
    await alarmsRunAfterTheLease(world)
    expect(tokens(world)).toEqual([])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    await collectsAfterAll(world)
  })
})

describe('when a claim is cleaned up by somebody who dies after the token was ended and before that was recorded', () => {
  story('the next one records it, and it counts no more', async (context) => {
    const world = await begin(context)
    const { ana, dremio, slack } = world
    slack.fail('chat.postEphemeral', { error: 'internal_error' })
    dremio.fail('delete', { status: 503 }, { times: 9 })
    await collectsInVain(world)
    dremio.clearFaults()
    const [left] = tokens(world)
    await endsAtDremio(world, uids.ana, left?.tid ?? '')
    await alarmsRunAfterTheLease(world)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    await ana.types('/dremio-pat why')
    await ana.waitsFor(english.why.limits({ active: 0, most: 5, open: 1, least: HOUR, longest: 90 * DAY }))
    await collectsAfterAll(world)
  })
})

describe('when giving a token back is interrupted', () => {
  story('by a Dremio that is away, that is said, and a second press ends the token', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await collectsAfterAll(world)
    dremio.fail('delete', { status: 503 }, { times: 3 })
    await ana.presses('I did not get it')
    await ana.waitsFor(english.dremioFailures.unavailableUnsure({ operation: 'revoke' }))
    expect(tokens(world)).toHaveLength(1)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
    )
    await ana.presses('I did not get it')
    await ana.waitsFor(english.requests.titles.approved)
    expect(tokens(world)).toEqual([])
    await ana.waitsFor((person) => secretsBefore(person).length === 0)
    await collectsAfterAll(world)
  })

  story(
    'by a Redis that goes away, the token is ended all the same, and a second press opens the request',
    async (context) => {
      const world = await begin(context, { redis: 'own' })
      const { ana, bot, dremio, redis } = world
      if (!redis.restart) return context.skip('this Redis is not ours to stop')
      await collectsAfterAll(world)
      await ana.quiet()
      // The token is revoked, and that is just about to be written down.
      const gate = dremio.hold('delete', { before: 'answer' })
      await ana.presses('I did not get it')
      await gate.reached
      expect(tokens(world)).toEqual([])
      await redis.restart(async () => {
        gate.release()
        await ana.waitsFor(english.failures.storageAway, 8_000)
      })
      await isReady(bot)
      expect(ana.sees()).toContain(english.requests.titles.claimed)
      await ana.presses('I did not get it')
      await ana.waitsFor(english.requests.titles.approved)
      await ana.waitsFor((person) => secretsBefore(person).length === 0)
      await ana.quiet()
      await ana.presses('Show token')
      expect(await bearerOf(world, await secretBefore(ana))).toBe(uids.ana)
    },
  )
})

describe('when Dremio makes a token long after everybody stopped waiting for it', () => {
  const late = async (context: TestContext) => {
    const world = await begin(context, { timeouts: { dremio: 1_000 } })
    const { dremio } = world
    const gate = dremio.hold('create')
    expect(await collectsInVain(world)).toContain(english.dremioFailures.unavailable({ operation: 'create' }))
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    const itAppears = async () => {
      gate.release()
      await vi.waitUntil(() => tokens(world).length === 1, { timeout: 5_000 })
    }
    return { world, itAppears }
  }

  story('the alarm removes it', async (context) => {
    const { world, itAppears } = await late(context)
    await itAppears()
    await alarmsRunAfterTheLease(world)
    expect(tokens(world)).toEqual([])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    await collectsAfterAll(world)
  })

  story('the alarm removes it also after a second press succeeded, whose token stays', async (context) => {
    const world = await begin(context, { timeouts: { dremio: 1_000 } })
    const { ana, dremio } = world
    dremio.fail('create', { delay: 2_000 })
    expect(await collectsInVain(world)).toContain(english.dremioFailures.unavailable({ operation: 'create' }))
    await ana.presses('Show token')
    const secret = await secretBefore(ana)
    await vi.waitUntil(() => tokens(world).length === 2, { timeout: 5_000 })
    await alarmsRunAfterTheLease(world)
    expect(tokens(world)).toMatchObject([{ secret }])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
    )
  })
})

describe('when the process that collects sleeps past its lease', () => {
  story('and Dremio answers only then, the token is removed rather than shown', async (context) => {
    const world = await begin(context)
    const { ana, bot, clock, dremio } = world
    const gate = dremio.hold('create', { before: 'answer' })
    await ana.presses('Show token')
    await gate.reached
    clock.pass(CLAIM_LEASE + 1)
    await bot.look()
    expect(tokens(world)).toEqual([])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    gate.release()
    await ana.waitsFor(/That took too long|Dremio’s answer made no sense/)
    await ana.quiet()
    expect(secretsBefore(ana)).toEqual([])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    await collectsAfterAll(world)
  })

  story('and somebody pressed again meanwhile, only the second token is shown and lives', async (context) => {
    const world = await begin(context)
    const { ana, bot, clock, dremio } = world
    dremio.fail('create', { delay: 700 })
    await ana.presses('Show token')
    await vi.waitUntil(() => creates(world) === 1, { timeout: 5_000 })
    clock.pass(CLAIM_LEASE + 1)
    await bot.look()
    await ana.waitsFor(english.requests.titles.approved)
    await ana.presses('Show token')
    const secret = await secretBefore(ana)
    await ana.waitsFor(/That took too long/)
    await ana.quiet()
    expect(secretsBefore(ana)).toEqual([secret])
    expect(tokens(world)).toMatchObject([{ secret }])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
    )
  })

  story('a slow audit channel holds no claim up', async (context) => {
    const channels = [{ id: 'C0AUDIT', name: 'audit', botIsMember: true }]
    const world = await begin(context, { redis: 'own', env: { AUDIT_CHANNEL: 'C0AUDIT' }, slack: { channels } })
    const { ana, slack } = world
    await ana.quiet()
    const gate = slack.hold('chat.postMessage')
    await ana.presses('Show token')
    await secretBefore(ana)
    gate.release()
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.quiet()
    await vi.waitUntil(() => heard(world).some((line) => line.includes('@ana got ')), { timeout: 10_000 })
  })
})

describe('when Redis goes away', () => {
  /** Presses, lets Redis go when the gate is reached, and comes back with Redis when `heard` is on the screen. */
  async function withoutRedis(
    world: World,
    gate: { reached: Promise<unknown>; release(): void },
    heard: string,
  ): Promise<void> {
    const { ana, bot, redis } = world
    await ana.presses('Show token')
    await gate.reached
    await redis.restart?.(async () => {
      gate.release()
      await ana.waitsFor(heard, 8_000)
    })
    await isReady(bot)
    await ana.quiet()
  }

  story('before anything is made, nothing is', async (context) => {
    const world = await begin(context, { redis: 'own' })
    const { ana, redis, slack } = world
    if (!redis.restart) return context.skip('this Redis is not ours to stop')
    await withoutRedis(world, slack.hold('users.info'), english.failures.storageAway)
    expect(creates(world)).toBe(0)
    await ana.quiet()
    await collectsAfterAll(world)
  })

  story(
    'while Dremio makes the token, it is ended at once; when the lease is over the request opens again',
    async (context) => {
      const world = await begin(context, { redis: 'own' })
      const { ana, dremio, redis } = world
      if (!redis.restart) return context.skip('this Redis is not ours to stop')
      await withoutRedis(world, dremio.hold('create', { before: 'answer' }), english.failures.claimInterrupted)
      expect(tokens(world)).toEqual([])
      expect(secretsBefore(ana)).toEqual([])
      expect(await collectsInVain(world)).toContain(english.failures.stale.claiming)
      await alarmsRunAfterTheLease(world)
      expect(cardOf(world)).toBe(
        english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
      )
      await collectsAfterAll(world)
    },
  )

  story('while Slack shows the secret, the token is ended at once, and whoever sees it is told', async (context) => {
    const world = await begin(context, { redis: 'own' })
    const { ana, redis, slack } = world
    if (!redis.restart) return context.skip('this Redis is not ours to stop')
    const gate = slack.hold('chat.postEphemeral', { before: 'answer' })
    await withoutRedis(world, gate, english.failures.claimInterrupted)
    const [dead = ''] = secretsBefore(ana)
    expect(await bearerOf(world, dead)).toBeUndefined()
    expect(tokens(world)).toEqual([])
    await alarmsRunAfterTheLease(world)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    await collectsAfterAll(world)
  })

  story('for a moment after the secret was shown, the token is ended, and whoever sees it is told', async (context) => {
    const world = await begin(context, { redis: 'own' })
    const { ana, dremio, redis, slack } = world
    const takesWrites = (replicas: string) =>
      withClient(redis.url, (client) => client.config('SET', 'min-replicas-to-write', replicas))
    const showing = slack.hold('chat.postEphemeral', { before: 'answer' })
    const ending = dremio.hold('delete')
    await ana.presses('Show token')
    await showing.reached
    if ((await takesWrites('1').catch(() => 'refused')) !== 'OK') return context.skip('this Redis cannot refuse writes')
    showing.release()
    await ending.reached
    await takesWrites('0')
    ending.release()
    await ana.waitsFor(english.failures.claimInterrupted)
    const [dead = ''] = secretsBefore(ana)
    expect(await bearerOf(world, dead)).toBeUndefined()
    await ana.waitsFor(english.requests.titles.approved)
    await collectsAfterAll(world)
  })

  story('and Dremio with it, what was made is removed when both are back', async (context) => {
    const world = await begin(context, { redis: 'own' })
    const { ana, dremio, redis, slack } = world
    if (!redis.restart) return context.skip('this Redis is not ours to stop')
    dremio.fail('delete', { status: 503 }, { times: 3 })
    const gate = slack.hold('chat.postEphemeral')
    await withoutRedis(world, gate, english.failures.claimUnsure)
    expect(tokens(world)).toHaveLength(1)
    await alarmsRunAfterTheLease(world)
    expect(tokens(world)).toEqual([])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    await ana.quiet()
    await collectsAfterAll(world)
  })

  story('after the secret was shown, the token stays, and the card catches up later', async (context) => {
    const world = await begin(context, { redis: 'own' })
    const { ana, redis, slack } = world
    if (!redis.restart) return context.skip('this Redis is not ours to stop')
    await withoutRedis(world, slack.hold('chat.update'), english.failures.claimUnwritten)
    const secret = await secretBefore(ana)
    expect(await bearerOf(world, secret)).toBe(uids.ana)
    await alarmsRunAfterTheLease(world)
    expect(await bearerOf(world, secret)).toBe(uids.ana)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
    )
  })
})
