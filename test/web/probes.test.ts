// What a platform reads of the probes, and what reading them costs those who are asked.
import { describe, expect, test } from 'vitest'
import { BotError } from '../../src/core/errors.ts'
import { type Dependency, readyz } from '../../src/web/probes.ts'
import { ask, serve } from './serve.ts'

async function begin(dependencies: Record<string, Dependency>) {
  const time = { now: 1_000_000, elapsed: 0 }
  const pass = (milliseconds: number) => {
    time.now += milliseconds
    time.elapsed += milliseconds
  }
  const { url } = await serve(() => ({
    'GET /readyz': readyz(dependencies, { now: () => time.now, elapsed: () => time.elapsed }),
  }))
  const readiness = async () => {
    const { status, body } = await ask(`${url}/readyz`)
    return { status, ...(JSON.parse(body) as { ready: boolean; dependencies: Record<string, unknown> }) }
  }
  return { readiness, pass }
}

describe('readiness', () => {
  test('asks a dependency once for two hundred requests, and again two seconds later', async () => {
    let asked = 0
    let release = () => {}
    const check = () => {
      asked += 1
      return new Promise<void>((resolve) => {
        release = resolve
      })
    }
    const { readiness, pass } = await begin({ dremio: { needed: false, check } })
    const wanted = Array.from({ length: 200 }, readiness)
    await expect.poll(() => asked).toBe(1)
    release()
    await Promise.all(wanted)
    pass(1_999)
    expect((await readiness()).dependencies.dremio).toEqual({ ok: true, needed: false, checkedSecondsAgo: 1 })
    expect(asked).toBe(1)
    pass(1)
    const next = readiness()
    await expect.poll(() => asked).toBe(2)
    release()
    expect((await next).dependencies.dremio).toEqual({ ok: true, needed: false, checkedSecondsAgo: 0 })
  })

  test('says why, since when and for how long something is away, and forgets it when that is back', async () => {
    let isAway = true
    const check = async () => {
      if (isAway) throw new BotError('slack_unavailable', { operation: 'connect', reason: 'invalid_auth' })
    }
    const { readiness, pass } = await begin({ slack: { needed: true, check } })
    await readiness()
    pass(61_000)
    expect(await readiness()).toEqual({
      status: 503,
      ready: false,
      dependencies: {
        slack: {
          ok: false,
          needed: true,
          checkedSecondsAgo: 0,
          reason: 'invalid_auth',
          since: '1970-01-01T00:16:40.000Z',
          awaySeconds: 61,
        },
      },
    })
    isAway = false
    pass(2_000)
    expect(await readiness()).toMatchObject({ status: 200, ready: true })
    isAway = true
    pass(2_000)
    expect((await readiness()).dependencies.slack).toMatchObject({ awaySeconds: 0 })
  })

  test('takes since when from whoever knows, and asks each time what costs nothing', async () => {
    let away: number | undefined = 940_000
    const check = async () => {
      if (away !== undefined) throw new BotError('redis_unavailable', {})
    }
    const { readiness } = await begin({ here: { needed: false, check, since: () => away, isLocal: true } })
    expect(await readiness()).toMatchObject({
      status: 200,
      dependencies: { here: { ok: false, reason: 'redis_unavailable', awaySeconds: 60 } },
    })
    away = undefined
    expect((await readiness()).dependencies.here).toEqual({ ok: true, needed: false, checkedSecondsAgo: 0 })
  })

  test.each([
    [new Error('canary words'), 'unknown'],
    [new BotError('slack_unavailable', { operation: 'connect', reason: 'canary\nwords' }), 'slack_unavailable'],
    [new BotError('dremio_unavailable', { because: 'timeout' } as never), 'timeout'],
  ])('gives no reason but a word of a list: %s', async (error, reason) => {
    const { readiness } = await begin({ one: { needed: true, check: () => Promise.reject(error) } })
    expect((await readiness()).dependencies.one).toMatchObject({ ok: false, reason })
  })

  test('does not wait for a dependency that does not answer', { timeout: 9_000 }, async () => {
    const { readiness } = await begin({ one: { needed: true, check: () => new Promise(() => {}) } })
    expect(await readiness()).toMatchObject({ status: 503, dependencies: { one: { reason: 'no answer yet' } } })
  })
})
