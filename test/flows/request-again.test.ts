// *Request again* stands on the newest request for a token only: an earlier one is not asked again.

import { expect, type TestContext, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { asks, claimed, goesBy, secretBefore } from './story.ts'

const story = test.concurrent

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld(options)
  onTestFinished(() => world.close())
  return world
}

const offers = ({ ana }: World) => ana.sees().match(/\[ Request again \]/g)?.length ?? 0

/** Presses it, and sends the form as it is. */
async function asksAgain({ ana, clock }: World): Promise<void> {
  clock.pass(61_000)
  await ana.presses('Request again')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  expect((await ana.submits('Request')).errors).toEqual({})
  await ana.quiet()
}

const endings: Record<string, (world: World) => Promise<unknown>> = {
  cancelled: async ({ ana }) => {
    await ana.presses('Cancel request')
    await ana.waitsFor(english.requests.titles.cancelled)
  },
  denied: async ({ ana, bea }) => {
    await bea.waitsFor('[ Deny ]')
    await bea.presses('Deny')
    await bea.waitsFor((person) => person.form?.submit === 'Decide')
    await bea.fills({ Comment: 'Use the shared one' })
    await bea.submits('Decide')
    await ana.waitsFor(english.requests.titles.denied)
  },
  lapsed: async (world) => {
    await goesBy(world, 3 * DAY + 60_000)
    await world.ana.waitsFor(english.requests.titles.lapsed)
  },
}

story.for(Object.entries(endings))('after it was %s, and asked again, it is gone', async ([_how, ends], context) => {
  const world = await begin(context)
  const { ana } = world
  await asks(world)
  await ends(world)
  await ana.quiet()
  expect(offers(world)).toBeGreaterThan(0)
  await asksAgain(world)
  await ana.waitsFor(english.requests.titles.waiting)
  expect(offers(world)).toBe(0)
  // The newest one has it in its turn.
  await ana.presses('Cancel request')
  await ana.waitsFor(english.requests.titles.cancelled)
  await ana.quiet()
  expect(offers(world)).toBe(1)
})

story('of a token that was replaced is never there', async (context) => {
  const rules = [{ name: 'all', then: 'approve' }]
  const world = await begin(context, { env: { POLICY_FILE: policyFile(context, { rules }) } })
  const { ana, clock, bot } = world
  await ana.types('/dremio-pat create tableau')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Reason: 'Dashboards' })
  await ana.submits('Request')
  await ana.waitsFor(english.requests.titles.approved)
  await ana.presses('Show token')
  await secretBefore(ana)
  await ana.quiet()
  await ana.presses('I have saved it')
  await ana.quiet()
  ana.reload()
  clock.pass(DAY)
  await ana.types('/dremio-pat rotate tableau')
  await ana.waitsFor(english.requests.titles.approved)
  await ana.presses('Show token', { on: english.requests.titles.approved })
  await secretBefore(ana)
  await ana.quiet()
  await ana.presses('I have saved it', { on: 'Your Dremio token' })
  await ana.quiet()
  await goesBy(world, 2 * DAY)
  await bot.look()
  await ana.waitsFor(english.requests.titles.revoked)
  expect(offers(world)).toBe(0)
})

story('with another label stays', async (context) => {
  const world = await begin(context)
  const { ana, clock } = world
  await asks(world)
  await ana.presses('Cancel request')
  await ana.waitsFor(english.requests.titles.cancelled)
  clock.pass(61_000)
  await claimed(world, { label: 'notebook' })
  await ana.quiet()
  expect(offers(world)).toBe(1)
})
