// What an operator is told of the Redis that the bot was given.
import type { Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import type { HealthCheck } from '../../src/core/health-check.ts'
import { type Account, judge } from '../../src/redis/health-checks.ts'
import { connectRedis } from '../../src/redis/redis.ts'
import { withClient } from '../world/redis.ts'
import { NOW, redisForThisFile } from './store.ts'

const redis = redisForThisFile({ own: true })
const MEGABYTE = 2 ** 20

/** A Redis of which there is nothing to say. */
const sound: Account = {
  info: {
    redis_version: '7.0.15',
    role: 'master',
    aof_enabled: '1',
    aof_last_write_status: 'ok',
    rdb_last_bgsave_status: 'ok',
    used_memory: String(MEGABYTE),
    maxmemory: '0',
    maxmemory_policy: 'noeviction',
  },
  config: { appendonly: 'yes', save: '', maxmemory: '0', 'maxmemory-policy': 'noeviction' },
}

function withInfo(info: Account['info'], config: Account['config'] = sound.config): Account {
  return { info: { ...sound.info, ...info }, config }
}

const bySubject = (findings: HealthCheck[], word: string) => findings.find(({ subject }) => subject === `Redis ${word}`)
const tellingOf = (findings: HealthCheck[]) => findings.map(({ subject, state }) => `${subject}: ${state}`)

describe('what a Redis says of itself', () => {
  test('is fine if there is nothing to say', () => {
    expect(judge(sound)).toEqual([
      { subject: 'Redis version', state: 'ok', message: 'Redis 7.0.15' },
      { subject: 'Redis role', state: 'ok', message: 'the primary' },
      { subject: 'Redis persistence', state: 'ok', message: 'every write goes to disk (append-only file)' },
      { subject: 'Redis eviction', state: 'ok', message: 'none (noeviction)' },
      { subject: 'Redis memory', state: 'ok', message: '1 MB used, no limit' },
    ])
  })

  test.each<[string, string, string, Account]>([
    ['version', 'ok', 'Redis 10.0.1', withInfo({ redis_version: '10.0.1' })],
    ['version', 'ok', 'Valkey 8.1.0', withInfo({ redis_version: '7.2.4', valkey_version: '8.1.0' })],
    ['version', 'failure', 'Redis 6.2.14 is too old', withInfo({ redis_version: '6.2.14' })],
    ['version', 'warning', 'could not be read', withInfo({ redis_version: 'unstable' })],
    ['role', 'failure', 'a replica: it takes no writes', withInfo({ role: 'slave' })],
    ['persistence', 'failure', 'none: what is lost there is lost', withInfo({}, { appendonly: 'no', save: '' })],
    [
      'persistence',
      'warning',
      'snapshots only: a crash loses what came after the last',
      withInfo({}, { appendonly: 'no', save: '3600 1' }),
    ],
    ['persistence', 'failure', 'the last write to disk failed', withInfo({ aof_last_write_status: 'err' })],
    [
      'persistence',
      'failure',
      'the last write to disk failed',
      withInfo({ rdb_last_bgsave_status: 'err' }, { appendonly: 'no', save: '3600 1' }),
    ],
    ['persistence', 'ok', 'every write goes to disk (append-only file)', withInfo({ rdb_last_bgsave_status: 'err' })],
    ['persistence', 'ok', 'every write goes to disk (append-only file)', withInfo({ aof_enabled: '1' }, {})],
    ['persistence', 'warning', 'could not be read', withInfo({ aof_enabled: '0' }, {})],
    [
      'eviction',
      'warning',
      'allkeys-lru: when memory runs short, requests and tokens are dropped',
      withInfo({ maxmemory_policy: 'allkeys-lru' }),
    ],
    [
      'eviction',
      'failure',
      'volatile-ttl: when memory runs short, requests and tokens are dropped',
      withInfo({ maxmemory_policy: 'volatile-ttl', maxmemory: String(9 * MEGABYTE) }),
    ],
    ['memory', 'ok', '8 MB of 10 MB used', withInfo({ used_memory: String(8 * MEGABYTE), maxmemory: '10485760' })],
    ['memory', 'warning', '9 MB of 10 MB used', withInfo({ used_memory: String(9 * MEGABYTE), maxmemory: '10485760' })],
    ['memory', 'failure', '10 MB of 10 MB used', withInfo({ used_memory: '10485760', maxmemory: '10485760' })],
  ])('of its %s can be a matter of %s: %s', (word, state, message, account) => {
    expect(bySubject(judge(account), word)).toMatchObject({ state, message })
  })

  test('is asked of CONFIG where INFO leaves it out', () => {
    const { maxmemory: _, maxmemory_policy: __, ...info } = sound.info
    const findings = judge({ info, config: { ...sound.config, 'maxmemory-policy': 'allkeys-lru', maxmemory: '1' } })
    expect(bySubject(findings, 'eviction')?.state).toBe('failure')
    expect(bySubject(findings, 'memory')?.state).toBe('failure')
  })

  test('may be nothing: then everything is a warning, and says what to make sure of', () => {
    const findings = judge({ info: {}, config: {} })
    expect(findings).toHaveLength(5)
    for (const { state, message, remedy } of findings) {
      expect([state, message]).toEqual(['warning', 'could not be read'])
      expect(remedy).toMatch(/^(make sure|look at)/)
    }
  })

  test('always comes with what to do, unless it is fine', () => {
    const bad = judge({
      info: {
        redis_version: '5.0.0',
        role: 'slave',
        used_memory: '2',
        maxmemory: '1',
        maxmemory_policy: 'allkeys-lru',
      },
      config: { appendonly: 'no', save: '' },
    })
    expect(bad.map(({ state, remedy }) => [state, typeof remedy])).toEqual(bad.map(() => ['failure', 'string']))
  })
})

describe('the Redis of these tests', () => {
  test('is answered for in full, and an operator hears of no refused command', async () => {
    const store = redis.open()
    const findings = await store.runHealthChecks()
    expect(tellingOf(findings)).toEqual([
      'Redis: ok',
      'Redis writes: ok',
      'Redis version: ok',
      'Redis role: ok',
      redis.running().kind === 'embedded' ? 'Redis persistence: warning' : 'Redis persistence: ok',
      'Redis eviction: ok',
      'Redis memory: ok',
      'Redis records: ok',
    ])
    expect(findings[0]?.message).toBe('answers within 0 ms')
    expect(store.troubles).toEqual([])
  })

  /** Only a server of our own may be changed. */
  const settings: [string, string, string, (raw: Redis) => Promise<unknown>, (raw: Redis) => Promise<unknown>][] = [
    [
      'without persistence',
      'persistence',
      'failure',
      (raw) => raw.config('SET', 'appendonly', 'no'),
      (raw) => raw.config('SET', 'appendonly', 'yes'),
    ],
    [
      'that evicts',
      'eviction',
      'failure',
      (raw) => raw.config('SET', 'maxmemory', '1gb', 'maxmemory-policy', 'allkeys-lru'),
      (raw) => raw.config('SET', 'maxmemory', '0', 'maxmemory-policy', 'noeviction'),
    ],
    [
      'that is a replica',
      'role',
      'failure',
      (raw) => raw.replicaof('127.0.0.1', 1),
      (raw) => raw.replicaof('NO', 'ONE'),
    ],
    [
      'whose memory is used up',
      'memory',
      'failure',
      (raw) => raw.config('SET', 'maxmemory', '1mb'),
      (raw) => raw.config('SET', 'maxmemory', '0'),
    ],
  ]
  test.for(settings)('made one %s is found out', async ([_, word, state, spoil, mend], { skip }) => {
    if (redis.running().kind !== 'server') return skip('this Redis is not ours to change')
    const store = redis.open()
    await store.raw(spoil)
    try {
      expect(bySubject(await store.runHealthChecks(), word)?.state).toBe(state)
    } finally {
      await store.raw(mend)
    }
    expect(bySubject(await store.runHealthChecks(), word)?.state).toBe('ok')
  })

  test.for([
    ['CONFIG', '-config', ['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok']],
    ['CONFIG and INFO', '-@dangerous', ['ok', 'ok', 'warning', 'warning', 'warning', 'warning', 'warning']],
  ] as const)('that refuses %s is looked at as far as it lets us', async ([_, rule, states], { skip }) => {
    const { url, kind } = redis.running()
    if (kind !== 'server') return skip('this Redis is not ours to change')
    await withClient(url, (raw) => raw.call('ACL', 'SETUSER', 'limited', 'reset', 'on', '>pw', '~*', '+@all', rule))
    const troubles: string[] = []
    const store = connectRedis({
      url: `${url}?username=limited&password=pw`,
      clock: { now: () => NOW },
      onTrouble: (message) => troubles.push(message),
    })
    const findings = await store.runHealthChecks()
    await store.close()
    expect(findings.map(({ state }) => state)).toEqual(states)
    expect(troubles).toEqual([])
  })
})

describe('a Redis that is away', () => {
  test('is one failure with what to do about it', async () => {
    const store = connectRedis({
      url: 'redis://:hunter2@127.0.0.1:1',
      clock: { now: () => NOW },
      onTrouble: () => undefined,
    })
    const findings = await store.runHealthChecks()
    await store.close()
    expect(findings).toEqual([
      {
        subject: 'Redis',
        state: 'failure',
        message: 'nothing listens there (ECONNREFUSED)',
        remedy: 'start Redis, or correct host and port in REDIS_URL',
      },
    ])
  })

  test('is that too once the store was closed', async () => {
    const store = redis.open()
    await store.close()
    expect(tellingOf(await store.runHealthChecks())).toEqual(['Redis: failure'])
  })
})
