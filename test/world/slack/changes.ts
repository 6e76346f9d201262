// Tells whoever waits that something in the simulated Slack has changed.
export class Changes {
  readonly #listeners = new Set<() => void>()

  changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  /** Calls the listener at every change, until the returned function is called. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The first truthy answer of `look`, now or after a change; rejects with `otherwise()` after so many milliseconds. */
  until<T>(look: () => T, milliseconds: number, otherwise: () => Error): Promise<NonNullable<T>> {
    return new Promise((resolve, reject) => {
      const settle = (done: () => void) => {
        stop()
        clearTimeout(timer)
        done()
      }
      const check = () => {
        try {
          const found = look()
          if (found) settle(() => resolve(found))
        } catch (error) {
          settle(() => reject(error))
        }
      }
      const stop = this.on(check)
      const timer = setTimeout(() => settle(() => reject(otherwise())), milliseconds)
      check()
    })
  }
}
