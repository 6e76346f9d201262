// The composition root: makes the adapters, binds operations and alarms to them, starts and stops the whole.
import { setTimeout as later } from 'node:timers/promises'
import { alarmHandlers } from './alarms/list.ts'
import { askToRebuild } from './alarms/rebuild-alarms.ts'
import { type AlarmWatch, watchAlarms } from './alarms/watch.ts'
import type { Config } from './config.ts'
import { BotError } from './core/errors.ts'
import { HOUR, MINUTE, SECOND } from './core/lifetime.ts'
import type { Workplace } from './core/person.ts'
import type { Policy } from './core/policy.ts'
import type { Clock, Ids, Ports } from './core/ports.ts'
import { connectDremio, type Dremio } from './dremio/dremio.ts'
import type { Log } from './log.ts'
import { bindOperations } from './operations/list.ts'
import { openPolicy } from './policy-file.ts'
import { connectRedis } from './redis/redis.ts'
import { createSlackApp, type SlackApp } from './slack/app.ts'
import { createAuditChannel } from './slack/audit-channel.ts'
import { sdkLogger } from './slack/client.ts'
import { slackClients } from './slack/clients.ts'
import { createDelivery } from './slack/deliver.ts'
import { createDirectories } from './slack/directory.ts'
import { createGuard } from './slack/guard.ts'
import { createMessenger } from './slack/messenger.ts'
import { jwksRoutes } from './web/jwks.ts'
import { healthz, readyz } from './web/probes.ts'
import { createWebServer, type Handler } from './web/server.ts'
import { signInRoutes } from './web/sign-in.ts'

export type Part = 'web' | 'worker'

export interface BotWorld {
  config: Config
  /** Which parts this process runs; both answer the probes. */
  parts: readonly Part[]
  clock: Clock
  ids: Ids
  log: Log
  /** The policy of the moment; if not said, what the configuration names is read once. */
  policy?: () => Policy
  /** Milliseconds that one call to Dremio, or the showing of a secret, may take; each room's own if not said. */
  timeouts?: { dremio?: number; showing?: number }
}

export interface Bot {
  /** The port that was taken. */
  port: number
  /** Resolves when Slack has taken our token for the first time. */
  connected: Promise<void>
  /** Resolves when Dremio has been looked at for the first time. */
  looked: Promise<unknown>
  /** Runs the alarms that are due now, for tests with a still clock. */
  look: AlarmWatch['look']
  /** Asks a worker to look for alarms that are missing, or want to come earlier under another policy. */
  rebuild(): Promise<void>
  /** Resolves when nothing that a person began runs any more. */
  idle(): Promise<void>
  /** Takes nothing new, finishes what runs, lets go of everything. */
  stop(): Promise<void>
}

/** Listens at once and connects behind it, so that the probes can say what is missing while it is missing. */
export async function startBot({ config, parts, clock, ids, log, timeouts = {}, ...world }: BotWorld): Promise<Bot> {
  const policy = world.policy ?? openPolicy(config).now
  const redis = connectRedis({
    url: config.redis.url.reveal(),
    ...{ prefix: config.redis.prefix, encryptionKeys: config.redis.encryptionKeys, clock },
    onTrouble: (message) => log.warn({}, message),
  })
  const access = {
    botToken: config.slack.botToken.reveal(),
    apiUrl: config.slack.apiUrl,
    logger: sdkLogger((level, message) => log[level]({ from: 'slack sdk' }, message)),
  }
  const clients = slackClients(access, timeouts.showing)
  const { publicUrl } = config.web
  const dremio = connectDremio({
    ...config.dremio,
    publicUrl,
    kept: redis.keptSessions,
    signingKeys: redis.signingKeys,
    clock,
    random: Math.random,
    ...(timeouts.dremio !== undefined && { timeout: timeouts.dremio }),
  })
  const slack: { team?: string } = {}
  const workplace: Workplace = {
    get teams() {
      return config.slack.teams ?? (slack.team === undefined ? [] : [slack.team])
    },
    emailDomains: config.emailDomains,
  }
  const directories = createDirectories(clients.lookups, clock, redis.limits)
  const told = createAuditChannel({ ...redis, channel: config.slack.auditChannel, client: clients.audit, clock, log })
  const ports: Ports = {
    clock,
    ids,
    policy,
    workplace,
    admins: config.admins,
    directory: directories.attended,
    requests: redis.requests,
    tokens: redis.tokens,
    reminderBooks: redis.reminderBooks,
    links: redis.links,
    delegations: redis.delegations,
    limits: redis.limits,
    audit: told.audit,
    alarms: redis.alarms,
    sessions: dremio.sessions,
    signIns: redis.signIns,
    publicUrl,
    dremioTokens: dremio.tokens,
    dremioUsers: dremio.users,
    messenger: createMessenger({
      ...{ client: clients.cards, impatient: clients.reminders },
      places: redis.cardPlaces,
      requests: redis.requests,
      tokens: redis.tokens,
      clock,
      policy,
      onTrouble: (error, doing) => log.warn({ doing, error: nameOf(error) }, 'a message was lost'),
    }),
    delivery: createDelivery(clients.secret, clock),
  }
  const guard = createGuard({ ids, clock, repeats: redis.repeats, log })
  const operations = bindOperations(ports)
  const app = createSlackApp({
    access,
    ...{ client: clients.answers, forms: clients.forms },
    wayIn: wayIn(config),
    guard,
    operations,
    policy,
    dremio: { edition: config.dremio.edition, region: config.dremio.region, apiUrl: dremio.apiUrl },
    clock,
    machineNow: () => Date.now(),
  })
  const alarms = watchAlarms({
    queue: redis.alarms,
    clock,
    run: ({ kind, id }) => alarmHandlers[kind]({ ...ports, directory: directories.unattended }, id),
    begin: () => askToRebuild(redis.alarms, clock.now()),
    onTrouble: (error, alarm) =>
      log.warn({ ...alarm, error: nameOf(error) }, alarm ? 'an alarm will come again' : 'alarms have to wait'),
    onSetAside: ({ kind, id }, error) => log.error({ kind, id, error }, 'an alarm is set aside'),
  })

  const onTrouble = (error: unknown) => log.error({ error: nameOf(error) }, 'a page failed')
  const probes = {
    redis: { needed: true, check: redis.ping },
    slack: { needed: parts.includes('web'), check: async () => void (slack.team ?? (await away())) },
    // Without Dremio people are still told what is going on, which a process out of rotation cannot do.
    dremio: { needed: false, check: dremio.ping },
  }
  const forBrowsers = {
    ...(dremio.sessions.signIn && signInRoutes({ ...operations, onTrouble })),
    ...(dremio.jwks && publicUrl !== undefined && jwksRoutes(dremio.jwks, publicUrl)),
  }
  const server = createWebServer(
    {
      'GET /healthz': healthz,
      'GET /readyz': readyz(probes),
      ...(parts.includes('web') && { ...forSlack(app, () => slack.team !== undefined), ...forBrowsers }),
    },
    onTrouble,
  )
  const port = await server.listen(config.web.port, config.web.host)
  const mode = app.listener ? 'http' : 'socket'
  log.info({ port, parts, edition: config.dremio.edition, mode, policy: policy().version }, 'listening')
  if (parts.includes('worker')) alarms.start()
  told.start()
  const stopping = new AbortController()
  const looked = lookAtDremio(dremio, log)
  void looked.then((isFine) => lookAgain(dremio, log, isFine, stopping.signal))
  const connected = parts.includes('web')
    ? connectUntilDone(app, stopping.signal, log).then((team) => {
        if (team !== undefined) slack.team = team
      })
    : Promise.resolve()

  return {
    port,
    connected,
    looked,
    look: alarms.look,
    rebuild: () => askToRebuild(redis.alarms, clock.now()),
    idle: guard.idle,
    async stop() {
      stopping.abort()
      await app.disconnect()
      await server.close()
      await Promise.all([guard.idle(), alarms.stop()]).then(told.stop)
      await redis.close()
    },
  }
}

