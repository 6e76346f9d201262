// Decisions as a table, what is wrong with an ask, and what is read from the words.
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import {
  approversUnder,
  askProblems,
  builtInPolicy,
  commentProblem,
  decide,
  groupsIn,
  lifetimeChoices,
  type Policy,
  type PolicyFacts,
  policySchema,
} from '../../../src/core/policy/evaluate.ts'
import { DAY, HOUR } from '../../../src/core/time/duration.ts'

const schema = policySchema({ edition: 'cloud', approvers: ['UBEA', 'S0DATA'] })
type Written = z.input<typeof schema>
const policyOf = (written: Written): Policy => ({ ...schema.parse(written), version: 'test' })

const policy = builtInPolicy(['UBEA', 'S0DATA'], 'cloud')
const ask = { label: 'tableau', lifetime: 30 * DAY, reason: 'dashboards' }
/** A Wednesday, noon in London, 13:00 in Berlin. */
const facts: PolicyFacts = {
  requester: 'UANA',
  groups: new Set(),
  activeTokens: 0,
  openRequests: 0,
  now: Date.UTC(2026, 10, 4, 12),
  timeZone: 'Europe/London',
  rotation: false,
  replaces: false,
}

describe('what is wrong with an ask', () => {
  test.each([
    ['nothing', {}, []],
    ['a short label', { label: 'ab' }, ['label']],
    ['an empty label', { label: '' }, ['label']],
    ['a long label', { label: 'x'.repeat(61) }, ['label']],
    ['a label with a bracket', { label: 'tab[leau]' }, ['label']],
    ['a label with a line break', { label: 'tab\nleau' }, ['label']],
    ['a label in another script', { label: 'отчёт 7' }, []],
    ['an hour', { lifetime: HOUR }, []],
    ['less than an hour', { lifetime: HOUR - 1 }, ['lifetime']],
    ['90 days', { lifetime: 90 * DAY }, []],
    ['more than 90 days', { lifetime: 90 * DAY + 1 }, ['lifetime']],
    ['no lifetime', { lifetime: Number.NaN }, ['lifetime']],
    ['no reason', { reason: '' }, ['reason']],
    ['a blank reason', { reason: ' \n' }, ['reason']],
    ['a long reason', { reason: 'x'.repeat(1_001) }, ['reason']],
    ['a reason with a token in it', { reason: `my old one is ${'A'.repeat(62)}== please` }, ['reason']],
    ['everything', { label: '', lifetime: 0, reason: '' }, ['label', 'lifetime', 'reason']],
  ])('%s', (_what, change, fields) => {
    expect(Object.keys(askProblems(policy, { ...ask, ...change }))).toEqual(fields)
  })

  test('on Software a day is the least', () => {
    const software = builtInPolicy([], 'software')
    expect(askProblems(software, { ...ask, lifetime: 23 * HOUR })).toHaveProperty('lifetime')
    expect(askProblems(software, { ...ask, lifetime: DAY })).toEqual({})
  })

  const ticket = String.raw`\b[A-Z]+-\d+\b`
  test.each<[what: string, written: Written, change: object, words: object]>([
    ['a reason without the ticket', { reason: { pattern: ticket } }, {}, { reason: { kind: 'reason form' } }],
    [
      'the same in words',
      { reason: { pattern: ticket, hint: 'a ticket' } },
      {},
      { reason: { kind: 'reason form', hint: 'a ticket' } },
    ],
    ['a reason with the ticket', { reason: { pattern: ticket } }, { reason: 'as in DATA-12, please' }, {}],
    ['no reason where none is needed', { reason: { required: false, pattern: ticket } }, { reason: '' }, {}],
    ['a wrong one all the same', { reason: { required: false, pattern: ticket } }, {}, { reason: expect.anything() }],
    [
      'a label of another shape',
      { label: { pattern: '^[A-Z]+$' } },
      {},
      { label: { kind: 'label form', form: 'undescribed' } },
    ],
    [
      'the same in words',
      { label: { pattern: '^[A-Z]+$', hint: 'capitals' } },
      {},
      { label: { kind: 'label form', form: { hint: 'capitals' } } },
    ],
    ['a token as label', { label: { pattern: '.' } }, { label: `${'A'.repeat(62)}==` }, { label: expect.anything() }],
    ['an empty label under any pattern', { label: { pattern: '^' } }, { label: '' }, { label: expect.anything() }],
    ['two lines under any pattern', { label: { pattern: '^' } }, { label: 'a\nb' }, { label: expect.anything() }],
  ])('by a policy of their own: %s', (_what, written, change, words) => {
    expect(askProblems(policyOf(written), { ...ask, ...change })).toEqual(words)
  })

  test('a denial says why, and no comment holds a token', () => {
    expect(commentProblem('denied', ' ')).toBeDefined()
    expect(commentProblem('approved')).toBeUndefined()
    expect(commentProblem('approved', `${'A'.repeat(62)}==`)).toBeDefined()
  })
})

