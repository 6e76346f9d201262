// Starts the simulators' process and asks it for the bot's environment, for request bodies, and whether all is answered.
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What somebody does: types `/dremio-pat list`, or clicks *My tokens* in the private menu. */
export type Kind = 'list' | 'click'

export interface Asks {
  environment: object
  /** Each body has its own trigger and response_url. */
  bodies: { kind: Kind; count: number }
  /** Waits until the bot has posted so many answers to their response_urls, rightly, and does nothing more. */
  answered: { count: number }
  /** Publishes a Home for everybody, as if the bot had, and limits `views.publish` from now on. */
  homes: { perMinute: number }
  /** What Slack sends when these people open Home, one body for each. */
  openings: { people: readonly string[] }
  /** Waits until Home was published so often for this person since they were last asked for. */
  published: { person: string; count: number }
  /** All calls of `views.publish` since they were last asked for. */
  publications: object
}
export interface Publication {
  person: string
  /** Milliseconds since 1970. */
  at: number
  /** What Slack answered: `ok`, or why not. */
  answer: string
}
export interface Answers {
  environment: Record<string, string>
  bodies: string[]
  /** When the last answer arrived, milliseconds since 1970. */
  answered: { at: number }
  /** Slack's hash of each view, by person. */
  homes: { hashes: Record<string, string> }
  openings: string[]
  /** When each arrived, milliseconds since 1970. */
  published: { at: number[] }
  publications: Publication[]
}
export type Question = keyof Asks
export type Asking<Q extends Question = Question> = { number: number; question: Q } & Asks[Q]

export interface Simulators {
  ask<Q extends Question>(question: Q, about: Asks[Q]): Promise<Answers[Q]>
  stop(): void
}

interface Reply {
  number: number
  answer?: unknown
  error?: string
}

/** `viewers` are people who do nothing but have a Home. */
export async function startSimulators(viewers = 0): Promise<Simulators> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('simulators-process.ts', import.meta.url)), String(viewers)],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>()
  const started = new Promise((resolve, reject) => waiting.set(0, { resolve, reject }))
  listen(child, waiting)
  await started

  let count = 0
  return {
    ask<Q extends Question>(question: Q, about: Asks[Q]) {
      count += 1
      const number = count
      return new Promise<Answers[Q]>((resolve, reject) => {
        waiting.set(number, { resolve: (answer) => resolve(answer as Answers[Q]), reject })
        child.send({ number, question, ...about })
      })
    },
    stop: () => child.disconnect(),
  }
}

function listen(
  child: ChildProcess,
  waiting: Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>,
): void {
  child.on('message', ({ number, answer, error }: Reply) => {
    if (error === undefined) waiting.get(number)?.resolve(answer)
    else waiting.get(number)?.reject(new Error(error))
    waiting.delete(number)
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`The simulators ended with ${code}`))
  })
}