function wayIn({ slack: { wayIn } }: Config) {
  return 'appToken' in wayIn ? { appToken: wayIn.appToken.reveal() } : { signingSecret: wayIn.signingSecret.reveal() }
}

function forSlack({ listener }: SlackApp, isConnected: () => boolean): Record<string, Handler> {
  if (!listener) return {}
  return {
    'POST /slack/events': (request, response) => {
      // Before we know whose workspace we serve nobody can be let in; Slack shows its own "try again" for this.
      if (!isConnected()) response.writeHead(503).end()
      else listener(request, response)
    },
  }
}

/** What cannot work in this combination is switched off before somebody tries it, and named for the operator. */
async function lookAtDremio(dremio: Dremio, log: Log): Promise<boolean> {
  const troubles = (await dremio.checkUp()).filter(({ state }) => state !== 'ok')
  for (const { subject, says, todo } of troubles) log.warn({ subject, says, todo }, 'Dremio was looked at')
  return troubles.every(({ state }) => state !== 'failure')
}

/** A Dremio that is away, old or wrongly set up today may be neither tomorrow. Nobody reads the same warning every minute. */
async function lookAgain(dremio: Dremio, log: Log, isFine: boolean, stopping: AbortSignal): Promise<void> {
  for (let wasFine = isFine; ; ) {
    await pauseOf(wasFine ? HOUR : MINUTE, stopping)
    if (stopping.aborted) return
    if (wasFine) wasFine = await lookAtDremio(dremio, log)
    else wasFine = (await dremio.checkUp()).every(({ state }) => state !== 'failure')
  }
}

function pauseOf(milliseconds: number, stopping: AbortSignal): Promise<void> {
  return later(milliseconds, undefined, { signal: stopping, ref: false }).catch(() => {})
}

/** Slack may be away when we start; a token that it refuses will not get better, but is renewed by a restart anyway. */
async function connectUntilDone(app: SlackApp, stopping: AbortSignal, log: Log): Promise<string | undefined> {
  for (let pause = SECOND; !stopping.aborted; pause = Math.min(2 * pause, 30 * SECOND)) {
    try {
      const { team } = await app.connect()
      log.info({ team }, 'connected to Slack')
      return team
    } catch (error) {
      const reason = error instanceof BotError ? (error.facts as { reason?: string }).reason : nameOf(error)
      log.error({ reason }, 'no connection to Slack yet')
      await pauseOf(pause, stopping)
    }
  }
  return undefined
}

function away(): Promise<never> {
  return Promise.reject(new BotError('slack_unavailable', { doing: 'sign in', reason: 'not connected' }))
}

/** A code or a class; never a message, which may hold anything. */
function nameOf(error: unknown): string {
  if (error instanceof BotError) return error.code
  return error instanceof Error ? error.name : typeof error
}
