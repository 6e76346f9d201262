// The parts apart, as the Procfile has them: what each has to know by itself, and what happens while one of them is missing.

import { describe, expect, onTestFinished, type TestContext, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { ana, bea, carl, startWorld, type World, type WorldOptions } from '../world/world.ts'
import { policyFile, remindingAlways } from './policy-file.ts'
import { beginReminding, collects, goesTo, reminders } from './reminder-story.ts'
import { asks, beforeFact, goesBy } from './story.ts'

const REMINDER = beforeFact((requester) => english.reviews.reminder({ requester, label: 'tableau', lifetime: 1 }))

const story = test.concurrent
const byBea = { name: 'Bea, else Carl', then: 'review', approvers: ['user:UBEA'], fallback: ['user:UCARL'] }

async function begin(context: TestContext, options: WorldOptions = {}): Promise<World> {
  const env = { POLICY_FILE: policyFile(context, remindingAlways({ rules: [byBea] })), ...options.env }
  const world = await startWorld({ layout: 'apart', ...options, env })
  context.onTestFinished(() => world.close())
  return world
}

const readyz = async (port: number) => {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
  const { ready, dependencies } = (await answer.json()) as {
    ready: boolean
    dependencies: Record<string, Record<string, unknown>>
  }
  return { status: answer.status, ready, ...dependencies }
}

describe('a worker of its own', () => {
  story(
    'knows whose people it serves, without being told: approvers are nudged, the fallback asked',
    async (context) => {
      const world = await begin(context)
      await asks(world)
      await world.bea.waitsFor('Why you:')
      await goesBy(world, 5 * HOUR)
      await world.bea.waitsFor(REMINDER)
      await goesBy(world, DAY)
      await world.carl.waitsFor('Why you:')
    },
  )

  story('nudges the approvers of a large group, and asks the fallback after them', async (context) => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      ...{ id: `UMANY${index}`, name: `many${index}`, realName: `Many ${index}` },
      ...{ email: `many${index}@acme.test`, timeZone: 'UTC' },
    }))
    const large = { name: 'many', then: 'review', approvers: ['group:S0MANY'], fallback: ['user:UCARL'] }
    const world = await begin(context, {
      env: { POLICY_FILE: policyFile(context, remindingAlways({ rules: [large] })) },
      slack: { people: [ana, bea, carl, ...many], groups: [{ id: 'S0MANY', users: many.map(({ id }) => id) }] },
    })
    await asks(world)
    const last = world.slack.person('UMANY29')
    await last.waitsFor('Why you:')
    await goesBy(world, 5 * HOUR)
    await last.waitsFor(REMINDER)
    await goesBy(world, DAY)
    await world.carl.waitsFor('Why you:')
  })

  story('reminds people of their tokens', async (context) => {
    const world = await beginReminding(context, { before: ['7d'], at: '09:00' }, { layout: 'apart' })
    await collects(world, 'tableau', '30 days')
    await goesTo(world, 7)
    for (let day = 0; day < 30 && reminders(world.ana).length === 0; day += 1) await goesTo(world, 8)
    expect(reminders(world.ana)).toHaveLength(1)
  })

  story(
    'is not ready while it does not know, says what it waits for, and takes nobody for a stranger',
    async (context) => {
      const world = await begin(context, { processes: 1 })
      const { slack, env } = world
      const { startBot } = await import('../../src/bot.ts')
      const { readConfig } = await import('../../src/config.ts')
      const { randomIds } = await import('../../src/ids.ts')
      const { createLog } = await import('../../src/log.ts')
      await asks(world)
      await world.bea.waitsFor('Why you:')
      slack.fail('auth.test', { error: 'fatal_error' }, { times: 99 })
      const worker = await startBot({
        config: readConfig({ ...env, PORT: '0' }),
        parts: ['worker'],
        clock: { now: () => Date.now() + 5 * HOUR },
        ids: randomIds,
        timers: false,
        log: createLog('debug', { write: (line) => void world.logs.push(line) }),
      })
      context.onTestFinished(() => worker.stop())
      expect(await readyz(worker.port)).toMatchObject({
        status: 503,
        ready: false,
        slack: { ok: false, needed: true, waitsFor: 'Slack to say whose bot token this is' },
      })
      // Even if it is made to work: what is not known is an outage that ends, not an empty list.
      await worker.look()
      expect(world.bea.sees()).not.toContain(REMINDER)
      expect(
        await withClient(env.REDIS_URL ?? '', (client) => client.keys(`{${env.REDIS_PREFIX}}:request:*`)),
      ).toHaveLength(1)
      slack.heal()
      await worker.connected
      expect(await readyz(worker.port)).toMatchObject({ status: 200, ready: true, slack: { ok: true } })
    },
  )
})

describe('without any worker', () => {
  story('web says so, tells the bot admins once, and does the work itself until one is back', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const { bot, clock, bea, carl } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    const [web] = bot.webs
    if (!web) throw new Error('no web')
    clock.pass(4 * HOUR + 5 * MINUTE)
    await web.checkLateAlarms()
    await web.checkLateAlarms()
    const warning = await carl.waitsFor(english.alarms.startWorker)
    expect(warning).toContain('heroku ps:scale worker=1')
    // It took over: nobody else looks here.
    await bea.waitsFor(REMINDER)
    expect(await readyz(web.port)).toMatchObject({ status: 200, alarms: { needed: false, standsIn: true } })
    expect(world.logs.join('')).toContain('alarms are late; is a worker running?')

    clock.pass(HOUR)
    await web.checkLateAlarms()
    await web.checkLateAlarms()
    await world.slack.quiet()
    expect(carl.messages.filter(({ text }) => text.includes(english.alarms.startWorker))).toHaveLength(1)

    await bot.look()
    await web.checkLateAlarms()
    expect(await readyz(web.port)).toMatchObject({ alarms: { ok: true, standsIn: false, workerSeenSecondsAgo: 0 } })
  })
})

describe('behind https', () => {
  test.each([
    ['GET', '/dremio/callback', 400],
    ['GET', '/dremio/sign-in/no-such-ticket', 400],
    ['GET', '/healthz', 200],
    ['GET', '/readyz', 200],
    ['GET', '/nowhere', 404],
    ['POST', '/dremio/callback', 405],
    ['POST', '/slack/events', 401],
  ])('browsers are told to come back over https only, and only there: %s %s', async (method, path, status) => {
    const world = await startWorld({ method: 'oauth', env: { PUBLIC_URL: 'https://bot.acme.test', PORT: '0' } })
    onTestFinished(() => world.close())
    const asked = async (headers: Record<string, string>) => {
      const answer = await fetch(`http://127.0.0.1:${world.bot.port}${path}`, { method, headers, redirect: 'manual' })
      return { status: answer.status, policy: answer.headers.get('strict-transport-security') }
    }
    expect(await asked({ 'X-Forwarded-Proto': 'https' })).toEqual({ status, policy: 'max-age=31536000' })
    expect(await asked({ 'X-Forwarded-Proto': 'http' })).toEqual({ status, policy: null })
    expect(await asked({})).toEqual({ status, policy: null })
  })
})
