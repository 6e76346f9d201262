// The composition root: makes the adapters, binds operations and alarms to them, starts and stops the whole.
import type { Config } from './config.ts'
import { nameOf } from './core/error-name.ts'
import type { Workplace } from './core/people/person.ts'
import type { Policy } from './core/policy/evaluate.ts'
import type { Clock, Ids, Ports } from './core/ports.ts'
import { connectDremio } from './dremio/dremio.ts'
import { keepLooking } from './dremio/startup-checks.ts'
import { createJobs, type Jobs } from './jobs.ts'
import type { Log } from './log.ts'
import { bindOperations } from './operations/list.ts'
import { openPolicy } from './policy-file.ts'
import { connectRedis } from './redis/redis.ts'
import { createSlackApp, type SlackApp } from './slack/app.ts'
import { createAuditChannel } from './slack/audit-channel.ts'
import { sdkLogger } from './slack/client.ts'
import { connectToSlack } from './slack/connection.ts'
import { createDelivery } from './slack/deliver.ts'
import { createDirectories } from './slack/directory.ts'
import { createGuard } from './slack/guard.ts'
import { askWhoseToken } from './slack/installation.ts'
import { createMessenger } from './slack/messenger.ts'
import { createTokenWatch } from './slack/token-watch.ts'
import { slackClients } from './slack/web-api-clients.ts'
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
  /**
   * Milliseconds that one call to Dremio, the showing of a secret or the answer to a ping in Socket Mode may take, and for
   * which a probe tells again what it found; each room's own if not said.
   */
  timeouts?: { dremio?: number; showing?: number; ping?: number; probe?: number }
  /** False: alarms run only when `look` is called, and late ones are noticed only by `checkLateAlarms`, as a still clock wants it. */
  timers?: boolean
}

export interface Bot {
  /** The port that was taken. */
  port: number
  /** Resolves when Slack has taken our token for the first time. */
  connected: Promise<void>
  /** Resolves when Dremio has been looked at for the first time. */
  looked: Promise<unknown>
  /** Runs the alarms that are due now, for tests with a still clock. */
  look: Jobs['look']
  /** Looks whether alarms are late, for tests with a still clock. */
  checkLateAlarms: Jobs['checkLateAlarms']
  /** Asks a worker to look for alarms that are missing, or want to come earlier under another policy. */
  rebuild: Jobs['rebuild']
  /** Resolves when nothing that a person began runs any more. */
  idle(): Promise<void>
  /** Takes nothing new, finishes what runs, lets go of everything. */
  stop(): Promise<void>
}

