// Many deeds in a few lanes: what comes first begins first, and each is waited for by itself.

/**
 * Begins at most so many at once, in order, and answers at once with what will come of each. A deed that only waits any
 * more leaves its lane to the next one.
 */
export function inLanes<T, R>(
  lanes: number,
  all: readonly T[],
  deed: (one: T, leave: () => void) => Promise<R>,
): Promise<R>[] {
  let free = lanes
  const waiting: (() => void)[] = []
  return all.map(async (one) => {
    if (free === 0) await new Promise<void>((go) => waiting.push(go))
    else free -= 1
    let isIn = true
    const leave = () => {
      if (!isIn) return
      isIn = false
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
    try {
      return await deed(one, leave)
    } finally {
      leave()
    }
  })
}
