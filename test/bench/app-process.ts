// An app in a process of its own: started, asked whether it is ready, its memory and processor time read, stopped.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { setTimeout as later } from 'node:timers/promises'
import { NO_ENV_FILE } from '../world/bot-process.ts'

export interface AppProcess {
  url: string
  /** Milliseconds from before the start of the process to the first answer that said "ready". */
  readyAfter: number
  /** Resident memory in megabytes (10^6 bytes). Undefined where there is no /proc. */
  memory(): number | undefined
  /** Milliseconds of processor time until now, user and system, all threads. Undefined where there is no /proc. */
  processorTime(): number | undefined
  /** Has the policy file read again. */
  reload(): void
  stop(): Promise<void>
}

export interface AppStart {
  /** What node is told: options, file, words. */
  words: readonly string[]
  port: number
  env: Readonly<Record<string, string>>
  /** Answers 200 once the app is ready. */
  probe: string
  /** Takes stdout and stderr. Not a pipe to us: reading it would cost the load generator time. */
  log: string
}

/** A tick of /proc/<pid>/stat; USER_HZ is 100 on every Linux that Node runs on. */
const TICK = 10
const PATIENCE = 15_000

export async function startApp({ words, port, env, probe, log }: AppStart): Promise<AppProcess> {
  const output = openSync(log, 'w', 0o600)
  const begun = performance.now()
  const child = spawn(process.execPath, words, {
    env: { HOST: '127.0.0.1', PORT: String(port), ...env },
    ...NO_ENV_FILE,
    stdio: ['ignore', output, output],
  })
  const exited = once(child, 'exit')
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  void exited.then(() => process.off('exit', endWithUs))

  const url = `http://127.0.0.1:${port}`
  while ((await statusOf(url + probe)) !== 200) {
    if (child.exitCode !== null || performance.now() - begun > PATIENCE) {
      child.kill('SIGKILL')
      throw new Error(`${words.join(' ')} did not become ready:\n${readFileSync(log, 'utf8')}`)
    }
    await later(2)
  }
  const readyAfter = performance.now() - begun
  const about = (file: string) => {
    if (process.platform !== 'linux') return undefined
    return readFileSync(`/proc/${child.pid}/${file}`, 'utf8')
  }
  return {
    url,
    readyAfter,
    memory() {
      const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(about('status') ?? '')?.[1]
      return kilobytes === undefined ? undefined : (Number(kilobytes) * 1_024) / 1e6
    },
    processorTime() {
      // The name of the program stands in parentheses and may hold spaces; utime and stime are the 14th and 15th field.
      const fields = about('stat')?.split(') ').at(-1)?.split(' ')
      return fields && (Number(fields[11]) + Number(fields[12])) * TICK
    },
    reload() {
      child.kill('SIGHUP')
    },
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** 0: nobody is listening yet. */
function statusOf(url: string): Promise<number> {
  return new Promise((resolve) => {
    const call = request(url, { agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    call.on('error', () => resolve(0))
    call.end()
  })
}
