// A link that needs a second administrator: which moves are allowed in which state, and when it is too late.
import { describe, expect, test } from 'vitest'
import { BotError } from '../../../src/core/errors.ts'
import {
  CONFIRM_WITHIN,
  decide,
  end,
  isUnsettled,
  type LinkConfirmation,
  stateAt,
} from '../../../src/core/people/link-confirmation.ts'
import { linkConfirmationStates } from '../../../src/core/people/link-confirmation-state.ts'
import { DAY } from '../../../src/core/time/duration.ts'

const AT = 1_767_225_600_000

function aLink(change: Partial<LinkConfirmation> = {}): LinkConfirmation {
  return {
    ...{ id: 'c7m2q9xt', version: 4, state: 'pending', person: 'UBEA', by: 'UCARL', asked: ['UDAN'] },
    ...{ uid: '11111111-1111-4111-8111-111111111111', dremioName: '', at: AT, lapsesAt: AT + CONFIRM_WITHIN },
    ...change,
  }
}

const failureOf = (deed: () => unknown): unknown => {
  try {
    return deed()
  } catch (error) {
    return error instanceof BotError ? { code: error.code, facts: error.facts } : error
  }
}

test('it lapses after three days, so that a weekend does not decide', () => {
  expect(CONFIRM_WITHIN).toBe(3 * DAY)
  const link = aLink()
  expect(stateAt(link, link.lapsesAt - 1)).toBe('pending')
  expect(stateAt(link, link.lapsesAt)).toBe('lapsed')
  expect(stateAt(aLink({ state: 'confirmed' }), link.lapsesAt + DAY)).toBe('confirmed')
})

describe('a decision', () => {
  test.each(['confirmed', 'declined'] as const)('is written with who and when: %s', (state) => {
    expect(decide(aLink(), state, { by: 'UDAN', at: AT + 1 })).toEqual(
      aLink({ version: 5, state, decidedBy: 'UDAN', decidedAt: AT + 1 }),
    )
  })

  test.each(linkConfirmationStates.filter((state) => state !== 'pending'))('is too late once it is %s', (state) => {
    for (const decision of ['confirmed', 'declined'] as const) {
      expect(failureOf(() => decide(aLink({ state, decidedBy: 'UEVE' }), decision, { by: 'UDAN', at: AT }))).toEqual({
        code: 'link_confirmation_over',
        facts: { state, by: 'UEVE' },
      })
    }
  })

  test('is too late after its time, even if nobody wrote down that it lapsed', () => {
    expect(failureOf(() => decide(aLink(), 'confirmed', { by: 'UDAN', at: AT + CONFIRM_WITHIN }))).toEqual({
      code: 'link_confirmation_over',
      facts: { state: 'lapsed' },
    })
  })
})

describe('an end', () => {
  test.each([
    ['lapsed', 'pending'],
    ['withdrawn', 'pending'],
    ['failed', 'confirmed'],
  ] as const)('%s comes from %s, and from no other state', (to, from) => {
    expect(end(aLink({ state: from }), to, from)).toEqual(aLink({ state: to, version: 5 }))
    for (const state of linkConfirmationStates.filter((one) => one !== from)) {
      expect(failureOf(() => end(aLink({ state }), to, from))).toMatchObject({ code: 'link_confirmation_over' })
    }
  })
})

test('something is still to be done while it waits, and until a confirmed link is made', () => {
  const unsettled = linkConfirmationStates.filter((state) => isUnsettled(aLink({ state })))
  expect(unsettled).toEqual(['pending', 'confirmed'])
  expect(isUnsettled(aLink({ state: 'confirmed', linkedAt: AT }))).toBe(false)
})
