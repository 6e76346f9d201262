// Reviewing in bad hours: somebody tries to gain a right or time, a worker is late, Slack swallows what is said.

import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { ana, bea, carl, startWorld, type World, type WorldOptions } from '../world/world.ts'
import { policyFile, remindingAlways } from './policy-file.ts'
import { asks, beforeFact, creates } from './story.ts'

const REVIEWS_FOR_YOU = beforeFact((until) =>
  english.delegation.started({ delegate: '@Dan', until, shown: 0, knowsAlready: false }),
)

const story = test.concurrent

const people = [ana, bea, carl, { id: 'UDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test', timeZone: 'UTC' }]
const byBea = { name: 'Bea', then: 'review', approvers: ['user:UBEA'] }
const byTwo = { name: 'two', then: 'review', approvers: ['user:UBEA', 'user:UCARL'], quorum: 2 }
const WAITS = 'Why you:'

async function begin(context: TestContext, policy: object, slack: WorldOptions['slack'] = {}) {
  const world = await startWorld({
    env: { POLICY_FILE: policyFile(context, remindingAlways(policy)) },
    slack: { people, ...slack },
  })
  context.onTestFinished(() => world.close())
  return { world, ana: world.ana, bea: world.bea, carl: world.carl, dan: world.slack.person('UDAN') }
}

async function goesBy({ clock, bot, slack }: World, ...steps: number[]): Promise<void> {
  for (const step of steps) {
    clock.pass(step)
    await bot.look()
    await slack.quiet()
  }
}

const hours = (count: number) => Array.from({ length: count }, () => HOUR)
const reminders = ({ slack }: World, person: string) =>
  slack.requests.filter(({ method, args }) => method === 'chat.postMessage' && args.channel === person).length - 1

describe('a right', () => {
  const data = { name: 'data', then: 'review', approvers: ['group:S0DATA'] }

  story('is not lent to somebody for one’s own request', async (context) => {
    const groups = [{ id: 'S0DATA', users: ['UANA', 'UBEA'] }]
    const { world, ana, bea, dan } = await begin(context, { rules: [data] }, { groups })
    await ana.types('/dremio-pat delegate @dan')
    await ana.waitsFor(REVIEWS_FOR_YOU)
    await asks(world)
    await bea.waitsFor(WAITS)
    await world.slack.quiet()
    expect(dan.sees()).not.toContain(WAITS)
    expect(ana.sees()).not.toMatch(/@Dan or|or @Dan/)
  })

  story('counts once for each person, in whosever place and by whatever entry', async (context) => {
    const { world, ana, bea, dan } = await begin(context, { rules: [{ ...byTwo, fallback: ['user:UDAN'] }] })
    await bea.types('/dremio-pat delegate @dan')
    await bea.waitsFor(REVIEWS_FOR_YOU)
    await asks(world)
    await dan.waitsFor(WAITS)
    const press = dan.aims('Approve')
    await press()
    await ana.waitsFor('1 of 2')
    await goesBy(world, DAY)
    await press()
    await dan.waitsFor('You’ve already approved this.')
    expect(dan.sees()).not.toContain(
      beforeFact((requester) => english.reviews.reminder({ requester, label: '', lifetime: DAY })),
    )
    expect(ana.sees()).not.toContain(english.requests.titles.approved)
    // Who lent it is somebody else again once the other is asked for themselves.
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
  })

  story('that was lent and taken back leaves the approver their own', async (context) => {
    const { world, ana, bea, carl, dan } = await begin(context, { rules: [byTwo] })
    await bea.types('/dremio-pat delegate @dan')
    await bea.waitsFor(REVIEWS_FOR_YOU)
    await asks(world)
    await dan.waitsFor(WAITS)
    await dan.presses('Approve')
    await ana.waitsFor('1 of 2')
    await bea.types('/dremio-pat delegate off')
    await bea.waitsFor(english.delegation.ended({ delegate: '@Dan' }))
    await dan.waitsFor(english.reviews.notAskedAnymore)
    await carl.presses('Approve')
    await carl.waitsFor(english.reviews.yourPartIsDone({ people: ['@Bea'] }))
    await bea.presses('Approve')
    // Everybody who approved is named, as it was.
    await ana.waitsFor(
      english.reviews.approvedBy({ approved: [{ by: '@Dan', onBehalfOf: '@Bea' }, { by: '@Carl' }, { by: '@Bea' }] }),
    )
  })

  story('that was lent for a while is gone from the card when others are asked', async (context) => {
    const policy = { rules: [{ ...byBea, fallback: ['user:UCARL'] }], request: { nudgeAfter: ['2w'] } }
    const { world, bea, carl, dan } = await begin(context, policy)
    await bea.types('/dremio-pat delegate @dan until 12h')
    await bea.waitsFor(REVIEWS_FOR_YOU)
    await asks(world)
    await dan.waitsFor(WAITS)
    await goesBy(world, DAY)
    await carl.waitsFor(WAITS)
    await dan.waitsFor(english.reviews.notAskedAnymore)
    expect(dan.sees()).not.toContain('[ Approve ]')
  })

  story('is the fallback’s where the approvers could not agree from different groups', async (context) => {
    const quorum = { people: 2, differentGroups: true }
    const rule = {
      name: 'both',
      then: 'review',
      approvers: ['manager', 'group:S0DATA'],
      fallback: ['user:UDAN'],
      quorum,
    }
    const groups = [{ id: 'S0DATA', users: ['UBEA', 'UCARL'] }]
    const { world, ana, bea, dan } = await begin(context, { rules: [rule] }, { groups })
    await asks(world)
    await bea.waitsFor(WAITS)
    await dan.waitsFor(WAITS)
    await bea.presses('Approve')
    await ana.waitsFor('1 of 2')
    await dan.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
  })
})

