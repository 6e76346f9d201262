// Words as a person typed them: removes decoration, and says when two spellings of a label are the same.
import { cleanLine } from './clean-text.ts'

export interface TypedWord {
  /** The word as it was typed, without the quotes around it. */
  text: string
  /** The word with its quotes. */
  written: string
  /** A quoted word is part of a label, even if it could be read as something else. */
  isQuoted: boolean
}

const BEFORE = ' *_~`\'"‘’‚“”„«»‹›<([{'
const BEHIND = ' *_~`\'"‘’‚“”„«»‹›>)]}.,;:!?…'

/**
 * Removes Markdown, quotes, punctuation and invisible characters around the text. Full-width letters become plain ones.
 */
export function bare(text: string): string {
  const plain = cleanLine(text.normalize('NFKC'))
  let [from, to] = [0, plain.length]
  while (from < to && BEFORE.includes(plain.charAt(from))) from += 1
  while (to > from && BEHIND.includes(plain.charAt(to - 1))) to -= 1
  return plain.slice(from, to)
}

/** Equal for two labels that differ only in case, spaces, kinds of quotes or kinds of dashes. */
export function folded(label: string): string {
  return cleanLine(label.normalize('NFKC'))
    .replace(/[‘’‚‛`´]/gu, "'")
    .replace(/[“”„‟«»]/gu, '"')
    .replace(/\p{Dash}+/gu, '-')
    .toLowerCase()
}

/** The words on one line, without quotes. */
export function joined(words: readonly TypedWord[]): string {
  return words.map(({ text }) => text).join(' ')
}

/** The text that may be read as a keyword, a duration or a moment. Undefined if any word is quoted. */
export function unquoted(words: readonly TypedWord[]): string | undefined {
  return words.some(({ isQuoted }) => isQuoted) ? undefined : bare(words.map(({ text }) => bare(text)).join(' '))
}

/**
 * What the typed label may be: word for word, without quotes, without decoration. The likeliest reading comes first.
 */
export function labelReadings(words: readonly TypedWord[]): string[] {
  const polite = withoutCourtesy(words)
  const readings = [
    // A single quoted word is the label without its quotes. Among several words, the quotes may belong to the label.
    ...(words.length > 1 ? [words.map(({ written }) => written).join(' ')] : []),
    joined(words),
    joined(polite),
    bare(joined(polite)),
    bare(polite.map(({ text }) => bare(text)).join(' ')),
  ]
  return [...new Set(readings)]
}

/** Removes `please` at either end. */
export function withoutCourtesy<Word extends TypedWord>(words: readonly Word[]): Word[] {
  const isCourtesy = (word: Word | undefined) =>
    word !== undefined && !word.isQuoted && /^(?:please|pls|plz)$/i.test(bare(word.text))
  let [from, to] = [0, words.length]
  while (from < to && isCourtesy(words[from])) from += 1
  while (to > from && isCourtesy(words[to - 1])) to -= 1
  return words.slice(from, to)
}
