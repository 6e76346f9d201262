// The limits of what is asked and commented: what just fits, and what is one too long.
import { describe, expect, test } from 'vitest'
import {
  type Ask,
  askProblems,
  builtInPolicy,
  commentProblem,
  lifetimeChoices,
  policySchema,
} from '../../../src/core/policy/evaluate.ts'
import { DAY, HOUR } from '../../../src/core/time/duration.ts'

const policy = builtInPolicy([], 'cloud')
const anyLabel = policySchema({ approvers: [], edition: 'cloud' }).parse({
  label: { pattern: '.*', hint: 'any label' },
})
const ask: Ask = { label: 'tableau', lifetime: 7 * DAY, reason: 'Dashboards' }
/** Words that look like no token, of so many characters. */
const words = (length: number) =>
  'ab '
    .repeat(length)
    .slice(0, length - 1)
    .concat('c')

describe('a label', () => {
  test.each<[length: number, fits: boolean]>([
    [0, false],
    [1, true],
    [150, true],
    [151, false],
  ])('of %i characters, where the policy allows any, fits: %s', (length, fits) => {
    const errors = askProblems(anyLabel, { ...ask, label: length === 0 ? '' : words(length) })
    expect(errors).toEqual(fits ? {} : { label: { kind: 'label form', form: { hint: 'any label' } } })
  })
})

describe('a reason', () => {
  test.each<[length: number, fits: boolean]>([
    [1_000, true],
    [1_001, false],
  ])('of %i characters fits: %s', (length, fits) => {
    expect('reason' in askProblems(policy, { ...ask, reason: words(length) })).toBe(!fits)
  })

  test('is not needed again for a replacement, unless it has to name something', () => {
    const blank = { ...ask, reason: '' }
    expect(askProblems(policy, blank)).toEqual({ reason: { kind: 'no reason' } })
    expect(askProblems(policy, blank, { isReplacement: true })).toEqual({})
    const ticket = policySchema({ approvers: [], edition: 'cloud' }).parse({ reason: { pattern: 'OPS' } })
    expect(askProblems(ticket, blank, { isReplacement: true })).toEqual({ reason: { kind: 'no reason' } })
  })

  test('is held against the pattern without the spaces around it', () => {
    const ticket = policySchema({ approvers: [], edition: 'cloud' }).parse({
      reason: { required: true, pattern: '^OPS-\\d+$', hint: 'a ticket' },
    })
    expect(askProblems(ticket, { ...ask, reason: '  OPS-7 \n' })).toEqual({})
    expect(askProblems(ticket, { ...ask, reason: 'OPS-x' })).toEqual({
      reason: { kind: 'reason form', hint: 'a ticket' },
    })
  })
})

describe('a comment', () => {
  test.each<[verdict: 'approved' | 'denied', comment: string, fits: boolean]>([
    ['approved', '', true],
    ['denied', ' ', false],
    ['denied', 'Use OAuth.', true],
    ['denied', words(1_000), true],
    ['denied', ` ${words(1_000)} `, true],
    ['denied', words(1_001), false],
    ['approved', words(1_001), false],
  ])('with %s', (verdict, comment, fits) => {
    expect(commentProblem(verdict, comment) === undefined).toBe(fits)
  })
})

describe('lifetimes to choose from', () => {
  const lifetime = { choices: [DAY, 7 * DAY, 30 * DAY], default: 7 * DAY, min: DAY, max: 30 * DAY }

  test('are those that the policy allows, its bounds included', () => {
    expect(lifetimeChoices({ lifetime })).toEqual([DAY, 7 * DAY, 30 * DAY])
    expect(lifetimeChoices({ lifetime: { ...lifetime, min: 2 * DAY, max: 29 * DAY } })).toEqual([7 * DAY])
  })

  test('hold what was asked for where the policy allows it', () => {
    expect(lifetimeChoices({ lifetime }, 3 * DAY)).toEqual([DAY, 3 * DAY, 7 * DAY, 30 * DAY])
    expect(lifetimeChoices({ lifetime }, HOUR)).toEqual([DAY, 7 * DAY, 30 * DAY])
  })

  test('go no higher than a reviewer may grant, and offer that', () => {
    expect(lifetimeChoices({ lifetime }, undefined, 10 * DAY)).toEqual([DAY, 7 * DAY, 10 * DAY])
    expect(lifetimeChoices({ lifetime }, undefined, HOUR)).toEqual([HOUR])
  })
})
