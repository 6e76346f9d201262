// How long one command waits for the connection to come back, or for a temporary refusal to pass.

/** Milliseconds. Together with the time that an answer may take it stays below Slack's 3 seconds. */
const PATIENCE = 1_000

export interface Patience {
  whenOver(tell: () => void): void
  isOver(): boolean
  stop(): void
}

/** The timer starts only when a command has to wait. */
export function startPatience(): Patience {
  let timer: NodeJS.Timeout | undefined
  let over = false
  const listeners: (() => void)[] = []
  function start(): void {
    timer ??= setTimeout(() => {
      over = true
      for (const tell of listeners) tell()
    }, PATIENCE)
  }
  return {
    whenOver(tell) {
      start()
      listeners.push(tell)
      if (over) tell()
    },
    isOver() {
      start()
      return over
    },
    stop: () => clearTimeout(timer),
  }
}
