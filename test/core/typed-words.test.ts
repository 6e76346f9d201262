// What only decorates a word, and when two labels count as the same.
import { describe, expect, test } from 'vitest'
import { bare, folded, labelReadings, unquoted, withoutCourtesy } from '../../src/core/typed-words.ts'
import { typed } from './typed.ts'

test.each([
  ['list', 'list'],
  ['*create*', 'create'],
  ['_list_', 'list'],
  ['`list`', 'list'],
  ['~x~', 'x'],
  ['*_`both`_*', 'both'],
  ['list.', 'list'],
  ['list!?…', 'list'],
  ['(48099374),', '48099374'],
  ['“revoke”', 'revoke'],
  ['l\u200bist\ufeff', 'list'],
  ['\u00a0list\u3000', 'list'],
  ['ｌｉｓｔ', 'list'],
  ['７ｄ。', '7d。'],
  ['my_label', 'my_label'],
  ['v1.2-rc_3', 'v1.2-rc_3'],
  ['--help', '--help'],
  ['***', ''],
  ['', ''],
])('%j is %j without what stands around it', (text, plain) => {
  expect(bare(text)).toBe(plain)
})

test('a long row of marks takes no long time', () => {
  const begun = performance.now()
  expect(bare(`x${'*'.repeat(50_000)}x`)).toHaveLength(50_002)
  expect(performance.now() - begun).toBeLessThan(500)
})

test.each([
  ['Tableau', 'tableau'],
  ['my  laptop', 'My\u00a0laptop '],
  ['Ana’s laptop', "ana's LAPTOP"],
  ['“prod”', '"prod"'],
  ['a – b', 'a - b'],
  ['my--laptop', 'my—laptop'],
  ['ｄｂｔ', 'dbt'],
  ['tab\u200bleau', 'tableau'],
])('%j is the same label as %j', (one, other) => {
  expect(folded(one)).toBe(folded(other))
})

test.each([
  ['tableau', 'tableaus'],
  ['R&D', 'RD'],
  ['a_b', 'a b'],
  ['prod.', 'prod'],
])('%j is another label than %j', (one, other) => {
  expect(folded(one)).not.toBe(folded(other))
})

describe('a label may have been meant', () => {
  test.each([
    ['tableau', ['tableau']],
    ['my laptop', ['my laptop']],
    ['"my  laptop"', ['my  laptop', 'my laptop']],
    ['*tableau*.', ['*tableau*.', 'tableau']],
    ['say "hi" now', ['say "hi" now', 'say hi now']],
    ['*my* `laptop` please', ['*my* `laptop` please', '*my* `laptop`', 'my* `laptop', 'my laptop']],
    ['', ['']],
  ])('%j as %j', (text, readings) => {
    expect(labelReadings(typed(text))).toEqual(readings)
  })
})

test('what is quoted is no keyword', () => {
  expect(unquoted(typed('*All*.'))).toBe('All')
  expect(unquoted(typed('"all"'))).toBeUndefined()
  expect(unquoted([])).toBe('')
})

test.each([
  ['please list', 'list'],
  ['Please, list pls!', 'list'],
  ['please', ''],
  ['say please twice', 'say please twice'],
  ['"please"', 'please'],
])('courtesy is left out of %j', (text, rest) => {
  expect(
    withoutCourtesy(typed(text))
      .map((word) => word.text)
      .join(' '),
  ).toBe(rest)
})
