// How fast many equal things go, undisturbed by what else the machine does for a moment.
import { median } from './figures.ts'

export interface Pace {
  /** So many more are done. */
  did(count: number): void
  /** Things per second: the median of all slices. */
  perSecond(): number
}

/** Begins now. A neighbour that takes a core for a second spoils a few slices, but not their median. */
export function startPace(slice: number): Pace {
  const rates: number[] = []
  let done = 0
  let since = performance.now()
  return {
    did(count) {
      done += count
      if (done < slice) return
      const now = performance.now()
      rates.push((done / (now - since)) * 1_000)
      done = 0
      since = now
    },
    perSecond: () => median(rates),
  }
}