describe('the built-in policy', () => {
  test('has every request reviewed by the manager, else by APPROVERS, and names its rule', () => {
    expect(decide(policy, ask, facts)).toEqual({
      verdict: 'review',
      rule: 'every request is reviewed',
      approvers: ['manager'],
      fallback: ['user:UBEA', 'group:S0DATA'],
      quorum: 1,
      differentGroups: false,
    })
  })

  test('denies who has five active tokens, and tells them how many', () => {
    expect(decide(policy, ask, { ...facts, activeTokens: 5 })).toMatchObject({
      verdict: 'deny',
      rule: 'at most 5 active tokens',
      denial: { kind: 'too many tokens', active: 5, open: 0, most: 5 },
    })
    expect(decide(policy, ask, { ...facts, activeTokens: 4 }).verdict).toBe('review')
  })

  test.each([
    [3, 2],
    [0, 5],
    [5, 0],
  ])('counts what is not collected yet as well: %i tokens and %i requests', (activeTokens, openRequests) => {
    const denial = { kind: 'too many tokens', active: activeTokens, open: openRequests, most: 5 }
    expect(decide(policy, ask, { ...facts, activeTokens, openRequests })).toMatchObject({ verdict: 'deny', denial })
  })
})

const week = 7 * DAY
const selfService = { name: 'short ones', when: { lifetimeUpTo: '7d' }, then: 'approve' as const }
const contractors = {
  name: 'no contractors',
  when: { inGroup: 'S0CONTRACT' },
  then: 'deny' as const,
  because: 'Contractors use OAuth.',
}
const others = { name: 'the others', then: 'review' as const, approvers: ['manager'] }
const three = [selfService, contractors, others]
const contractor = { groups: new Set(['S0CONTRACT']) }

type Rules = NonNullable<Written['rules']>
/** A rule with this condition approves; where it does not hold, nothing does. */
const only = (when: Rules[number]['when']): Rules => [{ name: 'it holds', when, then: 'approve' }]
const APPROVED = 'approve: it holds'
const NOTHING = 'deny: no rule matches'

