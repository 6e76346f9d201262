// Everything the bot ever said to Slack, and whether it is still saying something.
import type { Changes } from './changes.ts'

/** One call that the bot made: a Web API method, `response_url`, or `files.upload` (the raw upload). */
export interface BotRequest {
  readonly method: string
  /** Every argument as sent; `blocks`, `view` and their like decoded from JSON. */
  readonly args: Record<string, unknown>
  /** Milliseconds since 1970 by the simulator's clock. */
  readonly at: number
  /** What Slack answered; undefined while the call is held, hung or dropped. */
  answer?: Record<string, unknown> | string
}

/** What the bot answered to one of our dispatches. */
export interface BotAnswer {
  readonly kind: string
  readonly status: number
  readonly body: string
  readonly at: number
}

/** How long nothing must happen before the bot counts as quiet, in milliseconds. */
const QUIET = 50

/** How long an answer to `settled` is waited for, in milliseconds: a call that a test holds up never ends by itself. */
const PATIENCE = 1_000

export class Traffic {
  /** Resolves when the bot has nothing under way that does not show here, if somebody knows: between two calls to us it asks others. */
  settled: () => Promise<unknown> = () => Promise.resolve()
  readonly requests: BotRequest[] = []
  readonly answers: BotAnswer[] = []
  readonly #changes: Changes
  #open = 0
  #last = performance.now()

  constructor(changes: Changes) {
    this.#changes = changes
  }

  /** Something is on its way, in either direction, until the returned function is called (more calls do nothing). */
  begin(): () => void {
    this.#open += 1
    let open = true
    return () => {
      if (!open) return
      open = false
      this.#open -= 1
      this.#last = performance.now()
      this.#changes.changed()
    }
  }

  get inFlight(): number {
    return this.#open
  }

  /** Resolves when nothing was on its way for `milliseconds`; rejects when that does not happen within `timeout`. */
  async quiet(milliseconds = QUIET, timeout = 5_000): Promise<void> {
    const end = performance.now() + timeout
    for (;;) {
      await Promise.race([this.settled(), new Promise((resolve) => setTimeout(resolve, PATIENCE))])
      const now = performance.now()
      const rest = this.#open > 0 ? milliseconds : this.#last + milliseconds - now
      if (rest <= 0) return
      if (now > end) throw new Error(`The bot is not quiet after ${timeout} ms: ${this.#open} calls are under way`)
      await new Promise((resolve) => setTimeout(resolve, rest))
    }
  }
}
