// Who left while Slack's event about it was lost: nothing acts as them any more, and what has to be ended is ended by others.
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import type { PersonChange } from '../world/slack/workspace.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { renewals, rotates, saves } from './rotation-story.ts'
import { linkBefore, signedIn, signsIn } from './sign-in-story.ts'
import { alarmsRunAfterTheLease, audit, claimed, goesBy, secretBefore } from './story.ts'

const story = test.concurrent

const byBea = { name: 'Bea decides', then: 'review', approvers: ['user:UBEA'] }
const offline = { DREMIO_OFFLINE: 'true', ADMINS: 'UCARL' }
const software = { dremio: { edition: 'software' } } as const

async function begin(context: TestContext, options: WorldOptions & { policy?: object } = {}): Promise<World> {
  const POLICY_FILE = policyFile(context, { rules: [renewals, byBea], ...options.policy })
  const env = { ...(options.method === undefined && offline), ...options.env, ADMINS: 'UCARL', POLICY_FILE }
  const world = await startWorld({ method: 'oauth', layout: 'two of each', ...options, env })
  context.onTestFinished(() => world.close())
  return world
}

/** The encrypted sessions in Redis. */
const keptSessions = async ({ redis }: World) =>
  (await redis.dump()).split('\n').filter((line) => /:session:/.test(line)).length

/** Ana signed in and has her token, of which she has said nothing yet. */
async function collected(world: World): Promise<void> {
  const { ana } = world
  await signedIn(world)
  await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
  await secretBefore(ana)
  await ana.waitsFor(english.requests.titles.claimed)
  await ana.quiet()
}

/** The same, and she has saved it; everything that follows at once has been done. */
async function saved(world: World): Promise<void> {
  await collected(world)
  await saves(world)
  await world.bot.rebuild()
  await goesBy(world, HOUR)
}

/** Only alarms of this kind are left, so that nothing else notices first. */
async function onlyAlarms({ redis }: World, kind: string): Promise<void> {
  await withClient(redis.url, async (client) => {
    const alarms = `{${redis.prefix}}:alarms`
    const others = (await client.zrange(alarms, '0', '-1')).filter((member) => !member.startsWith(`${kind}:`))
    if (others.length > 0) await client.zrem(alarms, ...others)
    expect(await client.zcard(alarms), `an alarm of the kind ${kind}`).toBeGreaterThan(0)
  })
}

/** What Dremio and the company's provider hear as Ana from now on: as the bearer, or for her refresh token. */
function heardAs({ dremio, identityProvider }: World) {
  const [from, issued] = [dremio.requests.length, identityProvider?.issuedSecrets.length]
  return () => {
    const calls = dremio.requests.slice(from)
    const theirs = calls.filter(({ as, operation }) => as === uids.ana || operation === 'token')
    return { calls: theirs.length, newTokens: (identityProvider?.issuedSecrets.length ?? 0) - (issued ?? 0) }
  }
}
const nothing = { calls: 0, newTokens: 0 }

const entries = async (world: World, action: string) => (await audit(world)).split(action).length - 1

/** The session is gone, nobody acted as her, and each is written down once. */
async function isForgotten(world: World, heard: () => typeof nothing): Promise<void> {
  expect(await keptSessions(world)).toBe(0)
  expect(heard()).toEqual(nothing)
  expect(await entries(world, 'session.forgotten')).toBe(1)
  expect(await entries(world, 'person.departed')).toBe(1)
}

const deactivated = { deleted: true }

