// The machine, Node and Redis that the figures are of.
import { cpus, loadavg } from 'node:os'
import { type RunningRedis, withClient } from '../world/redis.ts'

export interface Machine {
  cores: number
  processor: string
  node: string
  platform: string
  redis: string
  /** Of the last minute, before the first benchmark: much above zero means that something else was running. */
  load: number
}

export async function machine(redis: RunningRedis): Promise<Machine> {
  const info = await withClient(redis.url, (client) => client.info('server'))
  const said = (name: string) => new RegExp(`^${name}:(.+?)\\r?$`, 'm').exec(info)?.[1]
  const version = said('valkey_version') ?? said('redis_version') ?? 'of unknown version'
  const cores = cpus()
  return {
    cores: cores.length,
    processor: cores[0]?.model.trim() ?? 'unknown',
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    redis: `${redis.describe}, ${version}`,
    load: loadavg()[0] ?? 0,
  }
}
