// Lets acknowledgements go first: in a burst of requests their work is queued until no new ones come, but never for long.

/** So many tasks run at once without being queued. */
const UNQUEUED_LIMIT = 4
/** Milliseconds without a new task after which a burst is over. */
const IDLE_MS = 10
/** So many tasks run at once after a burst: more of them would only make each other late. */
const CONCURRENCY_LIMIT = 16
/** Milliseconds that a task is queued at most: the trigger that opens its form lives three seconds. */
const MAX_WAIT = 1_000

export interface AckFirstQueue {
  /** Runs the task at once, or when its turn comes. Rejects as the task does. */
  run<T>(task: () => Promise<T>): Promise<T>
}

/** It goes by the machine's clock: what it measures is this process. */
export function createAckFirstQueue(): AckFirstQueue {
  const queued: { since: number; start: () => void }[] = []
  let running = 0
  let lastCame = 0
  let isCheckPlanned = false

  function check(): void {
    isCheckPlanned = false
    const now = performance.now()
    const isIdle = now - lastCame >= IDLE_MS
    const [first] = queued
    // A task that has waited long enough starts even so, one by one: those that run may be waiting for a Slack that is away.
    const isOverdue = first !== undefined && now - first.since >= MAX_WAIT
    if (isOverdue || (isIdle && running < CONCURRENCY_LIMIT)) queued.shift()?.start()
    planCheck(isIdle && running < CONCURRENCY_LIMIT)
  }

  /** One task starts in each turn of the event loop, so that a request that comes meanwhile is acknowledged before the next one. */
  function planCheck(soon: boolean): void {
    if (isCheckPlanned || queued.length === 0) return
    isCheckPlanned = true
    if (soon) setImmediate(check)
    else setTimeout(check, IDLE_MS)
  }

  return {
    async run(task) {
      lastCame = performance.now()
      if (running >= UNQUEUED_LIMIT || queued.length > 0) {
        await new Promise<void>((resolve) => {
          queued.push({
            since: lastCame,
            start: () => {
              running += 1
              resolve()
            },
          })
          planCheck(false)
        })
      } else {
        running += 1
      }
      try {
        return await task()
      } finally {
        running -= 1
        // The next queued task follows at once, if the burst is over.
        if (queued.length > 0 && performance.now() - lastCame >= IDLE_MS && running < CONCURRENCY_LIMIT)
          queued.shift()?.start()
      }
    },
  }
}
