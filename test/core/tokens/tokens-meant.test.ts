// Which tokens people mean by what they type.
import { describe, expect, test } from 'vitest'
import { tokensMeant } from '../../../src/core/tokens/tokens-meant.ts'
import { typed } from '../typed.ts'

const labels = [
  'Tableau work',
  'tableau home',
  'tableau',
  'R&D',
  'r&d',
  'my  laptop',
  'prod.dremio.com',
  'say "hi" now',
]
const ids = [
  '6c2cda83-f2be-43ea-bf51-adda9c101023',
  'f95ae8f7-5634-49d7-ba38-f77f3ce45341',
  '0852f85f-394e-4ad8-9f05-f64955f4df3a',
  '3b6f4c1e-0000-4000-8000-000000000001',
  '3b6f4c1e-0000-4000-8000-000000000002',
  '4c6f4c1e-0000-4000-8000-000000000003',
  '5c6f4c1e-0000-4000-8000-000000000004',
  '6d6f4c1e-0000-4000-8000-000000000005',
]
const tokens = labels.map((label, index) => ({ tid: ids[index] ?? '', label }))

describe('surely', () => {
  test.each([
    ['the label, word for word', 'R&D', ['R&D']],
    ['the label whatever its case', 'TABLEAU', ['tableau']],
    ['a label before those that hold it', 'tableau', ['tableau']],
    ['a label in several cases, none of them as typed', '"R&d"', ['R&D', 'r&d']],
    ['a label whatever its spaces', 'my laptop', ['my  laptop']],
    ['a label with quotes in it', 'say "hi" now', ['say "hi" now']],
    ['a label without the marks around it', '*prod.dremio.com*.', ['prod.dremio.com']],
    ['a part of one label', 'work', ['Tableau work']],
    ['a part of several', 'eau', ['Tableau work', 'tableau home', 'tableau']],
    ['the id', 'F95AE8F7-5634-49d7-ba38-f77f3ce45341', ['tableau home']],
    ['the id without dashes', 'f95ae8f7563449d7ba38f77f3ce45341', ['tableau home']],
    ['its first eight characters', '0852f85f', ['tableau']],
    ['its first eight characters, decorated', '`0852F85F`.', ['tableau']],
    ['a choice as it was shown', 'tableau (6c2cda83)', ['Tableau work']],
    ['first eight characters that two have', '3b6f4c1e', ['R&D', 'r&d']],
    ['more characters than eight, as a choice shows them', 'R&D (3b6f4c1e-0000-4000-8000-000000000002)', ['r&d']],
    ['a label, please', 'tableau please', ['tableau']],
  ])('by %s', (_what, words, meant) => {
    const { tokens: found, isSure } = tokensMeant(tokens, typed(words))
    expect(found.map(({ label }) => label)).toEqual(meant)
    expect(isSure).toBe(true)
  })
})

describe('perhaps', () => {
  test.each([
    ['words of a label in another order', 'home tableau', ['tableau home']],
    ['two labels', 'R&D tableau', ['R&D', 'r&d', 'tableau']],
    ['a label with something behind it', 'tableau now', ['tableau']],
  ])('by %s', (_what, words, meant) => {
    const { tokens: found, isSure } = tokensMeant(tokens, typed(words))
    expect(found.map(({ label }) => label).sort()).toEqual([...meant].sort())
    expect(isSure).toBe(false)
  })
})

test.each(['dbt', '0852f85', '0852f85z', '***', '""', 'nothing like it'])('%j means none', (words) => {
  expect(tokensMeant(tokens, typed(words)).tokens).toEqual([])
})
