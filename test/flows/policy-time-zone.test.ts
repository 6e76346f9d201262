// Hours and days of rules go by the clock of the policy, whatever time zone people set in Slack.
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { zonedTimeAt } from '../../src/core/time/zoned-time.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { beforeFact, secretBefore } from './story.ts'

const story = test.concurrent

const byDay = [
  { name: 'by day nobody reviews', when: { hours: '08:00-18:00' }, then: 'approve' },
  { name: 'by night there is none', then: 'deny', because: 'Ask by day.' },
]

async function begin({ onTestFinished }: TestContext, ofPolicy: object): Promise<World> {
  const world = await startWorld({
    env: { POLICY_FILE: policyFile({ onTestFinished }, { rules: byDay, ...ofPolicy }) },
  })
  onTestFinished(() => world.close())
  return world
}

/** Time goes by until that hour of a clock in the zone. */
function until({ clock }: World, hour: number, timeZone: string): void {
  const minute = () => zonedTimeAt(clock.now(), timeZone).minute
  clock.pass(((hour * 60 - minute() + 24 * 60) % (24 * 60)) * MINUTE)
  expect(Math.floor(minute() / 60)).toBe(hour)
}

async function asks({ ana }: World): Promise<void> {
  await ana.types('/dremio-pat create tableau 7d')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Reason: 'Dashboards' })
  await ana.submits('Request')
}

/** Noon in one of them whenever it is two in the night in Berlin. */
const zones = ['Europe/Berlin', 'Pacific/Auckland', 'Asia/Tokyo', 'America/Los_Angeles', 'UTC']

describe('a policy in Berlin’s time', () => {
  story('denies at two in the night, whatever zone somebody sets in Slack', async (context) => {
    const world = await begin(context, { timeZone: 'Europe/Berlin' })
    const { ana, slack, dremio } = world
    until(world, 2, 'Europe/Berlin')
    for (const timeZone of zones) {
      slack.change('UANA', { timeZone })
      ana.reload()
      await ana.types('/dremio-pat create tableau 7d')
      await ana.waitsFor('denied (rule: “by night there is none”). Ask by day.')
      await slack.quiet()
    }
    expect(dremio.tokensOf(uids.ana)).toEqual([])
    expect(await world.redis.dump()).not.toContain('request.created')
  })

  story('approves at noon, though it is night where the requester is', async (context) => {
    const world = await begin(context, { timeZone: 'Europe/Berlin' })
    const { ana, slack } = world
    until(world, 12, 'Europe/Berlin')
    slack.change('UANA', { timeZone: 'Pacific/Auckland' })
    await asks(world)
    await ana.waitsFor(english.requests.titles.approved)
    await ana.presses('Show token')
    await secretBefore(ana)
  })

  story('says in `why` by which clock the rules go', async (context) => {
    const world = await begin(context, { timeZone: 'Europe/Berlin' })
    const { ana } = world
    until(world, 2, 'Europe/Berlin')
    await ana.types('/dremio-pat why 7d')
    const text = await ana.waitsFor('would be denied')
    expect(text).toContain(english.why.zoneOfPolicy({ zone: 'Europe/Berlin' }))
  })
})

describe('a policy without a zone', () => {
  story('goes by the requester’s own, and `why` says so', async (context) => {
    const world = await begin(context, {})
    const { ana, slack } = world
    until(world, 2, 'Europe/Berlin')
    await ana.types('/dremio-pat why 7d')
    const text = await ana.waitsFor('would be denied')
    expect(text).toContain(english.why.yourZone({ zone: 'Europe/Berlin' }))
    slack.change('UANA', { timeZone: 'Asia/Tokyo' })
    await ana.types('/dremio-pat why 7d')
    await ana.waitsFor(beforeFact((rule) => english.why.atOnce({ lifetime: 7 * DAY, rule })))
    expect(ana.sees()).toContain('your Slack time zone (Asia/Tokyo)')
  })

  story('names no clock where no rule asks for the time', async (context) => {
    const world = await begin(context, { rules: [{ name: 'always', then: 'approve' }], timeZone: 'Europe/Berlin' })
    await world.ana.types('/dremio-pat why 7d')
    expect(
      await world.ana.waitsFor(beforeFact((rule) => english.why.atOnce({ lifetime: 7 * DAY, rule }))),
    ).not.toContain('Hours and days')
  })
})
