// Durations: what people type and what they read.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  counted,
  DAY,
  durationText,
  durationWord,
  HOUR,
  MINUTE,
  parseDuration,
  parseSpokenDuration,
  SECOND,
} from '../../../src/core/time/duration.ts'

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
  ['7', undefined],
  ['d', undefined],
  ['999999mo', undefined],
  ['7 d', 7 * DAY],
  ['7days', 7 * DAY],
  ['7 days', 7 * DAY],
  ['7-day', 7 * DAY],
  ['7D.', 7 * DAY],
  ['*7d*', 7 * DAY],
  ['７ｄ', 7 * DAY],
  ['7\u200bd', 7 * DAY],
  ['2\u00a0weeks', 14 * DAY],
  ['a week', 7 * DAY],
  ['an hour', HOUR],
  ['half an hour', 30 * MINUTE],
  ['seven days', 7 * DAY],
  ['Thirty days', 30 * DAY],
  ['a fortnight', 14 * DAY],
  ['12 hours', 12 * HOUR],
  ['12hrs', 12 * HOUR],
  ['1mo', 30 * DAY],
  ['3 months', 90 * DAY],
  ['1 year', 365 * DAY],
  ['1.5h', 90 * MINUTE],
  ['1,5 days', 36 * HOUR],
  ['for 3 days', 3 * DAY],
  ['for the week', undefined],
  ['in 6 days', 6 * DAY],
  ['7 days from now', 7 * DAY],
  ['1 week 2 days', 9 * DAY],
  ['1d12h', 36 * HOUR],
  ['1 day and 12 hours', 36 * HOUR],
  ['7d 30d', undefined],
  ['7d 7d', undefined],
  ['2w3', undefined],
  ['7dx', undefined],
  ['a d', undefined],
  ['day', undefined],
  ['the day', undefined],
  ['7 d tableau', undefined],
  ['1,000 days', undefined],
  ['', undefined],
])('%j is read as %s', (word, milliseconds) => {
  expect(parseDuration(word)).toBe(milliseconds)
})

test.each(['0d', '-1d', '0 days', '-1 day', '1.2.3d', '1,000 days', '999999mo', '101 years'])(
  '%j is written like a duration and is none that counts',
  (words) => {
    expect(parseSpokenDuration(words)).toEqual({ unusable: words })
  },
)

test('what the bot itself says is understood: every length in words', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 180 * 24 * 60 }), (minutes) => {
      const length = minutes * MINUTE
      expect(parseDuration(durationText(length))).toBe(length)
    }),
  )
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
  expect(durationText(milliseconds)).toBe(words)
})

test('the word for a lifetime reads back to the same lifetime', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom('s', 'm', 'h', 'd', 'w', 'mo'), (amount, unit) => {
      const milliseconds = parseDuration(`${amount}${unit}`)
      if (milliseconds !== undefined) expect(parseDuration(durationWord(milliseconds))).toBe(milliseconds)
    }),
  )
})

test('one thing is not many', () => {
  expect([counted(0, 'token'), counted(1, 'token'), counted(2, 'token')]).toEqual(['0 tokens', '1 token', '2 tokens'])
})
