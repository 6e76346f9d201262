// A Redis server for one benchmark alone, which writes nothing to the disk.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import { withClient } from '../world/redis.ts'

export interface PrivateRedis {
  program: string
  socket: string
  /** What it holds for its data and connections, bytes. */
  memory(): Promise<number>
  /** Forgets everything. */
  empty(): Promise<void>
  stop(): Promise<void>
}

/** Undefined where there is no server program. */
export async function startPrivateRedis(): Promise<PrivateRedis | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'pat-bench-redis-'))
  const socket = join(folder, 'redis.sock')
  for (const program of ['redis-server', 'valkey-server']) {
    const words = ['--port', '0', '--unixsocket', socket, '--dir', folder, '--save', '', '--appendonly', 'no']
    const server = spawn(program, words, { stdio: 'ignore' })
    const exited = once(server, 'exit').catch(() => undefined)
    if (!(await once(server, 'spawn').catch(() => undefined))) continue
    // However we end, it is not left behind.
    const kill = () => server.kill()
    process.once('exit', kill)
    const use = <T>(command: (redis: Redis) => Promise<T>) => withClient(`unix:${socket}`, command)
    await use((redis) => redis.ping())
    return {
      program,
      socket,
      async memory() {
        const info = await use((redis) => redis.info('memory'))
        return Number(/^used_memory:(\d+)/m.exec(info)?.[1])
      },
      empty: () => use(async (redis) => void (await redis.flushall('SYNC'))),
      async stop() {
        process.off('exit', kill)
        kill()
        await exited
        await rm(folder, { recursive: true, force: true })
      },
    }
  }
  await rm(folder, { recursive: true, force: true })
  return undefined
}
