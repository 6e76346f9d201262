// A table as CSV: what a cell holds comes back as it was, and no cell is a formula.
import { expect, test } from 'vitest'
import { csvOf } from '../../src/core/csv.ts'

test.each([
  ['tableau', 'tableau'],
  ['', ''],
  ['a, b', '"a, b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', `"'=1+1"`],
  ['+1', `"'+1"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  [' =1', `"' =1"`],
  ['\t=1', `"'\t=1"`],
  ['\u200b=1', `"'\u200b=1"`],
  ['＝1', `"'＝1"`],
  ['a=b', 'a=b'],
  ['2026-12-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
])('%j is written as %j', (text, written) => {
  expect(csvOf([[text]])).toBe(`${written}\r\n`)
})

test('lines end as the standard says, and cells are separated by commas', () => {
  expect(
    csvOf([
      ['a', 'b'],
      ['1', ''],
    ]),
  ).toBe('a,b\r\n1,\r\n')
})
