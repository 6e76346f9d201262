// `why`: what would happen if I asked, told by the rules that would decide, and nothing made by it.

import { afterEach, describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { claimed } from './story.ts'

const OTHERS = english.why.choices({ allowed: [DAY, 7 * DAY, 30 * DAY] })

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
      english.why.atOnce({ lifetime: 7 * DAY, rule: 'short tokens are self-service' }),
    )
    const review = await answer('why 30d')
    expect(review).toContain(
      english.why.review({
        lifetime: 30 * DAY,
        rule: 'two agree',
        people: ['@Bea', '@Carl'],
        quorum: 2,
        differentGroups: false,
      }),
    )
    expect(review).toContain(english.why.limits({ active: 0, most: 5, open: 0, least: HOUR, longest: 90 * DAY }))
    expect(await answer('WHY 3mo')).toContain(
      `${english.why.denied({ lifetime: 90 * DAY, rule: 'never for a quarter', denial: { kind: 'rule', because: 'Use OAuth for that.' } })} ${OTHERS}`,
    )
    await world.ana.presses('New token')
    await world.ana.waitsFor(
      english.requestForm.willReview({ people: ['@Bea', '@Carl'], quorum: 2, differentGroups: false }),
    )
  })

  test('knows the groups that the rules speak of', async (context) => {
    const closed = [
      { name: 'not for contractors', when: { inGroup: 'S0CON' }, then: 'deny', because: 'Contractors use OAuth.' },
      ...rules,
    ]
    const options: WorldOptions = { slack: { groups: [{ id: 'S0CON', users: ['UANA'] }] } }
    world = await startWorld({ ...options, env: { POLICY_FILE: policyFile(context, { rules: closed }) } })
    const text = await answer('why 1d')
    expect(text).toContain(
      english.why.denied({
        lifetime: DAY,
        rule: 'not for contractors',
        denial: { kind: 'rule', because: 'Contractors use OAuth.' },
      }),
    )
    expect(text).not.toContain(OTHERS.slice(0, 7))
  })

  test('the form stays open where another lifetime can be asked for, and closes where none is', async (context) => {
    const policy = { lifetime: { default: '90d' }, rules }
    world = await startWorld({ env: { POLICY_FILE: policyFile(context, policy) } })
    const { ana } = world
    await ana.types('/dremio-pat create tableau')
    const form = await ana.waitsFor('Use OAuth for that.')
    expect(form).toContain(OTHERS)
    await ana.fills({ Lifetime: '7 days', Reason: 'Dashboards' })
    await ana.submits('Request')
    await ana.waitsFor(english.requests.titles.approved)
  })
})

describe('with the built-in policy', () => {
  test('without words it goes by the usual lifetime', async () => {
    world = await startWorld()
    const text = await answer('why')
    expect(text).toContain(
      english.why.review({
        lifetime: 30 * DAY,
        rule: 'every request is reviewed',
        people: ['@Bea', '@Carl'],
        quorum: 1,
        differentGroups: false,
      }),
    )
    expect(text).toContain('[ New token ]')
  })

  test('says the maximum to whoever is above it, and how a lifetime is written to whoever did not', async () => {
    world = await startWorld()
    expect(await answer('why 180d')).toContain(english.why.tooLong({ lifetime: 180 * DAY, most: 90 * DAY }))
    expect(await answer('why 30m')).toContain(english.why.tooShort({ lifetime: HOUR / 2, least: HOUR }))
    for (const words of ['why soon', 'why 7d tableau', 'why -1d', 'why 0d']) {
      const text = await answer(words)
      expect(text).toContain(world.ana.reads(english.why.unreadableLifetime))
      expect(text).toContain('/dremio-pat why [lifetime]')
    }
  })

  test('says who should be named where nobody is there to decide', async () => {
    world = await startWorld({ env: { APPROVERS: 'UANA' } })
    const text = await answer('why')
    expect(text).toContain(english.why.nobody({ lifetime: 30 * DAY }))
  })

  test('counts the tokens that I have', async () => {
    world = await startWorld()
    await claimed(world)
    await world.ana.waitsFor(english.requests.titles.claimed)
    await world.ana.types('/dremio-pat why')
    await world.ana.waitsFor(english.why.limits({ active: 1, most: 5, open: 0, least: HOUR, longest: 90 * DAY }))
  })

  test('refuses whoever would be refused', async () => {
    world = await startWorld()
    world.dremio.user(uids.ana).email = 'ana@elsewhere.test'
    expect(await answer('why')).toContain(english.identityFailures.noDremioUser({ email: 'ana@acme.test' }))
    world.slack.change('UANA', { isRestricted: true })
    expect(await answer('why nonsense')).toContain(english.identityFailures.person.guest)
  })
})
