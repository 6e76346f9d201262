// Reminders to approvers: in their own hours, one at a time, and decided from where they are read.
import { expect, type TestContext, test } from 'vitest'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { zonedTimeAt } from '../../src/core/time/zoned-time.ts'
import { english } from '../../src/words/words.ts'
import { stillClock } from '../world/clock.ts'
import { ana, bea, carl, startWorld, type World, type WorldOptions } from '../world/world.ts'
import { policyFile, remindingAlways } from './policy-file.ts'
import { asks, goesBy } from './story.ts'

const story = test.concurrent
const KOLKATA = 'Asia/Kolkata'

async function waiting(context: TestContext, policy: object, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld({ ...options, env: { POLICY_FILE: policyFile(context, policy) } })
  context.onTestFinished(() => world.close())
  return world
}

const byBoth = { name: 'both', then: 'review', approvers: ['user:UBEA', 'user:UCARL'] }
const posts = ({ slack }: World, person: string) =>
  slack.requests.filter(({ method, args }) => method === 'chat.postMessage' && args.channel === person)

story('each approver is reminded within their own hours and days', async (context) => {
  const world = await waiting(context, { rules: [byBoth], request: { nudgeAfter: ['4h'], lapseAfter: '2w' } })
  const { clock } = world
  await asks(world)
  await world.bea.waitsFor('Why you:')
  // Bea lives in Kolkata, Carl in London's winter.
  for (const [person, zone] of [
    ['UBEA', KOLKATA],
    ['UCARL', 'UTC'],
  ] as const) {
    const before = posts(world, person).length
    let hours = 0
    while (posts(world, person).length === before && hours < 24 * 7) {
      await goesBy(world, HOUR)
      hours += 1
    }
    const { minute, day } = zonedTimeAt(clock.now(), zone)
    expect(['sat', 'sun']).not.toContain(day)
    expect(minute).toBeGreaterThanOrEqual(8 * 60)
    expect(minute).toBeLessThanOrEqual(19 * 60)
  }
  expect([posts(world, 'UBEA').length, posts(world, 'UCARL').length]).toEqual([2, 2])
})

story('everybody is reminded at once, also where time passes while they are looked up', async (context) => {
  const still = stillClock()
  function now(): number {
    still.pass(1)
    return still.now()
  }
  const world = await waiting(context, remindingAlways({ rules: [byBoth] }), { clock: { ...still, now } })
  await asks(world)
  await world.bea.waitsFor('Why you:')
  await goesBy(world, 4 * HOUR)
  expect([posts(world, 'UBEA').length, posts(world, 'UCARL').length]).toEqual([2, 2])
})

story('a reminder is settled with the request, also before the others are reminded', async (context) => {
  const world = await waiting(context, { rules: [byBoth], request: { nudgeAfter: ['4h'], lapseAfter: '2w' } })
  const { ana, bea, carl, slack } = world
  slack.change('UCARL', { timeZone: 'America/Los_Angeles' })
  await asks(world)
  await bea.waitsFor('Why you:')
  const isReminded = (person: string) => posts(world, person).length === 2
  // It is never working time in both places.
  for (let hours = 0; hours < 24 * 7 && !isReminded('UBEA') && !isReminded('UCARL'); hours += 1)
    await goesBy(world, HOUR)
  const [reminded, other] = isReminded('UBEA') ? [bea, carl] : [carl, bea]
  expect(isReminded(other.id)).toBe(false)
  await other.presses('Deny')
  await other.waitsFor((person) => person.form?.submit === 'Decide')
  await other.fills({ Comment: 'Not this one.' })
  await other.submits('Decide')
  await ana.waitsFor(english.requests.titles.denied)
  await slack.quiet()
  expect(reminded.sees()).not.toContain('[ Approve ]')
})

story('a reminder takes the place of the one before, and decides', async (context) => {
  const world = await waiting(context, remindingAlways({ rules: [byBoth] }))
  const { ana, bea } = world
  await asks(world)
  await bea.waitsFor('Why you:')
  await goesBy(world, 4 * HOUR)
  await bea.waitsFor('Reminder:')
  await goesBy(world, 20 * HOUR)
  expect(posts(world, 'UBEA')).toHaveLength(3)
  expect(bea.messages).toHaveLength(2)
  await bea.presses('Approve', { on: 'Reminder:' })
  await ana.waitsFor(english.requests.titles.approved)
  await world.slack.quiet()
  expect(bea.sees()).not.toContain('[ Approve ]')
})

story('nobody is reminded in the hour in which they were first asked', async (context) => {
  const rule = { name: 'then Carl', then: 'review', approvers: ['user:UBEA'], fallback: ['user:UCARL'] }
  const world = await waiting(context, remindingAlways({ rules: [rule] }))
  const { bea, carl } = world
  await asks(world)
  await bea.waitsFor('Why you:')
  await goesBy(world, DAY)
  await carl.waitsFor('Why you:')
  expect(posts(world, 'UCARL')).toHaveLength(1)
  await goesBy(world, HOUR)
  expect(posts(world, 'UCARL')).toHaveLength(2)
  expect(posts(world, 'UBEA')).toHaveLength(3)
})

story('everybody gets every reminder, also where their hours never meet', async (context) => {
  const world = await waiting(context, { rules: [byBoth], request: { nudgeAfter: ['4h', '4d'], lapseAfter: '2w' } })
  world.slack.change('UCARL', { timeZone: 'America/Los_Angeles' })
  await asks(world)
  await world.bea.waitsFor('Why you:')
  await goesBy(world, 9 * DAY)
  expect([posts(world, 'UBEA').length, posts(world, 'UCARL').length]).toEqual([3, 3])
})

story('whoever has approved as the first of two has no reminder to press any more', async (context) => {
  const world = await waiting(context, remindingAlways({ rules: [{ ...byBoth, quorum: 2 }] }))
  const { bea, carl, slack } = world
  await asks(world)
  await bea.waitsFor('Why you:')
  await goesBy(world, 4 * HOUR)
  await carl.waitsFor('Reminder:')
  await bea.presses('Approve', { on: 'Reminder:' })
  await bea.waitsFor(english.reviews.reminderOver({ requester: '@Ana', label: 'tableau' }))
  await slack.quiet()
  expect(bea.sees()).not.toContain('[ Approve ]')
  expect(carl.messages.filter(({ text }) => text.startsWith('Reminder:'))).toHaveLength(1)
  await carl.presses('Approve', { on: 'Reminder:' })
  await world.ana.waitsFor(english.requests.titles.approved)
})

story('whom Slack refuses for good holds up nobody else’s reminders', async (context) => {
  const byThree = { ...byBoth, approvers: ['user:UBEA', 'user:UCARL', 'user:UDAN'] }
  const dan = { id: 'UDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test', timeZone: 'UTC' }
  const world = await waiting(
    context,
    { rules: [byThree], request: { nudgeAfter: ['4h', '4d'], lapseAfter: '2w' } },
    { slack: { people: [ana, bea, carl, dan] } },
  )
  const { slack } = world
  slack.change('UCARL', { timeZone: 'America/Los_Angeles' })
  await asks(world)
  await slack.person('UDAN').waitsFor('Why you:')
  // Both have their card, and their hours never meet.
  for (const refused of ['UBEA', 'UCARL']) slack.refuse(refused, 'cannot_dm_bot')
  await goesBy(world, 9 * DAY)
  expect(posts(world, 'UDAN')).toHaveLength(3)
})
