// Durations: what people type and what they read.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  counted,
  DAY,
  distanceInWords,
  HOUR,
  lifetimeInWords,
  lifetimeWord,
  MINUTE,
  readLifetime,
  SECOND,
} from '../../src/core/lifetime.ts'

test.each([
  ['30s', 30 * SECOND],
  ['15m', 15 * MINUTE],
  ['12h', 12 * HOUR],
  ['7d', 7 * DAY],
  ['2w', 14 * DAY],
  ['3mo', 90 * DAY],
  ['7D', 7 * DAY],
  ['180d', 180 * DAY],
  ['0d', undefined],
  ['-1d', undefined],
  ['1.5h', undefined],
  ['7', undefined],
  ['d', undefined],
  ['7 d', undefined],
  ['7days', undefined],
  ['999999mo', undefined],
  ['', undefined],
])('%j is read as %s', (word, milliseconds) => {
  expect(readLifetime(word)).toBe(milliseconds)
})

test.each([
  [12 * HOUR, '12 hours'],
  [7 * DAY, '7 days'],
  [DAY, '1 day'],
  [14 * DAY, '14 days'],
  [90 * DAY, '90 days'],
  [36 * HOUR, '36 hours'],
  [90 * MINUTE, '90 minutes'],
  [30 * SECOND, '30 seconds'],
])('%d milliseconds are said as %s', (milliseconds, words) => {
  expect(lifetimeInWords(milliseconds)).toBe(words)
})

test('the word for a lifetime reads back to the same lifetime', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom('s', 'm', 'h', 'd', 'w', 'mo'), (amount, unit) => {
      const milliseconds = readLifetime(`${amount}${unit}`)
      if (milliseconds !== undefined) expect(readLifetime(lifetimeWord(milliseconds))).toBe(milliseconds)
    }),
  )
})

test.each([
  [0, 30 * SECOND, 'now'],
  [0, 5 * MINUTE, 'in 5 minutes'],
  [0, 119 * MINUTE, 'in 119 minutes'],
  [0, 3 * HOUR, 'in 3 hours'],
  [0, 47 * HOUR, 'in 47 hours'],
  [0, 6 * DAY + 23 * HOUR, 'in 6 days'],
  [2 * DAY, 0, '2 days ago'],
])('from %d to %d is %s', (from, to, words) => {
  expect(distanceInWords(from, to)).toBe(words)
})

test('one thing is not many', () => {
  expect([counted(0, 'token'), counted(1, 'token'), counted(2, 'token')]).toEqual(['0 tokens', '1 token', '2 tokens'])
})
