// `doctor`: checks everything the bot depends on. It only writes one Redis key, which it removes again.
import { parseArgs } from 'node:util'
import { alarmFinding } from './alarms/late-alarms.ts'
import { type Config, ConfigError, givenIn, readConfig, variables } from './config.ts'
import { isBotError } from './core/errors.ts'
import type { HealthCheck } from './core/health-check.ts'
import { channelsIn, namedPeople } from './core/people/named-people.ts'
import { rulesByOwnClock } from './core/policy/clock.ts'
import type { Policy } from './core/policy/evaluate.ts'
import type { Clock } from './core/ports.ts'
import { connectDremio } from './dremio/dremio.ts'
import { unreadNames } from './environment/unread-names.ts'
import { unusualIn } from './environment/unusual.ts'
import { manifestScopes } from './manifest.ts'
import { openPolicy, PolicyFileError } from './policy-file.ts'
import { lookAtPublicAddress } from './public-address.ts'
import { connectRedis, type RedisStore } from './redis/redis.ts'
import { noRetryOptions, sdkLogger, slackClient } from './slack/client.ts'
import { checkSlack } from './slack/health-checks.ts'

export interface Extent {
  /** Checks only what the configuration alone can break, without network access, so that no outage stops a release. */
  release?: boolean
  /** Variables that are only set in `.env`. */
  fromFile?: readonly string[]
}

