// Reads and checks the environment variables; everything that is wrong is listed at once, by name.
import type { z } from 'zod'
import { Secret } from './core/secret.ts'
import type { AuthMethod } from './core/sessions/session.ts'
import { mistakesIn } from './environment/mistaken.ts'
import { trimmed, unwrapped } from './environment/pasted.ts'
import { unreadNames } from './environment/unread-names.ts'
import { type Environment, environmentSchema } from './environment.ts'
import { readAddress } from './redis/address.ts'

export type Config = ReturnType<typeof toConfig>

/** Everything that is wrong with the environment, one line for each problem. */
export class ConfigError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** The variables that are read. */
export const variables: readonly string[] = Object.keys(environmentSchema.shape)

/** Reads the given environment. Empty values count as missing. Throws `ConfigError`. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = givenIn(env)
  const mistakes = mistakesIn(given)
  const read = environmentSchema.safeParse(given)
  const problems = [
    ...[...mistakes].map(([name, message]) => `${name} ${message}`),
    ...(read.success ? [] : problemsOf(read.error, given, mistakes)),
    ...missingTogether(given),
  ]
  if (!read.success || problems.length > 0) throw new ConfigError(withNamesLike(problems, env))
  return toConfig(read.data)
}

/** The quotes at the ends of this list may be those of two names (`listed-names.ts`). */
const withQuotes: readonly string[] = ['ISSUER_DENY']

/** The variables with a value, without the spaces and quotes that were pasted with it. */
export function givenIn(env: Record<string, string | undefined>): Record<string, string> {
  const read = (name: string) => (withQuotes.includes(name) ? trimmed : unwrapped)(env[name] ?? '')
  return Object.fromEntries(variables.map((name) => [name, read(name)] as const).filter(([, value]) => value !== ''))
}

/** A missing variable may be set under a misspelt name, so the problem mentions that name. */
function withNamesLike(problems: readonly string[], env: Record<string, string | undefined>): string[] {
  const unread = unreadNames(Object.keys(env), variables)
  return problems.map((problem) => {
    const meant = unread.find(({ like }) => like !== undefined && problem.startsWith(`${like} is missing`))
    return meant ? `${problem}; ${meant.name} is set, which nobody reads` : problem
  })
}

function problemsOf(
  error: z.ZodError,
  given: Record<string, string | undefined>,
  mistakes: ReadonlyMap<string, string>,
): string[] {
  const unsaid = error.issues.filter(({ path }) => !mistakes.has(String(path[0])))
  return unsaid.map(({ path, message }) => {
    const name = String(path[0])
    // zod's message for a missing value speaks of types. The messages of custom checks never contain the value.
    return given[name] === undefined ? `${name} is missing` : `${name} ${message}`
  })
}

/** The variables that each auth method needs. */
const needs: { readonly [W in AuthMethod]: readonly string[] } = {
  oauth: ['DREMIO_OAUTH_CLIENT_ID', 'PUBLIC_URL', 'ENCRYPTION_KEYS'],
  idp: ['IDP_ISSUER_URL', 'IDP_CLIENT_ID', 'PUBLIC_URL', 'ENCRYPTION_KEYS'],
  impersonation: ['DREMIO_TOKEN', 'ENCRYPTION_KEYS'],
  token: ['DREMIO_TOKEN'],
  issuer: ['PUBLIC_URL', 'ENCRYPTION_KEYS'],
}

const CLOUD = /^https:\/\/([\w-]+\.)*dremio\.cloud([:/]|$)/i

function authMethodOf(env: { DREMIO_AUTH?: string | undefined; DREMIO_OAUTH_CLIENT_ID?: string | undefined }): string {
  return env.DREMIO_AUTH ?? (env.DREMIO_OAUTH_CLIENT_ID ? 'oauth' : 'token')
}

/** Checks that depend on two values. They run on their own, so that they are listed even if one value is invalid. */
function missingTogether(given: Record<string, string | undefined>): string[] {
  const problems: string[] = []
  if (!given.SLACK_SIGNING_SECRET && !given.SLACK_APP_TOKEN) {
    problems.push('SLACK_SIGNING_SECRET is missing (or SLACK_APP_TOKEN, for Socket Mode)')
  }
  problems.push(...redisTogether(given))
  const method = authMethodOf(given)
  const software = given.DREMIO_EDITION === 'software'
  if (software && !given.DREMIO_API_URL) {
    problems.push('DREMIO_API_URL is missing (required by DREMIO_EDITION=software)')
  }
  if (software && [given.DREMIO_API_URL, given.DREMIO_LOGIN_URL].some((address) => CLOUD.test(address ?? ''))) {
    problems.push('DREMIO_EDITION must not be software with an address of Dremio Cloud (dremio.cloud)')
  }
  for (const name of needs[method as AuthMethod] ?? []) {
    if (!given[name]) problems.push(`${name} is missing (required by DREMIO_AUTH=${method})`)
  }
  if (method === 'oauth' && software) {
    problems.push(
      'DREMIO_AUTH must not be oauth with DREMIO_EDITION=software: Dremio has OAuth applications on Cloud only',
    )
  }
  if (method === 'impersonation' && !software) {
    problems.push(
      'DREMIO_AUTH must not be impersonation with DREMIO_EDITION=cloud: only Software lets a proxy user act',
    )
  }
  if (given.DREMIO_ADMIN_TOKEN && !software) {
    problems.push('DREMIO_ADMIN_TOKEN must not be set with DREMIO_EDITION=cloud: no administrator may do more there')
  }
  if (given.DREMIO_OFFLINE === 'true' && method !== 'oauth' && method !== 'idp') {
    problems.push('DREMIO_OFFLINE must not be true here: only oauth and idp have refresh tokens to keep')
  }
  return problems
}

