// How many tokens somebody may have, with what could go to make room; and how often somebody may do what costs.

import { describe, expect, type TestContext, test } from 'vitest'
import { rateLimits } from '../../src/core/people/rate-limits.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { mintSecret } from '../world/dremio/secrets.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { asks, claimed, collectsAfterAll, creates, foreseen, secretsBefore } from './story.ts'

const story = test.concurrent
const byRule = [{ name: 'everything', then: 'approve' }]
const byGroup = [{ name: 'the data people', then: 'review', approvers: ['group:S0DATA'] }]

async function begin(context: TestContext, policy: object, options: WorldOptions = {}): Promise<World> {
  const env = { POLICY_FILE: policyFile(context, policy), ...options.env }
  const world = await startWorld({ ...options, env })
  context.onTestFinished(() => world.close())
  return world
}

/** Asks for a token that the rule itself approves, and collects it. */
async function has({ ana, dremio }: World, label: string, lifetime: string): Promise<void> {
  const before = dremio.tokensOf(uids.ana).length
  await ana.types(`/dremio-pat create ${label}`)
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Lifetime: lifetime, Reason: 'Dashboards' })
  await ana.submits('Request')
  await ana.waitsFor(english.requests.titles.approved)
  await ana.presses('Show token')
  await ana.waitsFor(() => dremio.tokensOf(uids.ana).length > before)
  await ana.waitsFor((person) => secretsBefore(person).length === 1)
  await ana.presses('I have saved it')
  await ana.quiet()
}

/** Types it; what the form says instead of fields. */
async function refusedAtOnce({ ana }: World): Promise<string> {
  await ana.types('/dremio-pat create another')
  await ana.waitsFor((person) => person.form && person.form.submit === undefined)
  return ana.waitsFor('Your request is denied. You’ve reached the limit of ')
}

