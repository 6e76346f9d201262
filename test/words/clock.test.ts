// Hours of the day in several locales.
import { expect, test } from 'vitest'
import { english, wordsFor } from '../../src/words/words.ts'

test.each([
  ['en-US', '9:00 AM', '2:30 PM'],
  ['en-GB', '09:00', '14:30'],
  ['de-DE', '09:00', '14:30'],
  ['en_US', '9:00 AM', '2:30 PM'],
  ['not a locale', '09:00', '14:30'],
  [undefined, '09:00', '14:30'],
])('in %s nine o’clock is %s, and half past two %s', (locale, nine, afternoon) => {
  const { hour } = wordsFor(locale).clock
  expect(hour({ minutes: 9 * 60 })).toBe(nine)
  expect(hour({ minutes: 14 * 60 + 30 })).toBe(afternoon)
})

test('everything else is said as in the language', () => {
  const { clock: _, ...others } = wordsFor('en-GB')
  expect({ ...english }).toMatchObject(others)
  expect(wordsFor('en-GB')).toBe(wordsFor('en-GB'))
})