describe('deciding', () => {
  test.each<[what: string, rules: Rules, ask: object, facts: object, decision: string]>([
    ['a short one is approved', three, { lifetime: week }, {}, 'approve: short ones'],
    ['the first rule wins, also for a contractor', three, { lifetime: week }, contractor, 'approve: short ones'],
    ['a contractor gets no long one', three, {}, contractor, 'deny: no contractors'],
    ['the last rule takes the rest', three, {}, {}, 'review: the others'],
    [
      'a deny that stands first wins',
      [contractors, selfService],
      { lifetime: week },
      contractor,
      'deny: no contractors',
    ],
    ['without a rule that holds', [selfService], {}, {}, NOTHING],
    ['a rule without conditions holds', only(undefined), {}, {}, APPROVED],
    ['so does one with none of them', only({}), {}, {}, APPROVED],
    ['lifetimeUpTo, itself', only({ lifetimeUpTo: '7d' }), { lifetime: week }, {}, APPROVED],
    ['lifetimeUpTo, above it', only({ lifetimeUpTo: '7d' }), { lifetime: week + 1 }, {}, NOTHING],
    ['lifetimeOver, itself', only({ lifetimeOver: '7d' }), { lifetime: week }, {}, NOTHING],
    ['lifetimeOver, above it', only({ lifetimeOver: '7d' }), { lifetime: week + 1 }, {}, APPROVED],
    ['both, between', only({ lifetimeOver: '1d', lifetimeUpTo: '7d' }), { lifetime: 2 * DAY }, {}, APPROVED],
    ['both, outside', only({ lifetimeOver: '1d', lifetimeUpTo: '7d' }), { lifetime: DAY }, {}, NOTHING],
    ['user, it is them', only({ user: 'UANA' }), {}, {}, APPROVED],
    ['user, it is not', only({ user: 'UBEA' }), {}, {}, NOTHING],
    ['user, among several', only({ user: ['UBEA', 'UANA'] }), {}, {}, APPROVED],
    ['inGroup, they are', only({ inGroup: 'S0CONTRACT' }), {}, contractor, APPROVED],
    ['inGroup, they are not', only({ inGroup: 'S0CONTRACT' }), {}, {}, NOTHING],
    ['inGroup, one of several will do', only({ inGroup: ['S0A', 'S0CONTRACT'] }), {}, contractor, APPROVED],
    ['notInGroup, they are', only({ notInGroup: 'S0CONTRACT' }), {}, contractor, NOTHING],
    ['notInGroup, they are not', only({ notInGroup: 'S0CONTRACT' }), {}, {}, APPROVED],
    ['notInGroup, one of several is enough', only({ notInGroup: ['S0A', 'S0CONTRACT'] }), {}, contractor, NOTHING],
    ['in one, not in another', only({ inGroup: 'S0CONTRACT', notInGroup: 'S0A' }), {}, contractor, APPROVED],
    ['label, found anywhere', only({ label: 'blea' }), {}, {}, APPROVED],
    ['label, not found', only({ label: '^ci-' }), {}, {}, NOTHING],
    ['label, capitals differ', only({ label: 'Tableau' }), {}, {}, NOTHING],
    ['label, by script', only({ label: String.raw`^\p{Script=Cyrillic}+$` }), { label: 'отчёт' }, {}, APPROVED],
    ['activeTokensOver, as many', only({ activeTokensOver: 2 }), {}, { activeTokens: 2 }, NOTHING],
    ['activeTokensOver, more', only({ activeTokensOver: 2 }), {}, { activeTokens: 3 }, APPROVED],
    ['activeTokensOver, any', only({ activeTokensOver: 0 }), {}, {}, NOTHING],
    ['hours, within', only({ hours: '08:00-18:00' }), {}, {}, APPROVED],
    ['hours, outside', only({ hours: '13:00-18:00' }), {}, {}, NOTHING],
    ['hours, by the requester’s clock', only({ hours: '13:00-18:00' }), {}, { timeZone: 'Europe/Berlin' }, APPROVED],
    ['days, a weekday', only({ days: 'weekdays' }), {}, {}, APPROVED],
    ['days, a Saturday', only({ days: 'weekdays' }), {}, { now: Date.UTC(2026, 10, 7, 12) }, NOTHING],
    ['days, all of them', only({ days: 'all' }), {}, { now: Date.UTC(2026, 10, 7, 12) }, APPROVED],
    ['days, one of the list', only({ days: ['mon', 'wed'] }), {}, {}, APPROVED],
    ['days, none of the list', only({ days: ['mon', 'tue'] }), {}, {}, NOTHING],
    ['rotation, it is one', only({ rotation: true }), {}, { rotation: true }, APPROVED],
    ['rotation, it is none', only({ rotation: true }), {}, {}, NOTHING],
    ['rotation, it must be none', only({ rotation: false }), {}, { rotation: true }, NOTHING],
    ['all must hold', only({ user: 'UANA', lifetimeUpTo: '7d' }), {}, {}, NOTHING],
    ['all hold', only({ user: 'UANA', lifetimeUpTo: '30d', days: 'weekdays' }), {}, {}, APPROVED],
    [
      'too many tokens come before every rule',
      three,
      { lifetime: week },
      { activeTokens: 5 },
      'deny: at most 5 active tokens',
    ],
    ['one less is not too many', three, { lifetime: week }, { activeTokens: 4 }, 'approve: short ones'],
    [
      'a renewal does not count itself',
      three,
      { lifetime: week },
      { activeTokens: 5, rotation: true, replaces: true },
      'approve: short ones',
    ],
    [
      'six are too many to renew one',
      three,
      {},
      { activeTokens: 6, rotation: true, replaces: true },
      'deny: at most 5 active tokens',
    ],
    ['open requests count too', three, {}, { activeTokens: 3, openRequests: 2 }, 'deny: at most 5 active tokens'],
    ['above the maximum no rule counts', only({}), { lifetime: 90 * DAY + 1 }, {}, NOTHING],
    ['nor below the minimum', only({}), { lifetime: HOUR - 1 }, {}, NOTHING],
    ['nor without a lifetime', only({}), { lifetime: Number.NaN }, {}, NOTHING],
  ])('%s', (_what, rules, asked, change, decision) => {
    const { verdict, rule } = decide(policyOf({ rules }), { ...ask, ...asked }, { ...facts, ...change })
    expect(`${verdict}: ${rule}`).toBe(decision)
  })

  test('a denial says what the rule says', () => {
    const decision = decide(policyOf({ rules: three }), ask, { ...facts, ...contractor })
    expect(decision).toEqual({
      verdict: 'deny',
      rule: 'no contractors',
      denial: { kind: 'rule', because: 'Contractors use OAuth.' },
    })
  })

  test('a review says who decides, how many of them, and where', () => {
    const rule = {
      name: 'two of us',
      then: 'review' as const,
      approvers: ['group:S0DATA', 'group:S0SEC'],
      fallback: ['user:UBEA'],
      quorum: { people: 2, differentGroups: true },
      channel: 'C0REVIEWS',
    }
    const review = {
      verdict: 'review',
      rule: 'two of us',
      approvers: ['group:S0DATA', 'group:S0SEC'],
      fallback: ['user:UBEA'],
      quorum: 2,
      differentGroups: true,
      channel: 'C0REVIEWS',
    }
    expect(decide(policyOf({ rules: [rule] }), ask, facts)).toEqual(review)
    expect(approversUnder(policyOf({ rules: [rule] }), 'two of us')).toEqual(review)
  })

  test('a rule that is gone, or is no review any more, gives nobody the right to decide', () => {
    expect(approversUnder(policyOf({ rules: three }), 'the others')?.approvers).toEqual(['manager'])
    expect(approversUnder(policyOf({ rules: three }), 'an older rule')).toBeUndefined()
    expect(approversUnder(policyOf({ rules: three }), 'short ones')).toBeUndefined()
  })

  test('the groups that conditions speak of are known, each once; approvers are another matter', () => {
    const rules = [...only({ inGroup: ['S0B', 'S0A'] }), contractors, { ...others, approvers: ['group:S0DATA'] }]
    expect(groupsIn(policyOf({ rules: [...rules, { ...selfService, when: { notInGroup: 'S0A' } }] }))).toEqual([
      'S0B',
      'S0A',
      'S0CONTRACT',
    ])
    expect(groupsIn(policy)).toEqual([])
  })
})

