// Typed words for tests: `"quoted"` ones are quoted, the rest is split at spaces.
import type { TypedWord } from '../../src/core/typed-words.ts'

export function typed(text: string): TypedWord[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([written, quoted, word = '']) => ({
    text: quoted ?? word,
    written,
    isQuoted: quoted !== undefined,
  }))
}
