// Starts a Redis for tests, demo and playground: the one it is told of, else a private server, else one in JavaScript.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import diagnostics from 'node:diagnostics_channel'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Redis } from 'ioredis'

export interface RunningRedis {
  url: string
  /** Give it to the bot as REDIS_PREFIX, or one that begins with it: on a Redis of others nothing else is ours. */
  prefix: string
  kind: 'url' | 'server' | 'embedded'
  /** What it is, for people. */
  describe: string
  /** Every key with everything in it, as text, one line each. On a Redis of others only the keys under the prefix. */
  dump(): Promise<string>
  /** Stops it, waits for what is to happen meanwhile, and starts it again at the same place with the same data. */
  restart: ((meanwhile?: () => Promise<void>) => Promise<void>) | undefined
  /** Leaves nothing behind. */
  stop(): Promise<void>
}

/** `TEST_REDIS=embedded` asks for the one in JavaScript; else `REDIS_URL`; else a server program on the PATH. */
export async function startRedis(environment: NodeJS.ProcessEnv = process.env): Promise<RunningRedis> {
  if (environment.TEST_REDIS === 'embedded') return await startEmbedded()
  if (environment.REDIS_URL) return useOthers(environment.REDIS_URL)
  const program = serverProgram(environment)
  return program === undefined ? await startEmbedded() : await startServer(program)
}

/** The server program on the PATH; none where only the embedded one is wanted or there. */
export function serverProgram(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (environment.TEST_REDIS === 'embedded') return undefined
  return ['redis-server', 'valkey-server'].find((name) => isOnPath(name, environment.PATH ?? ''))
}

/** Names nothing that was there before. */
export function freshPrefix(): string {
  return `pat-${randomBytes(6).toString('hex')}`
}

function useOthers(url: string): RunningRedis {
  const prefix = freshPrefix()
  const ours = `{${prefix}*`
  return {
    url,
    prefix,
    kind: 'url',
    describe: 'the Redis at REDIS_URL',
    dump: () => dump(url, ours),
    restart: undefined,
    stop: () => removeKeys(url, ours),
  }
}

/**
 * Runs the server and ends it when our end of its standard input closes, which happens however we die. The word `keep`
 * before that means that the folder is still needed. `$0` is the folder.
 */
export const watchdog = `
"$@" & server=$!
read -r word
kill "$server"; wait "$server"
[ "$word" = keep ] || rm -rf "$0"
`

/** A server of our own on a Unix socket, with its data in a temporary folder. */
async function startServer(program: string): Promise<RunningRedis> {
  // A socket's path may have 104 bytes on macOS, 108 on Linux.
  const folder = mkdtempSync(join(tmpdir().length > 70 ? '/tmp' : tmpdir(), 'pat-'))
  const socket = join(folder, 'redis.sock')
  const url = `unix:${socket}`
  const options = ['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700', '--dir', folder]
  const saving = ['--appendonly', 'yes', '--save', '']

  // Detached, so that Ctrl-C in a terminal reaches us alone and the watchdog does its work afterwards.
  const begin = async (): Promise<ChildProcess> => {
    const command = ['-c', watchdog, folder, program, ...options, ...saving]
    const child = spawn('sh', command, { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
    await withClient(url, answers)
    return child
  }
  const end = async (word: 'keep' | 'remove') => {
    if (child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.stdin?.end(`${word}\n`)
    await ended
  }

  let child = await begin()
  return {
    url,
    prefix: freshPrefix(),
    kind: 'server',
    describe: `a private ${program} on ${socket}`,
    dump: () => dump(url, '*'),
    async restart(meanwhile) {
      await end('keep')
      try {
        await meanwhile?.()
      } finally {
        child = await begin()
      }
    },
    async stop() {
      await end('remove')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** js-redis-server within this process: slower and without a disk, but it needs nothing but npm. */
async function startEmbedded(): Promise<RunningRedis> {
  const { createRedisCommandExecutor, RedisServerState, resolveCompatibilityProfile, Resp2Server } = await import(
    'js-redis-server/core'
  )
  // It knows newer commands than 7.0; ours must do without them.
  const compatibility = resolveCompatibilityProfile('redis-7.0')
  const state = new RedisServerState({ databaseCount: 1, compatibility })
  const { server } = new Resp2Server({ server: state, executor: createRedisCommandExecutor({ compatibility }) })

  // It leaves Nagle's algorithm on, which costs 44 ms as soon as two commands are under way.
  const hurry = (message: unknown) => (message as { socket: Socket }).socket.setNoDelay(true)
  diagnostics.subscribe('net.server.socket', hurry)
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })

  // Its own `listen` takes every network interface, and its own `close` waits for clients to go and drops the data.
  const begin = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  const end = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }

  await begin(0)
  const { port } = server.address() as AddressInfo
  const url = `redis://127.0.0.1:${port}`
  return {
    url,
    prefix: freshPrefix(),
    kind: 'embedded',
    describe: `js-redis-server within this process, on port ${port}`,
    dump: () => dump(url, '*'),
    async restart(meanwhile) {
      await end()
      try {
        await meanwhile?.()
      } finally {
        await begin(port)
      }
    },
    async stop() {
      await end()
      state.close()
      diagnostics.unsubscribe('net.server.socket', hurry)
    },
  }
}

function isOnPath(program: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** A server that is just starting may still read its data. */
export async function answers(redis: Redis): Promise<void> {
  for (;;) {
    try {
      await redis.ping()
      return
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('LOADING'))) throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

/** Connects, waiting for a server that is just starting: at most ten seconds with the attempts that it makes by itself. */
export async function withClient<T>(url: string, use: (redis: Redis) => Promise<T>, attempts = 500): Promise<T> {
  const redis = new Redis(url.replace(/^unix:(\/\/)?/, ''), {
    retryStrategy: (attempt) => (attempt < attempts ? 20 : null),
    maxRetriesPerRequest: null,
    disableClientInfo: true,
  })
  redis.on('error', () => undefined)
  try {
    return await use(redis)
  } finally {
    redis.disconnect()
  }
}

export async function removeKeys(url: string, pattern: string): Promise<void> {
  await withClient(url, async (redis) => {
    for (const key of await keysLike(redis, pattern)) await redis.del(key)
  })
}

/** Everything in those keys, as text, one line each. */
export async function dump(url: string, pattern: string, isWanted = (_key: string) => true): Promise<string> {
  return await withClient(url, async (redis) => {
    const keys = (await keysLike(redis, pattern)).filter(isWanted).sort()
    const lines = await Promise.all(keys.map(async (key) => `${key} = ${JSON.stringify(await contentOf(redis, key))}`))
    return lines.join('\n')
  })
}

export async function contentOf(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key)
  switch (type) {
    case 'string':
      return await redis.get(key)
    case 'hash':
      return await redis.hgetall(key)
    case 'set':
      return (await redis.smembers(key)).sort()
    case 'zset':
      return await redis.zrange(key, '0', '-1', 'WITHSCORES')
    case 'list':
      return await redis.lrange(key, 0, -1)
    case 'stream':
      return await redis.xrange(key, '-', '+')
    case 'none':
      return undefined
    default:
      // A dump that leaves something out would prove nothing.
      throw new Error(`cannot dump ${type}`)
  }
}

export async function keysLike(redis: Redis, pattern: string): Promise<string[]> {
  const found = new Set<string>()
  for await (const batch of redis.scanStream({ match: pattern, count: 1_000 })) {
    for (const key of batch as string[]) found.add(key)
  }
  return [...found]
}
