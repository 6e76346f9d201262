// Caches for a moment whether Redis takes writes, and polls a Redis that takes none until it does.

export interface Readiness {
  /**
   * Resolves if the last check succeeded. Checks run one at a time, and at most every two seconds while nothing
   * changes.
   */
  ready(): Promise<void>
  /** The cached result is invalid. */
  changed(): void
  /** A write was refused: polls every two seconds until writes are taken again. */
  takesNoWrites(): void
  /** Whether the polling still goes on. */
  isRefused(): boolean
  close(): void
}

/** How long the result of a check is cached, milliseconds. */
const KEPT = 2_000
/** Time between two checks of a Redis that takes no writes, milliseconds. */
const LOOK_EVERY = 2_000

/** `check` writes and reads a key. `over` is called when writes are taken again. */
export function watchReadiness(check: () => Promise<void>, over: () => void): Readiness {
  let known: { check: Promise<void>; done: boolean; at: number } | undefined
  let changes = 0
  let watching = false
  let closed = false

  async function watch(): Promise<void> {
    watching = true
    for (let isOver = false; !isOver && !closed; ) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY).unref())
      isOver = await check().then(
        () => true,
        () => false,
      )
    }
    watching = false
    if (closed) return
    changes += 1
    over()
  }

  return {
    ready() {
      if (known && (!known.done || known.at === changes)) return known.check
      const found = { check: check(), done: false, at: changes }
      known = found
      const done = () => {
        // A refused check calls `takesNoWrites` itself, so only later changes make its result invalid.
        found.done = true
        found.at = changes
        setTimeout(() => {
          if (known === found) known = undefined
        }, KEPT).unref()
      }
      found.check.then(done, done)
      return found.check
    },
    changed() {
      changes += 1
    },
    takesNoWrites() {
      changes += 1
      if (!watching && !closed) void watch()
    },
    isRefused: () => watching,
    close() {
      closed = true
    },
  }
}
