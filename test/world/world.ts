// The whole world of a flow test: Slack with three people, Dremio, Redis, and the bot between them.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { BotWorld } from '../../src/bot.ts'
import type { AuthMethod } from '../../src/core/sessions/session.ts'
import { prepareAuthMethod } from './auth-methods.ts'
import { type BotProcess, startBotProcess } from './bot-process.ts'
import { type Browser, openBrowser } from './browser.ts'
import { checkCanaries } from './canary.ts'
import { type MovableClock, stillClock } from './clock.ts'
import { type DremioOptions, type SimulatedDremio, startDremio } from './dremio/dremio.ts'
import { freePort } from './free-port.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { type DeployedBot, deployBot, type Layout, layoutOfThisRun } from './layout.ts'
import { type RunningRedis, startRedis } from './redis.ts'
import { checkRepeatedMessages } from './repeated-messages.ts'
import { borrowRedis } from './shared-redis.ts'
import type { Actor } from './slack/driver/person.ts'
import { type Slack, type SlackOptions, startSlack } from './slack/slack.ts'
import type { PersonSeed } from './slack/workspace.ts'
import type { ShortcutSeed } from './slack/world.ts'

/** Dremio's user ids. */
export const uids = {
  ana: '11111111-1111-4111-8111-111111111111',
  bea: '22222222-2222-4222-8222-222222222222',
  carl: '33333333-3333-4333-8333-333333333333',
  /** Nobody in Slack: an ADMIN, the proxy user of `impersonation`. */
  root: '00000000-0000-4000-8000-000000000000',
} as const

export const ana: PersonSeed = {
  id: 'UANA',
  name: 'ana',
  realName: 'Ana',
  email: 'ana@acme.test',
  timeZone: 'Europe/Berlin',
}
export const bea: PersonSeed = {
  id: 'UBEA',
  name: 'bea',
  realName: 'Bea',
  email: 'bea@acme.test',
  timeZone: 'Asia/Kolkata',
}
export const carl: PersonSeed = {
  id: 'UCARL',
  name: 'carl',
  realName: 'Carl',
  email: 'carl@acme.test',
  timeZone: 'UTC',
}

export interface WorldOptions {
  slack?: Partial<SlackOptions>
  dremio?: DremioOptions
  /** On top of, or instead of, what the bot is told by default. An empty value takes one away. */
  env?: Record<string, string>
  /** How the bot acts at Dremio; `token` if not said. */
  method?: AuthMethod
  /** An ADMIN's token at Dremio is in `DREMIO_ADMIN_TOKEN`; that user is `uids.root`. */
  administrator?: boolean
  /** Whose credential `DREMIO_TOKEN` is; Ana's if not said, who therefore runs the bot for herself. */
  credentialOf?: keyof typeof uids
  /** `DREMIO_TOKEN` stands in its owner's list at Dremio, as personal access tokens do. */
  credentialIsListed?: boolean
  /** Of a bot in this process, so that a test need not wait for them. */
  timeouts?: NonNullable<BotWorld['timeouts']>
  /** Of a bot in this process: languages besides its own. */
  languages?: BotWorld['languages']
  /** How the bot is deployed in this process; what `TEST_LAYOUT` says, else apart, if not said. */
  layout?: Layout
  /**
   * Starts so many processes of the built bot that serve Slack instead of a bot in this process, and one that is a worker
   * (with the layout `together` they are workers themselves); with 0 a test starts its bots itself.
   */
  processes?: number
  /** One that somebody else started, or `own` for one that can be restarted; a place in the Redis of the run if not said. */
  redis?: RunningRedis | 'own'
  /** What Slack and Dremio go by; one that stands still, or the machine's beside processes, if not said. */
  clock?: MovableClock
}

export interface World {
  slack: Slack
  dremio: SimulatedDremio
  redis: RunningRedis
  /** Of Slack, Dremio and a bot in this process; processes go by the machine's. */
  clock: MovableClock
  ana: Actor
  bea: Actor
  carl: Actor
  /** The bot in this process. Throws if there are processes instead. */
  bot: DeployedBot
  /** Those that serve Slack. */
  processes: BotProcess[]
  workers: BotProcess[]
  logs: string[]
  env: Record<string, string>
  /** Where browsers reach the bot (the first process of several). */
  publicUrl: string
  identityProvider: IdentityProvider | undefined
  /** A browser of somebody's; what our pages answer to it is searched for secrets at the end. */
  browser(): Browser
  /** Starts one more process of the bot on the same world. */
  startProcess(words?: string[]): Promise<BotProcess>
  /** Stops everything, and fails if a secret was anywhere but where it belongs. */
  close(): Promise<void>
}

/** On a busy machine no test is to depend on whether a form was answered within Slack's three seconds. */
const FORM_PATIENCE = 10_000

const manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')) as {
  features: { shortcuts: ShortcutSeed[] }
  oauth_config: { scopes: { bot: string[] } }
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const clock = options.clock ?? stillClock()
  const now = options.processes ? Date.now : clock.now
  const slack = await startSlack({
    people: [ana, bea, carl],
    scopes: manifest.oauth_config.scopes.bot,
    shortcuts: manifest.features.shortcuts,
    now,
    ...(options.processes === undefined && { formPatience: FORM_PATIENCE }),
    ...options.slack,
  })
  const dremio = await startDremio({
    users: [
      ...[ana, bea, carl].map(({ name, email = '' }) => ({ id: uids[name as keyof typeof uids], name: email, email })),
      { id: uids.root, name: 'root', email: 'root@dremio.test', admin: true },
    ],
    impersonation: [{ proxy: 'root', targets: [ana, bea, carl].map(({ email = '' }) => email) }],
    now,
    ...options.dremio,
  })
  const redis = options.redis === 'own' ? await startRedis() : (options.redis ?? (await borrowRedis()))
  const method = options.method ?? 'token'
  const owner = uids[options.credentialOf ?? (method === 'impersonation' ? 'root' : 'ana')]
  const credential = options.credentialIsListed
    ? dremio.mint(owner, { label: 'the bot itself' }).secret
    : dremio.credential(owner)
  // Told to others before the bot listens, so it cannot be any free one where browsers come into it.
  const port = method === 'token' ? 0 : await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const people = [ana, bea, carl].map(({ name, email = '' }) => ({ email, uid: uids[name as keyof typeof uids] }))
  const prepared = await prepareAuthMethod(method, { dremio, publicUrl, people, credential })
  const administrator = options.administrator ? dremio.credential(uids.root) : undefined
  const browsers: Browser[] = []
  const env: Record<string, string> = {
    SLACK_BOT_TOKEN: slack.bot.token,
    SLACK_SIGNING_SECRET: slack.bot.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DREMIO_EDITION: dremio.edition,
    DREMIO_API_URL: dremio.url,
    ...prepared.env,
    ...(administrator !== undefined && { DREMIO_ADMIN_TOKEN: administrator }),
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix,
    ALLOWED_EMAIL_DOMAINS: 'acme.test',
    APPROVERS: 'UBEA,UCARL',
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'debug',
    ...options.env,
  }
  const logs: string[] = []
  const processes: BotProcess[] = []
  const workers: BotProcess[] = []
  const layout = options.layout ?? layoutOfThisRun()
  let bot: DeployedBot | undefined

  async function startProcess(words: string[] = layout === 'together' ? [] : ['web']): Promise<BotProcess> {
    // Only one can have the address that browsers know.
    const started = await startBotProcess(processes.length === 0 ? env : { ...env, PORT: '0' }, words)
    if (words[0] === 'worker') {
      workers.push(started)
      return started
    }
    processes.push(started)
    slack.connect(processes.map(({ url }) => url))
    return started
  }

  if (options.processes !== undefined) {
    for (let count = 0; count < options.processes; count += 1) await startProcess()
    if (options.processes > 0 && layout !== 'together') await startProcess(['worker'])
  } else {
    bot = await deployBot(layout, env, {
      clock,
      logs,
      timeouts: { form: FORM_PATIENCE - 4_000, ...options.timeouts },
      ...(options.languages && { languages: options.languages }),
    })
    // What it looked at when it started is nobody's doing.
    ;(dremio.requests as unknown[]).length = 0
    slack.connect(
      bot.webs.map(({ port }) => `http://127.0.0.1:${port}`),
      { inTurn: true },
    )
    slack.settlesBy(bot.idle)
  }

  return {
    slack,
    dremio,
    redis,
    clock,
    ana: slack.person('UANA'),
    bea: slack.person('UBEA'),
    carl: slack.person('UCARL'),
    get bot() {
      if (!bot) throw new Error('The bot runs in processes of its own here')
      return bot
    },
    processes,
    workers,
    logs,
    env,
    publicUrl,
    identityProvider: prepared.identityProvider,
    browser() {
      const opened = openBrowser()
      browsers.push(opened)
      return opened
    },
    startProcess,
    async close() {
      await bot?.stop()
      const everyProcess = [...processes, ...workers]
      await Promise.all(everyProcess.map((one) => one.stop()))
      const everyLog = [...logs, ...everyProcess.flatMap((one) => one.logs)]
      const credentials = [
        ...prepared.credentials,
        slack.bot.token,
        slack.bot.signingSecret,
        slack.bot.appToken,
        ...(administrator ? [administrator] : []),
      ]
      const pages = browsers.flatMap((browser) => browser.answersFrom(publicUrl))
      const { identityProvider } = prepared
      try {
        await checkCanaries({
          slack,
          dremio,
          redis,
          logs: everyLog,
          credentials,
          pages,
          ...(identityProvider && { identityProvider }),
        })
        checkRepeatedMessages(slack.requests)
        if (slack.warnings.length > 0) throw new Error(`Slack warns: ${slack.warnings.join('; ')}`)
        if (dremio.wiped) throw new Error('Every token of everybody was deleted at Dremio')
      } finally {
        await slack.close()
        await dremio.close()
        await prepared.identityProvider?.close()
        await redis.stop()
      }
    },
  }
}
