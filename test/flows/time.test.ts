// What time does to requests: reminders, the fallback, lapsing; each once, at its hour, and never behind somebody's back.

import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, type World, type WorldOptions } from '../world/world.ts'
import { policyFile, remindingAlways } from './policy-file.ts'
import { approved, asks, audit, beforeFact, cardOf, creates, goesBy, requestOn, secretBefore } from './story.ts'

const story = test.concurrent

const bea = 'user:UBEA'
const carl = 'user:UCARL'
const beaThenCarl = { name: 'Bea, else Carl', then: 'review', approvers: [bea], fallback: [carl] }

async function begin(context: TestContext, policy: object, options: WorldOptions = {}): Promise<World> {
  const env = { POLICY_FILE: policyFile(context, remindingAlways(policy)), ...options.env }
  const world = await startWorld({ ...options, env })
  context.onTestFinished(() => world.close())
  return world
}

const postsTo = ({ slack }: World, person: string) =>
  slack.requests.filter(({ method, args }) => method === 'chat.postMessage' && args.channel === person).length

describe('an undecided request', () => {
  story('is reminded of with growing pauses, then put before the fallback, then lapses', async (context) => {
    const world = await begin(context, { rules: [beaThenCarl] })
    const { ana, bea, carl } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    expect(await ana.waitsFor(english.requests.titles.waiting)).toMatch(/laps/)
    expect(postsTo(world, 'UBEA')).toBe(1)
    await goesBy(world, 4 * HOUR - MINUTE)
    expect(postsTo(world, 'UBEA')).toBe(1)
    await goesBy(world, MINUTE)
    expect(postsTo(world, 'UBEA')).toBe(2)
    expect(carl.messages).toHaveLength(0)

    await goesBy(world, 20 * HOUR)
    expect(postsTo(world, 'UBEA')).toBe(3)
    await carl.waitsFor('Why you:')
    expect(await audit(world)).toContain('request.escalated')

    ana.news()
    await goesBy(world, 2 * DAY)
    expect(cardOf(world)).not.toContain(english.requests.titles.waiting)
    await ana.waitsFor(english.requests.titles.lapsed)
    expect(bea.sees()).toContain(english.reviews.titles.lapsed)
    expect(postsTo(world, 'UBEA')).toBe(3)
    expect(await audit(world)).toContain('request.lapsed')
    expect(ana.sees()).toContain('[ Request again ]')
  })

  story('tells the requester of each step once', async (context) => {
    const world = await begin(context, { rules: [beaThenCarl] })
    const { ana } = world
    await asks(world)
    const before = postsTo(world, 'UANA')
    await goesBy(world, 4 * DAY)
    // That the fallback was asked, and that it lapsed.
    expect(postsTo(world, 'UANA') - before).toBe(2)
    await goesBy(world, DAY)
    expect(postsTo(world, 'UANA') - before).toBe(2)
    expect(ana.sees()).toContain(english.requests.titles.lapsed)
  })

  story('can be decided by the fallback once it was asked, and not before', async (context) => {
    const world = await begin(context, { rules: [beaThenCarl] })
    const { ana, carl } = world
    await asks(world)
    await goesBy(world, DAY)
    await carl.waitsFor('Why you:')
    await carl.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
  })

  story('that the fallback had from the start is not put before it again', async (context) => {
    const rule = { name: 'the manager', then: 'review', approvers: ['manager'], fallback: [carl] }
    const world = await begin(context, { rules: [rule] })
    const { ana, carl: fallback } = world
    await asks(world)
    expect(await fallback.waitsFor('Why you:')).not.toContain('I ask')
    const before = postsTo(world, 'UANA')
    await goesBy(world, 25 * HOUR)
    expect(postsTo(world, 'UANA')).toBe(before)
    expect(cardOf(world)).toContain(english.requests.titles.waiting)
    expect(ana.sees()).not.toContain('I also asked')
    expect(await audit(world)).not.toContain('request.escalated')
    await fallback.presses('Approve', { on: 'Why you:' })
    await ana.waitsFor(english.requests.titles.approved)
  })

  story('after an outage of days is reminded of no more: what is most urgent happens', async (context) => {
    const world = await begin(context, { rules: [beaThenCarl] })
    const { ana, bot, clock } = world
    await asks(world)
    await world.slack.quiet()
    const before = postsTo(world, 'UBEA')
    clock.pass(10 * DAY)
    await bot.look()
    await world.slack.quiet()
    await ana.waitsFor(english.requests.titles.lapsed)
    expect(postsTo(world, 'UBEA') - before).toBeLessThanOrEqual(1)
  })

  story('that is decided hears nothing more of time', async (context) => {
    const world = await begin(context, { rules: [beaThenCarl] })
    const { ana, bea, carl } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await bea.presses('Deny')
    await bea.waitsFor('Decision')
    await bea.fills({ Comment: 'Not this one.' })
    await bea.submits('Decide')
    await ana.waitsFor(english.requests.titles.denied)
    await world.slack.quiet()
    const before = [postsTo(world, 'UANA'), postsTo(world, 'UBEA')]
    await goesBy(world, 5 * DAY)
    expect([postsTo(world, 'UANA'), postsTo(world, 'UBEA')]).toEqual(before)
    expect(carl.messages).toHaveLength(0)
    expect(ana.sees()).toContain(english.requests.titles.denied)
  })
})

