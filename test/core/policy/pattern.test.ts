// Which patterns a policy may have, that they match what JavaScript would match, and that none takes long on any text.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesPattern, patternProblem } from '../../../src/core/policy/pattern.ts'
import { pattern } from '../../../src/core/policy/words.ts'

const { raw } = String

const fine = [
  raw`^\S+$`,
  raw`^[\s\w]+$`,
  raw`^[^\S]$`,
  raw`^[\S]+$`,
  raw`^.$`,
  raw`^[.]$`,
  raw`[[:alpha:][0-9]`,
  raw`^\p{Script=Greek}+\P{sc=Latin}\p{gc=Lu}?$`,
  raw`^[\p{L}\p{N} ._-]{3,60}$`,
  raw`\b[A-Z]+-\d+\b`,
  raw`^(prod|test)-\w+$`,
  raw`^(prod|preprod|production)-\w+$`,
  raw`^prod(-[a-z0-9]+)*$`,
  raw`^prod(-[a-z0-9]+)?$`,
  raw`^[a-z]+(?:[._-][a-z]+)*$`,
  raw`^[a-z]+-[a-z]+-[a-z]+-[a-z]+-\d+$`,
  raw`^(\d{1,3}\.){3}\d{1,3}$`,
  raw`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`,
  raw`^(\d{3})+$`,
  raw`^(\w\d{2},)+$`,
  raw`(^|\s)(DATA|OPS)-\d{1,6}(\s|$)`,
  raw`https://[\w.-]+/browse/[A-Z]+-\d+`,
  raw`urgent.*(DATA|OPS)-\d+`,
  raw`^(?<team>[a-z]+)/(?<what>[a-z]+)$`,
  raw`^(a|b|c)*$`,
  raw`^(\p{Lu}|\p{Ll}|[0-9])+$`,
  raw`^[(+*)]+\(\+\*\)$`,
  raw`^[^\]]+\]$`,
  raw`^\u{1F600}+\x41\u0042*\cA\0?$`,
  raw`^(\ud83d\ude00|\ud83d\ude01)+$`,
  raw`^([\p{L}\p{N}][ ._-]?)+$`,
  raw`.*`,
  raw`^`,
  '.',
  'a{0}',
  'a'.repeat(500),
]

/** On these a text of a thousand characters would keep JavaScript’s own engine busy for minutes, or for ever. */
const slowInJavaScript = [
  raw`^([\p{L}\p{N}]+[ ._-]?)+$`,
  raw`(a+)+$`,
  raw`(a*)*$`,
  raw`(a+?)+?$`,
  raw`(a{1,9}){1,30}$`,
  raw`(?:(?<name>a)+b?)*$`,
  raw`^(\w+\s?)*$`,
  raw`(a?b?)*$`,
  raw`(a|a)+$`,
  raw`(a|aa)+$`,
  raw`(a|b|ab)*$`,
  raw`^(\w|\d)+$`,
  raw`^(\p{L}|[é-ü])+$`,
  raw`^(\p{Emoji_Presentation}|\u{1F600})+$`,
  raw`^(-[a-z-]+)*$`,
  raw`((a?|b?)c)*$`,
  raw`(a?){30}a{30}$`,
  raw`^((a?)+b)*$`,
  raw`(a+){20}$`,
  raw`\w*\w*\w*!`,
  raw`^\w*\w*\w*\w*!`,
  raw`\w+.*\d+.*x`,
  raw`^${'a?'.repeat(30)}a{30}$`,
  raw`^${'(a|a)'.repeat(30)}$`,
  raw`^${'(|)'.repeat(30)}$`,
]

const texts = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...'aAbBzZ019_-. #/:,()+*x\u{1F600}éß[]:\u00a0\u2003\u2028\ufeff\r\n\t\v'),
    maxLength: 40,
  }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('DATA-12', 'prod-x', 'prod-a-b', '10.0.0.1', 'urgent, see OPS-7', 'https://acme.test/browse/A-1'),
)

describe('a pattern is fine:', () => {
  test.each(fine)('%s', (source) => {
    expect(patternProblem(source)).toBeUndefined()
    expect(pattern.safeParse(source).success).toBe(true)
    const native = new RegExp(source, 'u')
    fc.assert(fc.property(texts, (text) => matchesPattern(source, text) === native.test(text)))
  })

  test.each(slowInJavaScript)('%s, and takes no time', (source) => {
    expect(patternProblem(source)).toBeUndefined()
    // With an engine that tries one way after the other this test would not come to its end.
    for (const text of ['a'.repeat(1_000), `${'ab 0'.repeat(249)}!`]) matchesPattern(source, `${text}!`)
  })
})

describe('a pattern is refused', () => {
  test.each([
    raw`^(?=(a+)+$)`,
    raw`^(?!(a+)+$)`,
    raw`^(?:x(?<=(a+)+))*$`,
    raw`^(.)(\1a|\1)*$`,
    raw`(?=.*.*x)`,
    raw`^(?!prod).+$`,
    raw`(?<=#)\d+`,
    raw`(?<!#)\d+`,
    raw`(?<a>x)\k<a>`,
    raw`\\(a)\1`,
  ])('that looks around or back: %s', (source) => {
    expect(pattern.safeParse(source).error?.issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^looks ahead, behind or back .*; write it without$/),
    ])
  })

  test('that repeats too often in all', () => {
    expect(patternProblem(raw`\w{0,997}`.repeat(50))).toMatch(/^repeats more than 2,000 times in all/)
    expect(patternProblem(raw`^\w{3,60}-\d{1,900}-\d{1,900}$`)).toBeUndefined()
  })

  test.each(['[', '(', 'a**', raw`\y`])('that is none: %s', (source) => {
    expect(patternProblem(source)).toMatch(/that JavaScript understands/)
  })

  test.each([raw`a{2000}`, raw`\p{Emoji_Keycap_Sequence}`, raw`(a{1,100}){1,100}`])(
    'that only JavaScript understands: %s',
    (source) => {
      expect(patternProblem(source)).toMatch(/^must be a regular expression that/)
    },
  )

  test.each([raw`\\1`, raw`\\k`, raw`\(\?=`, raw`[(]\?`])('but not for what only looks like it: %s', (source) => {
    expect(patternProblem(source)).toBeUndefined()
  })
})