describe('a deadline holds though no worker looks:', () => {
  story('nobody approves what should have lapsed', async (context) => {
    const { world, ana, bea } = await begin(context, { rules: [byBea] })
    await asks(world)
    await bea.waitsFor(WAITS)
    world.clock.pass(3 * DAY)
    await bea.presses('Approve')
    await bea.waitsFor(english.failures.stale.lapsed)
    await bea.presses('Deny')
    await goesBy(world, MINUTE)
    await ana.waitsFor(english.requests.titles.lapsed)
  })

  story('nobody collects what should have lapsed', async (context) => {
    const { world, ana, bea } = await begin(context, { rules: [byBea] })
    await asks(world)
    await bea.waitsFor(WAITS)
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    world.clock.pass(3 * DAY)
    await ana.presses('Show token')
    await ana.waitsFor(english.failures.stale.lapsed)
    expect(creates(world)).toBe(0)
  })
})

describe('a Slack that swallows', () => {
  const fails = { error: 'fatal_error' }

  story('the first cards is told again', async (context) => {
    const { world, ana, bea } = await begin(context, { rules: [byBea], request: { nudgeAfter: ['2d'] } })
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Reason: 'Dashboards' })
    world.slack.fail('chat.postMessage', fails, { times: 2 })
    await ana.submits('Request')
    await world.slack.quiet()
    expect(bea.messages).toHaveLength(0)
    await goesBy(world, 2 * MINUTE, 2 * MINUTE, 4 * MINUTE)
    await ana.waitsFor(english.requests.titles.waiting)
    await bea.waitsFor(WAITS)
    expect([ana.messages.length, bea.messages.length]).toEqual([1, 1])
  })

  story('a reminder is told again, and whoever heard it hears it once', async (context) => {
    const rule = { ...byTwo, quorum: 1 }
    const { world, bea, carl } = await begin(context, { rules: [rule], request: { nudgeAfter: ['4h'] } })
    await asks(world)
    await bea.waitsFor(WAITS)
    await carl.waitsFor(WAITS)
    world.slack.fail('chat.postMessage', fails)
    await goesBy(world, 4 * HOUR, 5 * MINUTE, 5 * MINUTE, ...hours(5))
    expect([reminders(world, 'UBEA'), reminders(world, 'UCARL')].sort()).toEqual([1, 2])
    for (const approver of [bea, carl]) {
      expect(
        approver.messages.filter(({ text }) =>
          text.startsWith(beforeFact((requester) => english.reviews.reminder({ requester, label: '', lifetime: DAY }))),
        ),
      ).toHaveLength(1)
    }
  })

  story('the lapse is told again', async (context) => {
    const { world, ana, bea } = await begin(context, { rules: [byBea], request: { nudgeAfter: ['2w'] } })
    await asks(world)
    await bea.waitsFor(WAITS)
    world.slack.fail('chat.update', fails, { times: 2 })
    world.slack.fail('chat.postMessage', fails)
    await goesBy(world, 3 * DAY, 5 * MINUTE, 5 * MINUTE)
    expect(ana.sees()).toContain(`# ${english.requests.titles.lapsed}`)
    expect(ana.sees()).toContain(beforeFact((when) => english.requestNotices.undecided({ label: 'tableau', when })))
    expect(bea.sees()).toContain(english.reviews.titles.lapsed)
  })

  story('who is away does not hold a lapse up', async (context) => {
    const policy = { rules: [{ ...byBea, fallback: ['user:UCARL'] }], request: { skipAway: '15m', nudgeAfter: ['2w'] } }
    const { world, ana } = await begin(context, policy)
    await asks(world)
    world.slack.fail('users.info', fails, { times: 100 })
    await goesBy(world, 3 * DAY)
    await ana.waitsFor(english.requests.titles.lapsed)
  })
})

describe('reminders', () => {
  story('keep their distance after an outage', async (context) => {
    const { world, bea } = await begin(context, { rules: [byBea], request: { lapseAfter: '5d' } })
    await asks(world)
    await bea.waitsFor(WAITS)
    await goesBy(world, DAY - 2 * MINUTE)
    expect(reminders(world, 'UBEA')).toBe(1)
    await goesBy(world, 2 * MINUTE, HOUR)
    expect(reminders(world, 'UBEA')).toBe(1)
    await goesBy(world, ...hours(20))
    expect(reminders(world, 'UBEA')).toBe(2)
  })

  story('lose their button with what they were about', async (context) => {
    const { world, ana, bea } = await begin(context, { rules: [byBea] })
    await asks(world)
    await bea.waitsFor(WAITS)
    await goesBy(world, 4 * HOUR)
    await bea.waitsFor(english.reviews.reminder({ requester: '@Ana', label: 'tableau', lifetime: 30 * DAY }))
    await ana.presses('Cancel request')
    await bea.waitsFor(english.reviews.reminderOver({ requester: '@Ana', label: 'tableau' }))
    await bea.waitsFor(english.reviews.titles.cancelled)
    expect(bea.sees()).not.toContain('[ Review ]')
    await ana.waitsFor(english.requests.titles.cancelled)
  })
})