describe('somebody whom Slack has deactivated, without a word to the bot', () => {
  describe.each<[method: string, options: WorldOptions]>([
    ['oauth', { method: 'oauth', env: offline }],
    ['idp', { method: 'idp', ...software, env: offline }],
  ])('(%s)', (_method, options) => {
    story('is not listed as themselves any more by the daily look at their tokens', async (context) => {
      const world = await begin(context, options)
      await saved(world)
      world.slack.change('UANA', deactivated)
      await onlyAlarms(world, 'sweep-tokens')
      const heard = heardAs(world)
      await goesBy(world, 3 * DAY)
      await isForgotten(world, heard)
    })

    story('loses their session when a reminder is due, and hears none', async (context) => {
      const policy = { reminders: { before: ['29d', '28d'], at: 'any', days: 'all' } }
      const world = await begin(context, { ...options, policy })
      await saved(world)
      const posts = () => world.slack.requests.filter(({ args }) => args.channel === 'UANA').length
      const before = posts()
      world.slack.change('UANA', deactivated)
      await onlyAlarms(world, 'remind-expiry')
      const heard = heardAs(world)
      await goesBy(world, 3 * DAY)
      await isForgotten(world, heard)
      expect(posts()).toBe(before)
    })

    story('does not end their old token themselves: it is left to others, and bot admins see it', async (context) => {
      const world = await begin(context, options)
      const { carl } = world
      await saved(world)
      await rotates(world)
      await saves(world)
      world.slack.change('UANA', deactivated)
      await onlyAlarms(world, 'cut-old-token')
      const heard = heardAs(world)
      await goesBy(world, 2 * DAY)
      await isForgotten(world, heard)
      expect(world.dremio.tokensOf(uids.ana)).toHaveLength(2)
      expect(await audit(world)).toContain('they cannot be asked, and nobody else can end it')
      await carl.types('/dremio-pat admin outstanding')
      await carl.waitsFor('was replaced, and its grace period is over. They left.')
    })

    story('is not asked whether a token arrived, and does not end it themselves', async (context) => {
      const world = await begin(context, options)
      const { carl, slack } = world
      await collected(world)
      slack.change('UANA', deactivated)
      await onlyAlarms(world, 'chase-receipt')
      const before = slack.requests.filter(({ args }) => args.channel === 'UANA').length
      const heard = heardAs(world)
      await goesBy(world, 2 * DAY)
      await isForgotten(world, heard)
      expect(slack.requests.filter(({ args }) => args.channel === 'UANA').length).toBe(before)
      expect(await audit(world)).not.toContain('receipt.reminded')
      await carl.types('/dremio-pat admin outstanding')
      await carl.waitsFor('was never confirmed. They left.')
    })

    story('does not clear up themselves what a claim left', async (context) => {
      const world = await begin(context, options)
      const { ana, dremio, slack, carl } = world
      await signedIn(world)
      dremio.fail('create', { afterwards: 'drop' })
      dremio.fail('list', { status: 503 }, { times: 3 })
      await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
      await ana.waitsFor(english.requests.titles.unsure)
      await ana.quiet()
      dremio.clearFaults()
      slack.change('UANA', deactivated)
      await onlyAlarms(world, 'settle-claim')
      const heard = heardAs(world)
      await alarmsRunAfterTheLease(world)
      await isForgotten(world, heard)
      expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
      await carl.types('/dremio-pat admin outstanding')
      expect(await carl.waitsFor('creation failed')).toContain('They left. Anything left of it expires')
    })
  })

  story('is noticed where an admin’s token lists, too', async (context) => {
    const world = await begin(context, { method: 'idp', ...software, administrator: true, env: offline })
    await saved(world)
    world.slack.change('UANA', deactivated)
    await onlyAlarms(world, 'sweep-tokens')
    const heard = heardAs(world)
    await goesBy(world, 2 * DAY)
    await isForgotten(world, heard)
    expect(world.dremio.requests.filter(({ operation, as }) => operation === 'list' && as === uids.root)).not.toEqual(
      [],
    )
  })

  story('is noticed by Slack’s event as well, once', async (context) => {
    const world = await begin(context, { method: 'oauth', env: offline })
    const { slack } = world
    await saved(world)
    slack.change('UANA', deactivated)
    const heard = heardAs(world)
    await slack.dispatch.userChange('UANA')
    await slack.dispatch.userChange('UANA')
    await slack.quiet()
    await goesBy(world, 2 * DAY)
    await isForgotten(world, heard)
  })
})

