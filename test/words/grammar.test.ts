// English lists and distances: both ends of every length, and what is left out counted.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, parseDuration, SECOND } from '../../src/core/time/duration.ts'
import { allOf, anyOf, distance } from '../../src/words/en/grammar.ts'

describe('a list', () => {
  test.each([
    [[], '', ''],
    [['@Ana'], '@Ana', '@Ana'],
    [['@Ana', '@Bea'], '@Ana and @Bea', '@Ana or @Bea'],
    [['@Ana', '@Bea', '@Carl'], '@Ana, @Bea, and @Carl', '@Ana, @Bea, or @Carl'],
    [['a', 'b', 'c', 'd'], 'a, b, c, and 1 other', 'a, b, c, or 1 other'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c, and 2 others', 'a, b, c, or 2 others'],
  ])('of %j is read as %s, %s', (items, all, any) => {
    expect(allOf(items)).toBe(all)
    expect(anyOf(items)).toBe(any)
  })
})

describe('a distance', () => {
  test.each([
    [0, 'now'],
    [30 * SECOND, 'now'],
    [MINUTE - 1, 'now'],
    [5 * MINUTE, 'in 5 minutes'],
    [119 * MINUTE, 'in 119 minutes'],
    [3 * HOUR, 'in 3 hours'],
    [47 * HOUR, 'in 47 hours'],
    [6 * DAY + 23 * HOUR, 'in 6 days'],
    [-2 * DAY, '2 days ago'],
  ])('of %d milliseconds is %s', (milliseconds, words) => {
    expect(distance(milliseconds)).toBe(words)
  })

  test('that the bot names can be typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 180 * 24 * 60 }), (minutes) => {
        expect(parseDuration(distance(minutes * MINUTE))).toBeGreaterThan((minutes * MINUTE) / 2)
      }),
    )
  })
})
