// Who publishes a Home, how often, and that nothing older stays on the screen: conflicts, crashes and answers that got lost.
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { languages, PSEUDO_LOCALE, pseudo } from '../words/pseudo.ts'
import { withClient } from '../world/redis.ts'
import type { Fault } from '../world/slack/faults.ts'
import { ana as anaSeed, bea as beaSeed, carl as carlSeed } from '../world/world.ts'
import { beginHome, type Homely, homeShows, homesFollow, opensHome, publications } from './home-story.ts'
import { approved, asks, goesBy } from './story.ts'

const story = test.concurrent

const fieldsOf = (
  { redis }: Homely,
  what: (client: Parameters<Parameters<typeof withClient>[1]>[0], key: string) => Promise<unknown>,
) => withClient(redis.url, (client) => what(client, `{${redis.prefix}}:published-homes`))

/** What is stored of Homes, as Redis holds it. */
async function storedHomes({ redis }: Homely): Promise<string[]> {
  return (await redis.dump()).split('\n').filter((line) => /home/i.test(line))
}

/** Ana's Home says in the end what the records say: her request is approved. */
async function saysSo(world: Homely): Promise<void> {
  // Longer than the pauses after some failures.
  for (let minutes = 0; minutes < 40; minutes += 1) await homesFollow(world, MINUTE)
  expect(world.ana.home).toContain(english.home.needs.title)
}

describe('one opening', () => {
  story('looks the person up once, and publishes once', async (context) => {
    const world = await beginHome(context)
    const { bea, slack } = world
    const before = slack.requests.length
    await opensHome(bea)
    const calls = slack.requests.slice(before).map(({ method }) => method)
    expect(calls.filter((method) => method === 'users.info')).toHaveLength(1)
    expect(calls.filter((method) => method === 'views.publish')).toHaveLength(1)
    expect(calls).toHaveLength(2)
  })

  story('publishes twice where Dremio is asked', async (context) => {
    const world = await beginHome(context, {
      ...{ method: 'token', dremio: { edition: 'software', version: '26' }, administrator: true },
    })
    const { bea } = world
    await bea.types('/dremio-pat link')
    await bea.waitsFor('You’re linked to the Dremio user')
    for (const times of [1, 2]) {
      await opensHome(bea)
      await bea.waitsFor(() => publications(world, 'UBEA').length >= 2 * times)
      await bea.quiet()
      expect(publications(world, 'UBEA')).toHaveLength(2 * times)
    }
  })

  story('of the Messages tab, or of nobody’s Home, publishes nothing', async (context) => {
    const world = await beginHome(context)
    await world.ana.opensHome('messages')
    await asks(world)
    await homesFollow(world)
    await goesBy(world, DAY)
    expect(publications(world)).toEqual([])
  })

  story('that Slack reports twice counts once, and hours late shows what is true now', async (context) => {
    const world = await beginHome(context)
    const { ana, slack, clock } = world
    const { sent } = await ana.opensHome()
    await slack.quiet()
    await slack.dispatch.replay(sent)
    await slack.quiet()
    expect(publications(world)).toHaveLength(1)
    await approved(world)
    const event = { type: 'app_home_opened', user: 'UANA', channel: ana.dm, tab: 'home' }
    await slack.dispatch.event({ ...event, view: { hash: '1.old' } }, { happenedAt: clock.now() - 5 * HOUR })
    await homeShows(ana, english.home.needs.title)
  })

  story('by somebody who is not served says why, without a button, and is not kept up to date', async (context) => {
    const refused = { isRestricted: { isRestricted: true }, isBot: { isBot: true }, isStranger: { isStranger: true } }
    const people = Object.entries(refused).map(([name, change], index) => ({
      id: `UREFUSED${index}`,
      name: name.toLowerCase(),
      email: `${name.toLowerCase()}@acme.test`,
      ...change,
    }))
    const foreign = { id: 'UFOREIGN', name: 'foreign', email: 'f@acme.test', teamId: 'T0OTHER' }
    const world = await beginHome(context, {
      slack: {
        people: [anaSeed, beaSeed, carlSeed, ...people, foreign, { id: 'UDAN', name: 'dan', email: 'dan@acme.test' }],
      },
    })
    for (const { id } of [...people, foreign]) {
      const home = await opensHome(world.slack.person(id))
      expect(home).not.toContain('[')
      expect(home.length).toBeGreaterThan(10)
      expect(home).not.toContain(english.home.tokens.title)
    }
    await homesFollow(world, 2 * DAY)
    expect(publications(world)).toHaveLength(people.length + 1)
  })

  story('over and over again by the same person is not answered with an empty Home', async (context) => {
    const world = await beginHome(context)
    const { ana } = world
    await opensHome(ana)
    for (let times = 0; times < 35; times += 1) await ana.opensHome()
    await ana.quiet()
    expect(ana.home).toContain(english.home.tokens.title)
    expect(world.logs.some((line) => line.includes('too_often'))).toBe(true)
  })

  story('in an organization works in its workspace', async (context) => {
    const organization = { id: 'E0ACME', name: 'Acme', workspaces: ['T0WORLD', 'T0OTHER'] }
    const world = await beginHome(context, { slack: { organization } })
    expect(await opensHome(world.ana)).toContain(english.home.tokens.title)
  })
})