/** Checks the given environment. Never throws for a problem that it finds. */
export async function examine(
  env: Record<string, string | undefined>,
  { release = false, fromFile = [] }: Extent = {},
): Promise<HealthCheck[]> {
  const environmentFindings = environment(env, fromFile)
  let config: Config
  try {
    config = readConfig(env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const remedy = 'README.md and .env.example say what each one means.'
    const wrong = error.problems.map(
      (message) => ({ subject: 'Configuration', state: 'failure', message, remedy }) as const,
    )
    return [...wrong, ...environmentFindings]
  }
  const configurationFindings = [configuration(config), ...environmentFindings]
  const networkFindings = release
    ? []
    : await Promise.all([slack(config), redisAndDremio(config).catch(unusable), address(config)])
  return [
    ...configurationFindings,
    ...networkFindings.flat(),
    ...keys(config),
    ...policy(config),
    ...administrators(config),
  ]
}

/** Variables that are set, but probably without the intended effect. */
function environment(env: Record<string, string | undefined>, fromFile: readonly string[]): HealthCheck[] {
  const unusual = unusualIn(givenIn(env), fromFile)
  const unread = unreadNames(Object.keys(env), variables).map(({ name, like }) => ({
    subject: 'Environment',
    message: `${name} is set, but nobody reads it`,
    remedy: like === undefined ? 'This version does not know it. Take it away.' : `Write ${like}, if that is meant.`,
  }))
  return [...unusual, ...unread].map((finding) => ({ ...finding, state: 'warning' }))
}

/** An address of Redis that cannot be parsed. */
function unusable(error: unknown): HealthCheck[] {
  if (!isBotError(error, 'broken')) throw error
  const remedy =
    'Write it as redis://, rediss:// or unix:/path; / # ? @ : and % in a user name or password as %2F %23 %3F %40 %3A %25.'
  return [{ subject: 'Redis', state: 'failure', message: 'REDIS_URL cannot be read as an address', remedy }]
}

function configuration({ dremio, slack }: Config): HealthCheck {
  const mode = 'appToken' in slack.transport ? 'Socket Mode' : 'HTTP'
  const message = `complete: Slack by ${mode}, Dremio ${dremio.edition} by ${dremio.auth.method}`
  return { subject: 'Configuration', state: 'ok', message }
}

async function slack(config: Config): Promise<HealthCheck[]> {
  const { slack } = config
  const access = { botToken: slack.botToken.reveal(), apiUrl: slack.apiUrl, logger: sdkLogger(() => {}) }
  return checkSlack(slackClient(access, noRetryOptions(access)), {
    scopes: manifestScopes(),
    served: slack.teams,
    named: namedIn(config),
    managerField: fromPolicy(config, managerFieldIn),
    now: Date.now,
    auditChannel: slack.auditChannel,
    ruleChannels: fromPolicy(config, channelsIn) ?? [],
    signs: 'signingSecret' in slack.transport,
  })
}

/** An invalid policy file names no people; its problems are reported by `policy`. */
function namedIn(config: Config): ReturnType<typeof namedPeople> {
  const isBuiltIn = config.policyFile === undefined
  const named = fromPolicy(config, (policy) => namedPeople(config.admins, policy, isBuiltIn))
  return named ?? namedIn({ ...config, policyFile: undefined })
}

function managerFieldIn({ rules, managers }: Policy): string | undefined {
  const asksManager = rules.some(
    (rule) => rule.then === 'review' && [...rule.approvers, ...rule.fallback].includes('manager'),
  )
  return asksManager ? managers.field : undefined
}

/** Undefined for an invalid policy file. */
function fromPolicy<Read>(config: Config, read: (policy: Policy) => Read): Read | undefined {
  try {
    return read(openPolicy(config).now())
  } catch (error) {
    if (error instanceof PolicyFileError) return undefined
    throw error
  }
}

async function redisAndDremio({ redis: kept, dremio, web }: Config): Promise<HealthCheck[]> {
  const clock = { now: () => Date.now() }
  const redis = connectRedis({ ...kept, url: kept.url.reveal(), clock, onTrouble: () => {} })
  try {
    const { storedSessions, signingKeys } = redis
    const connectedDremio = connectDremio({
      ...dremio,
      publicUrl: web.publicUrl,
      kept: storedSessions,
      signingKeys,
      clock,
    })
    return (
      await Promise.all([redis.runHealthChecks(), worker(redis, clock), connectedDremio.runHealthChecks()])
    ).flat()
  } finally {
    await redis.close()
  }
}

/** Returns nothing if Redis is unavailable, which has its own finding. */
async function worker({ alarms }: RedisStore, clock: Clock): Promise<HealthCheck[]> {
  return alarms.health().then(
    (health) => [alarmFinding(health, clock.now())],
    () => [],
  )
}

/** Whether browsers can reach the bot: this machine calls its own public address, which a firewall may block. */
async function address({ web: { publicUrl }, dremio: { auth } }: Config): Promise<HealthCheck[]> {
  return publicUrl === undefined ? [] : lookAtPublicAddress(publicUrl, auth.method)
}

function keys({ redis: { encryptionKeys }, dremio: { auth } }: Config): HealthCheck[] {
  const subject = 'Encryption keys'
  if (auth.method === 'token') return []
  const values = encryptionKeys.map((key) => key.reveal())
  const [first] = values
  if (new Set(values).size < values.length) {
    return [{ subject, state: 'warning', message: 'one is there twice', remedy: 'Take the second one out.' }]
  }
  if (values.some((value) => /^(.{4})\1{9}/.test(value))) {
    const remedy = 'Make another; .env.example says how.'
    return [{ subject, state: 'failure', message: 'one is no random key', remedy }]
  }
  const older = values.length - 1
  const message = `${first === undefined ? 'none' : 'the first encrypts'}${older > 0 ? `, ${older} older still decrypt` : ''}`
  return [{ subject, state: 'ok', message }]
}

function policy(config: Config): HealthCheck[] {
  const subject = 'Policy'
  try {
    const read = openPolicy(config).now()
    const { version, rules } = read
    if (config.policyFile !== undefined) {
      return [{ subject, state: 'ok', message: `${rules.length} rules, version ${version}` }, ...ownClocks(read)]
    }
    if (config.approvers.length > 0) return [{ subject, state: 'ok', message: 'built-in: the manager, else APPROVERS' }]
    const message = 'built-in, and nobody but managers may approve: who has none is refused'
    return [
      { subject, state: 'warning', message, remedy: 'Name people or groups in APPROVERS, or write a POLICY_FILE.' },
    ]
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error
    const remedy = error.unreadable
      ? 'Check POLICY_FILE: a path from the folder in which the bot is started, to a file that is deployed with it.'
      : 'npm run policy:schema prints what the file may hold.'
    return error.problems.map((message) => ({ subject, state: 'failure', message, remedy }))
  }
}

function ownClocks(policy: Policy): HealthCheck[] {
  return rulesByOwnClock(policy).map((rule) => ({
    subject: 'Policy',
    state: 'warning',
    message: `rule “${rule}” goes by the time zone in people’s own Slack profiles, which they can change to get a token that nobody reviews`,
    remedy: 'Write timeZone into the policy file, for example timeZone: Europe/Berlin.',
  }))
}

function administrators({ admins }: Config): HealthCheck[] {
  const subject = 'Administrators'
  const [first, another] = admins
  if (first === undefined) {
    const remedy = 'Name people or groups in ADMINS.'
    return [{ subject, state: 'warning', message: 'none: nobody can link people by hand', remedy }]
  }
  if (another === undefined && !first.startsWith('S')) {
    const message = "one: nobody confirms what they do when they link somebody to another's Dremio user"
    return [{ subject, state: 'warning', message, remedy: 'Name a second person, or a group, in ADMINS.' }]
  }
  return [{ subject, state: 'ok', message: `${admins.length} named` }]
}

/** A table for a terminal: one line for each finding, with the remedy below it. */
export function asTable(findings: readonly HealthCheck[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length))
  const lines = findings.flatMap(({ subject, state, message, remedy }) => [
    `${marks[state]}  ${subject.padEnd(width)}  ${message}`,
    ...(remedy === undefined || state === 'ok' ? [] : [`${' '.repeat(marks.ok.length + width + 4)}-> ${remedy}`]),
  ])
  const count = (state: HealthCheck['state']) => findings.filter((finding) => finding.state === state).length
  return [...lines, '', `${count('failure')} to mend, ${count('warning')} to look at, ${count('ok')} fine.`, ''].join(
    '\n',
  )
}

const marks: Readonly<Record<HealthCheck['state'], string>> = { ok: 'ok  ', warning: 'look', failure: 'FAIL' }

/** Exit code 1 if there is a failure. */
export async function runDoctor(
  env: Record<string, string | undefined>,
  words: string[],
  fromFile: readonly string[] = [],
): Promise<number> {
  const options = optionsIn(words)
  if (options === undefined) {
    process.stderr.write('Use: node dist/main.js doctor [--release] [--json]\n')
    return 1
  }
  const findings = await examine(env, { release: options.release, fromFile })
  const failed = findings.some(({ state }) => state === 'failure')
  const text = options.json ? `${JSON.stringify({ ok: !failed, findings }, null, 2)}\n` : asTable(findings)
  process.stdout.write(text)
  return failed ? 1 : 0
}

function optionsIn(words: string[]): { json: boolean; release: boolean } | undefined {
  try {
    const options = { json: { type: 'boolean' }, release: { type: 'boolean' } } as const
    const { json = false, release = false } = parseArgs({ args: words, options }).values
    return { json, release }
  } catch {
    return undefined
  }
}
