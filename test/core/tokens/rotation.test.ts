// What becomes of a token that was replaced: whatever happens to the new one, and however long it is kept.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../../src/core/time/duration.ts'
import {
  keepActive,
  longerGrace,
  type OldTokenOutcome,
  oldTokenOutcome,
  retire,
  rotationLifetime,
} from '../../../src/core/tokens/rotation.ts'
import { isUnsettled, tokenSchema } from '../../../src/core/tokens/token.ts'
import { aToken, NOW } from './tokens.ts'

const other = 'e9eb5896-ad53-4066-8faa-0a837ac199e6'
const old = aToken({ replacedBy: other })
const successor = aToken({ tid: other, replaces: old.tid })
const retiring = retire(old, { grace: DAY, atMost: 7 * DAY }, NOW)

describe('the fate of the old one', () => {
  const table: [string, OldTokenOutcome | undefined, Parameters<typeof oldTokenOutcome>][] = [
    ['nothing was made in its place', undefined, [aToken(), undefined, NOW]],
    ['it is revoked', undefined, [{ ...retiring, state: 'revoked' }, successor, NOW + 2 * DAY]],
    ['it has expired', undefined, [{ ...retiring, expiresAt: NOW + HOUR }, successor, NOW + HOUR]],
    ['the new one is shown, but not confirmed', 'waits', [old, { ...successor, delivery: 'shown' }, NOW]],
    ['the new one is confirmed', 'retires', [old, successor, NOW]],
    ['its grace time runs', 'retiring', [retiring, successor, NOW + DAY - 1]],
    ['its grace time is over', 'ends', [retiring, successor, NOW + DAY]],
    ['the new one is revoked', 'stays', [retiring, { ...successor, state: 'revoked' }, NOW + 2 * DAY]],
    ['the new one has expired', 'retiring', [retiring, { ...successor, expiresAt: NOW + HOUR }, NOW + HOUR]],
    [
      'the new one has expired, and nobody had it',
      'stays',
      [retiring, { ...successor, delivery: 'shown', expiresAt: NOW + HOUR }, NOW + HOUR],
    ],
    ['the new one goes back after all', 'stays', [retiring, { ...successor, delivery: 'undelivered' }, NOW + HOUR]],
    ['the new one is forgotten', 'stays', [retiring, undefined, NOW + 2 * DAY]],
  ]
  test.each(table)('when %s: %s', (_when, fate, asked) => {
    expect(oldTokenOutcome(...asked)).toBe(fate)
  })
})

test('one that stays is as it was before, and nothing is to come of it', () => {
  const staying = keepActive({ ...retiring, endedFor: 'cut', outstandingSince: NOW })
  expect(staying).toEqual(aToken())
  expect(tokenSchema.parse(staying)).toEqual(staying)
  expect([isUnsettled(retiring), isUnsettled(staying)]).toEqual([true, false])
})

describe('grace', () => {
  test.each([
    ['another one', 7 * DAY, 30 * DAY, 0, 2 * DAY],
    ['as far as the policy goes', 36 * HOUR, 30 * DAY, 0, 36 * HOUR],
    ['as far as its expiry', 7 * DAY, 30 * HOUR, 0, 30 * HOUR],
    ['from now, where its time is over', 7 * DAY, 30 * DAY, 3 * DAY, 4 * DAY],
    ['no longer than it has', DAY, 30 * DAY, 0, undefined],
  ])('can be made longer by %s', (_what, atMost, expiresIn, goneBy, until) => {
    const kept = retire({ ...old, expiresAt: NOW + expiresIn }, { grace: DAY, atMost }, NOW)
    const longer = longerGrace(kept, { grace: DAY, atMost }, NOW + goneBy)
    expect(longer).toBe(until === undefined ? undefined : NOW + until)
  })

  test('never lasts beyond the expiry nor beyond the policy, however often it is made longer', () => {
    const hours = fc.integer({ min: 1, max: 500 }).map((one) => one * HOUR)
    fc.assert(
      fc.property(hours, hours, hours, fc.array(hours, { maxLength: 20 }), (grace, more, life, pauses) => {
        const policy = { grace, atMost: grace + more }
        let token = retire({ ...old, expiresAt: NOW + life }, policy, NOW)
        let now = NOW
        for (const pause of pauses) {
          now += pause
          const longer = longerGrace(token, policy, now)
          if (longer !== undefined) {
            expect(longer).toBeGreaterThan(token.retiresAt ?? 0)
            token = { ...token, retiresAt: longer }
          }
        }
        expect(token.retiresAt).toBeLessThanOrEqual(Math.min(NOW + life, NOW + policy.atMost))
      }),
    )
  })
})

test.each([
  ['what is too short', HOUR, DAY],
  ['hours', 36 * HOUR + 10, 36 * HOUR],
  ['days', 30 * DAY - 1_234, 30 * DAY],
  ['what is too long', 170 * DAY, 90 * DAY],
])('the lifetime is that of the old one, in words and within the policy: %s', (_what, lived, asked) => {
  const lifetime = { min: DAY, max: 90 * DAY, default: 30 * DAY, choices: [] }
  expect(rotationLifetime(lived, { lifetime })).toBe(asked)
})
