// One life of the bot, made to end in the middle of a step: its world, its death, and the bot that comes after it.
import { askToRebuild } from '../../src/alarms/rebuild-alarms.ts'
import { type Bot, startBot } from '../../src/bot.ts'
import { readConfig } from '../../src/config.ts'
import { randomIds } from '../../src/ids.ts'
import { createLog } from '../../src/log.ts'
import { connectRedis, type RedisStore } from '../../src/redis/redis.ts'
import { secretsBefore } from '../flows/story.ts'
import { type Borders, openBorders } from '../world/borders.ts'
import { runningClock } from '../world/clock.ts'
import type { Crossing } from '../world/crossing.ts'
import { type FrontDoor, openFrontDoor } from '../world/front-door.ts'
import { type MortalBot, type MortalWorld, startMortalProcess } from '../world/mortal-bot.ts'
import { startMortalInProcess } from '../world/mortal-bot-in-process.ts'
import { startRedis } from '../world/redis.ts'
import { startWorld, type World, type WorldOptions } from '../world/world.ts'

/** Where the bot runs that is killed: its death is a real SIGKILL there, or all of its connections are cut off here. */
export const hosts = ['child process', 'test process'] as const
export type Host = (typeof hosts)[number]

const startOn: Record<Host, (borders: Borders, world: MortalWorld) => Promise<MortalBot>> = {
  'child process': ({ env }, world) => startMortalProcess({ ...env, PORT: '0' }, world),
  'test process': startMortalInProcess,
}

export interface Life {
  world: World
  /** The bot's records, past its borders. */
  store: RedisStore
  crossing: Crossing
  bot: MortalBot
  /** When each secret was on Ana's screen for the first time, milliseconds since epoch. */
  seen: ReadonlyMap<string, number>
  /** Everybody's clock moves forward. */
  passes(milliseconds: number): Promise<void>
  /** Resolves when nothing that was begun runs any more. */
  quiet(): Promise<void>
  /** Whether a bot is there to be asked: not between its death and the next one. */
  isAsked(): boolean
  /** Another bot takes over, in this process; a worker among others, as far as `look` is called. */
  begins(): Promise<Bot>
  /** The bot that took over runs the alarms that are due. */
  looks(): Promise<void>
  /** Stops everything, and fails if a secret was anywhere but where it belongs. */
  ends(): Promise<void>
}

/** `redis` is a server that many lives share, each under a prefix of its own. */
export async function beginLife(redis: string, options: WorldOptions, host: Host): Promise<Life> {
  const clock = runningClock()
  const world = await startWorld({
    ...options,
    processes: 0,
    redis: await startRedis({ REDIS_URL: redis }),
    clock,
  })
  const { slack, ana, env, logs } = world
  const config = readConfig(env)
  const borders = await openBorders(world)
  const store = connectRedis({
    url: redis,
    prefix: config.redis.prefix,
    encryptionKeys: config.redis.encryptionKeys,
    clock,
    onTrouble: () => {},
  })
  const door = config.web.publicUrl === undefined ? undefined : await openFrontDoor(config.web.port)
  const seen = new Map<string, number>()
  slack.onChange(() => {
    for (const secret of secretsBefore(ana)) if (!seen.has(secret)) seen.set(secret, clock.now())
  })
  const ahead = clock.now() - Date.now()
  const bot = await startOn[host](borders, { ahead, logs })
  slack.handOut(borders.slack)
  welcome(world, door, bot, bot.idle)
  let next: Bot | undefined

  return {
    world,
    store,
    crossing: borders.crossing,
    bot,
    seen,
    async passes(milliseconds) {
      clock.pass(milliseconds)
      if (!next) await bot.pass(milliseconds)
    },
    async quiet() {
      await slack.quiet()
      if (!next) return
      // On a busy machine Slack may have heard nothing for so long that it does not wait; nothing holds up this bot for ever.
      await next.idle()
      await slack.quiet()
    },
    isAsked: () => next !== undefined,
    async begins() {
      slack.handOut()
      next = await startBot({
        config: readConfig({ ...env, PORT: '0' }),
        parts: ['web'],
        clock,
        ids: randomIds,
        log: createLog('debug', { write: (line) => void logs.push(line) }),
      })
      await next.connected
      welcome(world, door, next, next.idle)
      // As a worker does when it starts.
      await askToRebuild(store.alarms, clock.now())
      return next
    },
    async looks() {
      await next?.look()
      await slack.quiet()
    },
    async ends() {
      try {
        await Promise.all([bot.ends(), next?.stop()])
      } finally {
        await borders.close()
        await store.close()
        await door?.close()
        await world.close()
      }
    },
  }
}

function welcome({ slack }: World, door: FrontDoor | undefined, { port }: { port: number }, idle: () => Promise<void>) {
  slack.connect(`http://127.0.0.1:${port}`)
  slack.settlesBy(idle)
  door?.leadsTo(port)
}
