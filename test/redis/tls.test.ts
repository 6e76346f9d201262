// TLS as services offer it: an authority of their own, none at all, and certificates that are wrong in every way.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HealthCheck } from '../../src/core/health-check.ts'
import { readCertificates } from '../../src/redis/certificates.ts'
import { connectRedis } from '../../src/redis/redis.ts'
import type { Target } from '../../src/redis/target.ts'
import { type Certificate, makeAuthority, makeCertificate } from '../world/redis-servers/certificates.ts'
import { describeWithServer } from '../world/redis-servers/describe.ts'
import { startServer } from '../world/redis-servers/server.ts'
import { startTlsRedis, type TlsRedis } from '../world/redis-servers/tls.ts'
import { codeOf, NOW } from './store.ts'

const authority = makeAuthority()
const ca = authority.certificate

async function meet(
  target: Target,
): Promise<{ code: string | undefined; findings: HealthCheck[]; troubles: string[] }> {
  const troubles: string[] = []
  const store = connectRedis({ ...target, clock: { now: () => NOW }, onTrouble: (message) => troubles.push(message) })
  const code = await codeOf(store.ready())
  const findings = await store.runHealthChecks()
  await store.close()
  return { code, findings, troubles }
}

const notFine = (findings: HealthCheck[]) => findings.filter(({ state }) => state !== 'ok')

describeWithServer('a certificate of an own authority', () => {
  let redis: TlsRedis
  beforeAll(async () => {
    redis = await startTlsRedis({ authority })
  })
  afterAll(() => redis.stop())

  test('is trusted with REDIS_CA', async () => {
    const { code, findings, troubles } = await meet({ url: redis.url, tls: { verify: true, ca } })
    expect([code, notFine(findings), troubles]).toEqual([undefined, [], []])
    expect(findings).toContainEqual({ subject: 'Redis TLS', state: 'ok', message: expect.stringContaining('we trust') })
  })

  test('is taken with REDIS_TLS=unverified, of which doctor warns', async () => {
    const { code, findings, troubles } = await meet({ url: redis.url, tls: { verify: false } })
    expect([code, troubles]).toEqual([undefined, []])
    expect(notFine(findings)).toEqual([
      expect.objectContaining({ subject: 'Redis TLS', state: 'warning', remedy: expect.stringContaining('REDIS_CA') }),
    ])
  })

  test('is told to an operator by its reason, and the settings that cure it, without either', async () => {
    const { code, findings, troubles } = await meet({ url: redis.url })
    expect(code).toBe('redis_unavailable')
    expect(troubles).toEqual(['no connection to Redis: UNABLE_TO_VERIFY_LEAF_SIGNATURE'])
    expect(notFine(findings)).toEqual([
      {
        subject: 'Redis',
        state: 'failure',
        message: 'its certificate is signed by an unknown authority (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
        remedy: expect.stringMatching(/REDIS_CA.*REDIS_TLS=unverified/),
      },
    ])
  })

  test('says nothing for a client that speaks no TLS, which doctor finds out', async () => {
    const { code, findings } = await meet({ url: redis.url.replace('rediss', 'redis') })
    expect(code).toBe('redis_unavailable')
    expect(notFine(findings)).toMatchObject([
      { message: 'speaks TLS only (TLS_WANTED)', remedy: expect.stringContaining('rediss://') },
    ])
  })
})

describeWithServer('a certificate that is', () => {
  test.concurrent.each<[string, Certificate, { host?: string; ca?: string }, RegExp, RegExp]>([
    ['self-signed', makeCertificate({ name: 'self' }), {}, /self-signed/, /REDIS_CA.*unverified/],
    [
      'of another authority',
      makeCertificate({ name: 'x' }, makeAuthority('other')),
      { ca },
      /unknown|not signed/,
      /REDIS_CA/,
    ],
    ['expired', makeCertificate({ name: 'old', from: -9, until: -1 }, authority), { ca }, /has expired/, /renew/],
    ['not valid yet', makeCertificate({ name: 'new', from: 1, until: 9 }, authority), { ca }, /not valid yet/, /clock/],
    [
      'for another name',
      makeCertificate({ name: 'n', hosts: ['db.acme.test'] }, authority),
      { ca },
      /another name/,
      /the name in/,
    ],
  ])('%s is named, with its cure', async (_, certificate, { ca }, message, remedy) => {
    const redis = await startTlsRedis({ certificate, authority })
    try {
      const { code, findings } = await meet({ url: redis.url, tls: { verify: true, ...(ca && { ca }) } })
      expect(code).toBe('redis_unavailable')
      expect(notFine(findings)).toMatchObject([
        { message: expect.stringMatching(message), remedy: expect.stringMatching(remedy) },
      ])
    } finally {
      await redis.stop()
    }
  })

  test('wanted of a Redis without any is named as well', async () => {
    const server = await startServer()
    try {
      const { findings } = await meet({ url: `rediss://127.0.0.1:${server.port}`, tls: { verify: false } })
      expect(notFine(findings)[0]).toMatchObject({
        message: expect.stringMatching(/no TLS/),
        remedy: expect.stringContaining('redis://'),
      })
    } finally {
      await server.stop()
    }
  })
})

describe('REDIS_CA', () => {
  test('may be PEM, PEM on one line as panes for variables take it, or a file', ({ onTestFinished }) => {
    const folder = mkdtempSync(join(tmpdir(), 'ca-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'ca.pem')
    writeFileSync(path, `# ours\n${ca}\n${makeAuthority('another').certificate}`)
    expect(readCertificates(ca)).toEqual({ pem: ca })
    expect(readCertificates(ca.trim().replaceAll('\n', '\\n'))).toEqual({ pem: ca })
    expect(readCertificates(path)).toEqual({
      pem: expect.stringMatching(/^-----BEGIN.+-----BEGIN.+-----END CERTIFICATE-----\n$/s),
    })
  })

  test.each([
    ['/nowhere/canary.pem', /neither/],
    ['canary', /neither/],
    [makeCertificate({ name: 'x' }).key.replace('PRIVATE', 'canary'), /no certificate/],
    [ca.replace(/MII?.{20}/, 'canary'), /cannot be read/],
    ['-----BEGIN CERTIFICATE-----\ncanary', /no certificate/],
  ])('such as %j says what it is not, and nothing of what it is', (value, problem) => {
    const read = readCertificates(value)
    expect(read).toEqual({ problem: expect.stringMatching(problem) })
    expect(JSON.stringify(read)).not.toContain('canary')
  })
})
