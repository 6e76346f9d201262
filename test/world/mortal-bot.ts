// A bot that is made to be killed at any moment; the built one, in a process of its own that gets a SIGKILL.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mortalProgram } from './mortal-program.ts'

export interface MortalBot {
  port: number
  /** Moves its clock forward by so many milliseconds. */
  pass(milliseconds: number): Promise<void>
  /** Runs the alarms that are due; it has no worker that does so by itself. */
  look(): Promise<void>
  /** Resolves when nothing that a person began runs any more, or it is dead. */
  idle(): Promise<void>
  /** It dies at once; resolves when it is dead. */
  kill(): Promise<void>
  /** Kills it if it lives, and resolves when nothing of it runs any more. */
  ends(): Promise<void>
}

export interface MortalWorld {
  /** How far its clock is before the machine's, milliseconds. */
  ahead: number
  /** Hears what it writes. */
  logs: string[]
}

export async function startMortalProcess(
  env: Record<string, string>,
  { ahead, logs }: MortalWorld,
): Promise<MortalBot> {
  // It lives for a second: optimizing what runs once costs a sixth of its start.
  const child = spawn(process.execPath, ['--no-opt', await mortalProgram()], {
    env: { ...env, CLOCK_AHEAD: String(ahead) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const output of [child.stdout, child.stderr]) output?.on('data', (data: Buffer) => logs.push(data.toString()))
  const exited = once(child, 'exit')
  const silent = once(child, 'close')
  const waiting = new Map<number, () => void>()
  void exited.then(() => {
    for (const answered of waiting.values()) answered()
  })
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (said: { port?: number; number?: number }) => {
      if (said.port !== undefined) resolve(said.port)
      if (said.number !== undefined) waiting.get(said.number)?.()
    })
    void exited.then(([code]) => reject(new Error(`The bot ended with ${code}:\n${logs.join('')}`)))
  })

  let asked = 0
  function ask(what: string, milliseconds?: number): Promise<void> {
    asked += 1
    const number = asked
    return new Promise((resolve) => {
      if (!child.connected) return resolve()
      waiting.set(number, () => {
        waiting.delete(number)
        resolve()
      })
      // Dead just now: its exit answers.
      child.send({ number, what, milliseconds }, () => {})
    })
  }

  return {
    port,
    pass: (milliseconds) => ask('pass', milliseconds),
    look: () => ask('look'),
    idle: () => ask('idle'),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async ends() {
      child.kill('SIGKILL')
      await silent
    },
  }
}
