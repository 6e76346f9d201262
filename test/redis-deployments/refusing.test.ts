// What people, the platform and an operator are told by the whole bot while Redis answers and is of no use.
import { expect, test } from 'vitest'
import { examine } from '../../src/doctor.ts'
import { english } from '../../src/words/words.ts'
import { freshPrefix, type RunningRedis } from '../world/redis.ts'
import { describeWithServer } from '../world/redis-servers/describe.ts'
import { startServer } from '../world/redis-servers/server.ts'
import { startTlsRedis } from '../world/redis-servers/tls.ts'
import { startWorld } from '../world/world.ts'

describeWithServer('a Redis that is full', () => {
  test('takes the bot out of rotation with the reason, and people read that waiting does not help', async () => {
    const server = await startServer()
    const redis: RunningRedis = {
      ...{
        url: `redis://127.0.0.1:${server.port}`,
        prefix: freshPrefix(),
        kind: 'server',
        describe: 'a private Redis',
      },
      ...{ dump: server.dump, stop: server.stop, restart: undefined },
    }
    const world = await startWorld({ redis })
    try {
      const { ana, bot, env } = world
      const readiness = async () => {
        const answer = await fetch(`http://127.0.0.1:${bot.port}/readyz`)
        return { status: answer.status, ...((await answer.json()) as { dependencies: { redis: object } }) }
      }
      expect(await readiness()).toMatchObject({ status: 200, dependencies: { redis: { ok: true } } })
      await server.admin.config('SET', 'maxmemory', '1mb')

      await ana.types('/dremio-pat create tableau')
      await ana.waitsFor(english.failures.storageUnusable)
      // What a probe found is told again for two seconds.
      await expect.poll(readiness, { timeout: 8_000 }).toMatchObject({
        status: 503,
        dependencies: { redis: { ok: false, needed: true, reason: 'full' } },
      })
      const failures = (await examine(env)).filter(({ state }) => state === 'failure')
      expect(failures.map(({ subject }) => subject)).toEqual(['Redis writes', 'Redis memory'])

      await server.admin.config('SET', 'maxmemory', '0')
      await expect.poll(readiness, { timeout: 8_000 }).toMatchObject({ status: 200 })
      const said = () =>
        world.logs.filter((line) => /Redis/.test(line)).map((line) => (JSON.parse(line) as { msg: string }).msg)
      // Each part says it once, as far as it meets it.
      const lines = ['Redis takes no writes: it is full; give it more memory (OOM)', 'Redis takes writes again']
      await expect.poll(() => [...new Set(said())], { timeout: 8_000 }).toEqual(lines)
      expect(said().length).toBeLessThanOrEqual(2 * lines.length)
    } finally {
      await world.close()
    }
  })
})

describeWithServer('doctor', () => {
  test('names the reason of a certificate and its cure, as the environment says it', async () => {
    const redis = await startTlsRedis()
    const world = await startWorld({ redis, env: { REDIS_CA: redis.authority } })
    try {
      const about = async (change: Record<string, string>) =>
        (await examine({ ...world.env, ...change })).filter(
          ({ subject, state }) => /Redis/.test(subject) && state !== 'ok',
        )
      expect(await about({})).toEqual([])
      expect(await about({ REDIS_CA: redis.authority.trim().replaceAll('\n', '\\n') })).toEqual([])
      expect(await about({ REDIS_CA: '' })).toEqual([
        expect.objectContaining({
          state: 'failure',
          message: expect.stringContaining('unknown authority'),
          remedy: expect.stringMatching(/REDIS_CA.*REDIS_TLS=unverified/),
        }),
      ])
      expect(await about({ REDIS_CA: '', REDIS_TLS: 'unverified' })).toMatchObject([
        { subject: 'Redis TLS', state: 'warning' },
      ])
    } finally {
      await world.close()
    }
  })
})