describe('for somebody who left, others end what has to be ended:', () => {
  const ways: [way: string, options: WorldOptions, by: string][] = [
    ['an admin’s token', { method: 'idp', ...software, administrator: true, env: offline }, uids.root],
    ['a proxy user', { method: 'impersonation', ...software }, uids.ana],
    ['the bot as issuer', { method: 'issuer', ...software, administrator: true }, uids.ana],
  ]

  story.for(ways)('%s cuts an old token', async ([_way, options, by], context) => {
    const world = await begin(context, options)
    const { dremio, slack } = world
    if (options.method === 'idp') await saved(world)
    else {
      await claimed(world)
      await saves(world)
    }
    await rotates(world)
    await saves(world)
    slack.change('UANA', deactivated)
    await onlyAlarms(world, 'cut-old-token')
    const from = dremio.requests.length
    await goesBy(world, DAY + HOUR)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
    const ended = dremio.requests.slice(from).filter(({ operation }) => operation === 'delete')
    expect(ended.map(({ as }) => as)).toEqual([by])
    expect(await keptSessions(world)).toBe(0)
    expect(await entries(world, 'person.departed')).toBe(1)
    expect(await audit(world)).toContain('grace time is over')
  })

  story.for(ways)('%s revokes a token that nobody confirmed', async ([_way, options, by], context) => {
    const world = await begin(context, options)
    const { dremio, slack } = world
    if (options.method === 'idp') await collected(world)
    else await claimed(world)
    slack.change('UANA', deactivated)
    await onlyAlarms(world, 'chase-receipt')
    const from = dremio.requests.length
    await goesBy(world, DAY + HOUR)
    expect(dremio.tokensOf(uids.ana)).toEqual([])
    const ended = dremio.requests.slice(from).filter(({ operation }) => operation === 'delete')
    expect(ended.map(({ as }) => as)).toEqual([by])
    expect(await keptSessions(world)).toBe(0)
    expect(await entries(world, 'person.departed')).toBe(1)
  })
})

