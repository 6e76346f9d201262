// `doctor`: looks at everything the bot depends on, one finding a line, and changes nothing anywhere.
import { setTimeout as later } from 'node:timers/promises'
import { type Config, ConfigError, readConfig } from './config.ts'
import type { Finding } from './core/finding.ts'
import { SECOND } from './core/lifetime.ts'
import { namedPeople } from './core/named-people.ts'
import { connectDremio } from './dremio/dremio.ts'
import { manifestScopes } from './manifest.ts'
import { openPolicy, PolicyFileError } from './policy-file.ts'
import { connectRedis } from './redis/redis.ts'
import { checkUpSlack } from './slack/check-up.ts'
import { impatientOptions, sdkLogger, slackClient } from './slack/client.ts'

/** Milliseconds for one look at our own address from outside. */
const PATIENCE = 5 * SECOND

/** Reads the environment that is handed in. Never throws for what it finds. */
export async function examine(env: Record<string, string | undefined>): Promise<Finding[]> {
  let config: Config
  try {
    config = readConfig(env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const todo = 'README.md and .env.example say what each one means.'
    return error.problems.map((says) => ({ subject: 'Configuration', state: 'failure', says, todo }))
  }
  const looks = await Promise.all([slack(config), redisAndDremio(config), address(config)])
  return [configuration(config), ...looks.flat(), ...keys(config), ...policy(config), ...administrators(config)]
}

function configuration({ dremio, slack }: Config): Finding {
  const mode = 'appToken' in slack.wayIn ? 'Socket Mode' : 'HTTP'
  const says = `complete: Slack by ${mode}, Dremio ${dremio.edition} by ${dremio.auth.way}`
  return { subject: 'Configuration', state: 'ok', says }
}

async function slack(config: Config): Promise<Finding[]> {
  const { slack } = config
  const access = { botToken: slack.botToken.reveal(), apiUrl: slack.apiUrl, logger: sdkLogger(() => {}) }
  return checkUpSlack(slackClient(access, impatientOptions(access)), {
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

async function redisAndDremio({ redis: { url, prefix, encryptionKeys }, dremio, web }: Config): Promise<Finding[]> {
  const clock = { now: () => Date.now() }
  const redis = connectRedis({ url: url.reveal(), prefix, encryptionKeys, clock, onTrouble: () => {} })
  try {
    const { keptSessions: kept, signingKeys } = redis
    const door = connectDremio({ ...dremio, publicUrl: web.publicUrl, kept, signingKeys, clock })
    return (await Promise.all([redis.checkUp(), door.checkUp()])).flat()
  } finally {
    await redis.close()
  }
}

/** Whether browsers find us: this machine asks our own address, which a firewall may keep it from. */
async function address({ web: { publicUrl }, dremio: { auth } }: Config): Promise<Finding[]> {
  if (publicUrl === undefined) return []
  const subject = 'Public URL'
  const callback = `${publicUrl}/dremio/callback`
  const signsIn = auth.way === 'oauth' || auth.way === 'idp'
  const register = signsIn ? `; register ${callback} as redirect URI` : ''
  const answer = await Promise.race([
    fetch(`${publicUrl}/healthz`, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined),
    later(PATIENCE, undefined, { ref: false }),
  ])
  if (answer?.status === 200) return [{ subject, state: 'ok', says: `answers${register}` }]
  const says = `${answer ? `answers ${answer.status} to /healthz` : 'nobody answers from here'}${register}`
  const todo = 'Start the bot, then look again; what is in front of it must let browsers through to /dremio/…'
  return [{ subject, state: 'warning', says, todo }]
}

function keys({ redis: { encryptionKeys }, dremio: { auth } }: Config): Finding[] {
  const subject = 'Encryption keys'
  if (auth.way === 'token') return []
  const values = encryptionKeys.map((key) => key.reveal())
  const [one] = values
  if (new Set(values).size < values.length) {
    return [{ subject, state: 'warning', says: 'one is there twice', todo: 'Take the second one out.' }]
  }
  if (values.some((value) => /^(.{4})\1{9}/.test(value))) {
    const todo = 'Make another; .env.example says how.'
    return [{ subject, state: 'failure', says: 'one is no random key', todo }]
  }
  const older = values.length - 1
  const says = `${one === undefined ? 'none' : 'the first encrypts'}${older > 0 ? `, ${older} older still decrypt` : ''}`
  return [{ subject, state: 'ok', says }]
}

function policy(config: Config): Finding[] {
  const subject = 'Policy'
  try {
    const { version, rules } = openPolicy(config).now()
    if (config.policyFile !== undefined) {
      return [{ subject, state: 'ok', says: `${rules.length} rules, version ${version}` }]
    }
    if (config.approvers.length > 0) return [{ subject, state: 'ok', says: 'built-in: the manager, else APPROVERS' }]
    const says = 'built-in, and nobody but managers may approve: who has none is refused'
    return [{ subject, state: 'warning', says, todo: 'Name people or groups in APPROVERS, or write a POLICY_FILE.' }]
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error
    const todo = 'npm run policy:schema prints what the file may hold.'
    return error.problems.map((says) => ({ subject, state: 'failure', says, todo }))
  }
}

function administrators({ admins }: Config): Finding[] {
  return [
    admins.length > 0
      ? { subject: 'Administrators', state: 'ok', says: `${admins.length} named` }
      : {
          subject: 'Administrators',
          state: 'warning',
          says: 'none: nobody can link people by hand',
          todo: 'Name people or groups in ADMINS.',
        },
  ]
}

/** One line each with what to do below it, for a terminal. */
export function asTable(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length))
  const lines = findings.flatMap(({ subject, state, says, todo }) => [
    `${marks[state]}  ${subject.padEnd(width)}  ${says}`,
    ...(todo === undefined || state === 'ok' ? [] : [`${' '.repeat(marks.ok.length + width + 4)}-> ${todo}`]),
  ])
  const count = (state: Finding['state']) => findings.filter((one) => one.state === state).length
  return [...lines, '', `${count('failure')} to mend, ${count('warning')} to look at, ${count('ok')} fine.`, ''].join(
    '\n',
  )
}

const marks: Readonly<Record<Finding['state'], string>> = { ok: 'ok  ', warning: 'look', failure: 'FAIL' }

/** Exit code 1 if something has to be mended. */
export async function runDoctor(env: Record<string, string | undefined>, words: readonly string[]): Promise<number> {
  const findings = await examine(env)
  const failed = findings.some(({ state }) => state === 'failure')
  const text = words.includes('--json') ? `${JSON.stringify({ ok: !failed, findings }, null, 2)}\n` : asTable(findings)
  process.stdout.write(text)
  return failed ? 1 : 0
}
