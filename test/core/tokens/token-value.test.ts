// What is taken for a token's value, whose id is read from it, and what people may write without being taken for it.
import { describe, expect, test } from 'vitest'
import { looksLikeSecret, tidOf, tidsIn, tidsInMessage } from '../../../src/core/tokens/token-value.ts'
import { mintSecret } from '../../world/dremio/secrets.ts'

/** The sample of Dremio's documentation, and its id in the list there. */
const SAMPLE = 'CFL4XzlOStifBfZJVfTfOrrop6hOJuM4DN6TPtnpwRzWB995+tWQbC/GLn2MCQ=='
const ID = '0852f85f-394e-4ad8-9f05-f64955f4df3a'
const OTHER = mintSecret()

describe('the id in a value', () => {
  test('is the one that the documentation lists for its sample', () => {
    expect(tidOf(SAMPLE)).toBe(ID)
    expect(tidOf(OTHER.secret)).toBe(OTHER.tid)
  })

  test.each([
    ['nothing', ''],
    ['a session token', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln'],
    ['the placeholder of the documentation', 'EXAMPLETOKENXOEXAMPLETOKENXOEXAMPLETOKENXOEXAMPLETOKENXOEXAMPLE=='],
    ['a value that lost its end', SAMPLE.slice(0, -2)],
    ['a value with a blank', SAMPLE.replace('+', ' ')],
    ['a value whose last letter is wrong, which no encoder writes', SAMPLE.replace('Q==', 'R==')],
  ])('is not found in %s', (_, value) => {
    expect(tidOf(value)).toBeUndefined()
  })
})

describe('the ids in a text', () => {
  test.each<[where: string, text: string]>([
    ['alone', SAMPLE],
    ['with blanks around it', `  ${SAMPLE}\n`],
    ['in quotes', `"${SAMPLE}"`],
    ['in backticks', `\`\`\`${SAMPLE}\`\`\``],
    ['behind Bearer', `Authorization: Bearer ${SAMPLE}`],
    ['in a sentence', `Somebody has ${SAMPLE}, help!`],
    ['in a variable', `DREMIO_TOKEN=${SAMPLE}`],
    ['in a connection string', `jdbc:dremio:direct=x;user=$token;password=${encodeURIComponent(SAMPLE)};ssl=true`],
    ['encoded in small letters', encodeURIComponent(SAMPLE).replace(/%../g, (code) => code.toLowerCase())],
    ['for URLs and file names', SAMPLE.replaceAll('+', '-').replaceAll('/', '_')],
    ['without its padding, as a double click takes it', SAMPLE.slice(0, -2)],
    ['with half of its padding', SAMPLE.slice(0, -1)],
    ['right behind something else', `x${SAMPLE}`],
    ['twice', `${SAMPLE} ${SAMPLE}`],
  ])('%s', (_where, text) => {
    expect(tidsIn(text)).toEqual([ID])
    expect(looksLikeSecret(text)).toBe(true)
  })

  test('are those of all of them, in their order', () => {
    expect(tidsIn(`${OTHER.secret} and ${SAMPLE.slice(0, -2)}`)).toEqual([OTHER.tid, ID])
  })
})

describe('the ids in a message', () => {
  const [one, two] = [SAMPLE.slice(0, 30), SAMPLE.slice(30)]

  test.each<[how: string, texts: string[]]>([
    ['in one of its texts', ['help', `use ${SAMPLE}`]],
    ['over two lines', [`${one}\n${two}`]],
    ['over many', [SAMPLE.replace(/.{10}/g, '$&\n  ')]],
    ['over two lines of a quotation', [`&gt; ${one}\n&gt; ${two}`]],
    ['over two lines of a shell', [`export T=${one}\\\n${two}`]],
    ['in two texts beside each other', ['my token is ', one, two]],
  ])('%s', (_how, texts) => {
    expect(tidsInMessage(texts)).toEqual([ID])
  })

  test('are each once, whole ones first', () => {
    expect(tidsInMessage([`${one}\n${two}`, OTHER.secret, SAMPLE])).toEqual([OTHER.tid, ID])
  })

  test.each([
    [
      'an ordinary message',
      ['We compare the first column with the second one, and if a == b then all is well, he said.'],
    ],
    ['long words in a row', ['ordinary words without anything between them for sixty two letters or more and ==']],
    [
      'one whose beginning is missing, behind other words',
      [`my token ${SAMPLE.slice(2)}`, 'my token ', SAMPLE.slice(2)],
    ],
    ['one whose middle is missing', [`${one}\n${two.slice(3)}`]],
    ['nothing', []],
  ])('are not found in %s', (_what, texts) => {
    expect(tidsInMessage(texts)).toEqual([])
  })
})

describe('looks like a token, though no id can be read', () => {
  test.each<[what: string, text: string]>([
    ['a character is missing', SAMPLE.slice(1)],
    ['one is too many', `${SAMPLE.slice(0, 30)}x${SAMPLE.slice(30)}`],
    ['one cannot be', `${SAMPLE.slice(0, 30)}*${SAMPLE.slice(31)}`],
    ['one cannot be, and the padding is gone', `${SAMPLE.slice(0, 30)}*${SAMPLE.slice(31, -2)}`],
    ['a character is missing, and the padding', SAMPLE.slice(2, -2)],
    ['the placeholder of the documentation', 'EXAMPLETOKENXOEXAMPLETOKENXOEXAMPLETOKENXOEXAMPLETOKENXOEXAMPLE=='],
    ['in a sentence', `see ${SAMPLE.slice(1)} there`],
  ])('%s', (_what, text) => {
    expect(tidsIn(text)).toEqual([])
    expect(looksLikeSecret(text)).toBe(true)
  })
})

test.each([
  'an ordinary sentence, with == in it',
  '6c2cda83-f2be-43ea-bf51-adda9c101023',
  'Pneumonoultramicroscopicsilicovolcanoconiosis, DATA-1234567890',
  'https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms/edit',
  'docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms/edit',
  'https://github.com/Acme/reports-2026/commit/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'the-dashboards-of-the-sales-team-of-the-northern-region-for-the-year-2026',
])('does not: %s', (text) => {
  expect(tidsIn(text)).toEqual([])
  expect(looksLikeSecret(text)).toBe(false)
})
