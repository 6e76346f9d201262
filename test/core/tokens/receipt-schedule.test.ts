// When a token whose receipt is owed is asked for, and when it ends.
import { describe, expect, test } from 'vitest'
import { builtInPolicy } from '../../../src/core/policy/evaluate.ts'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import { receiptSchedule } from '../../../src/core/tokens/receipt-schedule.ts'
import { aToken, NOW } from './tokens.ts'

const { receipt } = builtInPolicy([], 'cloud')
const shown = { delivery: 'shown', shownAt: NOW } as const

describe('nothing is owed', () => {
  test.each([
    ['once its owner has said that they have it', aToken({ ...shown, delivery: 'confirmed' }), NOW + 2 * DAY],
    ['by one that is revoked', aToken({ ...shown, state: 'revoked' }), NOW + 2 * DAY],
    ['by one that has expired', aToken({ ...shown, expiresAt: NOW + HOUR }), NOW + HOUR],
  ])('%s', (_when, token, now) => {
    expect(receiptSchedule(token, { receipt }, now)).toBeUndefined()
  })
})

describe('its owner', () => {
  test.each([
    ['is asked, and then it ends', aToken(shown), receipt, { askAt: NOW + HOUR, endAt: NOW + DAY }],
    [
      'is asked once',
      aToken({ ...shown, receiptReminderAt: NOW + HOUR }),
      receipt,
      { askAt: undefined, endAt: NOW + DAY },
    ],
    [
      'is not asked about what ends before',
      aToken(shown),
      { ...receipt, chaseAfter: DAY },
      { askAt: undefined, endAt: NOW + DAY },
    ],
    [
      'need not be asked after saying that it never came',
      aToken({ ...shown, delivery: 'undelivered', returnedAt: NOW + MINUTE }),
      receipt,
      { askAt: undefined, endAt: NOW + MINUTE },
    ],
    [
      'is asked from when it was made, if nobody wrote down when it was shown',
      aToken({ delivery: 'shown', createdAt: NOW - MINUTE }),
      receipt,
      { askAt: NOW + HOUR - MINUTE, endAt: NOW + DAY - MINUTE },
    ],
  ] as const)('%s', (_what, token, times, steps) => {
    expect(receiptSchedule(token, { receipt: times }, NOW + MINUTE)).toEqual(steps)
  })
})
