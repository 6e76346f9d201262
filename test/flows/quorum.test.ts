// Rules as a company writes them: approved at once, denied, reviewed by one or several; each outcome told by its rule.

import { describe, expect, type TestContext, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { asks, audit, requestOn, secretBefore } from './story.ts'

const story = test.concurrent

async function begin(context: TestContext, policy: object, options: WorldOptions = {}): Promise<World> {
  const env = { POLICY_FILE: policyFile(context, policy), ...options.env }
  const world = await startWorld({ ...options, env })
  context.onTestFinished(() => world.close())
  return world
}

const both = { approvers: ['user:UBEA', 'user:UCARL'] }

describe('a rule that approves', () => {
  story('lets the token be collected at once, and is named', async (context) => {
    const rules = [
      { name: 'short tokens are self-service', when: { lifetimeUpTo: '7d' }, then: 'approve' },
      { name: 'the rest is reviewed', then: 'review', ...both },
    ]
    const world = await begin(context, { rules })
    const { ana, bea } = world
    await ana.types('/dremio-pat create tableau 7d')
    await ana.waitsFor((person) => person.form?.submit === 'Request' && person.sees().includes('self-service'))
    await ana.fills({ Reason: 'Dashboards' })
    await ana.submits('Request')
    await ana.waitsFor('short tokens are self-service')
    await ana.presses('Show token')
    await secretBefore(ana)
    expect(bea.messages).toHaveLength(0)
    expect(world.dremio.tokensOf(uids.ana)).toHaveLength(1)
  })
})

describe('a rule that denies', () => {
  story('says why and by which rule, and asks nobody', async (context) => {
    const rules = [
      {
        name: 'contractors do not get tokens',
        when: { inGroup: 'S0CON' },
        then: 'deny',
        because: 'Contractors use OAuth.',
      },
      { name: 'the rest is reviewed', then: 'review', ...both },
    ]
    const world = await begin(context, { rules }, { slack: { groups: [{ id: 'S0CON', users: ['UANA'] }] } })
    const { ana, bea } = world
    await ana.types('/dremio-pat create tableau 7d')
    await ana.waitsFor('Contractors use OAuth.')
    expect(ana.sees()).toContain('contractors do not get tokens')
    expect(bea.messages).toHaveLength(0)
  })

  story('refuses also where the group that it speaks of does not exist', async (context) => {
    const rules = [{ name: 'not these', when: { inGroup: 'S0GONE' }, then: 'deny', because: 'No.' }]
    const world = await begin(context, { rules })
    await world.ana.types('/dremio-pat create tableau 7d')
    await world.ana.waitsFor(
      english.denials.because({ denial: { kind: 'no such group', groups: ['S0GONE'] }, mine: true }),
    )
  })

  story('refuses also while that group cannot be read', async (context) => {
    const rules = [{ name: 'not these', when: { inGroup: 'S0GONE' }, then: 'deny', because: 'No.' }]
    const world = await begin(context, { rules })
    world.slack.fail('usergroups.users.list', { error: 'plan_upgrade_required' })
    await world.ana.types('/dremio-pat create tableau 7d')
    await world.ana.waitsFor(english.failures.slackRefused({ operation: 'read a user group' }))
  })
})

describe('a quorum', () => {
  const two = { rules: [{ name: 'two agree', then: 'review', ...both, quorum: 2 }] }

  story('of two is approved by two people, and each card says who is missing', async (context) => {
    const world = await begin(context, two)
    const { ana, bea, carl } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    expect(await ana.waitsFor(/1 of 2/)).toContain(english.requests.titles.waiting)
    await carl.waitsFor(/1 of 2/)
    await bea.quiet()
    expect(bea.sees()).not.toContain('[ Approve ]')
    await carl.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    expect(await audit(world)).toMatch(/request\.approval_added/)
  })

  story('counts people and not clicks', async (context) => {
    const world = await begin(context, two)
    const { ana, bea } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    const press = bea.aims('Approve')
    await Promise.all([press(), press()])
    await ana.waitsFor(/1 of 2/)
    await press()
    await bea.quiet()
    expect(ana.sees()).toContain(english.requests.titles.waiting)
    expect(bea.sees()).toMatch(/approved (it|this)/i)
  })

  story('is ended by one denial', async (context) => {
    const world = await begin(context, two)
    const { ana, bea, carl } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    await carl.waitsFor(/1 of 2/)
    await carl.presses('Deny')
    await carl.waitsFor('Decision')
    await carl.fills({ Comment: 'Use the shared extract.' })
    await carl.submits('Decide')
    await ana.waitsFor(english.requests.titles.denied)
  })

  story('holds the shortest lifetime that any of them granted', async (context) => {
    const world = await begin(context, two)
    const { ana, bea, carl, clock, dremio } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await bea.presses('Review')
    await bea.waitsFor((person) => person.form?.submit === 'Decide')
    await bea.fills({ Lifetime: '7 days' })
    await bea.submits('Decide')
    await carl.waitsFor(/1 of 2/)
    await carl.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    await ana.presses('Show token')
    await secretBefore(ana)
    expect(dremio.tokensOf(uids.ana)[0]?.expiresAt).toBe(clock.now() + 7 * DAY)
  })

  story('from different groups is not reached within one', async (context) => {
    const rules = [
      {
        name: 'both sides agree',
        then: 'review',
        approvers: ['group:S0DATA', 'group:S0SEC'],
        quorum: { people: 2, differentGroups: true },
      },
    ]
    const dan = { id: 'UDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test' }
    const world = await startWorld({
      slack: {
        people: [
          { id: 'UANA', name: 'ana', realName: 'Ana', email: 'ana@acme.test' },
          { id: 'UBEA', name: 'bea', realName: 'Bea', email: 'bea@acme.test' },
          { id: 'UCARL', name: 'carl', realName: 'Carl', email: 'carl@acme.test' },
          dan,
        ],
        groups: [
          { id: 'S0DATA', users: ['UBEA', 'UCARL'] },
          { id: 'S0SEC', users: ['UDAN'] },
        ],
      },
      env: { POLICY_FILE: policyFile(context, { rules }) },
    })
    context.onTestFinished(() => world.close())
    const { ana, bea, carl, slack } = world
    const daniel = slack.person('UDAN')
    await asks(world)
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    await carl.waitsFor(/1 of 2/)
    await carl.presses('Approve')
    await carl.quiet()
    expect(ana.sees()).toContain(english.requests.titles.waiting)
    await daniel.presses('Approve', { on: 'Why you:' })
    await ana.waitsFor(english.requests.titles.approved)
  })

  story('that could never be reached is refused before anybody is asked', async (context) => {
    const rules = [{ name: 'two agree', then: 'review', approvers: ['user:UANA', 'user:UBEA'], quorum: 2 }]
    const world = await begin(context, { rules })
    await world.ana.types('/dremio-pat create tableau 7d')
    await world.ana.waitsFor('two agree')
    expect(world.bea.messages).toHaveLength(0)
  })

  story('does not count whoever lost the right between card and click', async (context) => {
    const rules = [{ name: 'the data group decides', then: 'review', approvers: ['group:S0DATA'] }]
    const groups = [{ id: 'S0DATA', users: ['UBEA', 'UCARL'] }]
    const world = await begin(context, { rules }, { slack: { groups } })
    const { ana, bea, clock, slack } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    slack.regroup('S0DATA', ['UCARL'])
    clock.pass(61_000)
    await bea.presses('Approve')
    await bea.waitsFor(english.failures.notReviewer)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
  })

  story('reviews in a channel as well, where only those who may decide can', async (context) => {
    const rules = [{ name: 'in the open', then: 'review', approvers: ['user:UBEA'], channel: 'C0REVIEW' }]
    const channels = [{ id: 'C0REVIEW', name: 'reviews', botIsMember: true }]
    const world = await begin(context, { rules }, { slack: { channels } })
    const { ana, bea, carl } = world
    await asks(world)
    await carl.waitsFor('#reviews')
    expect(requestOn(ana, 'Cancel request')).not.toBe('')
    await carl.presses('Approve', { on: '#reviews' })
    await carl.waitsFor(english.failures.notReviewer)
    await bea.presses('Approve', { on: '#reviews' })
    await ana.waitsFor(english.requests.titles.approved)
    await carl.waitsFor(english.reviews.titles.approved)
  })
})
