// Finds the tokens that typed words refer to: by a label, a part of one, or an id as lists show it.

import { bare, folded, joined, labelReadings, type TypedWord, unquoted, withoutCourtesy } from '../typed-words.ts'
import type { TokenSummary } from './token.ts'

export interface Meant<Token> {
  /** All tokens that match equally well. The person then chooses one. */
  tokens: Token[]
  /** False if only some of the words match. The person must then confirm the token before anything is done to it. */
  isSure: boolean
}

type Named = Pick<TokenSummary, 'tid' | 'label'>

/**
 * Tries in this order: the exact label, the label regardless of case and spaces, the id from its first eight
 * characters, a part of the label, and at last labels that contain some of the words.
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

/** `48099374` or more of the id, or the form in which choices show it: `tableau (48099374)`. */
function idIn(words: readonly TypedWord[]): string | undefined {
  const whole = unquoted(withoutCourtesy(words))?.toLowerCase()
  if (whole !== undefined && /^[0-9a-f]{8}[0-9a-f-]*$/.test(whole)) return whole.replaceAll('-', '')
  const inBrackets = /\(([0-9a-f]{8}[0-9a-f-]*)\)$/i.exec(joined(words).trim())?.[1]
  return inBrackets?.toLowerCase().replaceAll('-', '')
}

/** Labels that contain all of the words in any order, otherwise labels that equal one of the words. */
function holdingSome<Token extends Named>(tokens: readonly Token[], words: readonly TypedWord[]): Token[] {
  const parts = words.map(({ text }) => folded(bare(text))).filter((part) => part !== '')
  const all = tokens.filter(({ label }) => parts.every((part) => folded(label).includes(part)))
  return all.length > 0 ? all : tokens.filter(({ label }) => parts.includes(folded(label)))
}
