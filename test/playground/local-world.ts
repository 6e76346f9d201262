// The world of the playground: local-slack with its page, a simulated Dremio, a Redis, and the built bot between them.

import { prepareAuthMethod } from '../world/auth-methods.ts'
import { type BotProcess, startBotProcess } from '../world/bot-process.ts'
import { type SimulatedDremio, startDremio } from '../world/dremio/dremio.ts'
import { freePort } from '../world/free-port.ts'
import type { IdentityProvider } from '../world/identity-provider.ts'
import { type RunningRedis, startRedis } from '../world/redis.ts'
import { ALLOWED_EMAIL_DOMAINS, ana, atDremio, bea } from './acme.ts'
import { type LocalSlack, type LocalSlackWorld, startLocalSlack } from './local-slack.ts'

export interface LocalWorldOptions {
  /** How Slack reaches the bot: signed HTTP requests, or a socket that the bot opens. */
  mode: LocalSlackWorld['mode']
  /** How the bot acts at Dremio: `oauth` and `idp` sign people in; with `token` only Ana can have a token made. */
  method: PlaygroundAuthMethod
  /** Where local-slack listens; any free port if not said. */
  port?: number
  /** Whom the bot serves as an administrator, and by which policy file, if not by its own. */
  settings?: { ADMINS?: string; POLICY_FILE?: string }
}

export const playgroundAuthMethods = ['oauth', 'idp', 'token'] as const
export type PlaygroundAuthMethod = (typeof playgroundAuthMethods)[number]

export interface LocalWorld {
  slack: LocalSlack
  dremio: SimulatedDremio
  redis: RunningRedis
  bot: BotProcess
  /** Where browsers reach the bot. */
  publicUrl: string
  identityProvider?: IdentityProvider
  /** The bot's own secrets, which nobody may ever see. */
  credentials: string[]
  /** The bot first, so that it can finish what runs. May be called more than once. */
  stop(): Promise<void>
}

const people = [ana, bea]

const app = {
  id: 'A0LOCAL',
  botUserId: 'U0BOT',
  botName: 'dremio-pat',
  botToken: 'xoxb-playground',
  appToken: 'xapp-playground',
  signingSecret: 'playground-signing-secret',
}

/** Ana asks and Bea approves. */
export async function startLocalWorld({ mode, method, port, settings }: LocalWorldOptions): Promise<LocalWorld> {
  const started: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end()
  }
  try {
    const redis = await startRedis()
    started.push(redis.stop)
    const dremio = await startDremio({ users: atDremio(people) })
    started.push(dremio.close)
    const botPort = await freePort()
    const publicUrl = `http://127.0.0.1:${botPort}`
    const credential = dremio.credential(ana.uid)
    const prepared = await prepareAuthMethod(method, { dremio, publicUrl, people, credential })
    const { identityProvider } = prepared
    if (identityProvider) started.push(identityProvider.close)
    const slack = await startLocalSlack({
      mode,
      requestUrl: `${publicUrl}/slack/events`,
      ...(port !== undefined && { port }),
      team: { id: 'T0ACME', name: 'Acme' },
      app,
      people,
      channels: [{ id: 'C0GENERAL', name: 'general', members: people.map(({ id }) => id) }],
    })
    started.push(slack.stop)
    const bot = await startBotProcess({
      PORT: String(botPort),
      SLACK_BOT_TOKEN: app.botToken,
      ...(mode === 'socket' ? { SLACK_APP_TOKEN: app.appToken } : { SLACK_SIGNING_SECRET: app.signingSecret }),
      SLACK_API_URL: slack.apiUrl,
      DREMIO_API_URL: dremio.url,
      ...prepared.env,
      REDIS_URL: redis.url,
      REDIS_PREFIX: redis.prefix,
      ALLOWED_EMAIL_DOMAINS,
      APPROVERS: bea.id,
      ...settings,
    })
    started.push(() => bot.stop())
    const credentials = [...prepared.credentials, app.botToken, app.appToken, app.signingSecret]
    return { slack, dremio, redis, bot, publicUrl, credentials, stop, ...(identityProvider && { identityProvider }) }
  } catch (error) {
    await stop()
    throw error
  }
}
