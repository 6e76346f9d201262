// A decision reaches the requester: one message of its own, with what to do next, and no button that does nothing.
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { asks, goesBy } from './story.ts'

const story = test.concurrent
const label = '*tableau*'

async function waiting(context: TestContext, rule: object = {}, options: WorldOptions = {}): Promise<World> {
  const rules = [{ name: 'ours', then: 'review', approvers: ['user:UBEA', 'user:UCARL'], ...rule }]
  const world = await startWorld({ ...options, env: { POLICY_FILE: policyFile(context, { rules }) } })
  context.onTestFinished(() => world.close())
  await asks(world)
  await world.bea.waitsFor('Why you:')
  return world
}

/** What Slack has pushed to Ana: each message that was posted to her, without those that were edited later. */
const pushed = ({ slack }: World) =>
  slack.requests.filter(({ method, args }) => method === 'chat.postMessage' && args.channel === 'UANA').length

describe('an approval', () => {
  story('is pushed once, says who and what is next, and its button collects the token', async (context) => {
    const world = await waiting(context)
    const { ana, bea, slack } = world
    const before = pushed(world)
    await bea.presses('Approve')
    await ana.waitsFor(english.decisionMessages.approved({ label, by: ['<@UBEA>'], lifetime: 30 * DAY }))
    await slack.quiet()
    expect(pushed(world)).toBe(before + 1)
    await ana.presses('Show token', { on: 'approved your token' })
    await ana.waitsFor(english.requests.titles.claimed)
    await slack.quiet()
    expect(pushed(world)).toBe(before + 1)
    // Whoever has the token needs no button for it.
    expect(ana.sees()).not.toContain('[ Show token ]')
  })

  story('by several, for less, with a comment, says all of that', async (context) => {
    const world = await waiting(context, { quorum: 2 })
    const { ana, bea, carl } = world
    await bea.presses('Approve')
    await ana.waitsFor('1 of 2 approvals')
    await carl.waitsFor('Why you:')
    await carl.presses('Review')
    await carl.waitsFor((person) => person.form?.submit === 'Decide')
    await carl.fills({ Lifetime: '7 days', Comment: 'A week is enough.' })
    await carl.submits('Decide')
    const by = ['<@UBEA>', '<@UCARL>']
    const seen = await ana.waitsFor(
      english.decisionMessages.approved({ label, by, lifetime: 7 * DAY, asked: 30 * DAY }),
    )
    expect(seen).toContain(ana.reads(english.decisionMessages.comment({ by: '<@UCARL>' })))
    expect(seen).toContain('A week is enough.')
  })

  story('that needs a sign-in answers with the link, where the button was pressed', async (context) => {
    const world = await waiting(context, {}, { method: 'oauth' })
    const { ana, bea } = world
    await bea.presses('Approve')
    await ana.waitsFor(english.decisionMessages.approved({ label, by: ['<@UBEA>'], lifetime: 30 * DAY }))
    await ana.presses('Show token', { on: 'approved your token' })
    await ana.waitsFor((person) => person.ephemerals.some(({ blocks }) => JSON.stringify(blocks).includes('sign-in/')))
  })

  story('that nobody follows is brought back once, well before it lapses', async (context) => {
    const world = await waiting(context)
    const { ana, bea, slack } = world
    await bea.presses('Approve')
    await ana.waitsFor(english.decisionMessages.approved({ label, by: ['<@UBEA>'], lifetime: 30 * DAY }))
    await slack.quiet()
    const before = pushed(world)
    await goesBy(world, DAY - HOUR)
    expect(pushed(world)).toBe(before)
    await goesBy(world, DAY)
    expect(pushed(world)).toBe(before + 1)
    await ana.presses('Show token', { on: 'is approved and waits for you' })
    await ana.waitsFor(english.requests.titles.claimed)
    await slack.quiet()
    expect(ana.sees()).toContain(ana.reads(english.decisionMessages.wasToGet({ label })))
    expect(ana.sees()).not.toContain('[ Show token ]')
  })

  story('that was followed is not brought back', async (context) => {
    const world = await waiting(context)
    const { ana, bea } = world
    await bea.presses('Approve')
    await ana.waitsFor(english.decisionMessages.approved({ label, by: ['<@UBEA>'], lifetime: 30 * DAY }))
    await ana.presses('Show token', { on: 'approved your token' })
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.presses('I have saved it')
    await goesBy(world, 2 * DAY)
    expect(ana.sees()).not.toContain('is approved and waits for you')
  })

  story('whose token did not arrive is brought back again, well before it lapses', async (context) => {
    const world = await waiting(context)
    const { ana, bea, slack } = world
    await bea.presses('Approve')
    await ana.waitsFor(english.decisionMessages.approved({ label, by: ['<@UBEA>'], lifetime: 30 * DAY }))
    await goesBy(world, DAY + HOUR)
    await ana.presses('Show token', { on: 'is approved and waits for you' })
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.presses('I did not get it')
    await ana.waitsFor(english.requests.titles.approved)
    await slack.quiet()
    const before = pushed(world)
    await goesBy(world, DAY + HOUR)
    expect(pushed(world)).toBe(before + 1)
    await ana.presses('Show token', { on: 'is approved and waits for you' })
    await ana.waitsFor(english.requests.titles.claimed)
  })

  story('that nobody followed loses its button when the request lapses', async (context) => {
    const world = await waiting(context)
    const { ana, bea } = world
    await bea.presses('Approve')
    await ana.waitsFor(english.decisionMessages.approved({ label, by: ['<@UBEA>'], lifetime: 30 * DAY }))
    await goesBy(world, 4 * DAY)
    await ana.waitsFor(english.requests.titles.lapsed)
    expect(ana.sees()).not.toContain('[ Show token ]')
  })
})

describe('a denial', () => {
  story('is pushed once, with the comment and a way to ask again', async (context) => {
    const world = await waiting(context)
    const { ana, bea, slack } = world
    const before = pushed(world)
    await bea.presses('Deny')
    await bea.waitsFor((person) => person.form?.submit === 'Decide')
    await bea.fills({ Comment: 'Use OAuth.' })
    await bea.submits('Decide')
    const seen = await ana.waitsFor(english.decisionMessages.denied({ label, by: ['<@UBEA>'] }))
    expect(seen).toContain('Use OAuth.')
    await slack.quiet()
    expect(pushed(world)).toBe(before + 1)
    await ana.presses('Request again', { on: 'denied your request' })
    await ana.waitsFor((person) => person.form?.submit === 'Request')
  })
})

test('the answer of a rule is on the screen already, and is not pushed again', async (context) => {
  const world = await startWorld({
    env: { POLICY_FILE: policyFile(context, { rules: [{ name: 'free', then: 'approve' }] }) },
  })
  context.onTestFinished(() => world.close())
  const { ana, slack } = world
  await ana.types('/dremio-pat create tableau 30d')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Reason: 'Dashboards' })
  await ana.submits('Request')
  await ana.waitsFor(english.requests.titles.approved)
  await slack.quiet()
  expect(pushed(world)).toBe(1)
})
