// The corners of reminders, with Slack and Dremio around them: late answers, wrong settings, changed links, rate limits.
import { describe, expect, type TestContext, test } from 'vitest'
import { type Bot, startBot } from '../../src/bot.ts'
import { readConfig } from '../../src/config.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { randomIds } from '../../src/ids.ts'
import { createLog } from '../../src/log.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { uids, type World } from '../world/world.ts'
import { beginReminding, collects, endsAtDremio, goesBy, goesTo, posts } from './reminder-story.ts'
import { secretsBefore } from './story.ts'

const story = test.concurrent
const TEXT = '*tableau* expires'
const said = (world: World) => posts(world, 'UANA').filter((text) => text.startsWith(TEXT))

/** Up to the day of the first reminder, a minute before its hour (nine in Berlin, whichever that is in UTC). */
async function almost(world: World): Promise<void> {
  await collects(world)
  await goesBy(world, 15 * DAY, HOUR)
  expect(said(world)).toEqual([])
}

async function untilAsked(world: World, method: string): Promise<void> {
  const asked = () => world.slack.requests.filter((one) => one.method === method && `${one.args.text}`.startsWith(TEXT))
  for (let minutes = 0; minutes < 24 * 60 && asked().length === 0; minutes += 5) {
    world.clock.pass(5 * MINUTE)
    await world.bot.look()
  }
  expect(asked().length).toBe(1)
  await world.slack.quiet()
}

async function workerWith({ env, clock }: World, changed: Record<string, string>, context: TestContext): Promise<Bot> {
  const worker = await startBot({
    config: readConfig({ ...env, ...changed, PORT: '0' }),
    parts: ['worker'],
    timers: false,
    clock,
    ids: randomIds,
    log: createLog('debug', { write: () => {} }),
  })
  await worker.connected
  context.onTestFinished(() => worker.stop())
  return worker
}

describe('a button that is pressed before the worker has heard that the reminder stands', () => {
  story.for(['Do not renew', 'Snooze', 'Revoke'])('%s leaves no live button', async (which, context) => {
    const world = await beginReminding(context)
    const { ana, slack } = world
    await almost(world)
    slack.fail('chat.postMessage', { afterwards: 'drop' })
    await untilAsked(world, 'chat.postMessage')
    await ana.waitsFor(/^tableau expires in/m)
    await ana.presses(which, { on: /^tableau expires in/m })
    if (which === 'Snooze') {
      await ana.waitsFor((person) => person.form?.submit === 'Snooze')
      await ana.submits('Snooze')
    }
    if (which === 'Revoke') {
      await ana.waitsFor((person) => person.form?.submit === 'Revoke')
      await ana.submits('Revoke')
    }
    await slack.quiet()
    await goesBy(world, 2 * HOUR, MINUTE)
    expect(ana.sees()).not.toMatch(/\[ (Snooze|Do not renew) \]/)
  })

  story('within the second in which Slack answers', async (context) => {
    const world = await beginReminding(context)
    const { ana, slack, clock, bot } = world
    await almost(world)
    const gate = slack.hold('chat.postMessage', { before: 'answer' })
    const looking = (async () => {
      for (let minutes = 0; minutes < 24 * 60; minutes += 5) {
        clock.pass(5 * MINUTE)
        await bot.look()
        if (said(world).length > 0) return
      }
    })()
    await gate.reached
    await ana.waitsFor(/^tableau expires in/m)
    await ana.presses('Do not renew', { on: /^tableau expires in/m })
    // What it does is done, but for its telling.
    await expect.poll(() => world.redis.dump().then((all) => all.includes('doNotRenew')), { timeout: 5_000 }).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 300))
    gate.release()
    await looking
    await goesBy(world, 2 * HOUR, MINUTE)
    expect(ana.sees()).not.toMatch(/\[ (Snooze|Do not renew) \]/)
  })
})

