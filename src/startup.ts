// Starts what was composed, says what it waits for while it waits, and stops it in an order that loses nothing.
import type { Config } from './config.ts'
import { nameOf } from './core/error-name.ts'
import { isBotError } from './core/errors.ts'
import type { Dremio } from './dremio/dremio.ts'
import { watchDremio } from './dremio/startup-checks.ts'
import type { Jobs } from './jobs.ts'
import type { Log } from './log.ts'
import type { Operations } from './operations/list.ts'
import type { RedisStore } from './redis/redis.ts'
import { reportRedis } from './redis/startup-checks.ts'
import type { SlackApp } from './slack/app.ts'
import type { AuditChannel } from './slack/audit-channel.ts'
import type { SlackConnection } from './slack/connection.ts'
import type { Guard } from './slack/guard.ts'
import type { TokenWatch } from './slack/token-watch.ts'
import { jwksRoutes } from './web/jwks.ts'
import { healthz, readyz } from './web/probes.ts'
import { createWebServer, type Handler, type WebServer } from './web/server.ts'
import { type SignInWorld, signInRoutes } from './web/sign-in.ts'

export type Part = 'web' | 'worker'

export interface Bot {
  /** The port that was taken. */
  port: number
  /** Resolves when Slack has taken our token for the first time. */
  connected: Promise<void>
  /** Resolves when Dremio has been looked at for the first time. */
  looked: Promise<unknown>
  /** Resolves when it is noted which version of the policy is in use. */
  noted: Promise<unknown>
  /** Runs the alarms that are due now, for tests with a still clock. */
  look: Jobs['look']
  /** Looks whether alarms are late, for tests with a still clock. */
  checkLateAlarms: Jobs['checkLateAlarms']
  /** To be called when the policy file was read again: as `Jobs.rebuild`. */
  rebuild(): Promise<void>
  /** Resolves when nothing that a person began runs any more. */
  idle(): Promise<void>
  /** Accepts nothing new, finishes what runs, and closes every connection. */
  stop(): Promise<void>
}

export interface Composed {
  config: Config
  parts: readonly Part[]
  log: Log
  policyVersion: string
  /** Whether it is known which workspace's people are served. */
  isWorkspaceKnown(): boolean
  redis: RedisStore
  dremio: Dremio
  slack: SlackConnection
  app: SlackApp
  guard: Guard
  jobs: Jobs
  tokenWatch: TokenWatch
  operations: Operations
  wordsOf: SignInWorld['wordsOf']
  auditChannel: AuditChannel
  timeouts: { probe?: number }
}

/** Listens at once and connects afterwards, so that the probes can say what is missing while it is missing. */
export async function startServing(composed: Composed): Promise<Bot> {
  const { config, parts, log, policyVersion, redis, dremio, slack, app, guard, jobs, tokenWatch, auditChannel } =
    composed
  const server = createServer(composed)
  const port = await server.listen(config.web.port, config.web.host)
  const mode = app.listener ? 'http' : 'socket'
  log.info({ port, parts, edition: config.dremio.edition, mode, policy: policyVersion }, 'listening')
  auditChannel.start()
  const stopping = new AbortController()
  const looked = watchDremio(dremio, {
    say: ({ subject, message, remedy }) => log.warn({ subject, message, remedy }, 'Dremio was looked at'),
    stopping: stopping.signal,
  })
  void reportRedis(redis, {
    say: ({ subject, message, remedy }) => log.warn({ subject, message, remedy }, 'Redis was looked at'),
    stopping: stopping.signal,
    countsRecords: parts.includes('worker'),
  })
  const noted = jobs.notePolicy(stopping.signal)
  // No alarm runs for people of whom it is not known yet whether they are served.
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
    noted,
    rebuild: () => jobs.rebuild(stopping.signal),
    idle: guard.idle,
    async stop() {
      stopping.abort()
      tokenWatch.stop()
      // First, so that no alarm begins while the last answers go out.
      const closed = jobs.close()
      await app.disconnect()
      await server.close()
      await Promise.all([guard.idle(), closed]).then(auditChannel.stop)
      await redis.close()
    },
  }
}

function createServer(composed: Composed): WebServer {
  const { config, parts, log, redis, dremio, slack, app, jobs, tokenWatch, operations, wordsOf, timeouts } = composed
  const { publicUrl } = config.web
  const onTrouble = (error: unknown) => log.error({ error: nameOf(error), ...reasonOf(error) }, 'a page failed')
  const elapsed = () => performance.now()
  const probes = {
    redis: { needed: true, check: redis.ready },
    slack: {
      needed: true,
      check: () => tokenWatch.mustBeTaken().then(slack.check),
      since: slack.since,
      details: () => (composed.isWorkspaceKnown() ? {} : { waitsFor: 'Slack to say whose bot token this is' }),
      isLocal: true as const,
    },
    // Without Dremio people are still told what is going on, which a process out of rotation cannot do.
    dremio: { needed: false, check: dremio.ping },
    ...(jobs.probe && { alarms: jobs.probe }),
  }
  const forBrowsers = {
    ...(dremio.sessions.signIn && signInRoutes({ ...operations, wordsOf, onTrouble })),
    ...(dremio.jwks && publicUrl !== undefined && jwksRoutes(dremio.jwks, { issuer: publicUrl, elapsed })),
  }
  return createWebServer(
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
    { publicUrl },
  )
}

function forSlack({ listener }: SlackApp, isConnected: () => boolean): Record<string, Handler> {
  if (!listener) return {}
  return {
    'POST /slack/events': async (request, response) => {
      // Until the workspace is known nobody can be let in; Slack shows its own "try again" for this.
      if (isConnected()) await listener(request, response)
      else response.writeHead(503).end()
    },
  }
}

/** Why a sign-in was refused, as an OAuth error code. */
function reasonOf(error: unknown): { reason?: string } {
  const reason = isBotError(error, 'sign_in_failed') ? error.facts.reason : undefined
  return reason !== undefined && /^[a-z_]{1,40}$/.test(reason) ? { reason } : {}
}
