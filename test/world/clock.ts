// Clocks that a test moves: one that stands still otherwise, and one that runs.
import type { Clock } from '../../src/core/ports.ts'

export interface MovableClock extends Clock {
  /** Moves it forward by so many milliseconds. */
  pass(milliseconds: number): void
}

/** Runs with the machine's, for processes that run beside the test; what was moved stays moved. */
export function runningClock(): MovableClock {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    pass(milliseconds) {
      ahead += milliseconds
    },
  }
}

/** Begins at the machine's time, so that dates look like today's, or at a given one. Milliseconds since 1970. */
export function stillClock(at = Date.now()): MovableClock {
  return {
    now: () => at,
    pass(milliseconds) {
      at += milliseconds
    },
  }
}
