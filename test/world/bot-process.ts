// The built bot as a process of its own, as a platform would run it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** Where tests, demo and playground start the bot: in a folder without `.env`, so that a developer's own never counts. */
export const NO_ENV_FILE = { cwd: fileURLToPath(new URL('.', import.meta.url)) } as const

export interface BotProcess {
  url: string
  process: ChildProcess
  /** Everything that it wrote to stdout and stderr. */
  logs: string[]
  /** Resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Resolves when it has connected to Slack. `env` is all that it gets to see; a free port is taken without `PORT`. */
export async function startBotProcess(env: Record<string, string>, words: string[] = []): Promise<BotProcess> {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { PORT: '0', HOST: '127.0.0.1', ...env },
    ...NO_ENV_FILE,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const logs: string[] = []
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  void exited.then(() => process.off('exit', endWithUs))
  child.stderr.on('data', (data: Buffer) => logs.push(data.toString()))

  const port = await new Promise<number>((resolve, reject) => {
    let listening: number | undefined
    const needed = 'connected to Slack'
    createInterface({ input: child.stdout }).on('line', (line) => {
      logs.push(`${line}\n`)
      const { msg, port } = JSON.parse(line) as { msg?: string; port?: number }
      if (msg === 'listening') listening = port
      if (msg === needed && listening !== undefined) resolve(listening)
    })
    void exited.then((code) => reject(new Error(`The bot ended with ${code}:\n${logs.join('')}`)))
  })

  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    logs,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return exited
    },
  }
}
