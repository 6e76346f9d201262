// One real Redis server on a port of this machine, as tests of deployments need several of, each with settings of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { Redis, type RedisOptions } from 'ioredis'
import { freePort } from '../free-port.ts'
import { answers, contentOf, keysLike, serverProgram, watchdog } from '../redis.ts'

export interface RedisServer {
  port: number
  folder: string
  /** A connection of the test's own, for everything that is done to it. */
  admin: Redis
  /** Every key with everything in it, as text, one line each. */
  dump(): Promise<string>
  /** False from the moment at which it is killed: it would not be answered what it is asked then. */
  isRunning(): boolean
  /** Dies at once, with all that it has not written anywhere. */
  kill(): Promise<void>
  /** Runs again at the same port with the data that is on its disk. */
  revive(): Promise<void>
  stop(): Promise<void>
}

export interface ServerWish {
  /** Beside port and folder: pairs of `--name value`. */
  options?: readonly string[]
  /** How the test itself connects, where that is not plain. */
  connect?: Omit<RedisOptions, 'replyMapping'>
  /** Files that it finds in its folder. */
  files?: Record<string, string>
  /** The words after the program's name instead of the options: `sentinel.conf --sentinel`. */
  words?: (folder: string, port: number) => string[]
  /** Listens on this port without TLS; 0 where TLS is all. */
  plain?: boolean
}

/** Why such a test is skipped, or undefined where there is a server to run. */
export const noServer =
  serverProgram() === undefined ? 'needs a redis-server on the PATH; the embedded one cannot play this part' : undefined

export async function startServer(pendingAction: ServerWish = {}): Promise<RedisServer> {
  const program = serverProgram() ?? 'redis-server'
  const folder = mkdtempSync(join(tmpdir().length > 70 ? '/tmp' : tmpdir(), 'pat-'))
  for (const [name, text] of Object.entries(pendingAction.files ?? {})) writeFileSync(join(folder, name), text)
  const port = await freePort()
  const words = pendingAction.words?.(folder, port) ?? [
    ...(pendingAction.plain === false ? ['--port', '0', '--tls-port', `${port}`] : ['--port', `${port}`]),
    ...['--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', ''],
    ...(pendingAction.options ?? []),
  ]

  async function begin(): Promise<ChildProcess> {
    // It ends with us, however we die; see the watchdog.
    const child = spawn('sh', ['-c', watchdog, folder, program, ...words], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    })
    await reachable(admin)
    return child
  }
  async function end(word: 'keep' | 'remove'): Promise<void> {
    if (child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.stdin?.end(`${word}\n`)
    await ended
  }

  const admin = new Redis({
    host: '127.0.0.1',
    port,
    retryStrategy: () => 20,
    maxRetriesPerRequest: null,
    enableReadyCheck: false,
    disableClientInfo: true,
    ...pendingAction.connect,
  })
  admin.on('error', () => undefined)
  let child = await begin()
  let running = true

  return {
    port,
    folder,
    admin,
    async dump() {
      const keys = (await keysLike(admin, '*')).sort()
      return (
        await Promise.all(keys.map(async (key) => `${key} = ${JSON.stringify(await contentOf(admin, key))}`))
      ).join('\n')
    },
    async kill() {
      const { process_id: id } = fields(await admin.info('server'))
      running = false
      process.kill(Number(id), 'SIGKILL')
      await end('keep')
    },
    isRunning: () => running,
    async revive() {
      child = await begin()
      running = true
    },
    async stop() {
      admin.disconnect()
      await end('remove')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function fields(info: string): Partial<Record<string, string>> {
  return Object.fromEntries([...info.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name, value]) => [name, value]))
}

/** Until the replica has everything that the primary has. */
export async function inSync(primary: RedisServer, replica: RedisServer): Promise<void> {
  await until(async () => {
    const [of, its] = await Promise.all(
      [primary, replica].map(async ({ admin }) => fields(await admin.info('replication'))),
    )
    return its?.master_link_status === 'up' && its.master_repl_offset === of?.master_repl_offset
  }, 'the replica has everything')
}

async function reachable(redis: Redis): Promise<void> {
  const tooLong = later(10_000, 'too long', { ref: false })
  if ((await Promise.race([answers(redis), tooLong])) === 'too long') throw new Error('The Redis server does not start')
}

/** Looks every few milliseconds until it is so. */
export async function until(isSo: () => Promise<boolean> | boolean, what: string, within = 15_000): Promise<void> {
  const begun = performance.now()
  // What asks a server that has just died is never answered.
  while (!(await Promise.race([isSo(), later(1_000, false)]))) {
    if (performance.now() - begun > within) throw new Error(`It took too long until ${what}`)
    await later(20)
  }
}
