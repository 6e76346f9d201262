// Words as somebody typed them: what only decorates them, and when two ways of writing a label are the same one.

export interface TypedWord {
  /** As they wrote it, without the quotes around it. */
  text: string
  /** With them. */
  written: string
  /** What is quoted is a label, whatever else it could be read as. */
  isQuoted: boolean
}

/** Characters that nobody sees: zero-width ones, soft hyphens, marks of direction. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}+/gu
const BEFORE = ' *_~`\'"‘’‚“”„«»‹›<([{'
const BEHIND = ' *_~`\'"‘’‚“”„«»‹›>)]}.,;:!?…'

/** Without Markdown, quotes, punctuation and invisible characters around it; full-width letters are plain ones. */
export function bare(text: string): string {
  const plain = text.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/gu, ' ')
  let [from, to] = [0, plain.length]
  while (from < to && BEFORE.includes(plain.charAt(from))) from += 1
  while (to > from && BEHIND.includes(plain.charAt(to - 1))) to -= 1
  return plain.slice(from, to)
}

/** The same for two labels that differ only in what people overlook: case, spaces, kinds of quotes and dashes. */
export function folded(label: string): string {
  return label
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/[‘’‚‛`´]/gu, "'")
    .replace(/[“”„‟«»]/gu, '"')
    .replace(/\p{Dash}+/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase()
}

/** What somebody wrote, on one line, without quotes. */
export function joined(words: readonly TypedWord[]): string {
  return words.map(({ text }) => text).join(' ')
}

/** What is to be read as a keyword, a duration or a moment; undefined if any of it is quoted. */
export function unquoted(words: readonly TypedWord[]): string | undefined {
  return words.some(({ isQuoted }) => isQuoted) ? undefined : bare(words.map(({ text }) => bare(text)).join(' '))
}

/** A label as its owner may have meant it: word for word, without quotes, without decoration. The likeliest comes first. */
export function labelReadings(words: readonly TypedWord[]): string[] {
  const polite = withoutCourtesy(words)
  const readings = [
    // One quoted word is the label; quotes in the midst of others may belong to it.
    ...(words.length > 1 ? [words.map(({ written }) => written).join(' ')] : []),
    joined(words),
    joined(polite),
    bare(joined(polite)),
    bare(polite.map(({ text }) => bare(text)).join(' ')),
  ]
  return [...new Set(readings)]
}

/** People say please to bots as well. */
export function withoutCourtesy<Word extends TypedWord>(words: readonly Word[]): Word[] {
  const isCourtesy = (word: Word | undefined) =>
    word !== undefined && !word.isQuoted && /^(?:please|pls|plz)$/i.test(bare(word.text))
  let [from, to] = [0, words.length]
  while (from < to && isCourtesy(words[from])) from += 1
  while (to > from && isCourtesy(words[to - 1])) to -= 1
  return words.slice(from, to)
}
