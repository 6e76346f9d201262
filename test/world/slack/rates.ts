// How often Slack lets one method be called within a minute: what is more is answered with 429 and Retry-After.
// https://docs.slack.dev/apis/web-api/rate-limits (users.info is Tier 4: about a hundred a minute for one app and workspace)
import type { Fault } from './faults.ts'

const MINUTE = 60_000

export class Rates {
  readonly #now: () => number
  readonly #most = new Map<string, number>()
  readonly #calls = new Map<string, number[]>()

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  limit(method: string, perMinute: number): void {
    this.#most.set(method, perMinute)
  }

  /** Counts the call, or says what it is answered instead. */
  take(method: string): Fault | undefined {
    const most = this.#most.get(method)
    if (most === undefined) return undefined
    const now = this.#now()
    const calls = (this.#calls.get(method) ?? []).filter((at) => now - at < MINUTE)
    this.#calls.set(method, calls)
    const [oldest = now] = calls
    if (calls.length >= most) return { retryAfter: Math.max(1, Math.ceil((oldest + MINUTE - now) / 1_000)) }
    calls.push(now)
    return undefined
  }
}
