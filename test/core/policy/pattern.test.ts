// Which patterns a policy may not have, because somebody could write a text on which they run for ever.
import { describe, expect, test } from 'vitest'
import { patternTrouble } from '../../../src/core/policy/pattern.ts'
import { pattern } from '../../../src/core/policy/words.ts'

const { raw } = String

describe('a pattern is fine:', () => {
  test.each([
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
    raw`^(?=.*[A-Z])(?=.*\d).+$`,
    raw`^(?!prod).+$`,
    raw`(?<=#)\d+`,
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
  ])('%s', (source) => {
    expect(patternTrouble(source)).toBeUndefined()
    expect(pattern.safeParse(source).success).toBe(true)
  })
})

describe('a pattern could take for ever:', () => {
  test.each([
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
    raw`^(?=(a+)+$)`,
    raw`^(?!(a+)+$)`,
    raw`^(?:x(?<=(a+)+))*$`,
    raw`^(.)(\1a|\1)*$`,
  ])('%s', (source) => {
    expect(patternTrouble(source)).toBe('endless')
    expect(pattern.safeParse(source).error?.issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^could take forever on some texts, because .*; write it without$/),
    ])
  })
})

describe('a pattern is too slow:', () => {
  test.each([
    raw`\w*\w*\w*!`,
    raw`^\w*\w*\w*\w*!`,
    raw`\w+.*\d+.*x`,
    raw`(?=.*.*x)`,
    raw`^${'a?'.repeat(30)}a{30}$`,
    raw`^${'(a|a)'.repeat(30)}$`,
    raw`^${'(|)'.repeat(30)}$`,
  ])('%s', (source) => {
    expect(patternTrouble(source)).toBe('slow')
    expect(pattern.safeParse(source).error?.issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^could take very long on some texts, because /),
    ])
  })
})
