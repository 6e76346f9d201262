// Keeps answers for a short while, and asks once for everybody who wants the same one at the same time.
import type { Clock } from '../core/ports.ts'

export interface Keeping {
  clock: Clock
  /** Milliseconds that an answer may be old, counted from the moment at which it was asked for. */
  age: number
  /** So many answers are kept; the oldest goes first. */
  most: number
}

/** The same question, to which a recent answer is given again. A failure is not kept, but whoever waits for it shares it. */
export function recently<T>(
  ask: (key: string) => Promise<T>,
  { clock, age, most }: Keeping,
): (key: string) => Promise<T> {
  const kept = new Map<string, { askedAt: number; answer: Promise<T> }>()
  return (key) => {
    const known = kept.get(key)
    if (known && isWithin(clock.now() - known.askedAt, age)) return known.answer
    const asked = { askedAt: clock.now(), answer: ask(key) }
    // Taken out first: what is asked anew goes to the end of the line.
    kept.delete(key)
    kept.set(key, asked)
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break
      kept.delete(oldest)
    }
    asked.answer.catch(() => {
      if (kept.get(key) === asked) kept.delete(key)
    })
    return asked.answer
  }
}

/** Less than nothing has passed where the clock was set back: nobody knows then how long it was. */
export function isWithin(passed: number, length: number): boolean {
  return passed >= 0 && passed < length
}
