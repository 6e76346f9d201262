// Asks something that costs at most every few seconds, with one question in flight, whoever wants to know.

export interface LookSettings<T> {
  /** Milliseconds for which an answer is given again. */
  keptFor: number
  /** What whoever waits longer than so many milliseconds is told meanwhile; they wait for the answer if not said. */
  late?: { after: number; value: T }
  /** Milliseconds by a clock that is never set. */
  elapsed: () => number
}

export interface ThrottledCheck<T> {
  value: T
  /** Milliseconds since the question was asked. */
  age: number
  /** This caller is the one for whom it was asked. */
  isNew: boolean
}

/** `ask` must not reject. */
export function throttledCheck<T>(ask: () => Promise<T>, settings: LookSettings<T>): () => Promise<ThrottledCheck<T>> {
  const { keptFor, late, elapsed } = settings
  let last: { at: number; answer: Promise<T>; isOver: boolean } | undefined
  return async () => {
    const now = elapsed()
    const isNew = last === undefined || (last.isOver && now - last.at >= keptFor)
    if (last === undefined || isNew) {
      const asked = { at: now, answer: ask(), isOver: false }
      void asked.answer.then(() => {
        asked.isOver = true
      })
      last = asked
    }
    const { answer, at } = last
    const value = late === undefined ? await answer : await orLate(answer, late)
    return { value, age: elapsed() - at, isNew }
  }
}

async function orLate<T>(answer: Promise<T>, late: { after: number; value: T }): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late.value), late.after)
  })
  try {
    return await Promise.race([answer, tooLong])
  } finally {
    clearTimeout(timer)
  }
}
