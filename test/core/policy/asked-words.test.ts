// The words behind `create`: which of them are the lifetime, and which the label.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { builtInPolicy, isLabel, readAskedWords } from '../../../src/core/policy/evaluate.ts'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import { typed } from '../typed.ts'

const policy = builtInPolicy([], 'cloud')
const read = (words: string) => readAskedWords(typed(words), (label) => isLabel(policy, label))

test.each([
  ['', { label: '' }],
  ['"-" 7d', { label: '-', lifetime: 7 * DAY }],
  ['- for 7d', { label: '', lifetime: 7 * DAY }],
  ['7d for -', { label: '', lifetime: 7 * DAY }],
  ['tableau', { label: 'tableau' }],
  ['tableau 30d', { label: 'tableau', lifetime: 30 * DAY }],
  ['my laptop 2w', { label: 'my laptop', lifetime: 14 * DAY }],
  ['7d', { label: '', lifetime: 7 * DAY }],
  ['7 days', { label: '', lifetime: 7 * DAY }],
  ['for a week', { label: '', lifetime: 7 * DAY }],
  ['tableau 7 days', { label: 'tableau', lifetime: 7 * DAY }],
  ['1 month', { label: '', lifetime: 30 * DAY }],
  ['30 d x', { label: 'x', lifetime: 30 * DAY }],
  ['7d tableau', { label: 'tableau', lifetime: 7 * DAY }],
  ['30 days tableau', { label: 'tableau', lifetime: 30 * DAY }],
  ['7d for tableau', { label: 'tableau', lifetime: 7 * DAY }],
  ['7D.', { label: '', lifetime: 7 * DAY }],
  ['*tableau* `7d`', { label: 'tableau', lifetime: 7 * DAY }],
  ['*tableau 7d*', { label: 'tableau', lifetime: 7 * DAY }],
  ['tableau for 2 weeks', { label: 'tableau', lifetime: 14 * DAY }],
  ['tableau, valid for 2 weeks please', { label: 'tableau', lifetime: 14 * DAY }],
  ['tableau: 7d', { label: 'tableau', lifetime: 7 * DAY }],
  ['tableau - 7d', { label: 'tableau', lifetime: 7 * DAY }],
  ['tableau (7d)', { label: 'tableau', lifetime: 7 * DAY }],
  ['tableau a week', { label: 'tableau', lifetime: 7 * DAY }],
  ['tableau 12 hours', { label: 'tableau', lifetime: 12 * HOUR }],
  ['tableau 12hrs', { label: 'tableau', lifetime: 12 * HOUR }],
  ['tableau 1mo', { label: 'tableau', lifetime: 30 * DAY }],
  ['tableau seven days', { label: 'tableau', lifetime: 7 * DAY }],
  ['tableau 1 year', { label: 'tableau', lifetime: 365 * DAY }],
  ['tableau 1 week 2 days', { label: 'tableau', lifetime: 9 * DAY }],
  ['tableau 90 minutes!', { label: 'tableau', lifetime: 90 * MINUTE }],
  ['12h 12h', { label: '12h', lifetime: 12 * HOUR }],
  ['7d tableau 30d', { label: '7d tableau', lifetime: 30 * DAY }],
  ['"7 days" 30d', { label: '7 days', lifetime: 30 * DAY }],
  ['"7 days"', { label: '7 days' }],
  ['tableau "7d"', { label: 'tableau 7d' }],
  ['"my laptop" 3mo', { label: 'my laptop', lifetime: 90 * DAY }],
  ['"tableau for" 7d', { label: 'tableau for', lifetime: 7 * DAY }],
  ['prod.dremio.com 7d', { label: 'prod.dremio.com', lifetime: 7 * DAY }],
  ['tableau v2. 7d', { label: 'tableau v2.', lifetime: 7 * DAY }],
  ['Q3 report 7', { label: 'Q3 report 7' }],
  ['tableau today', { label: 'tableau today' }],
  // What no policy can allow is said at the form; it becomes neither label nor silence.
  ['tableau 0d', { label: 'tableau', unusable: '0d' }],
  ['tableau -1 day', { label: 'tableau', unusable: '-1 day' }],
  ['tableau 999999mo', { label: 'tableau', unusable: '999999mo' }],
  ['tableau 1,000 days', { label: 'tableau', unusable: '1,000 days' }],
])('%j', (words, asked) => {
  expect(read(words)).toEqual(asked)
})

test('a label is kept as it was written where the policy takes that', () => {
  const anything = (words: string) => readAskedWords(typed(words), (label) => label !== '').label
  expect(anything('*tableau*! 7d')).toBe('*tableau*!')
  expect(anything('R&D <x> 7d')).toBe('R&D <x>')
  expect(anything('🚀 7d')).toBe('🚀')
})

test('any label and any lifetime come out as they went in', () => {
  const word = fc.stringMatching(/^[b-eg-z][b-z]{3,9}$/)
  const label = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
  const unit = fc.constantFrom<[string, number]>(
    ...([
      ['h', HOUR],
      [' hours', HOUR],
      ['d', DAY],
      [' days', DAY],
      [' d', DAY],
      ['w', 7 * DAY],
      [' months', 30 * DAY],
    ] as [string, number][]),
  )
  fc.assert(
    fc.property(label, fc.integer({ min: 1, max: 999 }), unit, fc.boolean(), (said, amount, [name, size], first) => {
      const duration = `${amount}${name}`
      const asked = { label: said, lifetime: amount * size }
      expect(read(first ? `${duration} ${said}` : `${said} ${duration}`)).toEqual(asked)
      expect(read(`"${said} ${duration}" ${duration}`)).toEqual({ ...asked, label: `${said} ${duration}` })
    }),
  )
})
