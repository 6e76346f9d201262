// Where the bot looks for Redis, and what it says about it.
import { inspect } from 'node:util'
import { ReplyError } from 'ioredis'
import { describe, expect, test } from 'vitest'
import { BotError } from '../../src/core/errors.ts'
import { failureOf, wordOf } from '../../src/redis/failure.ts'
import { keysUnder } from '../../src/redis/keys.ts'
import { connectRedis } from '../../src/redis/redis.ts'
import { codeOf, redisForThisFile } from './store.ts'

const redis = redisForThisFile()
const clock = { now: () => 0 }

describe('a URL', () => {
  test.each([
    'http://:hunter2@localhost',
    'redis://:hunter2@local host',
    'redis://:hunter2@localhost:port',
    'redis://:hunter2%2F/@localhost',
    'redis://:hunter2@localhost:99999',
    'unix:hunter2/redis.sock',
    'unix://hunter2/redis.sock',
    'hunter2',
    '',
  ])('such as %j is our fault, and the failure does not repeat it', (url) => {
    const messages: string[] = []
    let failure: unknown
    try {
      connectRedis({ url, clock, onTrouble: (message) => messages.push(message) })
    } catch (error) {
      failure = error
    }
    expect(failure).toMatchObject({ code: 'broken' })
    expect(inspect(failure, { depth: 9 }) + messages.join()).not.toContain('hunter2')
  })

  test('of a Unix socket is read with and without an empty host', async ({ skip }) => {
    const { url, kind } = redis.running()
    if (kind !== 'server') return skip('this Redis has no Unix socket')
    for (const spelled of [url, url.replace('unix:', 'unix://'), `${url}?db=1`]) {
      const store = connectRedis({ url: spelled, clock, onTrouble: () => undefined })
      expect(await codeOf(store.ping()), spelled).toBeUndefined()
      await store.close()
    }
  })

  test('with a password that is not taken says so without the password', { timeout: 10_000 }, async () => {
    const { url, kind } = redis.running()
    const withPassword =
      kind === 'server' ? `${url}?username=nobody&password=hunter2` : url.replace('redis://', 'redis://nobody:hunter2@')
    const messages: string[] = []
    const store = connectRedis({ url: withPassword, clock, onTrouble: (message) => messages.push(message) })
    expect(await codeOf(store.ping())).toBe('redis_unavailable')
    expect(messages).toEqual(['no connection to Redis: WRONGPASS'])
    await store.close()
  })
})

describe('a failure', () => {
  test.each([
    ['WRONGTYPE Operation against a key', 'broken', 'WRONGTYPE'],
    ['ERR value is not an integer', 'broken', 'ERR'],
    ['LOADING Redis is loading the dataset in memory', 'redis_unavailable', 'LOADING'],
    ["READONLY You can't write against a read only replica.", 'redis_unusable', 'READONLY'],
    ['OOM command not allowed', 'redis_unusable', 'OOM'],
    ['MISCONF Redis is configured to save RDB snapshots', 'redis_unusable', 'MISCONF'],
    ['NOREPLICAS Not enough good replicas to write.', 'redis_unusable', 'NOREPLICAS'],
    ['MOVED 11423 10.0.0.7:6379', 'redis_unusable', 'MOVED'],
    ['NOPERM this user has no permissions', 'redis_unusable', 'NOPERM'],
    ['CLUSTERDOWN Hash slot not served', 'redis_unavailable', 'CLUSTERDOWN'],
    ['NOAUTH Authentication required.', 'redis_unavailable', 'NOAUTH'],
    ['canary without a code', 'broken', 'ERR'],
  ])('that Redis calls %j is %s to the bot and %s to an operator', (message, code, word) => {
    const error = new ReplyError(message)
    Object.assign(error, { command: { name: 'set', args: ['key', 'canary'] } })
    expect(failureOf(error).code).toBe(code)
    expect(wordOf(error)).toBe(word)
    expect(inspect(failureOf(error), { depth: 9 })).not.toContain('canary')
  })

  test('of ours passes unchanged', () => {
    const failure = new BotError('broken', {})
    expect(failureOf(failure)).toBe(failure)
  })
})

describe('every key', () => {
  test('carries one hash tag, so that scripts run on cluster-mode services', () => {
    const keys = Object.values(keysUnder('my-bot')).map((key) => (typeof key === 'string' ? key : key('x')))
    expect(keys.filter((key) => !key.startsWith('{my-bot}:'))).toEqual([])
    expect(new Set(keys).size).toBe(keys.length)
  })

  test.each(['', 'a}b', '{a', 'a b'])('refuses the prefix %j, which would spoil the tag', (prefix) => {
    expect(() => keysUnder(prefix)).toThrow('broken')
  })
})
