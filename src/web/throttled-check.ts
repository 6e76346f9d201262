// Runs an expensive check at most every few seconds, one at a time, for any number of callers.

export interface ThrottleSettings<T> {
  /** Milliseconds for which a result is cached. */
  keptFor: number
  /**
   * `value` is returned to a caller that waits longer than `after` milliseconds. Without `late` callers wait for the
   * result.
   */
  late?: { after: number; value: T }
  /** Milliseconds of a monotonic clock. */
  elapsed: () => number
}

export interface ThrottledCheck<T> {
  value: T
  /** Milliseconds since the check began. */
  age: number
  /** The check was started by this call. */
  isNew: boolean
}

/** `ask` must not reject. */
export function throttledCheck<T>(
  ask: () => Promise<T>,
  settings: ThrottleSettings<T>,
): () => Promise<ThrottledCheck<T>> {
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