/** Listens at once and connects behind it, so that the probes can say what is missing while it is missing. */
export async function startBot(settings: BotWorld): Promise<Bot> {
  const { config, parts, clock, ids, log, timeouts = {}, timers = true, ...world } = settings
  const policy = world.policy ?? openPolicy(config).now
  const redis = connectRedis({
    ...config.redis,
    url: config.redis.url.reveal(),
    clock,
    onTrouble: (message) => log.warn({}, message),
  })
  const access = {
    botToken: config.slack.botToken.reveal(),
    apiUrl: config.slack.apiUrl,
    logger: sdkLogger((level, message) => log[level]({ from: 'slack sdk' }, message)),
  }
  const clients = slackClients(access, timeouts.showing)
  const tokenWatch = createTokenWatch({
    client: clients.lookups,
    log,
    jobs: { start: () => jobs.start(), stop: () => jobs.stop() },
  })
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
  const workplace: Workplace = {
    get teams() {
      return config.slack.teams ?? (slack.team === undefined ? undefined : [slack.team])
    },
    emailDomains: config.emailDomains,
  }
  const directories = createDirectories(clients.lookups, { clock, limits: redis.limits, served: config.slack.teams })
  const watched = { clock, log, onFailure: tokenWatch.suspect }
  const told = createAuditChannel({ ...redis, ...watched, channel: config.slack.auditChannel, client: clients.audit })
  const ports: Ports = {
    clock,
    ids,
    policy,
    workplace,
    admins: config.admins,
    directory: directories.attended,
    requests: redis.requests,
    tokens: redis.tokens,
    reminderRecords: redis.reminderRecords,
    links: redis.links,
    delegations: redis.delegations,
    rateLimits: redis.limits,
    audit: told.audit,
    alarms: redis.alarms,
    sessions: dremio.sessions,
    signIns: redis.signIns,
    publicUrl,
    dremioTokens: dremio.tokens,
    dremioUsers: dremio.users,
    messenger: createMessenger({
      ...{ client: clients.cards, noRetryClient: clients.reminders },
      locations: redis.messageLocations,
      clock,
      onTrouble: tokenWatch.noticing((error, operation) =>
        log.warn({ operation, error: nameOf(error) }, 'a message was lost'),
      ),
    }),
    delivery: createDelivery(clients.secret, clock),
  }
  const guard = createGuard({ ...watched, ids, repeats: redis.repeats })
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
    onTakenAway: () => tokenWatch.suspect(),
    random: Math.random,
    log,
    ...(timeouts.ping !== undefined && { pingTimeout: timeouts.ping }),
  })
  const slack = connectToSlack(
    // A worker hears nothing from Slack, so it opens no socket.
    {
      whose: () => askWhoseToken(clients.lookups),
      ...(parts.includes('web') && { open: app.connect, away: app.away }),
    },
    log,
  )
  const jobs = createJobs({
    ports,
    queue: redis.alarms,
    unattended: directories.unattended,
    repeats: redis.repeats,
    isWorker: parts.includes('worker'),
    timers,
    log,
    noticing: tokenWatch.noticing,
  })

  const onTrouble = (error: unknown) => log.error({ error: nameOf(error) }, 'a page failed')
  const elapsed = () => performance.now()
  const probes = {
    redis: { needed: true, check: redis.ready },
    slack: {
      needed: true,
      check: () => tokenWatch.mustBeTaken().then(slack.check),
      since: slack.since,
      details: () => (workplace.teams === undefined ? { waitsFor: 'Slack to say whose bot token this is' } : {}),
      isLocal: true as const,
    },
    // Without Dremio people are still told what is going on, which a process out of rotation cannot do.
    dremio: { needed: false, check: dremio.ping },
    ...(jobs.probe && { alarms: jobs.probe }),
  }
  const forBrowsers = {
    ...(dremio.sessions.signIn && signInRoutes({ ...operations, onTrouble })),
    ...(dremio.jwks && publicUrl !== undefined && jwksRoutes(dremio.jwks, { issuer: publicUrl, elapsed })),
  }
  const server = createWebServer(
    {
      'GET /healthz': healthz,
      'GET /readyz': readyz(probes, {
        now: () => Date.now(),
        elapsed,
        ...(timeouts.probe !== undefined && { keptFor: timeouts.probe }),
      }),
      ...(parts.includes('web') && { ...forSlack(app, () => slack.team !== undefined), ...forBrowsers }),
    },
    onTrouble,
  )
  const port = await server.listen(config.web.port, config.web.host)
  const mode = app.listener ? 'http' : 'socket'
  log.info({ port, parts, edition: config.dremio.edition, mode, policy: policy().version }, 'listening')
  told.start()
  const stopping = new AbortController()
  const looked = keepLooking(dremio, {
    say: ({ subject, message, remedy }) => log.warn({ subject, message, remedy }, 'Dremio was looked at'),
    stopping: stopping.signal,
  })
  // No alarm is run for people of whom it is not known yet whether we serve them.
  const begin = () => {
    if (!stopping.signal.aborted) jobs.start()
  }
  if (config.slack.teams !== undefined) begin()
  const connected = slack.connect(stopping.signal, begin)

  return {
    port,
    connected,
    looked,
    look: jobs.look,
    checkLateAlarms: jobs.checkLateAlarms,
    rebuild: jobs.rebuild,
    idle: guard.idle,
    async stop() {
      stopping.abort()
      tokenWatch.stop()
      // At once, so that nothing new is begun while the last answers go out.
      const closed = jobs.close()
      await app.disconnect()
      await server.close()
      await Promise.all([guard.idle(), closed]).then(told.stop)
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
    'POST /slack/events': async (request, response) => {
      // Before we know whose workspace we serve nobody can be let in; Slack shows its own "try again" for this.
      if (isConnected()) await listener(request, response)
      else response.writeHead(503).end()
    },
  }
}
