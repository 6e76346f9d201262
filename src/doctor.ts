// `doctor`: looks at everything the bot depends on, one finding a line; a key in Redis that it removes again is all it writes.
import { parseArgs } from 'node:util'
import { alarmFinding } from './alarms/late-alarms.ts'
import { type Config, ConfigError, givenIn, readConfig, variables } from './config.ts'
import { isBotError } from './core/errors.ts'
import type { HealthCheck } from './core/health-check.ts'
import { namedPeople } from './core/people/named-people.ts'
import type { Clock } from './core/ports.ts'
import { connectDremio } from './dremio/dremio.ts'
import { unreadNames } from './environment/unread-names.ts'
import { unusualIn } from './environment/unusual.ts'
import { manifestScopes } from './manifest.ts'
import { openPolicy, PolicyFileError } from './policy-file.ts'
import { lookAtPublicAddress } from './public-address.ts'
import { connectRedis, type RedisStore } from './redis/redis.ts'
import { checkUpSlack } from './slack/check-up.ts'
import { noRetryOptions, sdkLogger, slackClient } from './slack/client.ts'

export interface Extent {
  /** Only what configuration alone can make fail: nobody is asked anything, so that no outage stops a release. */
  release?: boolean
  /** Variables that only `.env` says. */
  fromFile?: readonly string[]
}

