// English lists of people: both ends of every length, and what is left out counted.
import { describe, expect, test } from 'vitest'
import { allOf, anyOf } from '../../src/words/en/grammar.ts'

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
