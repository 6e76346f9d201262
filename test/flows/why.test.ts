// `why`: what would happen if I asked, told by the rules that would decide, and nothing made by it.

import { afterEach, describe, expect, test } from 'vitest'
import { requesterTitles } from '../../src/slack/views/card-titles.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { claimed } from './story.ts'

let world: World
afterEach(() => world.close())

const rules = [
  { name: 'short tokens are self-service', when: { lifetimeUpTo: '7d' }, then: 'approve' },
  { name: 'never for a quarter', when: { lifetimeOver: '60d' }, then: 'deny', because: 'Use OAuth for that.' },
  { name: 'two agree', then: 'review', approvers: ['user:UBEA', 'user:UCARL'], quorum: 2 },
]

/** What is answered to the words; privately, and with nothing made. */
async function answer(words: string): Promise<string> {
  const { ana, slack } = world
  ana.reload()
  await ana.types(`/dremio-pat ${words}`)
  await ana.waitsFor((person) => person.ephemerals.length === 1)
  await slack.quiet()
  expect(ana.messages).toEqual([])
  expect(world.bea.messages).toEqual([])
  expect(await world.redis.dump()).not.toContain('request.created')
  return ana.sees()
}

describe('with the rules of a policy file', () => {
  test('tells approval, review and denial by their rules, and what can be asked for instead', async (context) => {
    world = await startWorld({ env: { POLICY_FILE: policyFile(context, { rules }) } })
    expect(await answer('why 7d')).toContain(
      'A token for 7 days would be approved at once, by the rule “short tokens are self-service”.',
    )
    const review = await answer('why 30d')
    expect(review).toContain('A token for 30 days would be reviewed, by the rule “two agree”.')
    expect(review).toContain('@Bea and @Carl would have to approve it.')
    expect(review).toContain('You have 0 of at most 5 active tokens. Lifetimes lie between 1 hour and 90 days.')
    expect(await answer('WHY 3mo')).toContain(
      'A token for 90 days would be denied, by the rule “never for a quarter”. Use OAuth for that. You can ask for 1 day, 7 days or 30 days.',
    )
    await world.ana.presses('New token')
    await world.ana.waitsFor('would have to approve this request')
  })

  test('knows the groups that the rules speak of', async (context) => {
    const closed = [
      { name: 'not for contractors', when: { inGroup: 'S0CON' }, then: 'deny', because: 'Contractors use OAuth.' },
      ...rules,
    ]
    const options: WorldOptions = { slack: { groups: [{ id: 'S0CON', users: ['UANA'] }] } }
    world = await startWorld({ ...options, env: { POLICY_FILE: policyFile(context, { rules: closed }) } })
    const text = await answer('why 1d')
    expect(text).toContain('denied, by the rule “not for contractors”. Contractors use OAuth.')
    expect(text).not.toContain('You can ask for')
  })

  test('the form stays open where another lifetime can be asked for, and closes where none is', async (context) => {
    const policy = { lifetime: { default: '90d' }, rules }
    world = await startWorld({ env: { POLICY_FILE: policyFile(context, policy) } })
    const { ana } = world
    await ana.types('/dremio-pat create tableau')
    const form = await ana.waitsFor('Use OAuth for that.')
    expect(form).toContain('You can ask for 1 day, 7 days or 30 days.')
    await ana.fills({ Lifetime: '7 days', Reason: 'Dashboards' })
    await ana.submits('Request')
    await ana.waitsFor(requesterTitles.approved)
  })
})

describe('with the built-in policy', () => {
  test('without words it goes by the usual lifetime', async () => {
    world = await startWorld()
    const text = await answer('why')
    expect(text).toContain('A token for 30 days would be reviewed, by the rule “every request is reviewed”.')
    expect(text).toContain('@Bea or @Carl would review it.')
    expect(text).toContain('[ New token ]')
  })

  test('says the maximum to whoever is above it, and how a lifetime is written to whoever did not', async () => {
    world = await startWorld()
    expect(await answer('why 180d')).toContain('A token for 180 days would be denied: 90 days is the maximum.')
    expect(await answer('why 30m')).toContain('A token for 30 minutes would be denied: 1 hour is the minimum.')
    for (const words of ['why soon', 'why 7d tableau', 'why -1d', 'why 0d']) {
      const text = await answer(words)
      expect(text).toContain('I cannot read that as a lifetime.')
      expect(text).toContain('/dremio-pat why [lifetime]')
    }
  })

  test('says who should be named where nobody is there to decide', async () => {
    world = await startWorld({ env: { APPROVERS: 'UANA' } })
    const text = await answer('why')
    expect(text).toContain('A token for 30 days would be refused: the rule “every request is reviewed” wants a review')
    expect(text).toContain('An administrator should name approvers in `APPROVERS`')
  })

  test('counts the tokens that I have', async () => {
    world = await startWorld()
    await claimed(world)
    await world.ana.waitsFor(requesterTitles.claimed)
    await world.ana.types('/dremio-pat why')
    await world.ana.waitsFor('You have 1 of at most 5 active tokens.')
  })

  test('refuses whoever would be refused', async () => {
    world = await startWorld()
    world.dremio.user(uids.ana).email = 'ana@elsewhere.test'
    expect(await answer('why')).toContain(english.identityFailures.noDremioUser({ email: 'ana@acme.test' }))
    world.slack.change('UANA', { isRestricted: true })
    expect(await answer('why nonsense')).toContain(english.identityFailures.person.guest)
  })
})
