// What the environment must say, as one schema; everything that is wrong is listed at once, by name, never by value.
import { z } from 'zod'
import { Secret } from './core/secret.ts'
import { logLevels } from './log.ts'

const secret = z
  .string()
  .min(1)
  .transform((value) => new Secret(value))

const listOf = (shape: RegExp, what: string) =>
  z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    )
    .refine((items) => items.every((item) => shape.test(item)), `must be ${what}, separated by commas`)

/** `https`, or `http` on this machine only: a bearer credential goes there. */
const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL', abort: true })
  .refine((value) => new URL(value).protocol === 'https:' || isLoopback(value), {
    error: 'must begin with https:// (http:// only on loopback)',
    abort: true,
  })

const baseAddress = webAddress
  .refine((value) => ['', '/'].includes(new URL(value).pathname), {
    error: 'must be scheme, host and port only (no /v0, /api/v3 or /oauth)',
    abort: true,
  })
  .transform((value) => new URL(value).origin)

export const environmentSchema = z.object({
  SLACK_BOT_TOKEN: secret.describe('the bot token, xoxb-…'),
  SLACK_SIGNING_SECRET: secret.optional().describe('signs what Slack sends over HTTP; not needed in Socket Mode'),
  SLACK_APP_TOKEN: secret.optional().describe('xapp-…; its presence means Socket Mode'),
  SLACK_API_URL: webAddress
    .refine((value) => value.endsWith('/api/'), 'must end in /api/')
    .default('https://slack.com/api/')
    .describe('the base of Slack’s Web API'),
  SLACK_TEAM_IDS: listOf(/^[TE][A-Z0-9]+$/, 'workspace ids (T…)')
    .optional()
    .describe('workspaces whose people are served; the token’s own without it'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('where we listen'),
  HOST: z.string().min(1).default('0.0.0.0').describe('the address we listen on'),
  REDIS_URL: z
    .string()
    .regex(/^(rediss?:\/\/|unix:)/, 'must begin with redis://, rediss:// or unix:')
    .transform((value) => new Secret(value))
    .optional()
    .describe('required in production; redis://127.0.0.1:6379 without it elsewhere'),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, dots, dashes')
    .default('dremio-pat')
    .describe('begins every key'),
  DREMIO_EDITION: z.enum(['cloud', 'software']).default('cloud').describe('cloud or software'),
  DREMIO_REGION: z.enum(['us', 'eu']).default('us').describe('us or eu (cloud)'),
  DREMIO_API_URL: baseAddress.optional().describe('scheme, host and port of Dremio; required for software'),
  DREMIO_AUTH: z
    .enum(['token'], { error: 'must be token: this version acts at Dremio with one static token only' })
    .default('token')
    .describe('how the bot acts at Dremio'),
  DREMIO_TOKEN: secret.optional().describe('the static token'),
  ALLOWED_EMAIL_DOMAINS: listOf(/^[^\s@,]+\.[^\s@,]+$/, 'domains such as example.com')
    .transform((domains) => domains.map((domain) => domain.toLowerCase()))
    .refine((domains) => domains.length > 0, 'must name at least one domain')
    .describe('whose Slack e-mail address counts as identity'),
  APPROVERS: listOf(/^[UWS][A-Z0-9]+$/, 'Slack user ids (U…) and user groups (S…)')
    .default([])
    .describe('who reviews requests'),
  ADMINS: listOf(/^[UWS][A-Z0-9]+$/, 'Slack user ids (U…) and user groups (S…)')
    .default([])
    .describe('who administers the bot'),
  AUDIT_CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, 'must be a channel id (C…)')
    .optional()
    .describe('hears of every deed'),
  LOG_LEVEL: z.enum(logLevels).default('info').describe('debug, info, warn or error'),
  NODE_ENV: z.string().optional().describe('production wants REDIS_URL'),
})

/** Names of the contract that later versions will know: set to something, they must not be ignored in silence. */
const notYet = [
  'PUBLIC_URL',
  'DREMIO_LOGIN_URL',
  'DREMIO_ADMIN_TOKEN',
  'DREMIO_OAUTH_CLIENT_ID',
  'DREMIO_OFFLINE',
  'IDP_ISSUER_URL',
  'IDP_CLIENT_ID',
  'IDP_CLIENT_SECRET',
  'IDP_SCOPES',
  'IDP_TOKEN',
  'ENCRYPTION_KEYS',
  'POLICY_FILE',
] as const

export type Config = ReturnType<typeof toConfig>

/** Everything that is wrong with the environment, one line each. */
export class ConfigError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** Reads the environment that is handed in. Empty values count as missing. Throws `ConfigError`. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const unsupported = notYet
    .filter((name) => given[name] !== undefined)
    .map((name) => `${name} is not supported by this version yet; unset it`)
  const read = environmentSchema.safeParse(given)
  const problems = [...(read.success ? [] : problemsOf(read.error, given)), ...missingTogether(given), ...unsupported]
  if (!read.success || problems.length > 0) throw new ConfigError(problems)
  return toConfig(read.data)
}

function problemsOf(error: z.ZodError, given: Record<string, string | undefined>): string[] {
  return error.issues.map(({ path, message }) => {
    const name = String(path[0])
    // zod's own words for a missing value speak of types; and a message of a custom check never holds the value.
    return given[name] === undefined ? `${name} is missing` : `${name} ${message}`
  })
}

/** What depends on two values; checked on its own, so that it is listed even where one value is wrong by itself. */
function missingTogether(given: Record<string, string | undefined>): string[] {
  const problems: string[] = []
  if (!given.SLACK_SIGNING_SECRET && !given.SLACK_APP_TOKEN) {
    problems.push('SLACK_SIGNING_SECRET is missing (or SLACK_APP_TOKEN, for Socket Mode)')
  }
  if (given.NODE_ENV === 'production' && !given.REDIS_URL)
    problems.push('REDIS_URL is missing (required in production)')
  if (given.DREMIO_EDITION === 'software' && !given.DREMIO_API_URL) {
    problems.push('DREMIO_API_URL is missing (required by DREMIO_EDITION=software)')
  }
  if (!given.DREMIO_TOKEN) problems.push('DREMIO_TOKEN is missing (required by DREMIO_AUTH=token)')
  return problems
}

/** The same by the words of the rest of the house. */
function toConfig(env: z.infer<typeof environmentSchema>) {
  return {
    slack: {
      botToken: env.SLACK_BOT_TOKEN,
      apiUrl: env.SLACK_API_URL,
      wayIn: wayIn(env),
      teams: env.SLACK_TEAM_IDS,
      auditChannel: env.AUDIT_CHANNEL,
    },
    web: { port: env.PORT, host: env.HOST },
    redis: { url: env.REDIS_URL ?? new Secret('redis://127.0.0.1:6379'), prefix: env.REDIS_PREFIX },
    dremio: {
      edition: env.DREMIO_EDITION,
      region: env.DREMIO_REGION,
      apiUrl: env.DREMIO_API_URL,
      token: env.DREMIO_TOKEN as Secret,
    },
    emailDomains: env.ALLOWED_EMAIL_DOMAINS,
    approvers: env.APPROVERS,
    admins: env.ADMINS,
    logLevel: env.LOG_LEVEL,
  }
}

function wayIn(env: z.infer<typeof environmentSchema>): { appToken: Secret } | { signingSecret: Secret } {
  if (env.SLACK_APP_TOKEN) return { appToken: env.SLACK_APP_TOKEN }
  // `missingTogether` made sure of one of the two.
  return { signingSecret: env.SLACK_SIGNING_SECRET as Secret }
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
