// Reads the words after `create`: a duration at their end or beginning is the lifetime, the rest is the label.
import { cleanLine } from '../clean-text.ts'
import { parseSpokenDuration } from '../time/duration.ts'
import { joined, labelReadings, type TypedWord, unquoted, withoutCourtesy } from '../typed-words.ts'

export interface AskedWords {
  /** Empty if no label was given. */
  label: string
  /** Milliseconds. */
  lifetime?: number
  /** Words that look like a lifetime but cannot be one, such as `0d`. */
  unusable?: string
}

/** No duration that people type has more words: `1 year, 2 months and 12 hours` has seven. */
const MOST_WORDS = 9
/** What remains beside a lifetime after it was removed: `tableau - 7d`, `7d: tableau`, `7d for tableau`. */
const LEFT_BEHIND = /^(?:for|[\p{P}\p{Sm}]*)$/iu

/**
 * `isLabel` says whether the policy accepts a label. A label that it accepts is kept as written, otherwise its
 * decoration is removed.
 */
export function readAskedWords(words: readonly TypedWord[], isLabel: (label: string) => boolean): AskedWords {
  const { rest, ...lifetime } = lifetimeAtEdge(withoutCourtesy(words))
  const readings = labelReadings(rest).map(cleanLine)
  return { label: readings.find(isLabel) ?? cleanLine(joined(rest)), ...lifetime }
}

interface Taken extends Omit<AskedWords, 'label'> {
  rest: TypedWord[]
}

/**
 * Takes as many words as belong to the duration: `create x 1 week 2 days` asks for nine days. The end is tried before
 * the beginning.
 */
function lifetimeAtEdge(words: TypedWord[]): Taken {
  for (const edge of ['end', 'beginning'] as const) {
    for (let many = Math.min(MOST_WORDS, words.length); many > 0; many -= 1) {
      const at = edge === 'end' ? words.length - many : 0
      const text = unquoted(words.slice(at, at + many))
      const read = text === undefined ? undefined : parseSpokenDuration(text)
      if (read === undefined) continue
      const rest = [...words.slice(0, at), ...words.slice(at + many)]
      const taken = 'milliseconds' in read ? { lifetime: read.milliseconds } : { unusable: read.unusable }
      return { rest: withoutRemains(rest, edge), ...taken }
    }
  }
  return { rest: words }
}

function withoutRemains(words: TypedWord[], edge: 'end' | 'beginning'): TypedWord[] {
  const isRemains = (word: TypedWord | undefined) => word !== undefined && !word.isQuoted && LEFT_BEHIND.test(word.text)
  let [from, to] = [0, words.length]
  if (edge === 'end') while (to > from && isRemains(words[to - 1])) to -= 1
  else while (from < to && isRemains(words[from])) from += 1
  return words.slice(from, to)
}