/** Reads the environment that is handed in. Never throws for what it finds. */
export async function examine(
  env: Record<string, string | undefined>,
  { release = false, fromFile = [] }: Extent = {},
): Promise<HealthCheck[]> {
  const oddities = environment(env, fromFile)
  let config: Config
  try {
    config = readConfig(env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const remedy = 'README.md and .env.example say what each one means.'
    const wrong = error.problems.map(
      (message) => ({ subject: 'Configuration', state: 'failure', message, remedy }) as const,
    )
    return [...wrong, ...oddities]
  }
  const said = [configuration(config), ...oddities]
  const looks = release
    ? []
    : await Promise.all([slack(config), redisAndDremio(config).catch(unusable), address(config)])
  return [...said, ...looks.flat(), ...keys(config), ...policy(config), ...administrators(config)]
}

/** What is set, but will not do what was meant by it. */
function environment(env: Record<string, string | undefined>, fromFile: readonly string[]): HealthCheck[] {
  const unusual = unusualIn(givenIn(env), fromFile)
  const unread = unreadNames(Object.keys(env), variables).map(({ name, like }) => ({
    subject: 'Environment',
    message: `${name} is set, but nobody reads it`,
    remedy: like === undefined ? 'This version does not know it. Take it away.' : `Write ${like}, if that is meant.`,
  }))
  return [...unusual, ...unread].map((one) => ({ ...one, state: 'warning' }))
}

/** An address of Redis that cannot even be tried. */
function unusable(error: unknown): HealthCheck[] {
  if (!isBotError(error, 'broken')) throw error
  const remedy =
    'Write it as redis://, rediss:// or unix:/path; / # ? @ : and % in a user name or password as %2F %23 %3F %40 %3A %25.'
  return [{ subject: 'Redis', state: 'failure', message: 'REDIS_URL cannot be read as an address', remedy }]
}

function configuration({ dremio, slack }: Config): HealthCheck {
  const mode = 'appToken' in slack.wayIn ? 'Socket Mode' : 'HTTP'
  const message = `complete: Slack by ${mode}, Dremio ${dremio.edition} by ${dremio.auth.method}`
  return { subject: 'Configuration', state: 'ok', message }
}

async function slack(config: Config): Promise<HealthCheck[]> {
  const { slack } = config
  const access = { botToken: slack.botToken.reveal(), apiUrl: slack.apiUrl, logger: sdkLogger(() => {}) }
  return checkUpSlack(slackClient(access, noRetryOptions(access)), {
    scopes: manifestScopes(),
    served: slack.teams,
    named: namedIn(config),
    now: Date.now,
    auditChannel: slack.auditChannel,
    signs: 'signingSecret' in slack.wayIn,
  })
}

/** A policy file that is not right names nobody; what is wrong with it is said below. */
function namedIn(config: Config): ReturnType<typeof namedPeople> {
  try {
    return namedPeople(config.admins, openPolicy(config).now(), config.policyFile === undefined)
  } catch (error) {
    if (error instanceof PolicyFileError) return namedIn({ ...config, policyFile: undefined })
    throw error
  }
}

async function redisAndDremio({ redis: kept, dremio, web }: Config): Promise<HealthCheck[]> {
  const clock = { now: () => Date.now() }
  const redis = connectRedis({ ...kept, url: kept.url.reveal(), clock, onTrouble: () => {} })
  try {
    const { storedSessions, signingKeys } = redis
    const door = connectDremio({ ...dremio, publicUrl: web.publicUrl, kept: storedSessions, signingKeys, clock })
    return (await Promise.all([redis.checkUp(), worker(redis, clock), door.runHealthChecks()])).flat()
  } finally {
    await redis.close()
  }
}

/** Nothing where Redis is away, which is a finding of its own. */
async function worker({ alarms }: RedisStore, clock: Clock): Promise<HealthCheck[]> {
  return alarms.health().then(
    (health) => [alarmFinding(health, clock.now())],
    () => [],
  )
}

/** Whether browsers find us: this machine asks our own address, which a firewall may keep it from. */
async function address({ web: { publicUrl }, dremio: { auth } }: Config): Promise<HealthCheck[]> {
  return publicUrl === undefined ? [] : lookAtPublicAddress(publicUrl, auth.method)
}

function keys({ redis: { encryptionKeys }, dremio: { auth } }: Config): HealthCheck[] {
  const subject = 'Encryption keys'
  if (auth.method === 'token') return []
  const values = encryptionKeys.map((key) => key.reveal())
  const [one] = values
  if (new Set(values).size < values.length) {
    return [{ subject, state: 'warning', message: 'one is there twice', remedy: 'Take the second one out.' }]
  }
  if (values.some((value) => /^(.{4})\1{9}/.test(value))) {
    const remedy = 'Make another; .env.example says how.'
    return [{ subject, state: 'failure', message: 'one is no random key', remedy }]
  }
  const older = values.length - 1
  const message = `${one === undefined ? 'none' : 'the first encrypts'}${older > 0 ? `, ${older} older still decrypt` : ''}`
  return [{ subject, state: 'ok', message }]
}

function policy(config: Config): HealthCheck[] {
  const subject = 'Policy'
  try {
    const { version, rules } = openPolicy(config).now()
    if (config.policyFile !== undefined) {
      return [{ subject, state: 'ok', message: `${rules.length} rules, version ${version}` }]
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

function administrators({ admins }: Config): HealthCheck[] {
  return [
    admins.length > 0
      ? { subject: 'Administrators', state: 'ok', message: `${admins.length} named` }
      : {
          subject: 'Administrators',
          state: 'warning',
          message: 'none: nobody can link people by hand',
          remedy: 'Name people or groups in ADMINS.',
        },
  ]
}

/** One line each with what to do below it, for a terminal. */
export function asTable(findings: readonly HealthCheck[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length))
  const lines = findings.flatMap(({ subject, state, message, remedy }) => [
    `${marks[state]}  ${subject.padEnd(width)}  ${message}`,
    ...(remedy === undefined || state === 'ok' ? [] : [`${' '.repeat(marks.ok.length + width + 4)}-> ${remedy}`]),
  ])
  const count = (state: HealthCheck['state']) => findings.filter((one) => one.state === state).length
  return [...lines, '', `${count('failure')} to mend, ${count('warning')} to look at, ${count('ok')} fine.`, ''].join(
    '\n',
  )
}

const marks: Readonly<Record<HealthCheck['state'], string>> = { ok: 'ok  ', warning: 'look', failure: 'FAIL' }

/** Exit code 1 if something has to be mended. */
export async function runDoctor(
  env: Record<string, string | undefined>,
  words: string[],
  fromFile: readonly string[] = [],
): Promise<number> {
  const wishes = wishesIn(words)
  if (wishes === undefined) {
    process.stderr.write('Use: node dist/main.js doctor [--release] [--json]\n')
    return 1
  }
  const findings = await examine(env, { release: wishes.release, fromFile })
  const failed = findings.some(({ state }) => state === 'failure')
  const text = wishes.json ? `${JSON.stringify({ ok: !failed, findings }, null, 2)}\n` : asTable(findings)
  process.stdout.write(text)
  return failed ? 1 : 0
}

function wishesIn(words: string[]): { json: boolean; release: boolean } | undefined {
  try {
    const options = { json: { type: 'boolean' }, release: { type: 'boolean' } } as const
    const { json = false, release = false } = parseArgs({ args: words, options }).values
    return { json, release }
  } catch {
    return undefined
  }
}
