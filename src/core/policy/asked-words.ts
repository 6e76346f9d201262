// The words behind `create`: a duration at their end or beginning is the lifetime, the rest is the label.
import { parseSpokenDuration } from '../time/duration.ts'
import { joined, labelReadings, type TypedWord, unquoted, withoutCourtesy } from '../typed-words.ts'

export interface AskedWords {
  /** Empty if they named none. */
  label: string
  /** Milliseconds. */
  lifetime?: number
  /** What is written like a lifetime and can be none, such as `0d`. */
  unusable?: string
}

/** `1 year, 2 months and 12 hours` has so many words, and no duration that anybody types has more. */
const MOST_WORDS = 9
/** What is left behind where a lifetime was taken away: `tableau - 7d`, `7d: tableau`, `7d for tableau`. */
const LEFT_BEHIND = /^(?:for|[\p{P}\p{Sm}]*)$/iu

/** `isLabel` says whether the policy takes one: a label is kept as it was written if it does, else without its decoration. */
export function readAskedWords(words: readonly TypedWord[], isLabel: (label: string) => boolean): AskedWords {
  const { rest, ...lifetime } = lifetimeAtEdge(withoutCourtesy(words))
  return { label: labelReadings(rest).find(isLabel) ?? joined(rest), ...lifetime }
}

interface Taken extends Omit<AskedWords, 'label'> {
  rest: TypedWord[]
}

/** As many words as there are in it: `create x 1 week 2 days` asks for nine days. The end comes first. */
function lifetimeAtEdge(words: TypedWord[]): Taken {
  for (const edge of ['end', 'beginning'] as const) {
    for (let many = Math.min(MOST_WORDS, words.length); many > 0; many -= 1) {
      const at = edge === 'end' ? words.length - many : 0
      const said = unquoted(words.slice(at, at + many))
      const read = said === undefined ? undefined : parseSpokenDuration(said)
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
