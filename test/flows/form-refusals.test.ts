// A form that is refused stays open: the error stands at its field, and nothing that was typed is lost.

import { describe, expect, type TestContext, test, vi } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { mintSecret } from '../world/dremio/secrets.ts'
import { withClient } from '../world/redis.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { asks, claimed } from './story.ts'

const story = test.concurrent

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld(options)
  onTestFinished(() => world.close())
  return world
}

const typed = { Label: 'superset', Lifetime: '7 days', Reason: 'Dashboards for the <board> meeting\nand more' }

/** Ana's form for a new token, filled in. */
async function fillsIn({ ana }: World, entries: Partial<typeof typed> = {}): Promise<void> {
  await ana.types('/dremio-pat create')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.waitsFor((person) => !person.sees().includes(english.requestForm.lookingUp))
  await ana.fills({ ...typed, ...entries })
}

const requests = async ({ redis }: World) => (await redis.dump()).match(/:request:[0-9a-z]{8} =/g)?.length ?? 0

describe('what is wrong with a field is an error at that field, and after a change the form is sent', () => {
  story('a label that is in use', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await claimed(world)
    await fillsIn(world, { Label: 'Tableau' })
    const { errors } = await ana.submits('Request')
    expect(errors).toEqual({ Label: english.requestForm.labelInUse({ label: 'Tableau' }) })
    expect(ana.form?.values).toEqual({ ...typed, Label: 'Tableau' })
    // The same once more is the same refusal, and no repeat that is left alone.
    expect((await ana.submits('Request')).errors).toEqual(errors)
    await ana.fills({ Label: 'superset' })
    await ana.submits('Request')
    expect(ana.form).toBeUndefined()
    await world.bea.waitsFor('superset')
  })

  story('a label that was asked for, and what became of that', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await asks(world)
    await fillsIn(world, { Label: 'tableau' })
    const asked = english.requestForm.labelRequested
    expect((await ana.submits('Request')).errors).toEqual({ Label: asked({ label: 'tableau', isApproved: false }) })
    await world.bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    expect((await ana.submits('Request')).errors).toEqual({ Label: asked({ label: 'tableau', isApproved: true }) })
    expect(await requests(world)).toBe(1)
  })

  story('a lifetime that a rule denies, where another one is allowed', async (context) => {
    const rules = [
      { name: 'a month is too long', when: { lifetimeOver: '7d' }, then: 'deny', because: 'Ask for a week & no more.' },
      { name: 'all', then: 'approve' },
    ]
    const world = await begin(context, { env: { POLICY_FILE: policyFile(context, { rules }) } })
    const { ana } = world
    await fillsIn(world, { Lifetime: '30 days' })
    const { errors } = await ana.submits('Request')
    const denial = { kind: 'rule', because: 'Ask for a week & no more.' } as const
    const facts = { lifetime: 30 * DAY, denial, rule: 'a month is too long' }
    expect(errors).toEqual({ Lifetime: english.requestForm.notAllowed({ ...facts, allowed: [DAY, 7 * DAY] }) })
    await ana.fills({ Lifetime: '7 days' })
    await ana.submits('Request')
    await ana.waitsFor(english.requests.titles.approved)
  })

  story('a label that a rule denies', async (context) => {
    const rules = [
      { name: 'no laptops', when: { label: 'laptop' }, then: 'deny', because: 'Laptops use OAuth.' },
      { name: 'all', then: 'approve' },
    ]
    const world = await begin(context, { env: { POLICY_FILE: policyFile(context, { rules }) } })
    const { ana } = world
    await fillsIn(world, { Label: 'my laptop' })
    expect((await ana.submits('Request')).errors.Label).toContain('Laptops use OAuth.')
    await ana.fills({ Label: 'server' })
    await ana.submits('Request')
    await ana.waitsFor(english.requests.titles.approved)
  })

  story('a delegate who cannot be one', async (context) => {
    const world = await begin(context)
    const { bea, slack } = world
    await bea.types('/dremio-pat delegate')
    await bea.waitsFor((person) => person.form?.submit === 'Save')
    slack.change('UANA', { isRestricted: true })
    await bea.fills({ Delegate: 'Ana' })
    expect((await bea.submits('Save')).errors).toEqual({ Delegate: english.delegation.form.refused.guest })
    expect(bea.form?.values.Delegate).toContain('Ana')
  })
})

interface Obstacle {
  options?: (context: TestContext) => WorldOptions
  /** Puts it in the way, once the form is filled in. */
  arises: (world: World) => Promise<unknown> | unknown
  says: string
  passes: (world: World) => unknown
}

