// A bot that was killed in this process is as dead as after a SIGKILL: whatever it tries it reaches nobody, nor anybody it.
import { setTimeout as later } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { signedIn } from '../flows/sign-in-story.ts'
import { approved } from '../flows/story.ts'
import { openBorders, type Refused } from './borders.ts'
import { runningClock } from './clock.ts'
import type { Kind } from './crossing.ts'
import { openFrontDoor } from './front-door.ts'
import { startMortalInProcess } from './mortal-bot-in-process.ts'
import { startRedisBorder, teachScripts } from './redis-border.ts'
import { startWorld, type WorldOptions } from './world.ts'

/** Ana has only to press *Show token*. What comes to Redis is written down behind the border, by somebody who cuts nothing. */
async function aboutToCollect() {
  const world = await startWorld({ processes: 0, clock: runningClock() })
  await teachScripts(world.redis.url)
  const atRedis: string[] = []
  const witness = await startRedisBorder(world.redis.url, async (call) => {
    atRedis.push(call)
    return async () => {}
  })
  const borders = await openBorders(world, witness.url)
  const bot = await startMortalInProcess(borders, { ahead: 0, logs: world.logs })
  world.slack.connect(`http://127.0.0.1:${bot.port}`)
  borders.handOut()
  world.slack.settlesBy(bot.idle)
  await approved(world)
  await world.slack.quiet()
  return {
    world,
    borders,
    bot,
    arrived: () => ({
      redis: atRedis.length,
      slack: world.slack.requests.length,
      dremio: world.dremio.requests.length,
    }),
    async ends() {
      await bot.ends()
      await borders.close()
      await witness.close()
      await world.close()
    },
  }
}

describe.concurrent('a bot that is killed in this process', () => {
  let calls: readonly string[] = []
  beforeAll(async () => {
    const { world, borders, ends } = await aboutToCollect()
    void borders.crossing.watch()
    await world.ana.presses('Show token')
    await world.slack.quiet()
    calls = borders.crossing.calls
    await ends()
  })

  test.for<[Kind, string, (keyof Refused)[]]>([
    ['before', 'dremio create', ['redis', 'slack']],
    ['before', 'redis xadd audit', ['redis', 'slack']],
    ['after', 'slack chat.postEphemeral', ['redis', 'slack', 'dremio']],
  ])(
    '%s %s: is refused whatever it tries, until it tries nothing more',
    async ([kind, call, wherever], { onTestFinished }) => {
      const { world, borders, bot, arrived, ends } = await aboutToCollect()
      onTestFinished(ends)
      const at = calls.indexOf(call) + 1
      const before = arrived()
      const died = borders.crossing.watch({ at, kind, kill: bot.kill })
      const pressed = world.ana.presses('Show token')
      await died
      const atDeath = arrived()
      expect(borders.crossing.calls[at - 1]).toBe(call)
      expect(borders.refused()).toEqual({ redis: 0, slack: 0, dremio: 0, identityProvider: 0 })
      expect(atDeath.redis).toBeGreaterThan(before.redis)

      await bot.ends()
      await pressed
      const refused = borders.refused()
      for (const neighbour of wherever) expect(refused[neighbour], neighbour).toBeGreaterThan(0)
      await later(500)
      expect(borders.refused()).toEqual(refused)
      expect(arrived()).toEqual(atDeath)
    },
  )

  test('gives no answer that it was making, and takes no question', async ({ onTestFinished }) => {
    const { borders, bot, ends } = await aboutToCollect()
    onTestFinished(ends)
    const address = `http://127.0.0.1:${bot.port}`
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    const died = borders.crossing.watch({ at: 1, kind: 'before', kill: bot.kill })
    const asked = expect(fetch(`${address}/readyz`)).rejects.toThrow()
    await Promise.all([died, asked])
    await expect(fetch(`${address}/healthz`)).rejects.toThrow()
  })

  test('exchanges codes at a border of the identity provider’s, and at no other address', async ({
    onTestFinished,
  }) => {
    const world = await startWorld({ method: 'idp', processes: 0, clock: runningClock() })
    const borders = await openBorders(world)
    borders.handOut()
    const bot = await startMortalInProcess(borders, { ahead: 0, logs: world.logs })
    const door = await openFrontDoor(Number(world.env.PORT))
    onTestFinished(async () => {
      await bot.ends()
      await Promise.all([door.close(), borders.close()])
      await world.close()
    })
    door.leadsTo(bot.port)
    world.slack.connect(`http://127.0.0.1:${bot.port}`)
    world.slack.settlesBy(bot.idle)
    void borders.crossing.watch()
    await signedIn(world)
    expect(borders.crossing.calls).toContain('identity provider token')
    const { identityProvider } = world
    expect(identityProvider?.pastBorders).toBe(0)

    const found = await fetch(`${identityProvider?.issuer}/.well-known/openid-configuration`)
    const { token_endpoint } = (await found.json()) as { token_endpoint: string }
    await bot.kill()
    await expect(fetch(token_endpoint, { method: 'POST' })).rejects.toThrow()
    await fetch(`${identityProvider?.issuer}/token`, { method: 'POST' })
    expect(identityProvider?.pastBorders).toBe(1)
  })

  test.for<[string, WorldOptions]>([['SLACK_APP_TOKEN', { env: { SLACK_APP_TOKEN: 'xapp-simulated' } }]])(
    'was never let out by a way past its borders: %s',
    async ([name, options], { onTestFinished }) => {
      const world = await startWorld({ ...options, processes: 0 })
      onTestFinished(world.close)
      await expect(openBorders(world)).rejects.toThrow(`${name} would lead a bot past its borders`)
    },
  )
})
