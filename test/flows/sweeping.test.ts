// What is known of tokens that nobody made here and nobody lists: Dremio is asked once a day for each person, where it may be.
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { uids, type World } from '../world/world.ts'
import { beginReminding, endsAtDremio, goesBy, posts } from './reminder-story.ts'

const story = test.concurrent

const software26 = { method: 'token', dremio: { edition: 'software' }, administrator: true } as const

/** Everybody is linked by their e-mail address, and a worker has just started. */
async function linked(context: TestContext, options: Parameters<typeof beginReminding>[2]): Promise<World> {
  const world = await beginReminding(context, {}, options)
  for (const person of [world.ana, world.bea, world.carl]) {
    await person.types('/dremio-pat link')
    await person.waitsFor('You’re linked to the Dremio user')
  }
  await world.bot.rebuild()
  await world.bot.look()
  return world
}

const lists = ({ dremio }: World, whose?: string) =>
  dremio.requests.filter(({ operation, path }) => operation === 'list' && (!whose || path.includes(whose))).length

describe('with an ADMIN’s token on Software 26', () => {
  story('everybody is asked for once a day, whatever they do', async (context) => {
    const world = await linked(context, software26)
    await goesBy(world, DAY, 5 * MINUTE)
    const before = lists(world)
    await goesBy(world, 5 * DAY, 5 * MINUTE)
    expect(lists(world) - before).toBe(3 * 5)
    expect(lists(world, uids.carl)).toBeGreaterThanOrEqual(5)
  })

  story('somebody who never asked for anything is reminded, and no more once the token is gone', async (context) => {
    const world = await linked(context, software26)
    const { bea, dremio } = world
    const token = dremio.mint(uids.bea, { label: 'by hand', lifetime: 20 * DAY })
    await goesBy(world, 8 * DAY, 5 * MINUTE)
    expect(await bea.waitsFor(/^by hand expires in/m)).toContain('Created in Dremio')
    await endsAtDremio(world, uids.bea, token.tid)
    await goesBy(world, 2 * DAY, 5 * MINUTE)
    await bea.waitsFor(/^by hand is revoked\.$/m)
    const said = posts(world, 'UBEA').length
    await goesBy(world, 12 * DAY, HOUR)
    expect(posts(world, 'UBEA')).toHaveLength(said)
  })

  story('an outage of hours is made up for the same day, and not all at once', async (context) => {
    const world = await linked(context, software26)
    await goesBy(world, DAY, 5 * MINUTE)
    const before = lists(world)
    // No worker looks for most of a day.
    world.clock.pass(20 * HOUR)
    await world.bot.look()
    await world.slack.quiet()
    expect(lists(world) - before).toBeLessThanOrEqual(1)
    await goesBy(world, 6 * HOUR + 30 * MINUTE, 5 * MINUTE)
    expect(lists(world) - before).toBeGreaterThanOrEqual(3)
  })

  story('a Dremio that is away is asked again', async (context) => {
    const world = await linked(context, software26)
    await goesBy(world, DAY, 5 * MINUTE)
    world.dremio.fail('list', { status: 503 }, { times: 12 })
    const token = world.dremio.mint(uids.carl, { label: 'by hand', lifetime: 10 * DAY })
    await goesBy(world, 3 * DAY, 5 * MINUTE)
    expect(await world.redis.dump()).toContain(token.tid)
  })

  story('whoever left is not written to, though their tokens are known', async (context) => {
    const world = await linked(context, software26)
    const { dremio, slack } = world
    dremio.mint(uids.bea, { label: 'by hand', lifetime: 20 * DAY })
    slack.change('UBEA', { deleted: true })
    await goesBy(world, 25 * DAY, HOUR / 4)
    expect(posts(world, 'UBEA')).toEqual([])
  })
})

describe('where nobody but the person may list', () => {
  story('nobody is asked for, and `list` is what is known', async (context) => {
    const world = await beginReminding(context, {}, { method: 'oauth' })
    await world.bot.rebuild()
    await goesBy(world, 2 * DAY, HOUR)
    expect(lists(world)).toBe(0)
  })

  story('whoever is refused is asked for again tomorrow, and not before', async (context) => {
    // The static token is Ana's, and on Cloud it lists nobody else's.
    const world = await linked(context, {})
    await goesBy(world, DAY, 5 * MINUTE)
    const before = lists(world)
    await goesBy(world, 3 * DAY, 5 * MINUTE)
    expect(lists(world) - before).toBe(3 * 3)
  })
})