describe('two webs and two workers', () => {
  const layout = 'two of each'

  story('the newest records win, whoever is late', async (context) => {
    const world = await beginHome(context, { layout })
    const { ana, slack } = world
    await asks(world)
    await opensHome(ana)
    // One process has read the records and waits for Slack.
    const gate = slack.hold('views.publish')
    await ana.opensHome()
    await gate.reached
    await world.bea.waitsFor('Why you:')
    const press = world.bea.presses('Approve')
    await press
    await ana.waitsFor(english.requests.titles.approved)
    world.clock.pass(5 * SECOND)
    const looked = world.bot.look()
    gate.release()
    await looked
    await slack.quiet()
    await homesFollow(world)
    expect(ana.home).toContain(english.home.needs.title)
  })

  story('clicks, openings and alarms at the same moment end with what is true, and come to rest', async (context) => {
    const world = await beginHome(context, { layout })
    const { ana, bea, slack } = world
    await asks(world)
    await opensHome(ana)
    await bea.waitsFor('Why you:')
    const before = publications(world, 'UANA').length
    await Promise.all([
      bea.presses('Approve'),
      ...[0, 1, 0, 1].map((web) => ana.via(web).opensHome()),
      world.bot.look(),
    ])
    await slack.quiet()
    await homesFollow(world)
    await homesFollow(world)
    expect(ana.home).toContain(english.home.needs.title)
    // Each opening publishes twice, in four tries at most, and alarms come on top.
    expect(publications(world, 'UANA').length - before).toBeLessThan(4 * 2 * 4)
    // Nothing goes on by itself.
    const settled = publications(world, 'UANA').length
    for (let times = 0; times < 5; times += 1) await homesFollow(world)
    expect(publications(world, 'UANA').length).toBe(settled)
  })
})

describe('an approval reaches Home although', () => {
  const faults: Readonly<Record<string, Fault>> = {
    'Slack’s answer was lost after it took the view': { afterwards: 'drop' },
    'Slack answers 500': { status: 500 },
    'Slack does not answer': { drop: true },
    'Slack asks to wait': { retryAfter: 30 },
    'Slack has an internal error': { error: 'internal_error' },
    'a proxy answers instead': { html: true },
    'Slack says that the hash is old': { error: 'hash_conflict' },
  }

  story.for(Object.entries(faults))('%s', async ([, fault], context) => {
    const world = await beginHome(context)
    const { ana, bea, slack } = world
    await asks(world)
    await opensHome(ana)
    await bea.waitsFor('Why you:')
    slack.fail('views.publish', fault, { times: 3 })
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    await saysSo(world)
  })

  story('the stored hash was lost', async (context) => {
    const world = await beginHome(context)
    await asks(world)
    await opensHome(world.ana)
    await fieldsOf(world, async (client, key) => expect(await client.del(key)).toBe(1))
    await world.bea.waitsFor('Why you:')
    await world.bea.presses('Approve')
    await world.ana.waitsFor(english.requests.titles.approved)
    await homesFollow(world)
    expect(world.ana.home).toContain(english.home.needs.title)
  })

  story('a process stopped after Slack took the view and before the hash was stored', async (context) => {
    const world = await beginHome(context)
    await asks(world)
    await opensHome(world.ana)
    await fieldsOf(world, async (client, key) => {
      const text = (await client.hget(key, 'UANA')) ?? ''
      await client.hset(key, 'UANA', text.replace(/^\S+/, '1.older'))
    })
    await world.bea.waitsFor('Why you:')
    await world.bea.presses('Approve')
    await world.ana.waitsFor(english.requests.titles.approved)
    await homesFollow(world)
    expect(world.ana.home).toContain(english.home.needs.title)
  })

  story('every alarm of Homes was lost: within a day', async (context) => {
    const world = await beginHome(context)
    await asks(world)
    await opensHome(world.ana)
    await world.bea.waitsFor('Why you:')
    await world.bea.presses('Approve')
    await world.ana.waitsFor(english.requests.titles.approved)
    await withClient(world.redis.url, (client) => client.zrem(`{${world.redis.prefix}}:alarms`, 'show-home:UANA'))
    await world.bot.rebuild()
    await goesBy(world, DAY + HOUR)
    expect(world.ana.home).toContain(english.home.needs.title)
  })
})

