// At which hour somebody is spoken to, and how long after it what was missed may still be said.
import { describe, expect, test } from 'vitest'
import {
  dayOf,
  type Hours,
  hashOf,
  isTheirTime,
  nextTurn,
  spreadOf,
} from '../../../src/core/reminders/reminder-hours.ts'
import { MINUTE } from '../../../src/core/time/duration.ts'
import { weekdays } from '../../../src/core/time/weekday.ts'

const at = (iso: string) => Date.parse(iso)
const iso = (moment: number) => new Date(moment).toISOString()
/** At nine on weekdays, at the full hour. */
const nine: Hours = { at: 9 * 60, days: weekdays, timeZone: 'UTC', spread: 0 }

describe('the next hour', () => {
  test.each<[string, string, Partial<Hours>, string]>([
    // A Wednesday.
    ['later today', '2026-12-02T08:00Z', {}, '2026-12-02T09:00Z'],
    ['now', '2026-12-02T09:00Z', {}, '2026-12-02T09:00Z'],
    ['tomorrow', '2026-12-02T09:00:00.001Z', {}, '2026-12-03T09:00Z'],
    ['after the weekend', '2026-12-04T09:01Z', {}, '2026-12-07T09:00Z'],
    ['in a week', '2026-12-02T09:01Z', { days: ['wed'] }, '2026-12-09T09:00Z'],
    ['by their clock', '2026-12-02T08:30Z', { timeZone: 'Europe/Berlin' }, '2026-12-03T08:00Z'],
    ['at their minute of it', '2026-12-02T09:04Z', { spread: 5 * MINUTE }, '2026-12-02T09:05Z'],
    ['at any time of a day', '2026-12-02T03:17Z', { at: 'any' }, '2026-12-02T03:17Z'],
    ['at the beginning of one', '2026-12-05T12:00Z', { at: 'any' }, '2026-12-07T00:00Z'],
    [
      'before midnight, however it is spread',
      '2026-12-02T12:00Z',
      { at: 23 * 60 + 59, spread: 9 * MINUTE },
      '2026-12-02T23:59Z',
    ],
    // Samoa had no Friday the 30th of December.
    ['in two weeks', '2011-12-23T20:00Z', { days: ['fri'], timeZone: 'Pacific/Apia' }, '2012-01-05T19:00Z'],
  ])('is %s', (_, from, change, expected) => {
    expect(iso(nextTurn(at(from), { ...nine, ...change }))).toBe(iso(at(expected)))
  })
})

describe('what was missed', () => {
  test.each<[string, string, Partial<Hours>, boolean]>([
    ['a moment before their hour', '2026-12-02T08:59:59.999Z', {}, false],
    ['at their hour', '2026-12-02T09:00Z', {}, true],
    ['eight hours later', '2026-12-02T17:00Z', {}, true],
    ['after eight hours', '2026-12-02T17:00:00.001Z', {}, false],
    ['on a Saturday', '2026-12-05T09:00Z', {}, false],
    ['before midnight', '2026-12-02T23:59Z', { at: 22 * 60 }, true],
    ['after midnight', '2026-12-03T00:10Z', { at: 22 * 60 }, false],
    ['after midnight, when their hour has just begun', '2026-12-03T00:04:59.999Z', { at: 23 * 60 + 55 }, true],
    ['ten minutes after it began', '2026-12-03T00:05Z', { at: 23 * 60 + 55 }, false],
    ['at any time, in the night', '2026-12-08T03:00Z', { at: 'any' }, true],
    ['at any time, on a Saturday', '2026-12-05T00:01Z', { at: 'any' }, false],
  ])('may be said %s (%s): %3$s', (_, now, change, expected) => {
    expect(isTheirTime(at(now), { ...nine, ...change })).toBe(expected)
  })
})

test('a day begins at midnight on their wall', () => {
  expect(iso(dayOf(at('2026-12-02T10:00Z'), 'Europe/Berlin'))).toBe('2026-12-01T23:00:00.000Z')
})

// http://www.isthe.com/chongo/src/fnv/test_fnv.c
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['b', 0xe70c2de5],
  ['foobar', 0xbf9cf968],
])('%j is hashed as FNV-1a has it', (text, hash) => {
  expect(hashOf(text)).toBe(hash)
})

test('people are spread over ten minutes, each always to the same moment', () => {
  const spreads = Array.from({ length: 1_000 }, (_, index) => spreadOf(`U${index}`))
  expect(Math.max(...spreads)).toBeLessThan(10 * MINUTE)
  expect(Math.max(...spreads)).toBeGreaterThan(9.9 * MINUTE)
  expect(Math.min(...spreads)).toBeLessThan(0.1 * MINUTE)
  expect(spreadOf('U7')).toBe(spreads[7])
})
