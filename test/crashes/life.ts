// One life of the bot, made to end in the middle of a step: its world, its death, and the bots that come after it.
import { askToRebuild } from '../../src/alarms/rebuild-alarms.ts'
import { type Bot, startBot } from '../../src/bot.ts'
import { readConfig } from '../../src/config.ts'
import type { Policy } from '../../src/core/policy/evaluate.ts'
import { MINUTE } from '../../src/core/time/duration.ts'
import { randomIds } from '../../src/ids.ts'
import { createLog } from '../../src/log.ts'
import { openPolicy } from '../../src/policy-file.ts'
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
import { type Posted, watchPosts } from './posts.ts'

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
  /** Of the newest bot that may be killed. */
  readonly crossing: Crossing
  readonly bot: MortalBot
  /** What the bots read in their policy file. */
  policy(): Policy
  /** When each secret was on Ana's screen for the first time, milliseconds since epoch. */
  seen: ReadonlyMap<string, number>
  /** Every message to a person, as it was posted. */
  posted: readonly Posted[]
  /** Everybody's clock moves forward. */
  passes(milliseconds: number): Promise<void>
  /** The bot of the moment runs the alarms that are due. */
  look(): Promise<void>
  /** Resolves when nothing that was begun runs any more. */
  quiet(): Promise<void>
  /** Whether a bot is there to be asked: not between a death and the next one. */
  isAsked(): boolean
  /** Another bot that may be killed takes the place of the one that was, or is now; `env` is told to all from now on. */
  succeeds(env?: Record<string, string>): Promise<void>
  /** Another bot takes over for good, in this process; a worker among others, as far as `look` is called. */
  begins(): Promise<void>
  /** As a worker does when it starts. */
  rebuilds(): Promise<void>
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
  const { slack, ana, env, logs, identityProvider } = world
  const config = readConfig(env)
  const store = connectRedis({
    url: redis,
    prefix: config.redis.prefix,
    encryptionKeys: config.redis.encryptionKeys,
    clock,
    onTrouble: () => {},
  })
  const door = config.web.publicUrl === undefined ? undefined : await openFrontDoor(config.web.port)
  const seen = new Map<string, number>()
  const posted = watchPosts(world)
  slack.onChange(() => {
    for (const secret of secretsBefore(ana)) if (!seen.has(secret)) seen.set(secret, clock.now())
  })
  const mortals: { bot: MortalBot; borders: Borders }[] = []
  let next: Bot | undefined

  async function startMortal(): Promise<void> {
    const borders = await openBorders(world)
    borders.handOut()
    const ahead = clock.now() - Date.now()
    const bot = await startOn[host](borders, { ahead, logs }).catch(async (error: unknown) => {
      await borders.close()
      throw error
    })
    mortals.push({ bot, borders })
    welcome(world, door, bot, bot.idle)
  }

  function newest(): { bot: MortalBot; borders: Borders } {
    const found = mortals.at(-1)
    if (!found) throw new Error('No bot was started yet')
    return found
  }

  await startMortal()
  return {
    world,
    store,
    get crossing() {
      return newest().borders.crossing
    },
    get bot() {
      return newest().bot
    },
    policy: () => openPolicy(readConfig(env)).now(),
    seen,
    posted,
    async passes(milliseconds) {
      clock.pass(milliseconds)
      if (!next) await newest().bot.pass(milliseconds)
    },
    look: () => (next ?? newest().bot).look(),
    async quiet() {
      await slack.quiet()
      if (!next) return
      // On a busy machine Slack may have heard nothing for so long that it does not wait; nothing holds up this bot for ever.
      await next.idle()
      await slack.quiet()
    },
    isAsked: () => next !== undefined,
    async succeeds(change = {}) {
      Object.assign(env, change)
      await newest().bot.kill()
      await startMortal()
    },
    async begins() {
      slack.handOut()
      identityProvider?.handOut()
      next = await startBot({
        config: readConfig({ ...env, PORT: '0' }),
        parts: ['web'],
        clock,
        ids: randomIds,
        log: createLog('debug', { write: (line) => void logs.push(line) }),
      })
      await next.connected
      welcome(world, door, next, next.idle)
    },
    rebuilds: () => askToRebuild(store.alarms, clock.now()),
    async ends() {
      try {
        await Promise.all([...mortals.map(({ bot }) => bot.ends()), next?.stop()])
        if (identityProvider && identityProvider.pastBorders > 0) throw new Error('A bot went past its borders')
      } finally {
        await Promise.all(mortals.map(({ borders }) => borders.close()))
        await store.close()
        await door?.close()
        await world.close()
      }
    },
  }
}

/** Alarms have their time, twice: what the dead left a lease on runs, and what follows from that. */
export async function alarmsRun({ passes, look, quiet }: Life): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    await passes(3 * MINUTE)
    await look()
    await quiet()
  }
}

function welcome({ slack }: World, door: FrontDoor | undefined, { port }: { port: number }, idle: () => Promise<void>) {
  slack.connect(`http://127.0.0.1:${port}`)
  slack.settlesBy(idle)
  door?.leadsTo(port)
}
