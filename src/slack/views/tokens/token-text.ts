// How a token is named in a list or a choice: its label, and enough of its id to tell it from the others there.

import { cleanLine } from '../../../core/clean-text.ts'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { Words } from '../../../words/words.ts'
import { cut, LONGEST_OPTION, labelText, moment, timeLeft } from '../block-kit.ts'

type Identified = Pick<TokenSummary, 'tid'>
type Named = Pick<TokenSummary, 'tid' | 'label'>

/** `tokens` are the tokens that are shown together. */
export function idAmong({ tid }: Identified, tokens: readonly Identified[]): string {
  return shortId(
    tid,
    tokens.map((token) => token.tid),
  )
}

/** For an option of a menu; of a long label the end is cut off, never the id. */
export function tokenOptionText(token: Named, tokens: readonly Identified[]): string {
  const id = ` (${idAmong(token, tokens)})`
  return cut(cleanLine(token.label), LONGEST_OPTION - id.length) + id
}

/** One line of a choice. */
export function tokenLine(
  words: Words,
  token: Named & Pick<TokenSummary, 'expiresAt'>,
  tokens: readonly Identified[],
  now: number,
): string {
  const { label, expiresAt } = token
  return words.tokens.choice({
    label: labelText(label),
    id: idAmong(token, tokens),
    left: timeLeft(now, expiresAt),
    when: moment(expiresAt),
  })
}