describe('a reminder is posted once', () => {
  story(
    'also where a click posts it while a worker that read the record before looks its person up',
    async (context) => {
      const world = await beginReminding(context, { days: 'all' })
      const { ana, slack, clock, bot } = world
      await collects(world)
      const before = secretsBefore(ana).length
      await ana.types('/dremio-pat create notebook 34d')
      await ana.waitsFor((person) => person.form?.submit === 'Request')
      await ana.fills({ Reason: 'Dashboards' })
      await ana.submits('Request')
      await ana.waitsFor(english.requests.titles.approved)
      await ana.presses('Show token')
      await ana.waitsFor((person) => secretsBefore(person).length > before)
      await ana.presses('I have saved it')
      await slack.quiet()
      await goesBy(world, 22 * DAY, HOUR)
      const lookUps = () => slack.requests.filter(({ method }) => method === 'users.info').length
      const isSaid = () => posts(world, 'UANA').some((text) => text.includes('tableau* expires in 7 days'))
      slack.fail('chat.postMessage', { error: 'fatal_error' })
      for (let minutes = 0; minutes < 24 * 60 && !isSaid(); minutes += 5) {
        clock.pass(5 * MINUTE)
        await bot.look()
      }
      await slack.quiet()
      // The alarm tries again, and the person is looked up slowly.
      clock.pass(2 * MINUTE + SECOND)
      slack.fail('users.info', { delay: 1_500 })
      const known = lookUps()
      const looking = bot.look()
      await expect.poll(lookUps, { interval: 5 }).toBeGreaterThan(known)
      await ana.presses('Do not renew', { on: /^notebook expires in/m })
      await ana.waitsFor('I won’t remind you about notebook again')
      await looking
      await slack.quiet()
      await goesBy(world, 2 * HOUR, MINUTE)
      expect(ana.messages.filter(({ text }) => text.includes('tableau* expires in'))).toHaveLength(1)
    },
  )
})

describe('a reminder is not lost', () => {
  story('of people who were refused for a day by a wrong setting', async (context) => {
    const world = await beginReminding(context)
    await almost(world)
    const wrong = await workerWith(world, { SLACK_TEAM_IDS: 'TOTHER' }, context)
    for (let hours = 0; hours < 24; hours += 1) {
      world.clock.pass(HOUR)
      await wrong.look()
    }
    await wrong.stop()
    // It is put right, and whoever starts a worker asks for a rebuild, as the start does.
    await world.bot.rebuild()
    await goesBy(world, 16 * DAY, HOUR)
    expect(said(world).length).toBeGreaterThan(0)
  })

  story('of somebody who was deactivated for a day, though Slack’s word of it was missed', async (context) => {
    const world = await beginReminding(context)
    await almost(world)
    world.slack.change('UANA', { deleted: true })
    await goesBy(world, DAY, HOUR)
    world.slack.change('UANA', { deleted: false })
    await world.bot.rebuild()
    await goesBy(world, 16 * DAY, HOUR)
    expect(said(world).length).toBeGreaterThan(0)
  })

  story('of a token that was made before there were reminders', async (context) => {
    const world = await beginReminding(context)
    await collects(world)
    await goesBy(world, DAY, HOUR)
    // As an earlier version left it: the token, and neither a book nor an alarm.
    await withClient(world.redis.url, async (client) => {
      await client.del(`{${world.redis.prefix}}:reminder-book:UANA`)
      await client.srem(`{${world.redis.prefix}}:reminder-books-waiting`, 'UANA')
      await client.zrem(`{${world.redis.prefix}}:alarms`, 'remind-expiry:UANA')
    })
    await world.bot.rebuild()
    await goesBy(world, 30 * DAY, HOUR)
    expect(said(world).length).toBeGreaterThan(0)
  })
})

describe('while the newer reminder is not there', () => {
  story('the older one keeps its buttons and does not claim otherwise', async (context) => {
    const world = await beginReminding(context)
    const { ana, slack } = world
    await almost(world)
    await goesBy(world, 2 * DAY, HOUR)
    expect(said(world)).toHaveLength(1)
    // Posting has a limit of its own; editing has another.
    slack.fail('chat.postMessage', { retryAfter: 3_000 }, { times: 1 })
    const posts = () => slack.requests.filter(({ method }) => method === 'chat.postMessage').length
    const count = posts()
    while (posts() === count) await goesBy(world, MINUTE * 5, MINUTE * 5)
    expect(said(world)).toHaveLength(1)
    expect(ana.sees()).not.toContain('there’s a newer reminder')
    expect(ana.sees()).toContain('[ Snooze ]')
  })

  story('also when it can never be delivered', async (context) => {
    const world = await beginReminding(context)
    const { ana, slack } = world
    await almost(world)
    await goesBy(world, 2 * DAY, HOUR)
    expect(said(world)).toHaveLength(1)
    slack.fail('chat.postMessage', { error: 'messages_tab_disabled' }, { times: 3 })
    await goesBy(world, 8 * DAY, HOUR)
    expect(said(world)).toHaveLength(1)
    expect(ana.sees()).not.toContain('there’s a newer reminder')
  })
})