/** Checks of the Redis variables that depend on each other. */
function redisTogether(given: Record<string, string | undefined>): string[] {
  const {
    REDIS_URL: url,
    REDIS_MODE: mode = 'standalone',
    REDIS_SENTINEL_NAME: name,
    REDIS_TLS: tls,
    REDIS_CA: ca,
  } = given
  const problems: string[] = []
  if (mode === 'sentinel' && !name) {
    problems.push('REDIS_SENTINEL_NAME is missing (required by REDIS_MODE=sentinel)')
  }
  if (mode !== 'sentinel' && name) {
    problems.push('REDIS_SENTINEL_NAME must not be set without REDIS_MODE=sentinel')
  }
  if (ca && tls === 'unverified') {
    problems.push('REDIS_CA must not be set with REDIS_TLS=unverified: no certificate is looked at then')
  }
  if (!url) {
    if (given.NODE_ENV === 'production') problems.push('REDIS_URL is missing (required in production)')
    else if (mode === 'sentinel' || mode === 'cluster')
      problems.push(`REDIS_URL is missing (required by REDIS_MODE=${mode})`)
  }
  const address = readAddress(url ?? 'redis://127.0.0.1')
  if ('problem' in address) return problems
  const isEncrypted = address.kind === 'network' && address.tls
  for (const [variable, value] of Object.entries({ REDIS_TLS: tls, REDIS_CA: ca })) {
    if (value && !isEncrypted) problems.push(`${variable} must not be set unless REDIS_URL begins with rediss://`)
  }
  if (address.kind === 'socket' && mode !== 'standalone') {
    problems.push(`REDIS_URL must not be a socket with REDIS_MODE=${mode}`)
  }
  if (address.kind === 'network' && address.hosts.length > 1 && mode === 'standalone') {
    problems.push('REDIS_URL must be one address with REDIS_MODE=standalone; several are for sentinel and cluster')
  }
  if (mode === 'cluster' && address.db !== 0) {
    problems.push('REDIS_URL must not name a database with REDIS_MODE=cluster: a cluster has one only')
  }
  return problems
}

/** Converts the variables to the names and types that the rest of the code uses. */
function toConfig(env: Environment) {
  return {
    slack: {
      botToken: env.SLACK_BOT_TOKEN,
      apiUrl: env.SLACK_API_URL,
      transport: transport(env),
      teams: env.SLACK_TEAM_IDS,
      auditChannel: env.AUDIT_CHANNEL,
    },
    web: { port: env.PORT, host: env.HOST, publicUrl: env.PUBLIC_URL },
    redis: {
      url: env.REDIS_URL ?? new Secret('redis://127.0.0.1:6379'),
      prefix: env.REDIS_PREFIX,
      mode: env.REDIS_MODE,
      ...(env.REDIS_SENTINEL_NAME !== undefined && { sentinelName: env.REDIS_SENTINEL_NAME }),
      tls: { verify: env.REDIS_TLS === 'verify', ...(env.REDIS_CA !== undefined && { ca: env.REDIS_CA }) },
      encryptionKeys: env.ENCRYPTION_KEYS ?? [],
    },
    dremio: {
      edition: env.DREMIO_EDITION,
      region: env.DREMIO_REGION,
      apiUrl: env.DREMIO_API_URL,
      loginUrl: env.DREMIO_LOGIN_URL,
      adminToken: env.DREMIO_ADMIN_TOKEN,
      auth: authOf(env),
    },
    emailDomains: env.ALLOWED_EMAIL_DOMAINS,
    approvers: env.APPROVERS,
    admins: env.ADMINS,
    policyFile: env.POLICY_FILE,
    logLevel: env.LOG_LEVEL,
  }
}

/** The auth method with its settings; `needs` guarantees that they are present. */
function authOf(env: Environment) {
  const offline = env.DREMIO_OFFLINE
  switch (authMethodOf(env) as AuthMethod) {
    case 'oauth':
      return { method: 'oauth', clientId: env.DREMIO_OAUTH_CLIENT_ID as string, offline } as const
    case 'idp':
      return {
        method: 'idp',
        issuer: env.IDP_ISSUER_URL as string,
        clientId: env.IDP_CLIENT_ID as string,
        ...(env.IDP_CLIENT_SECRET && { clientSecret: env.IDP_CLIENT_SECRET }),
        scopes: env.IDP_SCOPES,
        token: env.IDP_TOKEN,
        offline,
      } as const
    case 'impersonation':
      return { method: 'impersonation', token: env.DREMIO_TOKEN as Secret } as const
    case 'token':
      return { method: 'token', token: env.DREMIO_TOKEN as Secret } as const
    case 'issuer':
      return { method: 'issuer', deny: env.ISSUER_DENY } as const
  }
}

function transport(env: Environment): { appToken: Secret } | { signingSecret: Secret } {
  if (env.SLACK_APP_TOKEN) return { appToken: env.SLACK_APP_TOKEN }
  // `missingTogether` guarantees that one of the two is set.
  return { signingSecret: env.SLACK_SIGNING_SECRET as Secret }
}
