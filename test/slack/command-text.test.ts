// What Slack sends behind a command, read once as the person wrote it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLine } from '../../src/core/clean-text.ts'
import { builtInPolicy, isLabel, readAskedWords } from '../../src/core/policy/evaluate.ts'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { personIn, readWords } from '../../src/slack/command-text.ts'
import { asSlackSends } from '../world/slack/driver/command-text.ts'
import { seedPerson } from '../world/slack/workspace.ts'

const texts = (text: string) => readWords(text).map((word) => word.text)

describe('words', () => {
  test.each([
    ['', []],
    ['   ', []],
    ['create', ['create']],
    ['  create   tableau  30d ', ['create', 'tableau', '30d']],
    ['create "my laptop" 7d', ['create', 'my laptop', '7d']],
    ['create “my laptop” 7d', ['create', 'my laptop', '7d']],
    ['create „mein Rechner“ 7d', ['create', 'mein Rechner', '7d']],
    ['create «mon ordinateur» 7d', ['create', 'mon ordinateur', '7d']],
    ['create ‹mon ordinateur› 7d', ['create', 'mon ordinateur', '7d']],
    ["create 'my laptop' 7d", ['create', 'my laptop', '7d']],
    ['create ‘my laptop’ 7d', ['create', 'my laptop', '7d']],
    ['create "my  laptop" 7d', ['create', 'my  laptop', '7d']],
    ['create "my laptop". 7d', ['create', 'my laptop', '7d']],
    ["create Ana's laptop", ['create', "Ana's", 'laptop']],
    ['create "" 7d', ['create', '', '7d']],
    ['create my"laptop"', ['create', 'my"laptop"']],
    ['create "my laptop', ['create', '"my', 'laptop']],
    ['create\ttableau\n30d', ['create', 'tableau', '30d']],
    ['create\u00a0tableau', ['create', 'tableau']],
    ['create отчёт 7d', ['create', 'отчёт', '7d']],
    ['\u200bcreate tab\u200bleau\ufeff 7d', ['create', 'tableau', '7d']],
    // Some scripts spell with joiners.
    ['create نمی\u200cخواهم', ['create', 'نمی\u200cخواهم']],
    ['\u202ecreate\u202c ad\u200dmin\u0000 \u2066x\u2069', ['create', 'admin', 'x']],
  ])('%j reads %j', (text, split) => {
    expect(texts(text)).toEqual(split)
  })
})

describe('what Slack escaped and linked is as it was typed', () => {
  test.each([
    ['R&amp;D', 'R&D'],
    ['a &lt; b &gt; c', 'a < b > c'],
    ['&amp;lt;', '&lt;'],
    ['&amp;amp;', '&amp;'],
    ['&quot;&nbsp;', '&quot;&nbsp;'],
    ['<http://prod.dremio.com|prod.dremio.com>', 'prod.dremio.com'],
    ['<https://acme.com/a?b=1&amp;c=2>', 'https://acme.com/a?b=1&c=2'],
    ['<https://acme.com/a?b=1&amp;amp;c>', 'https://acme.com/a?b=1&amp;c'],
    ['<http://a.com/x&amp;y|a.com/x&amp;y>', 'a.com/x&y'],
    ['<mailto:ana@acme.com|ana@acme.com>', 'ana@acme.com'],
    ['<mailto:ana@acme.com>', 'ana@acme.com'],
    ['<tel:+4912345|+4912345>', '+4912345'],
    ['<#C123|general>', '#general'],
    ['<#C123>', '#C123'],
    ['<#C123|>', '#C123'],
    ['<@U123|ana>', '@ana'],
    ['<@W123>', '@W123'],
    ['<!subteam^S123|@data>', '@data'],
    ['<!subteam^S123>', '@S123'],
    ['<!here>', '@here'],
    ['<!channel>', '@channel'],
    ['<!everyone|everyone>', 'everyone'],
    ['<!date^1392734382^{date}|Feb 18, 2014>', 'Feb 18, 2014'],
    ['(<http://a.com|a.com>),', '(a.com),'],
    ['<http://a.com|a.com>-<http://b.com|b.com>', 'a.com-b.com'],
    ['&lt;<http://a.com|a.com>&gt;', '<a.com>'],
    ['&lt;@U123&gt;', '<@U123>'],
    // Broken, nested or unknown: Slack makes none such, so somebody wrote it.
    ['<http://a.com|a.com', '<http://a.com|a.com'],
    ['a.com>', 'a.com>'],
    ['a < b <http://a.com|a.com>', 'a < b a.com'],
    ['<<http://a.com|a.com>>', '<<http://a.com|a.com>>'],
    ['<http://a.com|<@U123|ana>>', '<http://a.com|<@U123|ana>>'],
    ['<x>', '<x>'],
    ['<>', '<>'],
    ['<!unknown>', '<!unknown>'],
    ['<@nobody>', '<@nobody>'],
    ['\ufdd00\ufdd1', '0'],
  ])('%j was %j', (sent, typed) => {
    expect(texts(sent).join(' ')).toBe(typed)
  })

  test('tens of thousands of brackets take no long time', () => {
    const begun = performance.now()
    texts('<'.repeat(20_000) + '>'.repeat(20_000))
    texts('<'.repeat(40_000))
    expect(performance.now() - begun).toBeLessThan(500)
  })
})

