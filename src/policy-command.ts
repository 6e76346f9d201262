// `policy preview FILE`: what another policy file would decide otherwise; it reads Redis and Slack, and changes nothing.
import { parseArgs } from 'node:util'
import { type Config, ConfigError, readConfig } from './config.ts'
import { isBotError } from './core/errors.ts'
import type { Policy } from './core/policy/evaluate.ts'
import { type PolicyPreview, summaryOf } from './core/policy/preview-policy.ts'
import { SECOND } from './core/time/duration.ts'
import { openPolicy, PolicyFileError, policyIn } from './policy-file.ts'
import { previewPolicy } from './procedures/policy/preview-policy.ts'
import { connectRedis, type RedisStore } from './redis/redis.ts'
import { sdkLogger } from './slack/client.ts'
import { createDirectories } from './slack/directory.ts'
import { askWhoseToken } from './slack/installation.ts'
import { type PreviewFormat, previewFile, previewFormats } from './slack/views/policy/preview-file.ts'
import { slackClients } from './slack/web-api-clients.ts'
import { english } from './words/words.ts'

const USAGE = 'Use: node dist/main.js policy preview FILE [--format text|json|csv]'
/** As `terraform plan -detailed-exitcode` and `diff` tell whether there is a difference, but an error never looks like none. */
const exitCodes = { same: 0, failed: 1, differs: 2 } as const
/** After this time somebody at a terminal hears that it goes on. */
const QUIET_FOR = 2 * SECOND

interface Asked {
  file: string
  format: PreviewFormat
}

/**
 * Exit code 0 if the file decides everything as today's does, 2 if it does not, and 1 if the file is wrong or something
 * could not be read.
 */
export async function runPolicy(env: Record<string, string | undefined>, words: string[]): Promise<number> {
  const asked = readWords(words)
  if (!asked) return leave(USAGE)
  let config: Config
  try {
    config = readConfig(env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return leave(`These settings need attention:\n${listed(error.problems)}`)
  }
  const today = readFile('The policy file in use (POLICY_FILE)', () => openPolicy(config).now())
  const other = readFile(`The policy file ${asked.file}`, () => policyIn(asked.file, config))
  if (!today || !other) return exitCodes.failed
  return preview(config, { today, other }, asked.format)
}

function readWords(words: readonly string[]): Asked | undefined {
  try {
    const options = { format: { type: 'string' }, json: { type: 'boolean' }, csv: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true })
    const [verb, file, another] = positionals
    const short = values.json ? 'json' : values.csv ? 'csv' : undefined
    // A program reads JSON, a person text.
    const named = values.format ?? short ?? (process.stdout.isTTY ? 'text' : 'json')
    const format = previewFormats.find((one) => one === named)
    return verb === 'preview' && file !== undefined && another === undefined && format ? { file, format } : undefined
  } catch {
    return undefined
  }
}

/** Undefined for a file that is wrong, of which the operator was told. */
function readFile(name: string, read: () => Policy): Policy | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error
    leave(`${name} is not right:\n${listed(error.problems)}`)
    return undefined
  }
}

async function preview(
  config: Config,
  { today, other }: { today: Policy; other: Policy },
  format: PreviewFormat,
): Promise<number> {
  const troubles: string[] = []
  const clock = { now: () => Date.now() }
  const redis = connectRedis({
    ...config.redis,
    url: config.redis.url.reveal(),
    clock,
    onTrouble: (message) => troubles.push(message),
    // Whoever only looks writes nothing.
    onRefusedRecord: async () => {},
  })
  const waiting = setTimeout(() => {
    if (process.stderr.isTTY) process.stderr.write('Looking at every open request and every token…\n')
  }, QUIET_FOR)
  try {
    const found = await previewPolicy(
      { ...(await fromSlack(config, redis, clock)), ...redis, clock, policy: () => today },
      other,
    )
    process.stdout.write(previewFile(english, found, format))
    return exitCodeOf(found)
  } catch (error) {
    if (isBotError(error, 'slack_unavailable', 'slack_scope_missing')) {
      return leave('Slack could not be asked whose people are served. node dist/main.js doctor says what is wrong.')
    }
    if (!isBotError(error, 'redis_unavailable', 'redis_unusable')) throw error
    return leave([...troubles, 'node dist/main.js doctor says what is wrong.'].join('\n'))
  } finally {
    clearTimeout(waiting)
    await redis.close()
  }
}

function exitCodeOf(found: PolicyPreview): number {
  const { differs, isWhole } = summaryOf(found)
  if (!isWhole) return exitCodes.failed
  return differs ? exitCodes.differs : exitCodes.same
}

/** People and groups as Slack has them now, and whose people are served. */
async function fromSlack({ slack, emailDomains }: Config, { rateLimits }: RedisStore, clock: { now(): number }) {
  const access = { botToken: slack.botToken.reveal(), apiUrl: slack.apiUrl, logger: sdkLogger(() => {}) }
  const { lookups } = slackClients(access)
  const { attended } = createDirectories(lookups, { clock, limits: rateLimits, served: slack.teams })
  const teams = slack.teams ?? [(await askWhoseToken(lookups)).team]
  return { directory: attended, workplace: { teams, emailDomains } }
}

function listed(problems: readonly string[]): string {
  return problems.map((problem) => `  - ${problem}`).join('\n')
}

function leave(message: string): number {
  process.stderr.write(`${message}\n`)
  return exitCodes.failed
}