const obstacles: Record<string, Obstacle> = {
  'Slack not saying who they are': {
    arises: ({ slack }) => slack.fail('users.info', { error: 'fatal_error' }),
    says: english.failures.slackBusy({ operation: 'read who you are' }),
    passes: () => {},
  },
  'being a guest for now': {
    arises: ({ slack }) => slack.change('UANA', { isRestricted: true }),
    says: english.identityFailures.person.guest,
    passes: ({ slack }) => slack.change('UANA', { isRestricted: false }),
  },
  'nobody to review it': {
    arises: ({ slack }) => {
      for (const id of ['UBEA', 'UCARL']) slack.change(id, { deleted: true })
    },
    says: 'There’s nobody to review this request.',
    passes: ({ slack }) => {
      for (const id of ['UBEA', 'UCARL']) slack.change(id, { deleted: false })
    },
  },
}

describe('what is wrong with no field is said above them', () => {
  story.for(Object.entries(obstacles))('%s', async ([_what, { options, arises, says, passes }], context) => {
    const world = await begin(context, options?.(context))
    const { ana, bea, clock } = world
    await fillsIn(world)
    await arises(world)
    clock.pass(61_000)
    await ana.submits('Request')
    await ana.waitsFor(says)
    expect(ana.form).toMatchObject({ title: 'New Dremio token', submit: 'Request', values: typed })
    expect(await requests(world)).toBe(0)
    await passes(world)
    clock.pass(61_000)
    await ana.submits('Request')
    await bea.waitsFor('superset')
    expect(ana.form).toBeUndefined()
    expect(bea.sees()).toContain('Dashboards for the <board> meeting')
  })

  story('the limit of tokens, with a way to make room', async (context) => {
    const policy = policyFile(context, { tokens: { maxActive: 1 }, rules: [{ name: 'all', then: 'approve' }] })
    const world = await begin(context, { env: { POLICY_FILE: policy } })
    const { ana, slack } = world
    await fillsIn(world)
    const other = JSON.stringify({ label: 'laptop', lifetime: DAY, reason: 'Another window' })
    const view = { id: 'V1', hash: 'h', callback_id: 'request-form', private_metadata: other, state: { values: {} } }
    await slack.dispatch.viewSubmission('UANA', { view })
    await ana.waitsFor(english.requests.titles.approved)
    await ana.submits('Request')
    expect(await ana.waitsFor(english.failures.openRequestsCount)).toContain('[ My tokens ]')
    expect(ana.form).toMatchObject({ submit: 'Request', values: typed })
    await ana.presses('Cancel request')
    await ana.waitsFor(english.requests.titles.cancelled)
    await ana.submits('Request')
    await ana.waitsFor(english.requests.titles.approved)
    expect(ana.form).toBeUndefined()
  })

  story('a store that is away', { timeout: 60_000 }, async (context) => {
    const world = await begin(context, { redis: 'own' })
    const { ana, bea, redis } = world
    if (!redis.restart) return
    await fillsIn(world)
    await redis.restart(async () => {
      await ana.submits('Request')
      await ana.waitsFor('I’m having trouble right now', 30_000)
      expect(ana.form).toMatchObject({ submit: 'Request', values: typed })
    })
    const sendsAgain = async () => {
      if (ana.form?.submit === 'Request') await ana.submits('Request')
      return bea.sees().includes('superset')
    }
    await vi.waitUntil(sendsAgain, { timeout: 30_000, interval: 250 })
  })
})

