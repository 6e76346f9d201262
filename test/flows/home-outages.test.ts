// Home while something is away: it says what it does not know, takes nothing for an empty list, and comes back.
import { describe, expect, test, vi } from 'vitest'
import { MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { uids } from '../world/world.ts'
import { beginHome, type Homely, homeShows, homesFollow, onHome, opensHome, publications } from './home-story.ts'
import { approved, asks } from './story.ts'

const story = test.concurrent
const { home } = english
const software26 = { method: 'token', dremio: { edition: 'software', version: '26' }, administrator: true } as const

/** What an empty Home would say. */
const empty = [home.tokens.none, home.tokens.noneCreatedHere, home.requests.none, home.reviews.none].map((sentence) =>
  sentence.slice(0, 25),
)

function saysNothingFalse(text: string | undefined): void {
  expect(text).toBeDefined()
  for (const sentence of empty) expect(text).not.toContain(sentence)
  expect(text).toContain('Refresh')
}

describe('without Redis', () => {
  story('Home says that it knows nothing, and Refresh shows it again', async (context) => {
    const world = await beginHome(context, { redis: 'own' })
    const { ana, redis } = world
    await approved(world)
    await redis.restart?.(async () => {
      await ana.opensHome()
      await homeShows(ana, home.tokens.unknown)
      saysNothingFalse(ana.home)
    })
    // The connection to Redis may take a moment to be back.
    const refreshes = async () => {
      await ana.presses('Refresh', onHome).catch(() => undefined)
      await ana.quiet()
      return ana.home?.includes('Get it by')
    }
    await vi.waitUntil(refreshes, { timeout: 30_000, interval: 250 })
    expect(ana.home).not.toContain('Refresh')
  })

  story('a Home that is kept comes back by itself', async (context) => {
    const world = await beginHome(context, { redis: 'own' })
    const { ana, redis } = world
    await approved(world)
    await opensHome(ana)
    await redis.restart?.(async () => {
      await ana.presses('New token', onHome)
      await ana.waitsFor(({ form }) => form !== undefined)
    })
    expect(ana.home).toContain(home.needs.title)
  })
})

describe('without Slack’s answer', () => {
  story.for([
    ['to who somebody is', 'users.info', { status: 503 }],
    ['to who somebody is, for a rate limit', 'users.info', { retryAfter: 30 }],
  ] as const)('%s', async ([, method, fault], context) => {
    const world = await beginHome(context)
    const { ana, slack, clock } = world
    await approved(world)
    await opensHome(ana)
    clock.pass(2 * MINUTE)
    slack.fail(method, fault, { times: 8 })
    await ana.opensHome()
    await homeShows(ana, home.tokens.unknown)
    saysNothingFalse(ana.home)
    slack.heal()
    await homesFollow(world)
    await homesFollow(world, MINUTE)
    expect(ana.home).toContain(home.needs.title)
  })

  story('to views.publish, at the very first opening', async (context) => {
    const world = await beginHome(context)
    const { ana, slack } = world
    slack.fail('views.publish', { retryAfter: 30 })
    await ana.opensHome()
    await ana.quiet()
    expect(ana.home).toBeUndefined()
    await homesFollow(world)
    expect(ana.home).toContain(home.tokens.title)
  })

  story('to who is in the group of bot admins', async (context) => {
    const groups = [{ id: 'S0ADMIN', handle: 'admins', users: ['UDAN'] }]
    const world = await beginHome(context, { env: { ADMINS: 'S0ADMIN' }, slack: { groups } })
    const { dan, slack } = world
    slack.fail('usergroups.users.list', { error: 'fatal_error' }, { times: 20 })
    await opensHome(dan)
    expect(dan.home).toContain(home.administrator.unknown)
    expect(dan.home).toContain('Refresh')
    slack.heal()
    await homesFollow(world, 6 * MINUTE)
    expect(dan.home).toContain('Access to Dremio')
    expect(dan.home).not.toContain('Refresh')
  })

  story('to who is in the group of approvers: what waits is shown all the same', async (context) => {
    const groups = [{ id: 'S0DATA', handle: 'data', users: ['UBEA'] }]
    const world = await beginHome(context, { env: { APPROVERS: 'S0DATA' }, slack: { groups } })
    const { bea, slack } = world
    await asks(world)
    world.clock.pass(2 * MINUTE)
    slack.fail('usergroups.users.list', { error: 'fatal_error' }, { times: 20 })
    await opensHome(bea)
    expect(bea.home).toContain('Ana · tableau')
    slack.heal()
  })
})

test('without the scope for user groups nobody is shown what bot admins see, and all else is there', async (context) => {
  const groups = [{ id: 'S0ADMIN', handle: 'admins', users: ['UDAN'] }]
  const world = await beginHome(context, { env: { ADMINS: 'S0ADMIN,UCARL' }, slack: { groups } })
  const { carl, dan, slack } = world
  slack.scopes.delete('usergroups:read')
  await opensHome(dan)
  expect(dan.home).not.toContain('Access to Dremio')
  expect(dan.home).toContain(home.tokens.title)
  expect(await opensHome(carl)).toContain('Access to Dremio')
})

describe('without Dremio', () => {
  async function linked(world: Homely): Promise<void> {
    const { bea, dremio } = world
    await bea.types('/dremio-pat link')
    await bea.waitsFor('You’re linked to the Dremio user')
    dremio.mint(uids.bea, { label: 'by hand' })
  }

  story('that answers with an error Home says so, and shows what is known', async (context) => {
    const world = await beginHome(context, software26)
    const { bea, dremio } = world
    await linked(world)
    await opensHome(bea)
    await homeShows(bea, 'by hand')
    dremio.fail('list', { status: 503 }, { times: 10 })
    await bea.opensHome()
    await homeShows(bea, home.tokens.notResponding)
    expect(bea.home).toContain('by hand')
  })

  story('that is slow Home is there at once', async (context) => {
    const world = await beginHome(context, { ...software26, timeouts: { dremio: 1_500 } })
    const { bea, dremio } = world
    await linked(world)
    dremio.fail('list', { hang: true }, { times: 10 })
    await bea.opensHome()
    await homeShows(bea, home.tokens.title)
    expect(publications(world, 'UBEA')).toHaveLength(1)
    await homeShows(bea, home.tokens.notResponding)
    expect(publications(world, 'UBEA')).toHaveLength(2)
  })

  story('a bot admin reads that it is away, and that it is back', async (context) => {
    const world = await beginHome(context)
    const { dan, dremio } = world
    expect(await opensHome(dan)).toContain('🟢 Dremio')
    dremio.fail('*', { status: 503 }, { times: 1_000 })
    await homesFollow(world, 16 * MINUTE)
    expect(dan.home).toContain('🔴 Dremio: not working')
    dremio.clearFaults()
    await homesFollow(world, 16 * MINUTE)
    expect(dan.home).toContain('🟢 Dremio')
  })
})

test('a record that cannot be read hides its part only, and that part comes back', async (context) => {
  const world = await beginHome(context)
  const { bea, redis } = world
  await asks(world)
  await withClient(redis.url, async (client) => {
    const all = await client.keys(`{${redis.prefix}}:*`)
    const found = all.find((one) => /links?$/.test(one))
    if (found === undefined) throw new Error(`No links among ${all.join(', ')}`)
    await client.hset(found, 'UBEA', 'nonsense')
  })
  await opensHome(bea)
  expect(bea.home).toContain(home.account.unknownLink)
  expect(bea.home).toContain('Ana · tableau')
  expect(bea.home).toContain('Refresh')
})
