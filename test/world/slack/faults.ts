// The ways in which a call to Slack can go wrong on demand, and gates that hold a call until a test lets it go.
import type { BotRequest } from './traffic.ts'

export type Fault =
  | { readonly error: string }
  | { readonly status: number }
  /** 429 with Retry-After, in seconds. */
  | { readonly retryAfter: number }
  /** The socket is destroyed and nothing is done. */
  | { readonly drop: true }
  | { readonly hang: true }
  /** Milliseconds before the deed, which then goes its normal way. */
  | { readonly delay: number }
  /** A proxy's error page with status 200. */
  | { readonly html: true }
  /** The deed is done and the connection dropped without an answer. */
  | { readonly afterwards: 'drop' }

export interface Gate {
  /** The first call that arrived at the gate. */
  readonly reached: Promise<BotRequest>
  /** Lets all that wait go, and those that come later pass. */
  release(): void
}

export type Moment = 'deed' | 'answer'

interface HeldAt {
  readonly method: string
  readonly before: Moment
  readonly reach: (request: BotRequest) => void
  readonly released: Promise<void>
}

export class Faults {
  readonly #planned: { method: string; fault: Fault; left: number }[] = []
  readonly #gates = new Set<HeldAt>()

  /** The next `times` calls (1 if not said) of the method fail so. `*` is any method. */
  fail(method: string, fault: Fault, { times = 1 }: { times?: number } = {}): void {
    this.#planned.push({ method, fault, left: times })
  }

  /** Forgets what was planned and not yet used. */
  clear(): void {
    this.#planned.length = 0
  }

  take(method: string): Fault | undefined {
    const next = this.#planned.find((plan) => plan.left > 0 && (plan.method === method || plan.method === '*'))
    if (next) next.left -= 1
    return next?.fault
  }

  /** Holds every call of the method before its deed, or after the deed before its answer, until released. */
  hold(method: string, { before = 'deed' }: { before?: Moment } = {}): Gate {
    let reach: (request: BotRequest) => void = () => {}
    let open: () => void = () => {}
    const reached = new Promise<BotRequest>((resolve) => {
      reach = resolve
    })
    const released = new Promise<void>((resolve) => {
      open = resolve
    })
    const gate: HeldAt = { method, before, reach, released }
    this.#gates.add(gate)
    return {
      reached,
      release: () => {
        this.#gates.delete(gate)
        open()
      },
    }
  }

  async pass(request: BotRequest, moment: Moment): Promise<void> {
    for (const gate of [...this.#gates]) {
      if (gate.before !== moment || (gate.method !== request.method && gate.method !== '*')) continue
      gate.reach(request)
      await gate.released
    }
  }
}
