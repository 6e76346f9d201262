// The calls of one bot to its neighbours: counts them as they cross the border, and lets the bot die at one of them.

/** Asked before a call is obeyed; what it answers with is asked before the call is answered. Either may take for ever. */
export type Attend = (call: string) => Promise<() => Promise<void>>

/** `before`: the call never takes effect. `after`: it does, and nobody hears its answer. */
export const kinds = ['before', 'after'] as const
export type Kind = (typeof kinds)[number]

export interface Doom {
  /** The number of the call, from 1. */
  at: number
  kind: Kind
  /** Resolves when the bot is dead. */
  kill(): Promise<unknown>
}

const never = () => new Promise<never>(() => {})

export class Crossing {
  /** What was called since `watch`, in the order of arrival. */
  readonly calls: string[] = []
  #watching = false
  #closed = false
  #doom: Doom | undefined
  #underWay = 0

  /** Whether some call is not answered yet; those of the dead never are. */
  get isBusy(): boolean {
    return this.#underWay > 0 && !this.#closed
  }

  /** Counts from here on. Resolves when the bot died of its doom, which may be never. */
  watch(doom?: Doom): Promise<void> {
    this.#watching = true
    return new Promise((resolve) => {
      this.#doom = doom && { ...doom, kill: () => doom.kill().then(() => resolve()) }
    })
  }

  /** Nothing passes ever again: what a dying bot still has under way stays as it is. */
  close(): void {
    this.#closed = true
  }

  readonly attend: Attend = async (call) => {
    if (this.#closed) return never()
    if (!this.#watching) return async () => {}
    const number = this.calls.push(call)
    const doom = this.#doom?.at === number ? this.#doom : undefined
    this.#underWay += 1
    if (doom?.kind === 'before') await this.#strike(doom)
    return async () => {
      if (doom?.kind === 'after') await this.#strike(doom)
      if (this.#closed) await never()
      this.#underWay -= 1
    }
  }

  async #strike({ kill }: Doom): Promise<never> {
    this.close()
    await kill()
    return never()
  }
}
