// The built-in policy: what may be asked for, who decides, and what is read from the words.
import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/core/lifetime.ts'
import { approversUnder, askErrors, builtInPolicy, decide, lifetimeChoices, readAsk } from '../../src/core/policy.ts'

const policy = builtInPolicy(['UBEA', 'S0DATA'], 'cloud')
const ask = { label: 'tableau', lifetime: 30 * DAY, reason: 'dashboards' }

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
    expect(Object.keys(askErrors(policy, { ...ask, ...change }))).toEqual(fields)
  })

  test('on Software a day is the least', () => {
    const software = builtInPolicy([], 'software')
    expect(askErrors(software, { ...ask, lifetime: 23 * HOUR })).toHaveProperty('lifetime')
    expect(askErrors(software, { ...ask, lifetime: DAY })).toEqual({})
  })
})

describe('deciding', () => {
  test('every request is reviewed by the named approvers, and the rule is named', () => {
    expect(decide(policy, ask, { activeTokens: 0 })).toEqual({
      verdict: 'review',
      rule: 'every request is reviewed',
      approvers: ['user:UBEA', 'group:S0DATA'],
    })
  })

  test('who has five active tokens is denied, and hears how many', () => {
    expect(decide(policy, ask, { activeTokens: 5 })).toMatchObject({
      verdict: 'deny',
      rule: 'at most 5 active tokens',
      because: expect.stringContaining('5 active tokens'),
    })
    expect(decide(policy, ask, { activeTokens: 4 }).verdict).toBe('review')
  })

  test('what no rule matches is denied', () => {
    expect(decide({ ...policy, rules: [] }, ask, { activeTokens: 0 })).toMatchObject({
      verdict: 'deny',
      rule: 'no rule matches',
    })
  })

  test('the first rule that matches decides', () => {
    const short = { name: 'short ones', when: { lifetimeUpTo: DAY }, verdict: 'review' as const, approvers: [] }
    const two = { ...policy, rules: [short, ...policy.rules] }
    expect(decide(two, { ...ask, lifetime: DAY }, { activeTokens: 0 }).rule).toBe('short ones')
    expect(decide(two, { ...ask, lifetime: DAY + 1 }, { activeTokens: 0 }).rule).toBe('every request is reviewed')
  })

  test('a rule that is gone gives nobody the right to decide', () => {
    expect(approversUnder(policy, 'every request is reviewed')).toEqual(['user:UBEA', 'group:S0DATA'])
    expect(approversUnder(policy, 'an older rule')).toEqual([])
  })
})

describe('lifetimes to choose from', () => {
  test.each([
    ['the usual ones', undefined, undefined, [1, 7, 30, 90]],
    ['one from the words is added in its place', 12 * DAY, undefined, [1, 7, 12, 30, 90]],
    ['one that is there already is not doubled', 7 * DAY, undefined, [1, 7, 30, 90]],
    ['one that is not allowed is not added', 180 * DAY, undefined, [1, 7, 30, 90]],
    ['a reviewer sees at most what was asked', 12 * DAY, 12 * DAY, [1, 7, 12]],
  ])('%s', (_what, wanted, most, days) => {
    expect(lifetimeChoices(policy, wanted, most)).toEqual(days.map((day) => day * DAY))
  })
})

describe('the words behind create', () => {
  test.each([
    [[], { label: '' }],
    [['tableau'], { label: 'tableau' }],
    [['tableau', '30d'], { label: 'tableau', lifetime: 30 * DAY }],
    [['my', 'laptop', '2w'], { label: 'my laptop', lifetime: 14 * DAY }],
    [['7d'], { label: '', lifetime: 7 * DAY }],
    [['7d', 'tableau'], { label: '7d tableau' }],
    [['my laptop', '3mo'], { label: 'my laptop', lifetime: 90 * DAY }],
    [['12h', '12h'], { label: '12h', lifetime: 12 * HOUR }],
  ])('%j', (words, read) => {
    expect(readAsk(words)).toEqual(read)
  })
})
