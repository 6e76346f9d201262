// Who may decide is read from Slack at the click: people who left lend nothing, and nobody decides by yesterday's group.
import { afterEach, describe, expect, type TestContext, test } from 'vitest'
import { MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { ana, bea, carl, startWorld, type World } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { asks, beforeFact } from './story.ts'

let world: World
afterEach(() => world.close())

const dan = { id: 'UDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test', timeZone: 'UTC' }
const NOT_NOW = english.failures.notReviewer

/** Bea decides; Carl is the fallback. */
async function begin(context: TestContext) {
  const rules = [{ name: 'ours', when: {}, then: 'review', approvers: ['user:UBEA'], fallback: ['user:UCARL'] }]
  world = await startWorld({
    env: { POLICY_FILE: policyFile(context, { rules }) },
    slack: { people: [ana, bea, carl, dan] },
  })
  return { ...world, dan: world.slack.person('UDAN') }
}

async function delegates(): Promise<void> {
  await world.bea.types('/dremio-pat delegate @dan until 7d')
  await world.bea.waitsFor(
    beforeFact((until) => english.delegation.started({ delegate: '@Dan', until, shown: 0, knowsAlready: false })),
  )
}

const changes = [
  ['was deactivated', { deleted: true }],
  ['became a guest', { isRestricted: true }],
] as const

describe('an approver who delegated and then', () => {
  test.for(changes)('%s lends nothing: the fallback is asked, and the delegate is not', async ([, change], context) => {
    const { ana, carl, clock, dan, slack } = await begin(context)
    await delegates()
    slack.change('UBEA', change)
    // People may be named by what was known of them a minute ago.
    clock.pass(MINUTE)
    await asks(world)
    await carl.waitsFor('Why you:')
    await slack.quiet()
    expect(dan.sees()).not.toContain('Why you:')
    await carl.presses('Approve')
    await ana.waitsFor('Approved by @Carl.')
  })

  test.for(changes)('%s has delegated to nobody any more, and the delegate is told', async ([, change], context) => {
    const { bot, dan, slack, redis } = await begin(context)
    await delegates()
    await asks(world)
    await dan.waitsFor('Why you:')
    slack.change('UBEA', change)
    await slack.dispatch.userChange('UBEA')
    await slack.quiet()
    await bot.look()
    await slack.quiet()
    expect(dan.sees()).toContain(english.reviews.notAskedAnymore)
    expect(dan.sees()).not.toContain(beforeFact((until) => english.delegation.given({ approver: '@Bea', until })))
    expect(await redis.dump()).not.toContain('"approver":"UBEA"')
  })

  test.for(changes)('%s between the card and the click lends nothing either', async ([, change], context) => {
    const { ana, dan, slack } = await begin(context)
    await delegates()
    await asks(world)
    await dan.waitsFor('Why you:')
    slack.change('UBEA', change)
    await dan.presses('Approve')
    await dan.waitsFor(NOT_NOW)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
  })
})
