// Reminders in bad hours: Slack refuses or wants a rest, workers die, Redis is gone for a while, alarms are lost.
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import type { World } from '../world/world.ts'
import { anotherWorker, beginReminding, collects, goesBy, posts } from './reminder-story.ts'

const story = test.concurrent
const TEXT = '*tableau* expires'

const said = (world: World) => posts(world, 'UANA').filter((text) => text.startsWith(TEXT))
const standing = ({ ana }: World) => ana.messages.filter(({ text }) => text.startsWith(TEXT)).length

/** Up to the day of the first reminder, and not to its hour. */
async function almost(world: World): Promise<void> {
  await collects(world)
  await goesBy(world, 15 * DAY, HOUR)
  expect(said(world)).toEqual([])
}

describe('a reminder is said once', () => {
  story('by two workers that look at the same time', async (context) => {
    const world = await beginReminding(context)
    const other = await anotherWorker(world, context)
    await almost(world)
    for (let hours = 0; hours < 24 * 17; hours += 1) {
      world.clock.pass(HOUR)
      await Promise.all([world.bot.look(), other.look(), world.bot.look()])
    }
    await world.slack.quiet()
    expect(said(world)).toHaveLength(3)
    expect(posts(world, 'UANA').filter((text) => text.includes('* expired '))).toHaveLength(1)
  })

  story('though the worker died after posting it', async (context) => {
    const world = await beginReminding(context)
    await almost(world)
    // Slack has posted it, and nobody hears so.
    world.slack.fail('chat.postMessage', { afterwards: 'drop' })
    await goesBy(world, DAY, HOUR)
    await goesBy(world, HOUR, MINUTE)
    expect(standing(world)).toBe(1)
    await world.ana.presses('Do not renew')
    await world.ana.waitsFor('I won’t remind you about tableau again.')
  })

  story('though nobody can look it up where it was posted', async (context) => {
    const world = await beginReminding(context)
    await almost(world)
    world.slack.fail('chat.postMessage', { error: 'fatal_error' })
    world.slack.fail('conversations.history', { error: 'unknown_method' })
    await goesBy(world, DAY, HOUR)
    await goesBy(world, HOUR, MINUTE)
    expect(standing(world)).toBe(1)
  })

  story('whatever the policy becomes', async (context) => {
    const policies = [
      ['14d', '7d', '1d'],
      ['10d', '2d'],
      ['20d', '14d', '7d', '1d'],
    ]
    let turn = 0
    const world = await beginReminding(context)
    await almost(world)
    // Each start reads another file, and finds the same book.
    for (const before of policies) {
      turn += 1
      const other = await anotherWorker(
        { ...world, env: { ...world.env, POLICY_FILE: await fileWith(context, before) } },
        context,
      )
      // As at the start of a worker, and whenever the file is read again.
      await other.rebuild()
      for (let hours = 0; hours < 24 * 4; hours += 1) {
        world.clock.pass(HOUR)
        await other.look()
      }
    }
    await world.slack.quiet()
    expect(turn).toBe(3)
    const texts = said(world).map((text) => text.replace(/ \(.*/s, ''))
    expect(texts).toEqual([
      `${TEXT} in 14 days`,
      expect.stringMatching(/in (9|10) days/),
      expect.stringMatching(/in [67] days/),
    ])
  })
})

async function fileWith(context: Parameters<typeof beginReminding>[0], before: string[]): Promise<string> {
  const { policyFile } = await import('./policy-file.ts')
  return policyFile(context, { rules: [{ name: 'all', then: 'approve' }], reminders: { before } })
}

describe('a reminder is not lost', () => {
  story.for([
    ['wants a rest', { retryAfter: 30 }],
    ['is broken', { status: 500 }],
    ['hangs up', { drop: true }],
  ] as const)('when Slack %s', async ([, fault], context) => {
    const world = await beginReminding(context)
    await almost(world)
    world.slack.fail('chat.postMessage', fault, { times: 2 })
    await goesBy(world, DAY, HOUR)
    await goesBy(world, HOUR, MINUTE)
    expect(said(world)).toHaveLength(1)
    expect(standing(world)).toBe(1)
  })

  story('while Slack wants a rest nobody asks it', async (context) => {
    const world = await beginReminding(context)
    await almost(world)
    world.slack.fail('chat.postMessage', { retryAfter: 600 })
    const asked = () => world.slack.requests.filter(({ method }) => method === 'chat.postMessage').length
    const before = asked()
    await goesBy(world, DAY, 5 * MINUTE)
    expect(said(world)).toHaveLength(1)
    expect(asked() - before).toBe(2)
  })

  story('when Slack cannot say who somebody is', async (context) => {
    const world = await beginReminding(context)
    await almost(world)
    world.slack.fail('users.info', { error: 'fatal_error' }, { times: 3 })
    await goesBy(world, DAY, HOUR)
    await goesBy(world, HOUR, MINUTE)
    expect(said(world)).toHaveLength(1)
  })

  story('when Redis restarts', async (context) => {
    const world = await beginReminding(context, {}, { redis: 'own' })
    const { redis, clock, bot } = world
    if (!redis.restart) return context.skip('this Redis is not ours to stop')
    await almost(world)
    await redis.restart(async () => {
      clock.pass(DAY)
      await bot.look()
    })
    await withClient(redis.url, (client) => client.ping())
    await context.expect
      .poll(
        async () => {
          await goesBy(world, MINUTE, MINUTE)
          return said(world).length
        },
        { timeout: 10_000 },
      )
      .toBe(1)
  })

  story('when all alarms were lost and a worker starts', async (context) => {
    const world = await beginReminding(context)
    const { redis } = world
    await almost(world)
    await withClient(redis.url, (client) => client.del(`{${redis.prefix}}:alarms`))
    await withClient(redis.url, (client) => client.zadd(`{${redis.prefix}}:alarms`, 1, 'rebuild-alarms:all'))
    await goesBy(world, DAY, HOUR)
    expect(said(world)).toHaveLength(1)
  })

  story('when Slack refuses it for good: it is tried again, and administrators hear', async (context) => {
    const world = await beginReminding(context, {}, { env: { ADMINS: 'UCARL' } })
    await almost(world)
    world.slack.fail('chat.postMessage', { error: 'messages_tab_disabled' }, { times: 3 })
    await goesBy(world, DAY, HOUR)
    expect(said(world)).toEqual([])
    await world.carl.waitsFor(english.reminders.undelivered({ reader: '<@UANA>', labels: ['*tableau*'] }))
    // The next one is tried anew.
    await goesBy(world, 7 * DAY, HOUR)
    expect(said(world)).toHaveLength(1)
    expect(posts(world, 'UCARL')).toHaveLength(1)
  })

  story('and administrators whose group cannot be read at that moment hear later', async (context) => {
    const groups = [{ id: 'S0ADMIN', users: ['UCARL'] }]
    const world = await beginReminding(context, {}, { env: { ADMINS: 'S0ADMIN' }, slack: { groups } })
    await almost(world)
    world.slack.fail('chat.postMessage', { error: 'messages_tab_disabled' }, { times: 4 })
    world.slack.fail('usergroups.users.list', { status: 500 }, { times: 3 })
    await goesBy(world, 2 * DAY, HOUR)
    await world.carl.waitsFor(english.reminders.undelivered({ reader: '<@UANA>', labels: ['*tableau*'] }))
    expect(posts(world, 'UCARL')).toHaveLength(1)
  })

  story('and what falls due while Slack is away is said once, as it is by then', async (context) => {
    const world = await beginReminding(context)
    await almost(world)
    world.slack.fail('chat.postMessage', { status: 500 }, { times: 10_000 })
    await goesBy(world, 10 * DAY, HOUR)
    expect(said(world)).toEqual([])
    world.slack.heal()
    await goesBy(world, HOUR, MINUTE)
    expect(said(world)).toEqual([expect.stringMatching(/expires in [45] days/)])
  })
})