describe('whoever has as many tokens as they may', () => {
  story('is shown in the form which could go, ends one there, and asks again', async (context) => {
    const world = await begin(context, { tokens: { maxActive: 2 }, rules: byRule })
    const { ana, dremio } = world
    await has(world, 'quarterly', '90 days')
    await has(world, 'weekly', '7 days')
    const form = await refusedAtOnce(world)
    expect(form).toContain('the limit of 2 active tokens. Revoke one to request another.')
    expect(form).toMatch(/weekly · expires .+ \[ Revoke \]\nquarterly · expires .+ \[ Revoke \]/)
    expect(form).toContain('[ My tokens ]')

    await ana.presses('Revoke')
    const confirmation = await ana.waitsFor('Revoke this token?')
    expect(confirmation).toContain('• weekly (')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token weekly is revoked.')
    expect(dremio.tokensOf(uids.ana).map(({ label }) => label)).toEqual([expect.stringContaining('quarterly')])
    // The form that it stood on is still there.
    expect(ana.form?.title).toBe('New Dremio token')
    await ana.closes()
    await has(world, 'another', '7 days')
  })

  story('hears the same from why, and when the last place is taken while they fill in the form', async (context) => {
    const world = await begin(context, { tokens: { maxActive: 1 }, rules: byRule })
    const { ana } = world
    await ana.types('/dremio-pat create slow')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Reason: 'Dashboards' })
    await world.slack.dispatch.viewSubmission('UANA', {
      view: {
        ...{ id: 'VOTHER', hash: 'h', callback_id: 'request-form', state: { values: {} } },
        private_metadata: JSON.stringify({ label: 'quick', lifetime: 86_400_000, reason: 'Dashboards' }),
      },
    })
    await ana.waitsFor(english.requests.titles.approved)
    await ana.submits('Request')
    const words = await ana.waitsFor('the limit of 1 active token: you have 1 open request. Cancel one')
    expect(words).toContain(english.failures.openRequestsCount)
    await ana.types('/dremio-pat why')
    const why = await ana.waitsFor(
      'would be denied (rule: “at most 1 active token”). You’ve reached the limit of 1 active token',
    )
    expect(why).toContain(english.why.limits({ active: 0, most: 1, open: 1, least: HOUR, longest: 90 * DAY }))
  })

  story('cannot get around it by asking first and collecting later', async (context) => {
    const world = await begin(context, { tokens: { maxActive: 2 } })
    const { ana } = world
    await asks(world, { label: 'first' })
    await asks(world, { label: 'second' })
    const form = await refusedAtOnce(world)
    expect(form).toContain('you have 2 open requests. Cancel one')
    await ana.closes()
    await ana.presses('Cancel request')
    await ana.waitsFor(english.requests.titles.cancelled)
    await asks(world, { label: 'third' })
  })

  story('can renew one all the same, and needs no room for it', async (context) => {
    const world = await begin(context, { tokens: { maxActive: 1 }, rules: byRule })
    const { ana, dremio } = world
    await has(world, 'weekly', '7 days')
    await ana.types('/dremio-pat rotate weekly')
    await ana.waitsFor('The replacement for weekly is approved.')
    await ana.presses('Show token')
    await ana.waitsFor(() => dremio.tokensOf(uids.ana).length === 2)
    await ana.waitsFor((person) => secretsBefore(person).length === 1)
    await ana.presses('I have saved it')
    await ana.quiet()
    // Both work for a while, and count as one.
    expect(await refusedAtOnce(world)).toContain('the limit of 1 active token. Revoke one')
  })

  story('cannot get around it by two requests that found room at the same moment', async (context) => {
    const groups = [{ id: 'S0DATA', users: ['UBEA'] }]
    const world = await begin(
      context,
      { tokens: { maxActive: 1 }, rules: byGroup },
      {
        slack: { groups },
        timeouts: { form: 100 },
      },
    )
    const { ana, bea, slack, clock, dremio } = world
    await ana.types('/dremio-pat create one')
    await ana.waitsFor(foreseen)
    await ana.fills({ Reason: 'Dashboards' })
    // What was read of the group is too old by now, so both wait for Slack after they have counted.
    clock.pass(2 * MINUTE)
    const gate = slack.hold('usergroups.users.list')
    const other = { label: 'two', lifetime: 30 * 24 * 60 * MINUTE, reason: 'Dashboards' }
    const view = { id: 'VOTHER', hash: 'h', callback_id: 'request-form', state: { values: {} } }
    await Promise.all([
      ana.submits('Request'),
      slack.dispatch.viewSubmission('UANA', { view: { ...view, private_metadata: JSON.stringify(other) } }),
    ])
    await gate.reached
    await new Promise((resolve) => setTimeout(resolve, 300))
    gate.release()
    await ana.waitsFor((person) => person.messages.length === 2)
    for (const label of ['one', 'two']) {
      await bea.waitsFor(`Label: ${label}`)
      await bea.presses('Approve', { on: `Label: ${label}` })
    }
    await ana.waitsFor((person) => person.sees().split(english.requests.titles.approved).length === 3)

    const presses = ['one', 'two'].map((label) => ana.aims('Show token', { on: `${label} · ` }))
    await Promise.all(presses.map((press) => press()))
    await ana.quiet()
    expect(dremio.tokensOf(uids.ana).length).toBeLessThan(2)
    // Both may have given way to each other; the next press finds room.
    if (dremio.tokensOf(uids.ana).length === 0) await presses[0]?.()
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.quiet()
    expect(creates(world)).toBe(1)
    ana.reload()
    await ana.presses('Show token')
    await ana.waitsFor(english.failures.tooManyTokensYet({ most: 1 }))
    await ana.presses('Revoke', { on: 'You’ve reached the limit' })
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor(() => dremio.tokensOf(uids.ana).length === 0)
    await ana.presses('Show token')
    await ana.waitsFor(() => dremio.tokensOf(uids.ana).length === 1)
  })
})

