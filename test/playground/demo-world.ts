// The world of the demo: simulated Slack and Dremio Cloud, a Redis, three people, and the built bot as a process.

import { prepareAuthMethod } from '../world/auth-methods.ts'
import { type BotProcess, startBotProcess } from '../world/bot-process.ts'
import { type Browser, openBrowser } from '../world/browser.ts'
import { type SimulatedDremio, startDremio } from '../world/dremio/dremio.ts'
import { freePort } from '../world/free-port.ts'
import { type RunningRedis, startRedis } from '../world/redis.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { type Slack, startSlack } from '../world/slack/slack.ts'
import { ALLOWED_EMAIL_DOMAINS, ana, atDremio, bea, carl, grantedScopes } from './acme.ts'
import { type DemoPolicy, demoPolicy } from './demo-policy.ts'

export interface DemoWorld {
  slack: Slack
  dremio: SimulatedDremio
  redis: RunningRedis
  bot: BotProcess
  policy: DemoPolicy
  ana: Actor
  bea: Actor
  carl: Actor
  /** Where browsers reach the bot. */
  publicUrl: string
  /** Ana's browser, and one that is nobody's of interest: Carl's. */
  browsers: { ana: Browser; carl: Browser }
  /** The bot's own secrets, which nobody may ever see. */
  credentials: string[]
}

/** Tells `onStart` how to end each part as soon as the part is there, so that nothing is left if a later one fails. */
export async function startDemoWorld(onStart: (end: () => Promise<unknown>) => void): Promise<DemoWorld> {
  const everybody = [ana, bea, carl]
  const [slack, dremio, redis] = await Promise.all([
    startSlack({ people: everybody, scopes: grantedScopes(), team: { id: 'T0ACME', name: 'Acme' } }),
    startDremio({ users: atDremio(everybody) }),
    startRedis(),
  ])
  onStart(() => redis.stop())
  onStart(() => dremio.close())
  onStart(() => slack.close())
  const policy = demoPolicy()
  onStart(async () => policy.remove())
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  // `credential` is for ways with a static one; the demo's people sign in as themselves.
  const method = await prepareAuthMethod('oauth', { dremio, publicUrl, people: everybody, credential: '' })
  const bot = await startBotProcess({
    SLACK_BOT_TOKEN: slack.bot.token,
    SLACK_SIGNING_SECRET: slack.bot.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DREMIO_API_URL: dremio.url,
    ...method.env,
    PORT: String(port),
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix,
    ALLOWED_EMAIL_DOMAINS,
    // So that what time does in the story needs nobody to sign in again.
    DREMIO_OFFLINE: 'true',
    POLICY_FILE: policy.path,
    LOG_LEVEL: 'debug',
  })
  onStart(() => bot.stop())
  slack.connect(bot.url)
  const credentials = [...method.credentials, slack.bot.token, slack.bot.signingSecret]
  const browsers = { ana: openBrowser(), carl: openBrowser() }
  const [one, two, three] = [slack.person(ana.id), slack.person(bea.id), slack.person(carl.id)]
  return { slack, dremio, redis, bot, policy, ana: one, bea: two, carl: three, publicUrl, browsers, credentials }
}
