// Why a token is not allowed, in words for the requester and for whoever reviews it.
import { describe, expect, test } from 'vitest'
import { type Denial, denialOf } from '../../src/core/policy/evaluate.ts'
import { denialSchema } from '../../src/core/requests/denial.ts'
import { english } from '../../src/words/words.ts'
import { everyDenial, everyProblem } from '../core/requests/denials.ts'

const { because, field } = english.denials

describe('a denial', () => {
  test.each(everyDenial)('is said in whole sentences: %j', (denial) => {
    expect(because({ denial, mine: true })).toMatch(/^[A-Z].*\.$/)
    expect(because({ denial, mine: true })).not.toMatch(/undefined|\[object| {2}|\.\./)
  })

  // Reviewers see it too, on their cards.
  test.each(everyDenial.filter(({ kind }) => kind !== 'too many tokens'))(
    'is not said to others as if it were theirs: %j',
    (denial) => {
      expect(because({ denial, mine: false })).not.toMatch(/\byou(r|’)?\b/i)
    },
  )

  test.each(everyDenial)('is read again as it was stored: %j', (denial) => {
    expect(denialSchema.parse(JSON.parse(JSON.stringify(denial)))).toEqual(denial)
  })
})

test.each(everyProblem)('what is wrong with a field is one or two sentences: %j', (problem) => {
  expect(field(problem)).toMatch(/^[A-Z].*\.$/)
})

describe('of a decision on a request', () => {
  const denial: Denial = { kind: 'another Dremio user' }
  const decided = { verdict: 'denied' as const, at: 1 }

  test('the reason is the one that was stored, or what the rule said', () => {
    expect(denialOf({ ...decided, by: null, denial })).toEqual(denial)
    expect(denialOf({ ...decided, by: null, comment: 'Use OAuth.' })).toEqual({ kind: 'rule', because: 'Use OAuth.' })
    expect(denialOf({ ...decided, by: null })).toBeUndefined()
  })

  test('nothing is said in the place of people who denied it or of an approval', () => {
    expect(denialOf({ ...decided, by: 'UBEA', comment: 'No.' })).toBeUndefined()
    expect(denialOf({ verdict: 'approved', by: null, comment: 'Yes.' })).toBeUndefined()
    expect(denialOf(undefined)).toBeUndefined()
  })
})