describe('an approver who is away', () => {
  const skips = { rules: [beaThenCarl], request: { skipAway: '15m' } }

  story('is passed over sooner, if the policy says so', async (context) => {
    const world = await begin(context, skips)
    const { carl, slack } = world
    slack.change('UBEA', { statusEmoji: ':palm_tree:' })
    await asks(world)
    await goesBy(world, 15 * MINUTE)
    await carl.waitsFor('Why you:')
  })

  story('is waited for, if it does not', async (context) => {
    const world = await begin(context, { rules: [beaThenCarl] })
    const { carl, slack } = world
    slack.change('UBEA', { statusEmoji: ':palm_tree:' })
    await asks(world)
    await goesBy(world, HOUR)
    expect(carl.messages).toHaveLength(0)
  })

  story('and comes back in time is not passed over', async (context) => {
    const world = await begin(context, skips)
    const { carl, clock, slack } = world
    slack.change('UBEA', { statusEmoji: ':palm_tree:' })
    await asks(world)
    slack.change('UBEA', { statusEmoji: '' })
    // Colleagues are looked up at most a minute old.
    clock.pass(2 * MINUTE)
    await goesBy(world, 2 * HOUR)
    expect(carl.messages).toHaveLength(0)
    await goesBy(world, DAY)
    await carl.waitsFor('Why you:')
  })
})

describe('an approved request', () => {
  story('has to be collected within the policy’s time, counted from the decision', async (context) => {
    const world = await begin(context, { rules: [beaThenCarl], request: { claimWithin: '2d' } })
    const { ana } = world
    await asks(world)
    await world.bea.waitsFor('Why you:')
    await goesBy(world, 12 * HOUR)
    await world.bea.presses('Approve', { on: 'Why you:' })
    await ana.waitsFor(english.requests.titles.approved)
    await goesBy(world, 2 * DAY - MINUTE)
    expect(ana.sees()).toContain(english.requests.titles.approved)
    await goesBy(world, MINUTE)
    await ana.waitsFor(english.requests.titles.lapsed)
    expect(creates(world)).toBe(0)
  })

  story('that is being collected just then is collected', async (context) => {
    const world = await begin(context, { rules: [beaThenCarl] })
    const { ana, bot, clock, dremio } = world
    await approved(world)
    clock.pass(3 * DAY - MINUTE)
    const gate = dremio.hold('create')
    await ana.presses('Show token')
    await gate.reached
    clock.pass(MINUTE / 2 + 31_000)
    await bot.look()
    gate.release()
    await secretBefore(ana)
    await ana.waitsFor(english.requests.titles.claimed)
    await goesBy(world, HOUR)
    expect(ana.sees()).toContain(english.requests.titles.claimed)
    expect(ana.sees()).not.toContain('lapsed')
  })

  story('lapses once, whoever clicks at that moment: claimed or lapsed, never both', async (context) => {
    const world = await begin(context, { rules: [beaThenCarl] })
    const { ana, bot, clock, slack } = world
    await approved(world)
    clock.pass(3 * DAY)
    await Promise.all([ana.presses('Show token'), bot.look()])
    await slack.quiet()
    await bot.look()
    await slack.quiet()
    const claimed = creates(world) === 1
    expect(ana.sees().includes(english.requests.titles.claimed)).toBe(claimed)
    expect(ana.sees().includes(english.requests.titles.lapsed)).toBe(!claimed)
  })
})

