// What is left of what people write: nothing unseen, nothing that turns other text around, lines where they made them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLine, cleanText } from '../../src/core/clean-text.ts'

/** By the names of the Unicode chapters and of the brief that asked for them, not by the properties that the code goes by. */
const forbidden: readonly [name: string, from: number, to: number][] = [
  ['controls', 0x00, 0x09],
  ['controls', 0x0b, 0x1f],
  ['delete and C1 controls', 0x7f, 0x9f],
  ['soft hyphen', 0xad, 0xad],
  ['combining grapheme joiner', 0x34f, 0x34f],
  ['Arabic letter mark', 0x61c, 0x61c],
  ['Hangul fillers', 0x115f, 0x1160],
  ['Mongolian selectors', 0x180b, 0x180f],
  ['zero-width space', 0x200b, 0x200b],
  ['direction marks', 0x200e, 0x200f],
  ['line and paragraph separators', 0x2028, 0x2029],
  ['embeddings and overrides', 0x202a, 0x202e],
  ['word joiner and invisible operators', 0x2060, 0x2064],
  ['isolates', 0x2066, 0x2069],
  ['deprecated format characters', 0x206a, 0x206f],
  ['Hangul filler', 0x3164, 0x3164],
  ['byte order mark', 0xfeff, 0xfeff],
  ['halfwidth Hangul filler', 0xffa0, 0xffa0],
  ['interlinear annotations', 0xfff9, 0xfffb],
  ['noncharacters', 0xfdd0, 0xfdef],
  ['noncharacters', 0xfffe, 0xffff],
  ['noncharacters', 0x1fffe, 0x1ffff],
  ['noncharacters', 0x10fffe, 0x10ffff],
  ['tags', 0xe0000, 0xe007f],
  ['variation selectors', 0xe0100, 0xe01ef],
  ['surrogates', 0xd800, 0xdfff],
]
const isForbidden = (character: string) => {
  const code = character.codePointAt(0) ?? 0
  return forbidden.some(([, from, to]) => code >= from && code <= to)
}
const characters = forbidden.flatMap(([, from, to]) => [String.fromCodePoint(from), String.fromCodePoint(to)])
const joiners = ['\u200c', '\u200d', '\ufe0e', '\ufe0f']

/** Any text, with the characters in it that matter here. */
const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom(...characters, ...joiners),
      fc.constantFrom(
        '\ud800',
        '\udc00',
        '\r\n',
        '\n\n\n',
        '  ',
        '\u00a0',
        '\u3000',
        'می',
        'क्',
        'ष',
        '👩🏽',
        '💻',
        '1',
        '\u20e3',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))
const runs = { numRuns: 2_000 }

describe('nothing is left of', () => {
  test.each(forbidden)('%s (%i to %i)', (_name, from, to) => {
    for (const code of [from, Math.floor((from + to) / 2), to]) {
      for (const text of [`a${String.fromCodePoint(code)}b`, String.fromCodePoint(code)]) {
        expect([...cleanText(text)].filter(isForbidden)).toEqual([])
        expect([...cleanLine(text)].filter(isForbidden)).toEqual([])
      }
    }
  })
})

describe('whatever is written', () => {
  test('nothing forbidden is left', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect([...cleanText(text)].filter(isForbidden)).toEqual([])
        expect([...cleanLine(text)].filter((one) => isForbidden(one) || joiners.includes(one))).toEqual([])
        expect(cleanLine(text)).not.toMatch(/\n|^\s|\s$|\s\s|[^\S ]/u)
      }),
      runs,
    )
  })

  test('what is clean stays as it is', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text))
        expect(cleanLine(cleanLine(text))).toBe(cleanLine(text))
        expect(cleanLine(cleanText(text))).toBe(cleanLine(text))
      }),
      runs,
    )
  })

  test('it gets no longer; a line is in the one form in which Unicode composes it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(cleanText(text).length).toBeLessThanOrEqual(text.length)
        const line = cleanLine(text)
        expect(line).toBe(line.normalize('NFC'))
        // A few letters have no composed form that is as short.
        expect(line.length).toBeLessThanOrEqual(Math.max(text.length, text.normalize('NFC').length))
      }),
      runs,
    )
  })

  test('a long text takes no long time', () => {
    const begun = performance.now()
    for (const part of ['\n', ' ', ' \n', '\u200d', '👩\u200d', 'ا\u200c', '\u0301', '\u202e']) {
      cleanText(part.repeat(50_000))
      cleanLine(part.repeat(50_000))
    }
    expect(performance.now() - begun).toBeLessThan(2_000)
  })
})

describe('a text', () => {
  test.each([
    ['keeps its lines', 'one\ntwo', 'one\ntwo'],
    ['knows every kind of line break', 'a\r\nb\rc\u2028d\u2029e\u0085f\u000bg', 'a\nb\nc\nd\ne\nf\ng'],
    ['has one empty line between two parts at most', 'a\n\n\n \n\nb', 'a\n\nb'],
    ['has nothing around it', ' \n a \t\n', 'a'],
    ['keeps the spaces within a line', 'select  1', 'select  1'],
    ['has plain spaces', 'a\tb\u00a0c\u3000d', 'a b c d'],
    ['reads from one side to the other', 'invoice \u202egnp.exe', 'invoice gnp.exe'],
    ['keeps letters of any script', 'Größe отчёт 報告 שלום مرحبا', 'Größe отчёт 報告 שלום مرحبا'],
  ])('%s', (_what, written, clean) => {
    expect(cleanText(written)).toBe(clean)
  })
})

describe('a joiner stays', () => {
  test.each([
    ['between two emoji', '👩\u200d💻 👩🏽\u200d💻 🏳\ufe0f\u200d🌈 👨\u200d👩\u200d👧'],
    ['between two Arabic letters', 'می\u200cخواهم'],
    ['behind a virama', 'क्\u200dष ക്\u200c'],
  ])('%s', (_where, text) => {
    expect(cleanText(text)).toBe(text)
  })

  test.each([
    ['between Latin letters', 'ad\u200dmin ad\u200cmin', 'admin admin'],
    ['at an end', '\u200d👩\u200d', '👩'],
    ['behind another one', '👩\u200d\u200d💻', '👩💻'],
    ['a non-joiner between two emoji', '👩\u200c💻', '👩💻'],
    ['between a letter and an emoji', 'a\u200d💻', 'a💻'],
  ])('but not %s', (_where, text, clean) => {
    expect(cleanText(text)).toBe(clean)
  })

  test('and a selector that says how an emoji looks, but no other', () => {
    expect(cleanText('❤\ufe0f ☎\ufe0e 1\ufe0f\u20e3')).toBe('❤\ufe0f ☎\ufe0e 1\ufe0f\u20e3')
    expect(cleanText('a\ufe0f 1\ufe0f ❤\ufe0f\ufe0f')).toBe('a 1 ❤\ufe0f')
  })

  test('but never in a line', () => {
    expect(cleanLine('می\u200cخواهم 👩\u200d💻 क्\u200dष ❤\ufe0f')).toBe('میخواهم 👩💻 क्ष ❤')
  })
})

describe('a line', () => {
  test.each([
    ['has no breaks', 'one\ntwo\r\n\u2028three', 'one two three'],
    ['has single spaces', ' my  \t laptop\u00a0 ', 'my laptop'],
    ['is composed', 'Cafe\u0301', 'Café'],
    ['may be empty', '\u3164\u200b\u2060', ''],
  ])('%s', (_what, written, clean) => {
    expect(cleanLine(written)).toBe(clean)
  })
})
