// Lets acknowledgements go first: in a burst of requests the other work is queued, but never for long.

/** Up to this many tasks run at once without being queued. */
const UNQUEUED_LIMIT = 4
/** Milliseconds without a new task after which a burst is over. */
const IDLE_MS = 10
/** Up to this many queued tasks run at once after a burst: more of them would only slow each other down. */
const CONCURRENCY_LIMIT = 16
/** Longest time in the queue, milliseconds: the trigger that opens a task's form expires after three seconds. */
const MAX_WAIT = 1_000

export interface AckFirstQueue {
  /** Runs the task at once, or later from the queue. Rejects if the task does. */
  run<T>(task: () => Promise<T>): Promise<T>
}

/** It uses the machine's clock, because it measures this process. */
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
    // An overdue task starts even if the limit is reached, one by one: the running ones may be waiting for a Slack that
    // does not answer.
    const isOverdue = first !== undefined && now - first.since >= MAX_WAIT
    if (isOverdue || (isIdle && running < CONCURRENCY_LIMIT)) queued.shift()?.start()
    planCheck(isIdle && running < CONCURRENCY_LIMIT)
  }

  /**
   * One task starts in each turn of the event loop, so that a request that arrives meanwhile is acknowledged before the
   * next task.
   */
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
        // After the burst the next queued task starts at once.
        if (queued.length > 0 && performance.now() - lastCame >= IDLE_MS && running < CONCURRENCY_LIMIT)
          queued.shift()?.start()
      }
    },
  }
}
