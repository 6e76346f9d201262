// Keeps answers for a short while, and asks once for everybody who wants the same one at the same time.
import type { Clock } from '../core/ports.ts'

export interface Keeping {
  clock: Clock
  /** Milliseconds that an answer may be old, counted from the moment at which it was asked for. */
  age: number
  /** So many answers are kept; the oldest goes first. */
  most: number
}

export interface Recent<T> {
  /** An answer that is recent, or a new one. */
  recent(key: string, ask?: Ask<T>): Promise<T>
  /** A new one. Whoever asks within `AT_ONCE` of another who still waits shares that one's answer. */
  anew(key: string, ask?: Ask<T>): Promise<T>
  /** The recent answer, if there is one; nothing is asked. */
  known(key: string): T | undefined
  /** The same answers for others who ask in their own way: they share what was answered, never a question under way, which may be refused to one and not to the other. */
  askedBy(usual: Ask<T>): Omit<Recent<T>, 'askedBy'>
}

type Ask<T> = (key: string) => Promise<T>

/** Milliseconds: two clicks of one person within this time see the same moment. */
const AT_ONCE = 300

/** A failure is not kept, and takes no earlier answer away; but whoever waits for it shares it. */
export function keepRecent<T>(usual: Ask<T>, { clock, age, most }: Keeping): Recent<T> {
  const kept = new Map<string, { askedAt: number; answer: T }>()

  function keep(key: string, answered: { askedAt: number; answer: T }): void {
    // Taken out first: what is asked anew goes to the end of the line.
    kept.delete(key)
    kept.set(key, answered)
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break
      kept.delete(oldest)
    }
  }

  function within<A extends { askedAt: number }>(asked: A | undefined, length: number): A | undefined {
    return asked && isWithin(clock.now() - asked.askedAt, length) ? asked : undefined
  }

  function askedBy(usual: Ask<T>): Omit<Recent<T>, 'askedBy'> {
    const underWay = new Map<string, { askedAt: number; answer: Promise<T> }>()

    function begin(key: string, ask: Ask<T>): Promise<T> {
      const asked = { askedAt: clock.now(), answer: ask(key) }
      underWay.set(key, asked)
      const end = () => {
        if (underWay.get(key) === asked) underWay.delete(key)
      }
      asked.answer.then((answer) => {
        end()
        keep(key, { askedAt: asked.askedAt, answer })
      }, end)
      return asked.answer
    }

    return {
      async recent(key, ask = usual) {
        const known = within(kept.get(key), age)
        return known ? known.answer : (within(underWay.get(key), age)?.answer ?? begin(key, ask))
      },
      anew: (key, ask = usual) => within(underWay.get(key), AT_ONCE)?.answer ?? begin(key, ask),
      known: (key) => within(kept.get(key), age)?.answer,
    }
  }

  return { ...askedBy(usual), askedBy }
}

/** The same question, to which a recent answer is given again. */
export function recently<T>(ask: Ask<T>, keeping: Keeping): (key: string) => Promise<T> {
  const { recent } = keepRecent(ask, keeping)
  return (key) => recent(key)
}

/** Less than nothing has passed where the clock was set back: nobody knows then how long it was. */
export function isWithin(passed: number, length: number): boolean {
  return passed >= 0 && passed < length
}
