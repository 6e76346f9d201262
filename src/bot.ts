// The composition root: makes the adapters, and binds operations and alarms to them.
import type { Config } from './config.ts'
import { nameOf } from './core/error-name.ts'
import type { Workplace } from './core/people/person.ts'
import type { Policy } from './core/policy/evaluate.ts'
import type { Clock, Ids, Ports } from './core/ports.ts'
import { connectDremio } from './dremio/dremio.ts'
import { healthOf } from './health.ts'
import { createJobs } from './jobs.ts'
import type { Log } from './log.ts'
import { bindOperations } from './operations/list.ts'
import { openPolicy, readPolicy } from './policy-file.ts'
import { followChanges } from './procedures/home/follow-changes.ts'
import { connectRedis } from './redis/redis.ts'
import { createSlackApp } from './slack/app.ts'
import { createAuditChannel } from './slack/audit-channel.ts'
import { createAuditFacts } from './slack/audit-facts.ts'
import { reasonFor, sdkLogger } from './slack/client.ts'
import { connectToSlack } from './slack/connection.ts'
import { createDelivery } from './slack/deliver.ts'
import { createDirectories } from './slack/directory.ts'
import { createGuard } from './slack/guard.ts'
import { askWhoseToken } from './slack/installation.ts'
import { createLanguages } from './slack/languages.ts'
import { createMessenger } from './slack/messenger.ts'
import { createTokenWatch } from './slack/token-watch.ts'
import { slackClients } from './slack/web-api-clients.ts'
import { type Bot, type Part, startServing } from './startup.ts'
import { type Languages, wordsFor } from './words/words.ts'

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
   * Milliseconds that one call to Dremio, the showing of a secret, a submitted form without an outcome or the answer to a
   * ping in Socket Mode may take, and for which a probe tells again what it found; each room's own if not said.
   */
  timeouts?: { dremio?: number; showing?: number; form?: number; ping?: number; probe?: number }
  /** False: alarms run only when `look` is called, and late ones are noticed only by `checkLateAlarms`, as a still clock wants it. */
  timers?: boolean
  /** Languages besides its own; none if not said. */
  languages?: Languages
}

export type { Bot, Part }

/** Listens at once and connects behind it, so that the probes can say what is missing while it is missing. */
export async function startBot(settings: BotWorld): Promise<Bot> {
  const { config, parts, clock, ids, log, timeouts = {}, timers = true, ...world } = settings
  const policy = world.policy ?? openPolicy(config).now
  const redis = connectRedis({
    ...config.redis,
    url: config.redis.url.reveal(),
    clock,
    onTrouble: (message) => log.warn({}, message),
    onRefusedRecord: (entry) => told.audit.append(entry),
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
    kept: redis.storedSessions,
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
  const directories = createDirectories(clients.lookups, {
    clock,
    limits: redis.rateLimits,
    served: config.slack.teams,
    onSeen: (person) => languages.notice(person),
  })
  const languages = createLanguages(
    (locale) => wordsFor(locale, world.languages),
    // A rate limit on this must not block people at the screen.
    (id) => directories.unattended.colleague(id),
  )
  const watched = { clock, log, onFailure: tokenWatch.suspect }
  const told = createAuditChannel({
    ...redis,
    ...watched,
    channel: config.slack.auditChannel,
    client: clients.audit,
    linesOf: createAuditFacts({
      ...{ client: clients.lookups, directory: directories.unattended, clock },
      ...{ requests: redis.requests, tokens: redis.tokens },
    }),
    words: wordsFor(undefined),
  })
  const ports: Ports = {
    clock,
    ids,
    policy,
    readPolicy: (text) => readPolicy(text, { approvers: config.approvers, edition: config.dremio.edition }),
    policyVersions: redis.policyVersions,
    workplace,
    admins: config.admins,
    directory: directories.attended,
    ...followChanges(redis, { homes: redis.homes, clock }),
    managersSeen: redis.managersSeen,
    rateLimits: redis.rateLimits,
    audit: told.audit,
    auditTrail: redis.auditTrail,
    alarms: redis.alarms,
    sessions: dremio.sessions,
    signIns: redis.signIns,
    homes: redis.homes,
    health: () => healthOf({ redis, dremio, slack, clock }),
    publicUrl,
    dremioTokens: dremio.tokens,
    dremioUsers: dremio.users,
    messenger: createMessenger({
      ...{ client: clients.cards, noRetryClient: clients.reminders, homeClient: clients.homes },
      locations: redis.messageLocations,
      clock,
      wordsFor: languages.wordsFor,
      onTrouble: tokenWatch.noticing((error, operation, reader) =>
        log.warn({ operation, reader, error: nameOf(error), reason: reasonFor(error) }, 'a message was lost'),
      ),
    }),
    delivery: createDelivery(clients.secret, clock, languages.wordsFor),
  }
  const guard = createGuard({ ...watched, ids, languages, repeats: redis.idempotencyKeys })
  const operations = bindOperations(ports)
  const app = createSlackApp({
    access,
    ...{ client: clients.answers, forms: clients.forms, homes: clients.homes },
    transport: transport(config),
    guard,
    operations,
    policy,
    languages,
    dremio: { edition: config.dremio.edition, region: config.dremio.region, apiUrl: dremio.apiUrl },
    clock,
    machineNow: () => Date.now(),
    onTakenAway: () => tokenWatch.suspect(),
    random: Math.random,
    log,
    ...(timeouts.ping !== undefined && { pingTimeout: timeouts.ping }),
    ...(timeouts.form !== undefined && { acknowledgeWithin: timeouts.form }),
  })
  const slack = connectToSlack(
    // A worker hears nothing from Slack, so it opens no socket.
    {
      whose: () => askWhoseToken(clients.lookups),
      ...(parts.includes('web') && { open: app.connect, disconnected: app.disconnected }),
    },
    log,
  )
  const jobs = createJobs({
    ports,
    queue: redis.alarms,
    unattended: directories.unattended,
    repeats: redis.idempotencyKeys,
    isWorker: parts.includes('worker'),
    timers,
    log,
    noticing: tokenWatch.noticing,
  })

  return startServing({
    config,
    parts,
    log,
    policyVersion: policy().version,
    isWorkspaceKnown: () => workplace.teams !== undefined,
    ...{ redis, dremio, slack, app, guard, jobs, tokenWatch, operations, wordsOf: languages.wordsOf, timeouts },
    auditChannel: told,
  })
}

function transport({ slack: { transport } }: Config) {
  return 'appToken' in transport
    ? { appToken: transport.appToken.reveal() }
    : { signingSecret: transport.signingSecret.reveal() }
}