describe('alarms that were lost', () => {
  story('are set again from the records when a worker starts', async (context) => {
    const world = await begin(context, { rules: [beaThenCarl] })
    const { redis, startProcess } = world
    await asks(world)
    const alarms = `{${redis.prefix}}:alarms`
    const left = () => withClient(redis.url, (client) => client.zrange(alarms, '0', '-1'))
    expect((await left()).join()).toContain('lapse-request:')
    await withClient(redis.url, (client) => client.del(alarms))
    await startProcess(['worker'])
    await context.expect.poll(async () => (await left()).join(), { timeout: 5_000 }).toMatch(/lapse-request:/)
    expect((await left()).join()).toMatch(/nudge-approvers:.*|escalate-request:.*/)
  })

  story(
    'that a process set no more when it died are set with the cards, by the workers that live on',
    async (context) => {
      const world = await begin(context, { rules: [beaThenCarl] })
      const { bot, clock, redis, slack } = world
      await asks(world)
      await slack.quiet()
      const alarms = `{${redis.prefix}}:alarms`
      const id = requestOn(world.ana, 'Cancel request')
      await withClient(redis.url, async (client) => {
        await client.del(alarms)
        await client.zadd(alarms, clock.now(), `show-request:${id}`)
      })
      await bot.look()
      const left = await withClient(redis.url, (client) => client.zrange(alarms, '0', '-1'))
      const kinds = ['lapse-request', 'nudge-approvers', 'escalate-request']
      expect(left).toEqual(expect.arrayContaining(kinds.map((kind) => `${kind}:${id}`)))
    },
  )

  story(
    'of a worker that died between writing and telling ring again: what was not said is, what was is not',
    async (context) => {
      const world = await begin(context, { rules: [beaThenCarl], request: { nudgeAfter: ['2d'] } })
      const { ana, bea, carl, bot, clock, redis, slack } = world
      await asks(world)
      await bea.waitsFor('Why you:')
      const ringsAgain = async (kind: string, id: string) => {
        await withClient(redis.url, (client) => client.zadd(`{${redis.prefix}}:alarms`, clock.now(), `${kind}:${id}`))
        await bot.look()
        await slack.quiet()
      }
      const id = requestOn(world.ana, 'Cancel request')
      // Carl's card and what Ana is told.
      slack.fail('chat.postMessage', { error: 'fatal_error' }, { times: 2 })
      await goesBy(world, DAY)
      expect(carl.messages).toHaveLength(0)
      clock.pass(2 * MINUTE)
      await ringsAgain('escalate-request', id)
      await carl.waitsFor('Why you:')
      await ana.waitsFor(
        beforeFact((when) => english.requestNotices.askedToo({ label: 'tableau', people: ['@Carl'], when })),
      )
      await goesBy(world, 3 * DAY)
      await ana.waitsFor(english.requests.titles.lapsed)
      const before = postsTo(world, 'UANA')
      await ringsAgain('escalate-request', id)
      await ringsAgain('lapse-request', id)
      clock.pass(2 * MINUTE)
      await ringsAgain('lapse-request', id)
      expect(postsTo(world, 'UANA')).toBe(before)
    },
  )
})
