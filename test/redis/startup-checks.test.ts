// What the log says of Redis at the start: a plain connection to another machine, and records that nobody signed.
import { describe, expect, test } from 'vitest'
import type { HealthCheck } from '../../src/core/health-check.ts'
import { encryptionOf } from '../../src/redis/health-checks.ts'
import { connectRedis } from '../../src/redis/redis.ts'
import { reportRedis } from '../../src/redis/startup-checks.ts'
import type { Mode } from '../../src/redis/target.ts'
import { NOW, redisForThisFile } from './store.ts'

const redis = redisForThisFile()

describe('a plain connection', () => {
  test.each<[url: string, warns: boolean, mode?: Mode]>([
    ['redis://127.0.0.1:6379', false],
    ['redis://127.8.9.1', false],
    ['redis://localhost:6379/2', false],
    ['redis://[::1]:6379', false],
    ['unix:/run/redis/redis.sock', false],
    ['rediss://redis.example.com:6380', false],
    ['redis://redis:6379', true],
    ['redis://10.1.2.3:6379', true],
    ['redis://user:canary@redis.example.com:6379', true],
    ['redis://localhost.example.com', true],
    ['redis://[2001:db8::1]:6379', true],
    ['redis://127.0.0.1:26379,sentinel-2:26379', true, 'sentinel'],
    ['redis://127.0.0.1:7000,127.0.0.1:7001', false, 'cluster'],
  ])('of %s is warned of: %s', (url, warns, mode = 'standalone') => {
    const findings = encryptionOf({ url, mode }).filter(({ state }) => state !== 'ok')
    expect(findings.map(({ state, message, remedy }) => ({ state, message, remedy }))).toEqual(
      warns
        ? [
            {
              state: 'warning',
              message: 'plain redis:// to another machine: what is in between can read and change everything',
              remedy: expect.stringContaining('rediss://'),
            },
          ]
        : [],
    )
    expect(JSON.stringify(findings)).not.toContain('canary')
  })

  test('is told at the start, though nobody answers there', async () => {
    const store = connectRedis({ url: 'redis://redis.invalid', clock: { now: () => NOW }, onTrouble: () => {} })
    const said: HealthCheck[] = []
    const stopping = new AbortController()
    const report = reportRedis(store, {
      say: (finding) => said.push(finding),
      stopping: stopping.signal,
      countsRecords: true,
    })
    expect(said).toMatchObject([{ subject: 'Redis TLS', state: 'warning' }])
    stopping.abort()
    await store.close()
    await report
  })
})

describe('the records', () => {
  test('are counted as soon as Redis answers, and nothing is said if all of them are signed', async () => {
    const store = redis.open()
    const stopping = new AbortController().signal
    const link = {
      person: 'UANNA',
      uid: '11111111-1111-4111-8111-111111111111',
      dremioName: '',
      proof: 'email',
    } as const
    await store.links.add({ ...link, at: NOW, by: 'UANNA' })
    const said: HealthCheck[] = []
    const report = () => reportRedis(store, { say: (finding) => said.push(finding), stopping, countsRecords: true })
    const ofRecords = () => said.filter(({ subject }) => subject === 'Redis records')
    await report()
    expect(ofRecords()).toEqual([])
    await store.raw((raw) => raw.hset(store.keys.links, 'UANNA', JSON.stringify({ ...link, at: NOW, by: 'UANNA' })))
    await report()
    expect(ofRecords()).toMatchObject([{ state: 'failure', message: expect.stringContaining('1 is not signed') }])
  })
})