describe('lifetimes to choose from', () => {
  test.each([
    ['the usual ones', undefined, undefined, [1, 7, 30, 90]],
    ['one from the words is added in its place', 12 * DAY, undefined, [1, 7, 12, 30, 90]],
    ['one that is there already is not doubled', 7 * DAY, undefined, [1, 7, 30, 90]],
    ['one that is not allowed is not added', 180 * DAY, undefined, [1, 7, 30, 90]],
    ['a reviewer sees at most what was asked', 12 * DAY, 12 * DAY, [1, 7, 12]],
    ['and at most what is allowed by now', 120 * DAY, 120 * DAY, [1, 7, 30, 90]],
    ['and never nothing', DAY / 48, DAY / 48, [1 / 48]],
  ])('%s', (_what, wanted, most, days) => {
    expect(lifetimeChoices(policy, wanted, most)).toEqual(days.map((day) => day * DAY))
  })

  test('include the default, wherever it stands in the file', () => {
    const own = policyOf({ lifetime: { default: '3d', choices: ['1d', '7d'] } })
    expect(lifetimeChoices(own)).toEqual([DAY, 3 * DAY, 7 * DAY])
  })
})

describe('what lies at a bound', () => {
  test.each([policy.lifetime.min, policy.lifetime.max])(
    'a lifetime of %i milliseconds is decided by the rules',
    (lifetime) => {
      expect(decide(policy, { ...ask, lifetime }, facts)).toMatchObject({ verdict: 'review' })
    },
  )

  test('the groups that must be read are those of both conditions', () => {
    const rules = [{ name: 'a', when: { inGroup: ['S0A'], notInGroup: ['S0B'] }, then: 'approve' as const }]
    expect(groupsIn(policyOf({ rules }))).toEqual(['S0A', 'S0B'])
  })
})