test.each([
  ['<@U123|ana>', 'U123'],
  ['<@W123>', 'W123'],
  ['*<@U123|Ana Maria>*,', 'U123'],
  ['U123', 'U123'],
  ['`U123`.', 'U123'],
  ['@ana', undefined],
  ['ana', undefined],
  ['<#C123|general>', undefined],
  ['<!subteam^S123|@data>', undefined],
  ['<@U123|ana>s', undefined],
])('%j mentions %s', (text, person) => {
  const [word, another] = readWords(text)
  expect(another).toBeUndefined()
  expect(word && personIn(word)).toBe(person)
})

describe('through Slack', () => {
  const workspace = {
    people: new Map([['UANA', seedPerson({ id: 'UANA', name: 'ana' }, 'T0WORLD')]]),
    groups: new Map(),
    channels: new Map([['C0GENERAL', { id: 'C0GENERAL', name: 'general' }]]),
  }
  const policy = builtInPolicy([], 'cloud')
  const letters = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...'abcxyz .-_019', '.com', 'prod.dremio.com', '7 days') },
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: 0x80, max: 0x2_ffff })
        .filter((code) => code < 0xd800 || code > 0xdfff)
        .map((code) => String.fromCodePoint(code))
        .filter((letter) => /[\p{L}\p{N}]/u.test(letter)),
    },
  )
  const labels = fc
    .array(letters, { minLength: 1, maxLength: 30 })
    .map((parts) => parts.join('').trim())
    .filter((label) => isLabel(policy, cleanLine(label)))
  const durations = fc
    .tuple(
      fc.integer({ min: 1, max: 500 }),
      fc.constantFrom<[string, number]>(['h', HOUR], [' hours', HOUR], ['d', DAY], [' days', DAY], ['mo', 30 * DAY]),
    )
    .map(([amount, [unit, size]]) => ({ words: `${amount}${unit}`, lifetime: amount * size }))
  const read = (text: string) => {
    const [, ...rest] = readWords(asSlackSends(workspace, text))
    return readAskedWords(rest, (label) => isLabel(policy, label))
  }

  test('any label that is allowed comes out as it was quoted, with its lifetime before or behind it', () => {
    const quotes = fc.constantFrom<[string, string]>(['"', '"'], ['“', '”'], ['„', '“'], ['«', '»'])
    fc.assert(
      fc.property(labels, durations, quotes, (label, { words, lifetime }, [open, close]) => {
        const clean = cleanLine(label)
        expect(read(`create ${open}${label}${close} ${words}`)).toEqual({ label: clean, lifetime })
        expect(read(`create ${words} ${open}${label}${close}`)).toEqual({ label: clean, lifetime })
      }),
      { numRuns: 300 },
    )
  })

  test('any text comes out as it was typed', () => {
    const parts = fc.constantFrom(
      '&',
      '<',
      '>',
      '&lt;',
      '&amp;',
      ' ',
      'a',
      'a.com',
      '@ana',
      '@here',
      '#general',
      '|',
      'x@y.io',
      '!',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 20 }), (typed) => {
        const text = typed.join('')
        expect(texts(asSlackSends(workspace, text)).join(' ')).toBe(text.trim().replace(/\s+/g, ' '))
      }),
      { numRuns: 500 },
    )
  })
})