describe('whoever does what costs too often', () => {
  async function plain(context: TestContext, options?: WorldOptions): Promise<World> {
    const world = await startWorld(options)
    context.onTestFinished(() => world.close())
    return world
  }

  story('is told how long to wait, and then may again; others need not wait', async (context) => {
    const world = await plain(context)
    const { ana, bea, clock } = world
    for (let time = 1; time <= rateLimits.link.burst; time += 1) await ana.types('/dremio-pat link')
    await ana.waitsFor((person) => person.ephemerals.length === rateLimits.link.burst)
    expect(ana.sees()).not.toMatch(/too many|too fast/)
    await ana.types('/dremio-pat link')
    await ana.waitsFor(english.failures.tooOften({ what: 'link', wait: MINUTE }))
    await bea.types('/dremio-pat link')
    await bea.waitsFor('You’re linked to the Dremio user bea@acme.test (')
    clock.pass(MINUTE)
    ana.reload()
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You’re linked to the Dremio user ana@acme.test (')
  })

  story('may end tokens all the same, also by the menu’s list that they cannot see any more', async (context) => {
    const world = await plain(context)
    const { ana, slack, dremio } = world
    const { tid } = dremio.mint(uids.ana, { label: 'laptop' })
    const send = (callback_id: string, private_metadata: string, hash: string) =>
      slack.dispatch.viewSubmission('UANA', {
        view: { id: `V${hash}`, hash, callback_id, private_metadata, state: { values: {} } },
      })
    for (let time = 1; time <= rateLimits.leak.burst; time += 1)
      await send('leaked-form.confirmed', mintSecret().tid, `${time}`)
    await ana.waitsFor((person) => person.messages.length === rateLimits.leak.burst, 30_000)
    await send('leaked-form.confirmed', mintSecret().tid, 'more')
    await ana.waitsFor(english.failures.tooOften({ what: 'leak', wait: MINUTE }))
    const got = dremio.mint(uids.ana, { label: 'desktop' }).tid
    await send('leaked-form.confirmed', got, 'mine')
    await ana.waitsFor(() => dremio.tokensOf(uids.ana).length === 1)
    await send('revoke-form', tid, 'end')
    await ana.waitsFor('Your token laptop is revoked.')
  })

  story('delegating', async (context) => {
    const world = await plain(context)
    const { bea } = world
    for (let time = 0; time <= rateLimits.delegate.burst; time += 1) await bea.types('/dremio-pat delegate @carl')
    await bea.waitsFor('You’ve changed your delegation too many times. Try again in ')
  })

  story('looking', async (context) => {
    const world = await plain(context)
    const { ana, clock, redis } = world
    await withClient(redis.url, async (raw) => {
      const owed = (rateLimits.look.burst - 1) * rateLimits.look.every
      await raw.set(`{${redis.prefix}}:limit:UANA:look`, Math.round(clock.now()) + owed, 'PX', owed)
    })
    for (let time = 0; time < 2; time += 1) await ana.types('/dremio-pat list')
    await ana.waitsFor(english.failures.tooOften({ what: 'look', wait: 5 * SECOND }))
    // The form says so instead of fields.
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor((person) => person.form && person.form.submit === undefined)
    expect(ana.sees()).toContain('You’ve opened too many lists and menus. Try again in ')
  })
})

test('whoever asks, collects, returns and looks as people do never meets a limit', async (context) => {
  const world = await startWorld()
  context.onTestFinished(() => world.close())
  const { ana } = world
  await claimed(world)
  for (const word of ['', 'list', 'requests', 'why', 'whoami']) await ana.types(`/dremio-pat ${word}`)
  await ana.presses('I did not get it')
  await ana.waitsFor(english.requests.titles.approved)
  await ana.quiet()
  await collectsAfterAll(world)
  expect(ana.sees()).not.toMatch(/too many|too fast/)
})
