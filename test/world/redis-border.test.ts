// The border in front of Redis: commands pass in order under their names, and the doomed one takes effect or does not.
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { Crossing, type Kind } from './crossing.ts'
import { startRedis, withClient } from './redis.ts'
import { type RedisBorder, startRedisBorder } from './redis-border.ts'
import { endOfValue, wordsOf } from './resp.ts'

const redis = await startRedis()
afterAll(() => redis.stop())

let border: RedisBorder
const clients: Redis[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect()
  await border?.close()
})

async function crosses() {
  const crossing = new Crossing()
  border = await startRedisBorder(redis.url, crossing.attend)
  const client = new Redis(border.url, { disableClientInfo: true, retryStrategy: () => null })
  client.on('error', () => undefined)
  clients.push(client)
  await client.ping()
  return { crossing, client, key: `{${redis.prefix}}:request:${Math.random()}` }
}

const stored = (key: string) => withClient(redis.url, (client) => client.get(key))

describe('the border', () => {
  test('lets commands through in order, and knows them by what they do to what', async () => {
    const { crossing, client, key } = await crosses()
    void crossing.watch()
    const answers = await Promise.all([client.set(key, 'ü'.repeat(50_000)), client.get(key), client.del(key)])
    expect(answers).toEqual(['OK', 'ü'.repeat(50_000), 1])
    expect(crossing.calls).toEqual(['redis set request', 'redis get request', 'redis del request'])
    expect(crossing.isBusy).toBe(false)
  })

  test.each<[Kind, string | null]>([
    ['before', null],
    ['after', 'second'],
  ])('%s: of the doomed command and those after it', async (kind, left) => {
    const { crossing, client, key } = await crosses()
    const died = crossing.watch({ at: 2, kind, kill: async () => client.disconnect() })
    const answers = Promise.allSettled([
      client.set(`${key}1`, 'first'),
      client.set(`${key}2`, 'second'),
      client.set(`${key}3`, 'third'),
    ])
    await died
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
    await vi.waitFor(async () => expect(await stored(`${key}1`)).toBe('first'))
    expect(await stored(`${key}2`)).toBe(left)
    expect(await stored(`${key}3`)).toBeNull()
    // Nor does anything pass later on.
    const next = new Redis(border.url, { disableClientInfo: true, retryStrategy: () => null, commandTimeout: 100 })
    next.on('error', () => undefined)
    clients.push(next)
    await expect(next.set(`${key}4`, 'fourth')).rejects.toThrow()
    expect(await stored(`${key}4`)).toBeNull()
  })

  test('lets nobody through when it is cut off, and counts who tries', async () => {
    const { client, key } = await crosses()
    const lost = once(client, 'end')
    border.cut()
    await lost
    expect(border.refused).toBe(0)
    for (const tries of [1, 2]) {
      await expect(client.connect()).rejects.toThrow()
      expect(border.refused).toBe(tries)
    }
    await expect(client.set(key, 'late')).rejects.toThrow()
    expect(await stored(key)).toBeNull()
  })
})

describe('a value of Redis’s protocol', () => {
  test.each([
    '+OK\r\n',
    ':-1\r\n',
    '$5\r\na\r\nbc\r\n',
    '$-1\r\n',
    '_\r\n',
    '*2\r\n$1\r\na\r\n*1\r\n:1\r\n',
    '*-1\r\n',
    '%1\r\n+a\r\n*0\r\n',
    '#t\r\n',
    '-ERR no\r\n',
  ])('%j ends where it ends, and not before all of it is there', (text) => {
    const bytes = Buffer.from(text)
    expect(endOfValue(Buffer.concat([bytes, Buffer.from('+next\r\n')]))).toBe(bytes.length)
    for (let length = 0; length < bytes.length; length += 1) {
      expect(endOfValue(bytes.subarray(0, length))).toBeUndefined()
    }
  })

  test('is read as words where it is a command', () => {
    expect(wordsOf(Buffer.from('*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\nü\r\n\r\n'))).toEqual(['SET', 'k', 'ü\r\n'])
  })
})
