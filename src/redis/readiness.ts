// Remembers for a moment whether Redis takes writes, and watches a Redis that takes none until it does.

export interface Readiness {
  /** Resolves if the last look went well. One look at a time, and one in two seconds while nothing changes. */
  ready(): Promise<void>
  /** What was found before does not hold any more. */
  changed(): void
  /** A write was refused: looks every two seconds whether that is over. */
  takesNoWrites(): void
  /** Whether that still goes on. */
  isRefused(): boolean
  close(): void
}

/** For how long one look counts, milliseconds. */
const KEPT = 2_000
/** Between two looks at a Redis that takes no writes, milliseconds. */
const LOOK_EVERY = 2_000

/** `look` writes and reads. `over` is called when writes are taken again. */
export function watchReadiness(look: () => Promise<void>, over: () => void): Readiness {
  let known: { look: Promise<void>; done: boolean; at: number } | undefined
  let changes = 0
  let watching = false
  let closed = false

  async function watch(): Promise<void> {
    watching = true
    for (let isOver = false; !isOver && !closed; ) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY).unref())
      isOver = await look().then(
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
      if (known && (!known.done || known.at === changes)) return known.look
      const found = { look: look(), done: false, at: changes }
      known = found
      const done = () => {
        // A look that is refused says so itself; only what comes after it makes it void.
        found.done = true
        found.at = changes
        setTimeout(() => {
          if (known === found) known = undefined
        }, KEPT).unref()
      }
      found.look.then(done, done)
      return found.look
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
