// The bot in this process as it is deployed: its parts together or apart, each with adapters of its own, one still clock.
import { setTimeout as later } from 'node:timers/promises'
import { type Bot, type BotWorld, type Part, startBot } from '../../src/bot.ts'
import { readConfig } from '../../src/config.ts'
import { randomIds } from '../../src/ids.ts'
import { createLog } from '../../src/log.ts'
import { openPolicy } from '../../src/policy-file.ts'

/** `together`: one with both parts. `apart`: one web and one worker, as the Procfile has them. `two of each`: four. */
export const layouts = ['together', 'apart', 'two of each'] as const
export type Layout = (typeof layouts)[number]

const partsIn: Record<Layout, readonly (readonly Part[])[]> = {
  together: [['web', 'worker']],
  apart: [['web'], ['worker']],
  'two of each': [['web'], ['web'], ['worker'], ['worker']],
}

/** `TEST_LAYOUT`, else apart. Throws for a name that there is none of, so that a typing error tests nothing else. */
export function layoutOfThisRun(environment: NodeJS.ProcessEnv = process.env): Layout {
  const wanted = environment.TEST_LAYOUT ?? 'apart'
  const found = layouts.find((layout) => layout === wanted)
  if (found === undefined) throw new Error(`TEST_LAYOUT is none of ${layouts.join(', ')}`)
  return found
}

/** All of its parts as one: what people send goes to the web parts, and alarms run in the workers. */
export interface DeployedBot extends Bot {
  webs: readonly Bot[]
  workers: readonly Bot[]
  /** Each part reads its policy file again, as on SIGHUP, and the alarms that follow from that are set. */
  rereadPolicy(): Promise<void>
}

/** `env` is what each part reads. The first web listens where `env.PORT` says. */
export async function deployBot(
  layout: Layout,
  env: Record<string, string>,
  world: Pick<BotWorld, 'clock' | 'timeouts' | 'languages'> & { logs: string[] },
): Promise<DeployedBot> {
  const { logs, ...rest } = world
  const started = await Promise.all(
    partsIn[layout].map(async (parts, index) => {
      const config = readConfig(index === 0 ? env : { ...env, PORT: '0' })
      const policy = openPolicy(config)
      const bot = await startBot({
        ...rest,
        config,
        policy: policy.now,
        parts,
        ids: randomIds,
        timers: false,
        log: createLog('debug', { write: (line) => void logs.push(line) }),
      })
      // A Dremio that a test holds up is not waited for.
      const soon = (promise: Promise<unknown>) => Promise.race([promise, later(2_000, undefined, { ref: false })])
      await Promise.all([bot.connected, soon(bot.looked), soon(bot.noted)])
      return { bot, parts, policy }
    }),
  )
  const webs = started.filter(({ parts }) => parts.includes('web')).map(({ bot }) => bot)
  const workers = started.filter(({ parts }) => parts.includes('worker')).map(({ bot }) => bot)
  const bots = started.map(({ bot }) => bot)
  const [first] = webs
  if (!first) throw new Error('This layout has no web part')
  const each = (among: readonly Bot[], act: (bot: Bot) => Promise<unknown>) => async () => {
    await Promise.all(among.map(act))
  }
  return {
    ...first,
    webs,
    workers,
    look: each(workers, (bot) => bot.look()),
    checkLateAlarms: each(webs, (bot) => bot.checkLateAlarms()),
    rebuild: async () => workers[0]?.rebuild(),
    async rereadPolicy() {
      for (const { policy } of started) policy.reload()
      await Promise.all(bots.map((bot) => bot.rebuild()))
    },
    idle: each(bots, (bot) => bot.idle()),
    stop: each(bots, (bot) => bot.stop()),
  }
}
