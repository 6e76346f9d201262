// Recognises Dremio personal access tokens in a text and reads their ids, without storing any value.
import { cleanText } from '../clean-text.ts'

/** A value is 46 bytes in base64. Some tools write `-` and `_` instead of `+` and `/`. */
const LETTER = '[A-Za-z0-9+/_-]'
/** Any character may stand before the value: the 62 characters before the padding are the value. */
const PADDED = new RegExp(`${LETTER}{62}==`, 'g')
/**
 * A double click does not select the padding. A value without padding is only recognised if no letter of base64 stands
 * beside it.
 */
const BARE = new RegExp(`(?<!${LETTER})${LETTER}{62}(?!${LETTER})`, 'g')

/**
 * The id of the token with this value: its first 16 bytes, a UUID v4. Undefined if the value is no personal access
 * token. The format is not documented but was found by decoding the samples in Dremio's documentation, so the id has to
 * be confirmed by listing.
 */
export function tidOf(value: string): string | undefined {
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== 46 || bytes.toString('base64') !== value) return undefined
  const hex = bytes.toString('hex', 0, 16)
  const tid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return /^.{14}4.{4}[89ab]/.test(tid) ? tid : undefined
}

/**
 * The ids of the tokens whose values stand in a text, each once, in order of appearance. A value may be alone, in
 * quotes, behind `Bearer`, within a sentence, a command or a connection string, or URL-encoded.
 */
export function tidsIn(text: string): string[] {
  return tidsOf(valuesIn(decoded(text)))
}

/**
 * The same for a whole message, given as its texts in order. A value may also be broken over several lines or quoted so,
 * or have parts that are formatted differently and therefore are texts of their own.
 */
export function tidsInMessage(texts: readonly string[]): string[] {
  const lines = texts.map(decoded).join('\n')
  // Words that run together could have a value's shape by chance, but hardly with a digit and letters of both kinds.
  const broken = [...lines.replace(BREAKS, '\n').matchAll(BROKEN)]
    .map(([value]) => value.replaceAll('\n', ''))
    .filter((value) => [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(value)))
  return tidsOf([...valuesIn(lines), ...broken])
}

/** Ends of lines, also those of a shell, with the signs of a quotation as Slack sends them. */
const BREAKS = /\\?\n(?:\\?\n|[ >]|&gt;)*/g
/** Unlike a whole value it begins where a word does, or the end of the word before it would count as its beginning. */
const BROKEN = new RegExp(`(?<!${LETTER})(?:${LETTER}\n?){62}=\n?=`, 'g')

function valuesIn(text: string): string[] {
  const found = [...text.matchAll(PADDED), ...text.matchAll(BARE)]
  return found.sort((one, other) => one.index - other.index).map(([value]) => value)
}

function tidsOf(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => tidOf(canonical(value))).filter((tid) => tid !== undefined))]
}

/**
 * Whether a text contains something shaped like a token, even if a character is missing, added or wrong, the padding is
 * missing, or the value is URL-encoded. Call it wherever the bot stores or repeats what a person wrote.
 */
export function looksLikeSecret(text: string): boolean {
  const plain = decoded(text)
  if (new RegExp(`${LETTER}{40}={1,2}`).test(plain)) return true
  return plain.split(/[\s"'`“”„‘’<>()[\]{}=:,;|]+/).some(isNearlyOne)
}

/** A path in an address may be as long but begins with its host, and a hex digest has no capitals. */
function isNearlyOne(word: string): boolean {
  if (word.length < 56 || /^\/*[\w-]+(\.[\w-]+)+(\/|$)/.test(word)) return false
  const strange = word.replace(new RegExp(LETTER, 'g'), '').length
  return strange <= 1 && /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word)
}

/** Invisible characters may have been copied along, or put between to hide the value. */
function decoded(text: string): string {
  return cleanText(text).replace(/%2B/gi, '+').replace(/%2F/gi, '/').replace(/%3D/gi, '=')
}

function canonical(value: string): string {
  return `${value.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')}==`
}
