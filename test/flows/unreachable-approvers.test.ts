// An approver who can't be reached is passed over; where nobody is left, the requester and the bot admins hear so at once.
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import type { SlackOptions } from '../world/slack/slack.ts'
import { ana, bea, carl, startWorld, type World } from '../world/world.ts'
import { policyFile, remindingAlways } from './policy-file.ts'
import { asks, audit, beforeFact, foreseen, goesBy } from './story.ts'

const story = test.concurrent
const RULE = 'the team decides'
const dan = { id: 'UDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test', timeZone: 'UTC' }
const asksFor = beforeFact((label) => english.unreviewable.yours({ label, rule: '', admins: ['x'] }))
const tellsAdmins = beforeFact((label) => english.unreviewable.open({ requester: '<@UANA>', label, rule: '' }))

/** Dan is the bot admin. `rule` is a review. */
async function begin(context: TestContext, rule: object, slack: Partial<SlackOptions> = {}): Promise<World> {
  const rules = [{ name: RULE, then: 'review', ...rule }]
  const world = await startWorld({
    env: { POLICY_FILE: policyFile(context, remindingAlways({ rules })), ADMINS: 'UDAN' },
    slack: { people: [ana, bea, carl, dan], ...slack },
  })
  context.onTestFinished(() => world.close())
  return world
}

const count = (person: Actor, words: string) => person.messages.filter(({ text }) => text.includes(words)).length
const waits = (...people: string[]) => english.reviews.willReview({ people, quorum: 1, differentGroups: false })

/** Ana asks; her card need not say that it waits for somebody. */
async function asksInVain(world: World): Promise<void> {
  await world.ana.types('/dremio-pat create tableau')
  await world.ana.waitsFor(foreseen)
  await world.ana.fills({ Reason: 'Dashboards' })
  await world.ana.submits('Request')
}

describe('where others can decide', () => {
  story('one whom Slack refuses is passed over', async (context) => {
    const world = await begin(context, { approvers: ['user:UBEA', 'user:UCARL'] })
    world.slack.refuse('UBEA', 'cannot_dm_bot')
    await asks(world)
    await world.ana.waitsFor(waits('@Carl'))
    await world.carl.waitsFor('Why you:')
    await world.carl.presses('Approve')
    await world.ana.waitsFor(english.requests.titles.approved)
    expect(count(world.ana, asksFor)).toBe(0)
    expect(await audit(world)).toContain('request.approver_passed_over')
  })

  story('the fallback is asked at once', async (context) => {
    const world = await begin(context, { approvers: ['user:UBEA'], fallback: ['user:UCARL'] })
    world.slack.refuse('UBEA', 'cannot_dm_bot')
    await asks(world)
    await world.ana.waitsFor(waits('@Carl'))
    await world.carl.waitsFor('Why you:')
    await world.carl.presses('Approve')
    await world.ana.waitsFor(english.requests.titles.approved)
    expect(count(world.slack.person('UDAN'), tellsAdmins)).toBe(0)
  })

  story('the fallback is asked for a quorum that cannot be reached any more', async (context) => {
    const rule = { approvers: ['user:UBEA', 'user:UCARL'], quorum: 2, fallback: ['user:UDAN'] }
    const world = await begin(context, rule)
    world.slack.refuse('UCARL', 'cannot_dm_bot')
    await asks(world)
    await world.bea.waitsFor('Why you:')
    await world.bea.presses('Approve')
    await world.slack.person('UDAN').waitsFor('Why you:')
    await world.slack.person('UDAN').presses('Approve')
    await world.ana.waitsFor(english.requests.titles.approved)
  })

  story('one who leaves while it waits is passed over at once', async (context) => {
    const world = await begin(context, { approvers: ['user:UBEA'], fallback: ['user:UCARL'] })
    const { slack, bot, clock } = world
    await asks(world)
    clock.pass(HOUR)
    slack.change('UBEA', { deleted: true })
    await slack.dispatch.userChange('UBEA')
    await slack.quiet()
    await slack.quiet()
    await bot.look()
    await bot.look()
    await world.carl.waitsFor('Why you:')
    await world.ana.waitsFor(beforeFact((label) => english.requestNotices.askedToo({ label, people: [] })))
    await goesBy(world, 2 * DAY)
    expect(
      count(
        world.ana,
        beforeFact((label) => english.requestNotices.askedToo({ label, people: [] })),
      ),
    ).toBe(1)
  })

  story('a card in a channel reaches an approver as well', async (context) => {
    const channels = [{ id: 'C0TEAM', name: 'team', botIsMember: true }]
    const world = await begin(context, { approvers: ['user:UBEA'], channel: 'C0TEAM' }, { channels })
    world.slack.refuse('UBEA', 'cannot_dm_bot')
    await asks(world)
    await world.slack.quiet()
    expect(count(world.ana, asksFor)).toBe(0)
    await world.bea.presses('Approve')
    await world.ana.waitsFor(english.requests.titles.approved)
  })
})