describe('who is refused for good', () => {
  story.for<[who: string, change: PersonChange]>([
    ['deactivated', deactivated],
    ['a guest', { isRestricted: true }],
    ['a guest of one channel', { isUltraRestricted: true }],
    ['a bot', { isBot: true }],
    ['of another company', { isStranger: true }],
    ['of another workspace', { teamId: 'T0OTHER' }],
  ])('is forgotten: %s', async ([_who, change], context) => {
    const world = await begin(context, { method: 'oauth', env: offline })
    await saved(world)
    world.slack.change('UANA', change)
    const heard = heardAs(world)
    await goesBy(world, 2 * DAY)
    await isForgotten(world, heard)
  })

  story('is seen by bot admins with every token that still works', async (context) => {
    const world = await begin(context, { method: 'oauth', env: offline })
    const { carl, dremio, clock } = world
    await saved(world)
    dremio.mint(uids.ana, { label: 'by hand', lifetime: 20 * DAY })
    await goesBy(world, 2 * DAY)
    world.slack.change('UANA', deactivated)
    await carl.types('/dremio-pat admin outstanding')
    await carl.waitsFor('Nothing to clean up')
    await goesBy(world, DAY)
    carl.reload()
    await carl.types('/dremio-pat admin outstanding')
    const list = await carl.waitsFor('2 tokens need to be cleaned up.')
    expect(list).toMatch(/@Ana · tableau · `[0-9a-f]{8}` still works, but they left \(deactivated, noticed /)
    expect(list).toMatch(/@Ana · by hand · `[0-9a-f]{8}` still works, but they left \(deactivated, noticed /)
    expect(list).toContain('I’ve asked the owners I could reach')
    clock.pass(40 * DAY)
    carl.reload()
    await carl.types('/dremio-pat admin outstanding')
    await carl.waitsFor('Nothing to clean up')
  })
})

describe('who may be there after all keeps everything', () => {
  story('while Slack cannot be asked; the alarms try again, and nobody acts as them until then', async (context) => {
    const world = await begin(context, { method: 'oauth', env: offline })
    const { slack, dremio } = world
    await saved(world)
    await onlyAlarms(world, 'sweep-tokens')
    slack.fail('users.info', { error: 'internal_error' }, { times: 100_000 })
    const heard = heardAs(world)
    await goesBy(world, 26 * HOUR)
    expect(heard()).toEqual(nothing)
    expect(await keptSessions(world)).toBe(1)
    expect(await audit(world)).not.toMatch(/session\.forgotten|person\.departed/)
    slack.heal()
    await goesBy(world, 26 * HOUR)
    expect(
      dremio.requests.filter(({ operation, as }) => operation === 'list' && as === uids.ana).length,
    ).toBeGreaterThan(0)
    expect(heard().calls).toBeGreaterThan(0)
    expect(await keptSessions(world)).toBe(1)
  })

  story('also when an old token is to be cut meanwhile', async (context) => {
    const world = await begin(context, { method: 'oauth', env: offline })
    const { slack, dremio } = world
    await saved(world)
    await rotates(world)
    await saves(world)
    slack.fail('users.info', { error: 'internal_error' }, { times: 100_000 })
    const heard = heardAs(world)
    await goesBy(world, DAY + 2 * HOUR)
    expect(heard()).toEqual(nothing)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(2)
    slack.heal()
    await goesBy(world, HOUR)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
    expect(await keptSessions(world)).toBe(1)
    expect(await audit(world)).not.toMatch(/session\.forgotten|person\.departed|token\.outstanding/)
  })

  story.for<[who: string, prepare: (world: World) => void]>([
    [
      'whom Slack does not know',
      ({ slack }) => slack.fail('users.info', { error: 'user_not_found' }, { times: 100_000 }),
    ],
    ['who is invited anew', ({ slack }) => slack.change('UANA', { isInvited: true })],
  ])('%s, but nobody acts as them', async ([_who, prepare], context) => {
    const world = await begin(context, { method: 'oauth', env: offline })
    await saved(world)
    await onlyAlarms(world, 'sweep-tokens')
    prepare(world)
    const heard = heardAs(world)
    await goesBy(world, 2 * DAY)
    expect(heard()).toEqual(nothing)
    expect(await keptSessions(world)).toBe(1)
    expect(await audit(world)).not.toMatch(/session\.forgotten|person\.departed/)
  })
})

describe('who comes back', () => {
  story('signs in again, and everything goes on', async (context) => {
    const world = await begin(context, { method: 'oauth', env: offline })
    const { ana, carl, dremio, slack } = world
    await saved(world)
    slack.change('UANA', deactivated)
    await goesBy(world, 2 * DAY)
    expect(await keptSessions(world)).toBe(0)
    slack.change('UANA', { deleted: false })
    ana.reload()
    await ana.types('/dremio-pat list')
    const link = await ana.waitsFor((person) => linkBefore(person))
    await signsIn(world, link, 'ana@acme.test')
    await ana.waitsFor('You’re signed in to Dremio')
    await carl.types('/dremio-pat admin outstanding')
    await carl.waitsFor('Nothing to clean up')
    expect(await keptSessions(world)).toBe(1)
    const lists = () => dremio.requests.filter(({ operation, as }) => operation === 'list' && as === uids.ana).length
    const before = lists()
    await goesBy(world, 2 * DAY)
    expect(lists()).toBeGreaterThan(before)
    expect(await entries(world, 'person.returned')).toBe(1)
    // And leaves once more.
    slack.change('UANA', deactivated)
    await goesBy(world, 2 * DAY)
    expect(await keptSessions(world)).toBe(0)
    expect(await entries(world, 'person.departed')).toBe(2)
  })

  story('is known to be back by Slack’s event', async (context) => {
    const world = await begin(context, { method: 'oauth', env: offline })
    const { carl, slack } = world
    await saved(world)
    slack.change('UANA', deactivated)
    await goesBy(world, 2 * DAY)
    slack.change('UANA', { deleted: false })
    world.clock.pass(2 * MINUTE)
    await slack.dispatch.userChange('UANA')
    await slack.quiet()
    expect(await entries(world, 'person.returned')).toBe(1)
    await carl.types('/dremio-pat admin outstanding')
    await carl.waitsFor('Nothing to clean up')
  })
})

story('who never had anything here is not written down when they leave', async (context) => {
  const world = await begin(context, { method: 'oauth', env: offline })
  world.slack.change('UBEA', deactivated)
  await world.slack.dispatch.userChange('UBEA')
  await world.slack.quiet()
  expect(await world.redis.dump()).not.toContain('person.departed')
  expect(world.slack.requests.filter(({ method }) => method === 'users.info')).toEqual([])
})
