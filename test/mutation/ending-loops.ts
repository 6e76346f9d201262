// Loops that end: a mutant's may not, and nothing else would end it.
import { type Node, visit } from './syntax.ts'

/** More than any loop of ours goes round in one test file. */
const MOST_ROUNDS = 3_000_000

/** The same file, on the same lines, in which loops throw once they have gone round so often. */
export function withEndingLoops(source: string): string {
  const bodies: Node[] = []
  visit(source, ({ type, body }) => {
    if (/^(For|While|DoWhile)/.test(type)) bodies.push(body as Node)
  })
  if (bodies.length === 0) return source
  const count = `if (++roundsOfLoops > ${MOST_ROUNDS}) throw new Error('A loop without end');`
  const guarded = bodies
    .flatMap(({ start, end }) => [
      { at: start, text: `{ ${count}` },
      { at: end, text: '}' },
    ])
    .sort((one, other) => other.at - one.at)
    .reduce((text, { at, text: inserted }) => text.slice(0, at) + inserted + text.slice(at), source)
  return `let roundsOfLoops = 0; ${guarded}`
}