describe('a user group that does not exist', () => {
  const gone: PolicyFacts = { ...facts, groups: new Set(['S0HERE']), missingGroups: new Set(['S0GONE']) }
  const review = { name: 'review', then: 'review' as const, approvers: ['user:UBEA'] } satisfies NonNullable<
    Written['rules']
  >[number]
  const approve = { name: 'approve', then: 'approve' } as const
  const denied = { name: 'denied', then: 'deny', because: 'Not you.' } as const
  const inGone = { inGroup: ['S0GONE'] }

  test.each<[what: string, rules: Written['rules'], verdict: string, rule: string]>([
    ['approves nobody, and the next rule decides', [{ ...approve, when: inGone }, review], 'review', 'review'],
    ['denies nobody where people review', [{ ...denied, when: inGone }, review], 'review', 'review'],
    ['lets nobody past a denial', [{ ...denied, when: inGone }, approve], 'deny', 'denied'],
    ['lets nobody past a review', [{ ...review, when: inGone }, approve], 'deny', 'review'],
    ['leaves a later denial as it is', [{ ...review, when: inGone }, denied], 'deny', 'denied'],
    ['is named where nothing else is left', [{ ...approve, when: inGone }], 'deny', 'approve'],
    [
      'does not matter beside a group to which the person belongs',
      [{ ...approve, when: { inGroup: ['S0GONE', 'S0HERE'] } }],
      'approve',
      'approve',
    ],
    [
      'does not matter where another condition does not hold',
      [{ ...denied, when: { ...inGone, lifetimeOver: '60d' } }, approve],
      'approve',
      'approve',
    ],
    [
      'is no proof that somebody is outside of it',
      [{ ...approve, when: { notInGroup: ['S0GONE'] } }, review],
      'review',
      'review',
    ],
    [
      'does not matter where the person is in another group that is left out',
      [{ ...denied, when: { notInGroup: ['S0GONE', 'S0HERE'] } }, approve],
      'approve',
      'approve',
    ],
  ])('%s', (_what, rules, verdict, rule) => {
    expect(decide(policyOf({ rules }), ask, gone)).toMatchObject({ verdict, rule })
  })

  test('is named by its id', () => {
    const decision = decide(policyOf({ rules: [{ ...denied, when: inGone }, approve] }), ask, gone)
    expect(JSON.stringify(decision)).toContain('S0GONE')
  })
})
