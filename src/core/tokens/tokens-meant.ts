// Which tokens somebody means by what they typed: a label, a part of one, or an id as lists show it.

import { bare, folded, joined, labelReadings, type TypedWord, unquoted, withoutCourtesy } from '../typed-words.ts'
import type { TokenSummary } from './token.ts'

export interface Meant<Token> {
  /** Several that fit equally well are all here: whoever typed it says which. */
  tokens: Token[]
  /** False where only some of the words fit, so that nothing may be done to a token before they have said that it is meant. */
  isSure: boolean
}

type Named = Pick<TokenSummary, 'tid' | 'label'>

/**
 * The label word for word comes first, then the label whatever its case and spaces, then the id from its first eight
 * characters on, then a part of the label; last, labels that hold some of the words.
 */
export function tokensMeant<Token extends Named>(tokens: readonly Token[], words: readonly TypedWord[]): Meant<Token> {
  const readings = labelReadings(words)
  const foldedReadings = readings.map(folded).filter((reading) => reading !== '')
  const id = idIn(words)
  const whole = [
    ...readings.map((reading) => (token: Named) => token.label === reading),
    ...foldedReadings.map((reading) => (token: Named) => folded(token.label) === reading),
    ...(id === undefined ? [] : [(token: Named) => token.tid.replaceAll('-', '').startsWith(id)]),
    ...foldedReadings.map((reading) => (token: Named) => folded(token.label).includes(reading)),
  ]
  for (const fits of whole) {
    const meant = tokens.filter(fits)
    if (meant.length > 0) return { tokens: meant, isSure: true }
  }
  return { tokens: words.length > 1 ? holdingSome(tokens, words) : [], isSure: false }
}

/** `48099374`, more of it, or as choices show it: `tableau (48099374)`. */
function idIn(words: readonly TypedWord[]): string | undefined {
  const whole = unquoted(withoutCourtesy(words))?.toLowerCase()
  if (whole !== undefined && /^[0-9a-f]{8}[0-9a-f-]*$/.test(whole)) return whole.replaceAll('-', '')
  return /\(([0-9a-f]{8})\)$/i.exec(joined(words).trim())?.[1]?.toLowerCase()
}

/** All of the words in any order; else a label that one of them is. */
function holdingSome<Token extends Named>(tokens: readonly Token[], words: readonly TypedWord[]): Token[] {
  const parts = words.map(({ text }) => folded(bare(text))).filter((part) => part !== '')
  const all = tokens.filter(({ label }) => parts.every((part) => folded(label).includes(part)))
  return all.length > 0 ? all : tokens.filter(({ label }) => parts.includes(folded(label)))
}