describe('a form that takes longer than Slack waits', () => {
  const slow = { timeouts: { form: 100 }, slack: { formPatience: 3_000 } }

  /** Submits while Slack does not say who they are, up to the form that says so. */
  async function submitsSlowly(world: World, person: Actor, button: string) {
    const gate = world.slack.hold('users.info')
    world.clock.pass(61_000)
    const { status } = await person.submits(button)
    expect(status).toBe(200)
    expect(person.sees()).toContain(person.reads(english.forms.checking))
    expect(person.form?.submit).toBeUndefined()
    return gate
  }

  story('shows what was typed meanwhile, and says when it is done', async (context) => {
    const world = await begin(context, slow)
    const { ana, bea } = world
    await fillsIn(world)
    const gate = await submitsSlowly(world, ana, 'Request')
    for (const shown of ['superset', '7 days', 'Dashboards for the <board> meeting', 'and more'])
      expect(ana.sees()).toContain(shown)
    gate.release()
    await ana.waitsFor(english.forms.done)
    await bea.waitsFor('superset')
  })

  story('comes back with what was typed, and the refusal above it', async (context) => {
    const world = await begin(context, slow)
    const { ana, bea } = world
    await claimed(world)
    await fillsIn(world, { Label: 'tableau' })
    const gate = await submitsSlowly(world, ana, 'Request')
    gate.release()
    await ana.waitsFor(english.failures.labelInUse({ label: '*tableau*' }))
    expect(ana.form).toMatchObject({ submit: 'Request', values: { ...typed, Label: 'tableau' } })
    await ana.fills({ Label: 'superset' })
    await ana.submits('Request')
    await bea.waitsFor('superset')
  })

  story('and was closed meanwhile is refused in a message that opens it again as it was', async (context) => {
    const world = await begin(context, slow)
    const { ana, bea } = world
    await claimed(world)
    await fillsIn(world, { Label: 'tableau' })
    const gate = await submitsSlowly(world, ana, 'Request')
    await ana.closes()
    gate.release()
    const told = await ana.waitsFor(english.failures.labelInUse({ label: '*tableau*' }))
    expect(told).toContain('and more')
    await ana.presses('Open the form again')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    expect(ana.form?.values).toEqual({ ...typed, Label: 'tableau' })
    await ana.fills({ Label: 'superset' })
    await ana.submits('Request')
    await bea.waitsFor('superset')
  })

  story('of a review keeps the comment', async (context) => {
    const world = await begin(context, slow)
    const { bea, carl } = world
    await asks(world)
    await bea.waitsFor('[ Deny ]')
    await bea.presses('Deny')
    await bea.waitsFor((person) => person.form?.submit === 'Decide')
    await bea.fills({ Comment: 'Please use the shared one' })
    const gate = await submitsSlowly(world, bea, 'Decide')
    expect(bea.sees()).toContain('Please use the shared one')
    world.slack.change('UBEA', { isRestricted: true })
    gate.release()
    await bea.waitsFor(english.identityFailures.person.guest)
    expect(bea.form).toMatchObject({ submit: 'Decide', values: { Comment: 'Please use the shared one' } })
    world.slack.change('UBEA', { isRestricted: false })
    await carl.presses('Approve')
    await carl.waitsFor(/approved/i)
    world.clock.pass(61_000)
    await bea.submits('Decide')
    // Nothing is left to decide, and the comment can still be copied.
    await bea.waitsFor(english.failures.stale.approved({ by: '@Carl' }))
    expect(bea.form?.submit).toBeUndefined()
    expect(bea.sees()).toContain('Please use the shared one')
  })

  story('of a leaked token never shows the token, and goes on without it', async (context) => {
    const world = await begin(context, slow)
    const { ana, dremio } = world
    const { secret, tid } = dremio.mint(uids.ana, { label: 'laptop' })
    await ana.types('/dremio-pat leaked')
    await ana.waitsFor((person) => person.form?.title === 'Leaked token')
    await ana.fills({ Token: secret })
    const gate = await submitsSlowly(world, ana, 'Revoke it')
    expect(ana.sees()).not.toContain(secret.slice(20))
    dremio.fail('list', { status: 503 }, { times: 9 })
    gate.release()
    await ana.waitsFor(english.dremioFailures.unavailable({ operation: 'revoke' }), 30_000)
    expect(ana.form).toMatchObject({ title: 'Revoke token', submit: 'Revoke' })
    expect(ana.sees()).toContain(tid.slice(0, 8))
    dremio.clearFaults()
    await ana.submits('Revoke')
    await ana.waitsFor('Your token laptop is revoked.')
    expect(dremio.tokensOf(uids.ana)).toEqual([])
  })
})

test('a pasted token in a reason is refused at the field, and is in no view, message or record afterwards', async (context) => {
  const world = await begin(context)
  const { ana, slack, redis } = world
  const { secret } = mintSecret()
  await fillsIn(world, { Reason: secret })
  expect(Object.keys((await ana.submits('Request')).errors)).toEqual(['Reason'])
  expect(slack.everythingSaid()).not.toContain(secret.slice(0, 20))
  expect(await redis.dump()).not.toContain(secret.slice(0, 20))
})

test('a form that a process could not finish is not sent twice unknowingly, and keeps what was typed', async (context) => {
  const world = await begin(context)
  const { ana, bea } = world
  await fillsIn(world)
  // As a process leaves it that was killed after it had begun: the form is open, and known.
  const { id, hash } = ana.view ?? {}
  const { url, prefix } = world.redis
  await withClient(url, (raw) => raw.set(`{${prefix}}:seen:${id}:${hash}`, '1'))
  await ana.submits('Request')
  await ana.waitsFor(english.forms.sentAlready)
  expect(ana.form?.values).toEqual(typed)
  await ana.submits('Request')
  await bea.waitsFor('superset')
})
