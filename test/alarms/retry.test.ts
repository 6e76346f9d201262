// When an alarm that failed is tried again, and when it is set aside.
import { describe, expect, test } from 'vitest'
import { afterFailure, isSpent } from '../../src/alarms/retry.ts'
import { nameOf } from '../../src/core/error-name.ts'
import { BotError } from '../../src/core/errors.ts'
import { HOUR, MINUTE } from '../../src/core/time/duration.ts'

const fault = new TypeError('canary-1')
const outage = new BotError('redis_unavailable', {})

/** Every pause in minutes until it is set aside, or until so many tries. */
function pauses(error: unknown, tries = 100): number[] {
  const found: number[] = []
  let alarm = { failed: 0, waited: 0 }
  while (found.length < tries) {
    const retry = afterFailure(alarm, error)
    if (retry === 'dead letter') break
    found.push(retry.pause / MINUTE)
    alarm = retry
  }
  return found
}

describe('an alarm that fails every time', () => {
  test('is tried nine times within about four hours, ever more rarely, and is then set aside', () => {
    expect(pauses(fault)).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
    expect(pauses(fault).reduce((sum, pause) => sum + pause, 0) * MINUTE).toBeCloseTo(4 * HOUR, -6)
  })

  test.each([
    new BotError('broken', {}),
    new BotError('no_such_request', {}),
    new BotError('request_stale', { state: 'denied' }),
    'not even an error',
  ])('whatever the reason may be: %s', (error) => {
    expect(pauses(error)).toHaveLength(8)
  })

  test('is not tried once more when its workers died of it as often', () => {
    expect([8, 9, 10].map((failed) => isSpent({ failed }))).toEqual([false, true, true])
  })
})

describe('an alarm that meets an outage', () => {
  test('waits a quarter of an hour at most and is never set aside', () => {
    expect(pauses(outage, 6)).toEqual([2, 4, 8, 15, 15, 15])
    expect(pauses(outage, 2_000)).toHaveLength(2_000)
  })

  test('keeps the count of its failures, so that outages do not give a bad record new tries', () => {
    expect(afterFailure({ failed: 8, waited: 0 }, outage)).toEqual({ pause: 2 * MINUTE, failed: 8, waited: 1 })
    expect(afterFailure({ failed: 8, waited: 1 }, fault)).toBe('dead letter')
  })

  test('begins to wait anew after a failure of another kind', () => {
    expect(afterFailure({ failed: 1, waited: 5 }, fault)).toEqual({ pause: 4 * MINUTE, failed: 2, waited: 0 })
  })
})

test('a failure is named by its code or its class, never by its message', () => {
  expect([outage, fault, 'text', undefined].map(nameOf)).toEqual([
    'redis_unavailable',
    'TypeError',
    'string',
    'undefined',
  ])
})