describe('Slack that refuses every hash', () => {
  story('is asked less and less often', async (context) => {
    const world = await beginHome(context)
    const { ana, slack } = world
    await asks(world)
    await opensHome(ana)
    slack.fail('views.publish', { error: 'hash_conflict' }, { times: 10_000 })
    const before = publications(world).length
    await ana.presses('Cancel request', { on: english.requests.titles.waiting })
    await ana.waitsFor(english.requests.titles.cancelled)
    await goesBy(world, 6 * HOUR)
    expect(publications(world).length - before).toBeLessThan(150)
    slack.heal()
    await goesBy(world, HOUR)
    expect(ana.home).not.toContain('tableau')
  })
})

describe('a person whom Slack does not show it', () => {
  story('is published for no more, until they open it', async (context) => {
    const world = await beginHome(context)
    const { ana, slack } = world
    await opensHome(ana)
    slack.fail('views.publish', { error: 'user_not_found' })
    await asks(world)
    await homesFollow(world)
    const before = publications(world).length
    await goesBy(world, 2 * DAY)
    expect(publications(world)).toHaveLength(before)
    expect(await opensHome(ana)).toContain('waiting for @Bea')
  })
})

describe('nothing of Home is stored', () => {
  story('but its hash, pages, policy, locale and whether they administer', async (context) => {
    const world = await beginHome(context, { env: { ADMINS: 'UBEA' } })
    const { ana, bea } = world
    await asks(world, { label: 'unmistakable', reason: 'Nobody else has this reason' })
    await opensHome(ana)
    await opensHome(bea)
    const lines = await storedHomes(world)
    expect(lines.length).toBeGreaterThan(0)
    const all = lines.join('\n')
    expect(all).not.toMatch(/unmistakable|this reason|Waiting|blocks|acme/)
    await fieldsOf(world, async (client, key) => {
      const [text = ''] = Object.values(await client.hgetall(key))
      expect(Object.keys(JSON.parse(text.replace(/^\S+ /, '')))).toEqual(
        expect.arrayContaining(['policyVersion', 'isAdministrator', 'pages']),
      )
    })
  })
})

describe('in the reader’s language', () => {
  async function inTwo(context: TestContext) {
    const people = [{ ...anaSeed, locale: PSEUDO_LOCALE }, beaSeed, carlSeed]
    return beginHome(context, {
      languages,
      slack: { people: [...people, { id: 'UDAN', name: 'dan', email: 'd@acme.test' }] },
    })
  }

  story('Home is drawn, also by a worker that never met them', async (context) => {
    const world = await inTwo(context)
    const { ana, bea, slack } = world
    await opensHome(ana)
    expect(ana.home).toContain(pseudo.home.tokens.title)
    await opensHome(bea)
    expect(bea.home).toContain(english.home.tokens.title)
    // The worker has to take what is stored: Slack tells it nothing.
    slack.fail('users.info', { status: 503 }, { times: 200 })
    await withClient(world.redis.url, (client) =>
      client.zadd(`{${world.redis.prefix}}:alarms`, world.clock.now(), 'show-home:UANA'),
    )
    const before = publications(world, 'UANA').length
    await homesFollow(world)
    expect(publications(world, 'UANA').length).toBeGreaterThan(before)
    expect(ana.home).toContain(pseudo.home.tokens.title)
    expect(ana.home).not.toContain(english.home.tokens.title)
    slack.heal()
  })

  story('the language stays through a conflict', async (context) => {
    const world = await inTwo(context)
    const { ana, slack } = world
    await opensHome(ana)
    slack.fail('users.info', { status: 503 }, { times: 200 })
    slack.fail('views.publish', { error: 'hash_conflict' }, { times: 2 })
    await withClient(world.redis.url, (client) =>
      client.zadd(`{${world.redis.prefix}}:alarms`, world.clock.now(), 'show-home:UANA'),
    )
    await homesFollow(world)
    expect(ana.home).toContain(pseudo.home.tokens.title)
    slack.heal()
  })
})
