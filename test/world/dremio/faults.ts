// The ways in which a call to Dremio can go wrong on demand, and gates that hold a call until a test lets it go.

/** What a caller may be doing; `*` in a match is any of them. */
export type Operation =
  | 'create'
  | 'list'
  | 'delete'
  | 'deleteAll'
  | 'findUser'
  | 'getUser'
  | 'wipe'
  | 'unknown'
  | OAuthOperation
/** What a browser or a client does under `/oauth`. */
export type OAuthOperation = 'authorize' | 'signIn' | 'token'
export type Match = Operation | '*'

export type Fault =
  /** Answers so without doing the deed. `retryAfter` is the header: seconds, or an HTTP date. `html` answers a page. */
  | { readonly status: number; readonly body?: unknown; readonly retryAfter?: number | string; readonly html?: boolean }
  /** The socket is destroyed and nothing is done. */
  | { readonly drop: true }
  /** Nothing is done and nothing is ever answered. */
  | { readonly hang: true }
  /** Milliseconds before the deed, which then goes its normal way. */
  | { readonly delay: number }
  /** The deed is done, its answer is lost. */
  | { readonly afterwards: 'drop' | 'hang' | { readonly status: number } }
  /**
   * The deed is done and answered with status 200 and this text; a function is handed what the answer would have been.
   * Plain text, except at the token endpoint, where it is called JSON.
   */
  | { readonly text: string | ((answer: string) => string) }

export interface Gate {
  /** Resolves when the first call has arrived. */
  readonly reached: Promise<void>
  /** Lets all that wait go, and those that come later pass. */
  release(): void
}

export type Moment = 'deed' | 'answer'

interface HeldAt {
  readonly match: Match
  readonly before: Moment
  readonly reach: () => void
  readonly released: Promise<void>
  left: number
}

export interface HoldOptions {
  before?: Moment
  times?: number
}

export class Faults {
  readonly #planned: { match: Match; fault: Fault; left: number }[] = []
  readonly #gates = new Set<HeldAt>()

  /** The next `times` calls that match (1 if not said) fail so. */
  fail(match: Match, fault: Fault, { times = 1 }: { times?: number } = {}): void {
    this.#planned.push({ match, fault, left: times })
  }

  /** Forgets what was planned and not yet used. */
  clear(): void {
    this.#planned.length = 0
  }

  take(operation: Operation): Fault | undefined {
    const next = this.#planned.find((plan) => plan.left > 0 && (plan.match === operation || plan.match === '*'))
    if (next) next.left -= 1
    return next?.fault
  }

  /** Holds the next `times` calls that match (all if not said) before the deed or before the answer, until released. */
  hold(match: Match, { before = 'deed', times = Number.POSITIVE_INFINITY }: HoldOptions = {}): Gate {
    let reach: () => void = () => {}
    let open: () => void = () => {}
    const reached = new Promise<void>((resolve) => {
      reach = resolve
    })
    const released = new Promise<void>((resolve) => {
      open = resolve
    })
    const gate: HeldAt = { match, before, reach, released, left: times }
    this.#gates.add(gate)
    return {
      reached,
      release: () => {
        this.#gates.delete(gate)
        open()
      },
    }
  }

  async pass(operation: Operation, moment: Moment): Promise<void> {
    for (const gate of [...this.#gates]) {
      if (gate.before !== moment || (gate.match !== operation && gate.match !== '*')) continue
      if (gate.left <= 0) continue
      gate.left -= 1
      gate.reach()
      await gate.released
    }
  }
}
