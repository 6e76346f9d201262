// A clock that stands still until a test moves it.
import type { Clock } from '../../src/core/ports.ts'

export interface StillClock extends Clock {
  /** Moves it forward by so many milliseconds. */
  pass(milliseconds: number): void
}

/** Begins at the machine's time, so that dates look like today's. */
export function stillClock(): StillClock {
  let at = Date.now()
  return {
    now: () => at,
    pass(milliseconds) {
      at += milliseconds
    },
  }
}
