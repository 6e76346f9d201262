// What tests, demo and playground may rely on when they start a Redis.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, test } from 'vitest'
import { type RunningRedis, startRedis, withClient } from './redis.ts'

const started: RunningRedis[] = []
async function start(environment?: NodeJS.ProcessEnv): Promise<RunningRedis> {
  const redis = await startRedis(environment)
  started.push(redis)
  return redis
}
afterEach(async () => {
  // The last one first: it may be a guest of an earlier one.
  for (const redis of started.splice(0).reverse()) await redis.stop()
})

const folderOf = ({ url }: RunningRedis) => dirname(url.replace('unix:', ''))

describe('whichever Redis it is', () => {
  test('its dump holds everything that can be stored', async () => {
    const redis = await start()
    const key = (name: string) => `{${redis.prefix}}:${name}`
    await withClient(redis.url, async (client) => {
      await client.set(key('string'), 'canary-a')
      await client.hset(key('hash'), 'canary-b', 'canary-c')
      await client.sadd(key('set'), 'canary-d')
      await client.zadd(key('zset'), 4711, 'canary-e')
      await client.rpush(key('list'), 'canary-f')
      await client.xadd(key('canary-g'), '*', 'canary-h', 'canary-i')
      await client.set(key('temporary'), 'canary-j', 'EX', 60)
    })
    const dump = await redis.dump()
    for (const letter of 'abcdefghij') expect(dump).toContain(`canary-${letter}`)
    expect(dump).toContain('4711')
  })

  test('a restart keeps the data and the address', async ({ skip }) => {
    const redis = await start()
    if (!redis.restart) return skip('this Redis is not ours to stop')
    await withClient(redis.url, (client) => client.set(`{${redis.prefix}}:a`, 'kept'))
    await redis.restart(async () => {
      await expect(withClient(redis.url, (client) => client.ping(), 3)).rejects.toThrow()
    })
    expect(await redis.dump()).toContain('kept')
  })

  test('two at once know nothing of one another', async () => {
    const [one, other] = [await start(), await start()]
    await withClient(one.url, (client) => client.set(`{${one.prefix}}:a`, 'canary'))
    expect(await other.dump()).not.toContain('canary')
    expect(one.prefix).not.toBe(other.prefix)
  })
})

describe('the choice', () => {
  test('is the one in JavaScript if that is asked for, or nothing else is there', async () => {
    expect((await start({ PATH: process.env.PATH, TEST_REDIS: 'embedded', REDIS_URL: 'redis://x' })).kind).toBe(
      'embedded',
    )
    expect((await start({ PATH: '/nowhere' })).kind).toBe('embedded')
  })

  test('is the one at REDIS_URL if there is one, and only what is ours is removed from it', async () => {
    const host = await start()
    const guest = await start({ PATH: '/nowhere', REDIS_URL: host.url })
    expect(guest.kind).toBe('url')
    await withClient(host.url, async (client) => {
      await client.mset(`{${guest.prefix}}:a`, 'ours', `{${guest.prefix}-2}:b`, 'ours', `{${host.prefix}}:c`, 'theirs')
    })
    expect(await guest.dump()).toBe(`{${guest.prefix}-2}:b = "ours"\n{${guest.prefix}}:a = "ours"`)
    await guest.stop()
    expect(await host.dump()).toBe(`{${host.prefix}}:c = "theirs"`)
  })
})

describe('a private server', () => {
  test('has a short path, no port, and leaves nothing behind when it is stopped', async ({ skip }) => {
    const redis = await start()
    if (redis.kind !== 'server') return skip('there is no server program here')
    expect(redis.url.length).toBeLessThan(100)
    expect(await withClient(redis.url, (client) => client.config('GET', 'port'))).toEqual(['port', '0'])
    expect(existsSync(folderOf(redis))).toBe(true)
    await redis.stop()
    expect(existsSync(folderOf(redis))).toBe(false)
    await redis.stop()
  })

  test('ends and tidies up even if the process that started it is killed', async ({ skip }) => {
    const probe = await start()
    if (probe.kind !== 'server') return skip('there is no server program here')
    const program = `
      const { startRedis } = await import(${JSON.stringify(new URL('./redis.ts', import.meta.url).href)})
      console.log((await startRedis()).url)
      setInterval(() => undefined, 1000)`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const folder = dirname(line.replace('unix:', ''))
    expect(existsSync(folder)).toBe(true)
    child.kill('SIGKILL')
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false)
  })
})