describe('whoever is linked to another Dremio user', () => {
  story('hears nothing of the first one’s tokens made elsewhere, nor gets them into a calendar', async (context) => {
    const world = await beginReminding(
      context,
      {},
      { method: 'token', dremio: { edition: 'software' }, administrator: true, env: { ADMINS: 'UCARL' } },
    )
    const { ana, carl, dremio } = world
    dremio.mint(uids.bea, { label: 'beas secret project', lifetime: 20 * DAY })
    // A slip of the administrator's, put right a day later.
    await carl.types(`/dremio-pat admin link @ana ${uids.bea}`)
    await carl.waitsFor(/Ana is the Dremio user|is now|linked/i)
    await world.bot.rebuild()
    await world.bot.look()
    await goesBy(world, DAY, 5 * MINUTE)
    await carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
    await world.slack.quiet()
    await goesBy(world, DAY, 5 * MINUTE)
    await goesBy(world, 18 * DAY, HOUR)
    expect(posts(world, 'UANA').filter((text) => text.includes('beas secret project'))).toEqual([])
    expect(ana.sees()).not.toContain('beas secret project')
  })
})

describe('Slack', () => {
  story('is not asked about somebody at each change of their status', async (context) => {
    const world = await beginReminding(context)
    const { slack } = world
    await collects(world)
    await goesBy(world, DAY, HOUR)
    const asked = () => slack.requests.filter(({ method }) => method === 'users.info').length
    const before = asked()
    for (let change = 0; change < 10; change += 1) {
      await slack.dispatch.userChange('UANA')
      await goesBy(world, MINUTE, MINUTE)
    }
    // Looking whether they are still served is one each; it was so before there were reminders.
    expect(asked() - before).toBeLessThanOrEqual(10)
  })

  story('that wants a rest from reminders does not make people at the screen wait', async (context) => {
    const world = await beginReminding(context)
    const { bea, slack } = world
    await almost(world)
    slack.fail('users.info', { retryAfter: 60 }, { times: 1 })
    const asked = () => slack.requests.filter(({ method }) => method === 'users.info').length
    const before = asked()
    while (asked() === before) {
      world.clock.pass(5 * MINUTE)
      await world.bot.look()
    }
    await bea.types('/dremio-pat reminders')
    expect(await bea.waitsFor(/How long before|Slack/)).toContain('How long before')
  })
})

describe('words', () => {
  story('a snooze names the day, and no hour that may not be kept', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    await almost(world)
    await goesBy(world, 2 * DAY, HOUR)
    await goesTo(world, 20, 0, HOUR)
    await ana.presses('Snooze')
    await ana.waitsFor((person) => person.form?.submit === 'Snooze')
    await ana.fills({ Until: '1 day' })
    await ana.submits('Snooze')
    await ana.waitsFor(/is snoozed until [A-Za-z0-9 ,]+\./)
  })

  story('whoever turns reminders off while Slack is away hears nothing when it is back', async (context) => {
    const world = await beginReminding(context)
    const { ana, slack } = world
    await almost(world)
    slack.fail('chat.postMessage', { error: 'internal_error' }, { times: 1 })
    await goesBy(world, DAY, 5 * MINUTE)
    expect(slack.requests.some(({ method }) => method === 'chat.postMessage')).toBe(true)
    const before = said(world).length
    await ana.types('/dremio-pat reminders')
    await ana.waitsFor((person) => person.form?.submit === 'Save')
    await ana.fills({ Reminders: 'Off' })
    await ana.submits('Save')
    await ana.waitsFor(english.reminderSettings.off)
    await goesBy(world, 3 * DAY, HOUR)
    expect(said(world)).toHaveLength(before)
  })

  story('a token that ended by itself is not called revoked, and its end is said', async (context) => {
    const world = await beginReminding(context)
    const { ana, clock, slack } = world
    await collects(world)
    await goesBy(world, 29 * DAY + 12 * HOUR, HOUR)
    // No worker for an hour around the end; Dremio has let go of it by the time that somebody lists.
    clock.pass(13 * HOUR)
    const [token] = world.dremio.tokensOf(uids.ana)
    await endsAtDremio(world, uids.ana, token?.tid ?? '')
    await ana.types('/dremio-pat list')
    await slack.quiet()
    await goesBy(world, HOUR, MINUTE)
    expect(ana.sees()).not.toContain('\ntableau is revoked.')
    expect(posts(world, 'UANA').filter((text) => text.includes('* expired '))).toHaveLength(1)
  })
})
