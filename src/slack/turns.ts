// Acknowledgements go first: in a rush of requests a deed waits for a lull, but never long.

/** So many deeds run at once without anybody asking whether there is a rush. */
const FREELY = 4
/** Milliseconds without a new request after which a rush is over. */
const LULL = 10
/** So many run at once when a rush has left many waiting: more would only make each other late. */
const TOGETHER = 16
/** Milliseconds that a deed waits at most: the trigger that opens its form lives three seconds. */
const PATIENCE = 1_000

export interface Turns {
  /** Runs the deed when it is its turn. Rejects as the deed does. */
  take<T>(action: () => Promise<T>): Promise<T>
}

/** It goes by the machine's clock: what it measures is this process. */
export function createTurns(): Turns {
  const waiting: { since: number; go: () => void }[] = []
  let running = 0
  let lastCame = 0
  let looking = false

  function look(): void {
    looking = false
    const now = performance.now()
    const lull = now - lastCame >= LULL
    const [first] = waiting
    // Whoever has waited long enough goes even so, one by one: those that run may be waiting for a Slack that is away.
    const overdue = first !== undefined && now - first.since >= PATIENCE
    if (overdue || (lull && running < TOGETHER)) waiting.shift()?.go()
    lookAgain(lull && running < TOGETHER)
  }

  /** One deed in each turn of the event loop, so that a request that comes meanwhile is still before the others. */
  function lookAgain(soon: boolean): void {
    if (looking || waiting.length === 0) return
    looking = true
    if (soon) setImmediate(look)
    else setTimeout(look, LULL)
  }

  return {
    async take(work) {
      lastCame = performance.now()
      if (running >= FREELY || waiting.length > 0) {
        await new Promise<void>((go) => {
          waiting.push({
            since: lastCame,
            go: () => {
              running += 1
              go()
            },
          })
          lookAgain(false)
        })
      } else {
        running += 1
      }
      try {
        return await work()
      } finally {
        running -= 1
        // The next one of those that wait follows at once, if the rush is over.
        if (waiting.length > 0 && performance.now() - lastCame >= LULL && running < TOGETHER) waiting.shift()?.go()
      }
    },
  }
}