describe('where nobody is left, the requester and the bot admins hear once and at once', () => {
  story('that Slack refuses the only approver, who can be asked later', async (context) => {
    const world = await begin(context, { approvers: ['user:UBEA'] })
    const { slack, ana: requester, bea: approver } = world
    const admin = slack.person('UDAN')
    slack.refuse('UBEA', 'cannot_dm_bot')
    await asksInVain(world)
    await requester.waitsFor(asksFor)
    expect(requester.sees()).toContain('I told @Dan')
    await admin.waitsFor(tellsAdmins)
    expect(admin.sees()).toContain(admin.reads(english.unreviewable.unreachable({ people: ['<@UBEA>'] })))
    await goesBy(world, 3 * HOUR)
    expect([count(requester, asksFor), count(admin, tellsAdmins)]).toEqual([1, 1])
    // Somebody has put it right.
    slack.refuse('UBEA', undefined)
    await goesBy(world, 2 * HOUR)
    await approver.waitsFor('Why you:')
    await requester.waitsFor(waits('@Bea'))
    await approver.presses('Approve', { on: 'Why you:' })
    await requester.waitsFor(english.requests.titles.approved)
    expect([count(requester, asksFor), count(admin, tellsAdmins)]).toEqual([1, 1])
  })

  story('that the only approver has left since', async (context) => {
    const world = await begin(context, { approvers: ['user:UBEA'] })
    const { slack, bot } = world
    await asks(world)
    slack.change('UBEA', { deleted: true })
    await slack.dispatch.userChange('UBEA')
    await slack.quiet()
    await slack.quiet()
    await bot.look()
    await world.ana.waitsFor(asksFor)
    await slack.person('UDAN').waitsFor(tellsAdmins)
    await goesBy(world, 2 * DAY)
    expect([count(world.ana, asksFor), count(slack.person('UDAN'), tellsAdmins)]).toEqual([1, 1])
  })

  story('that the group is gone, which is seen at the first reminder', async (context) => {
    const groups = [{ id: 'S0DATA', users: ['UBEA'] }]
    const world = await begin(context, { approvers: ['group:S0DATA'] }, { groups })
    await asks(world)
    world.slack.ungroup('S0DATA')
    await goesBy(world, 5 * HOUR)
    await world.ana.waitsFor(asksFor)
    const admin = world.slack.person('UDAN')
    await admin.waitsFor(english.unreviewable.missingGroups({ groups: ['S0DATA'] }))
    expect([count(world.ana, asksFor), count(admin, tellsAdmins)]).toEqual([1, 1])
  })

  story('that nobody is there to ask in the first place, however often they ask', async (context) => {
    const world = await begin(context, { approvers: ['group:S0GONE'] })
    const admin = world.slack.person('UDAN')
    for (let time = 0; time < 3; time += 1) {
      await world.ana.types('/dremio-pat create tableau')
      await world.ana.waitsFor((person) => person.form?.submit === undefined && person.sees().includes('S0GONE'))
      expect(world.ana.sees()).toContain('I told @Dan')
      await world.ana.closes()
    }
    expect(count(admin, 'couldn’t request a token')).toBe(1)
    // Whoever only wants to know troubles nobody.
    await world.ana.types('/dremio-pat why')
    await world.ana.waitsFor('would be refused')
    expect(count(admin, 'couldn’t request a token')).toBe(1)
  })
})

story('groups that the plan no longer has are not looked up every few minutes', async (context) => {
  const groups = [{ id: 'S0DATA', users: ['UBEA'] }]
  const world = await begin(context, { approvers: ['group:S0DATA'] }, { groups })
  const { slack, bot, clock } = world
  await asks(world)
  await world.bea.waitsFor('[ Approve ]')
  slack.fail('usergroups.users.list', { error: 'plan_upgrade_required' }, { times: 999 })
  slack.change('UBEA', { deleted: true })
  await slack.dispatch.userChange('UBEA')
  await slack.quiet()
  clock.pass(MINUTE)
  await bot.look()
  const asked = () => slack.requests.filter(({ method }) => method === 'usergroups.users.list').length
  const before = asked()
  for (let quarter = 0; quarter < 8; quarter += 1) {
    clock.pass(15 * MINUTE)
    await bot.look()
  }
  expect(asked()).toBe(before)
  slack.heal()
})

story('whoever cannot be messaged can still decide', async (context) => {
  const world = await begin(context, { approvers: ['user:UBEA'] })
  world.slack.refuse('UBEA', 'cannot_dm_bot')
  await asksInVain(world)
  await world.ana.waitsFor(asksFor)
  await world.bea.types('/dremio-pat requests')
  await world.bea.waitsFor('[ Review ]')
  await world.bea.presses('Review')
  await world.bea.waitsFor((person) => person.form?.submit === 'Decide')
  await world.bea.submits('Decide')
  await world.ana.waitsFor(english.requests.titles.approved)
})
