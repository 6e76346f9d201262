// The schema of the environment variables; messages describe the problem, never the value.
import { z } from 'zod'
import { Secret } from './core/secret.ts'
import { authMethods } from './core/sessions/session.ts'
import { readNames } from './environment/listed-names.ts'
import { itemsIn } from './environment/pasted.ts'
import { logLevels } from './log.ts'
import { readAddress } from './redis/address.ts'
import { readCertificates } from './redis/certificates.ts'

const secret = z
  .string()
  .min(1)
  .transform((value) => new Secret(value))

const listOf = (shape: RegExp, what: string) =>
  z
    .string()
    .transform(itemsIn)
    .refine((items) => items.every((item) => shape.test(item)), `must be ${what}, separated by commas`)

/** `https`, or `http` on this machine only, because a bearer credential is sent there. */
const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL (https://…)', abort: true })
  .refine((value) => new URL(value).protocol === 'https:' || isLoopback(value), {
    error: 'must begin with https:// (http:// only on loopback)',
    abort: true,
  })

const baseAddress = webAddress
  .refine(isBase, { error: 'must be scheme, host and port only (no /v0, /api/v3 or /oauth)', abort: true })
  .transform((value) => new URL(value).origin)

/** A path or a query would be dropped silently, so it is refused. */
function isBase(value: string): boolean {
  const { origin, href } = new URL(value)
  return href === `${origin}/`
}

/** One of these words, in lower case. */
const oneOf = <const T extends readonly string[]>(words: T) =>
  z.enum(words, { error: `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` })

/** `true` or `false`, and no other spelling. */
const flag = oneOf(['true', 'false']).transform((value) => value === 'true')

const NO_PORT = 'must be a number from 0 to 65535'
const port = z.coerce.number(NO_PORT).int(NO_PORT).min(0, NO_PORT).max(65_535, NO_PORT)

/** Letters of any script: a domain may be written with non-ASCII letters. */
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u

function isKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  // Node ignores invalid characters in base64, so the decoded text must encode to the same text again (with any
  // padding).
  return bytes.length === 32 && bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '')
}

export const environmentSchema = z.object({
  SLACK_BOT_TOKEN: secret.describe('The bot token of the installed app, `xoxb-…`.'),
  SLACK_SIGNING_SECRET: secret
    .optional()
    .describe('Proves that a request over HTTP comes from Slack. Required unless Socket Mode.'),
  SLACK_APP_TOKEN: secret.optional().describe('The app-level token, `xapp-…`. Setting it means Socket Mode.'),
  SLACK_API_URL: webAddress
    .refine((value) => value.endsWith('/api/'), 'must end in /api/')
    .default('https://slack.com/api/')
    .describe('The base of Slack’s Web API, ending in `/api/`.'),
  SLACK_TEAM_IDS: listOf(/^[TE][A-Z0-9]+$/, 'workspace ids (T…) or organization ids (E…)')
    .optional()
    .describe(
      'Workspaces (`T…`) or an Enterprise organization (`E…`) whose people are served. Without it: the bot token’s own.',
    ),
  PORT: port.default(3000).describe('The port to listen on.'),
  HOST: z.string().min(1).default('0.0.0.0').describe('The address to listen on.'),
  REDIS_URL: z
    .string()
    .superRefine((value, { addIssue }) => {
      const parsed = readAddress(value)
      if ('problem' in parsed) addIssue({ code: 'custom', message: parsed.problem })
    })
    .transform((value) => new Secret(value))
    .optional()
    .describe(
      '`redis://`, `rediss://` or `unix:`; several addresses, separated by commas, for Sentinels and clusters. Required with `NODE_ENV=production`; elsewhere `redis://127.0.0.1:6379` without it.',
    ),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, dots, dashes')
    .default('dremio-pat')
    .describe('The beginning of every key. Give each bot on one Redis a prefix of its own.'),
  REDIS_MODE: oneOf(['standalone', 'sentinel', 'cluster'])
    .default('standalone')
    .describe('What `REDIS_URL` names: one Redis, Sentinels, or the nodes of a cluster.'),
  REDIS_SENTINEL_NAME: z
    .string()
    .trim()
    .min(1)
    .optional()
    .describe('The name that Sentinels have for the primary. Required by `REDIS_MODE=sentinel`.'),
  REDIS_TLS: oneOf(['verify', 'unverified'])
    .default('verify')
    .describe('Whether the certificate of a `rediss://` server is checked. Heroku Key-Value Store needs `unverified`.'),
  REDIS_CA: z
    .string()
    .transform((value, { addIssue }) => {
      const parsed = readCertificates(value)
      if ('pem' in parsed) return parsed.pem
      addIssue({ code: 'custom', message: parsed.problem })
      return z.NEVER
    })
    .optional()
    .describe('The authority that signed the certificate of a `rediss://` server: PEM, or the path of a file.'),
  DREMIO_EDITION: oneOf(['cloud', 'software']).default('cloud').describe('Which kind of Dremio.'),
  DREMIO_REGION: oneOf(['us', 'eu']).default('us').describe('The control plane of Dremio Cloud.'),
  DREMIO_API_URL: baseAddress
    .optional()
    .describe(
      'Scheme, host and port of Dremio. Required for Software; for Cloud only with PrivateLink, else by region.',
    ),
  DREMIO_LOGIN_URL: baseAddress
    .optional()
    .describe('Scheme, host and port of Dremio’s sign-in and token endpoint. Without it: by edition and region.'),
  DREMIO_AUTH: oneOf(authMethods)
    .optional()
    .describe(
      'How the bot acts in Dremio: [deploying.md](deploying.md) leads to the right one. Without it: `oauth` if `DREMIO_OAUTH_CLIENT_ID` is set, else `token`.',
    ),
  DREMIO_TOKEN: secret
    .optional()
    .describe('The static token (required by `token`), or the proxy user’s (required by `impersonation`).'),
  DREMIO_ADMIN_TOKEN: secret
    .optional()
    .describe(
      'Software only: the token of a Dremio admin, to revoke (and on 26 to list) for people who are not signed in.',
    ),
  DREMIO_OAUTH_CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe('The client ID of the OAuth application in Dremio Cloud. Required by `oauth`.'),
  DREMIO_OFFLINE: flag
    .default(false)
    .describe(
      '`oauth` and `idp`: `true` keeps refresh tokens, encrypted, so that people sign in once and the bot can act while they are away.',
    ),
  IDP_ISSUER_URL: webAddress.optional().describe('The issuer of your OpenID provider. Required by `idp`.'),
  IDP_CLIENT_ID: z.string().min(1).optional().describe('The client ID at your OpenID provider. Required by `idp`.'),
  IDP_CLIENT_SECRET: secret.optional().describe('The client secret at your OpenID provider, if the client has one.'),
  IDP_SCOPES: z
    .string()
    .transform((value) => itemsIn(value).flatMap((item) => item.split(/\s+/)))
    .refine((scopes) => scopes.includes('openid'), 'must include openid')
    .default(['openid', 'email', 'profile'])
    .describe('`idp`: the scopes that are asked for.'),
  IDP_TOKEN: oneOf(['id_token', 'access_token'])
    .default('id_token')
    .describe('`idp`: which of the provider’s tokens Dremio is shown.'),
  ISSUER_DENY: z
    .string()
    .transform((value, { addIssue }) => {
      const read = readNames(value)
      if ('names' in read) return read.names
      addIssue({ code: 'custom', message: read.problem })
      return z.NEVER
    })
    .default([])
    .describe(
      '`issuer`: Dremio user names or IDs, separated by commas, for whom the bot never signs. Names with spaces in quotes (`"Jane Doe", ops`), or all as JSON (`["Jane Doe", "ops"]`). Dremio admins are refused anyway.',
    ),
  PUBLIC_URL: baseAddress
    .optional()
    .describe('Where browsers (and for `issuer` Dremio) reach the bot. Required by `oauth`, `idp` and `issuer`.'),
  ENCRYPTION_KEYS: z
    .string()
    .transform(itemsIn)
    .refine((keys) => keys.length > 0 && keys.every(isKey), 'must be base64 of 32 bytes each, separated by commas')
    .transform((keys) => keys.map((key) => new Secret(key)))
    .optional()
    .describe(
      'Base64 of 32 bytes each, separated by commas: the first encrypts and signs, all decrypt and verify. Required by all ways but `token`; without it nothing in Redis is signed.',
    ),
  ALLOWED_EMAIL_DOMAINS: listOf(DOMAIN, 'domains such as example.com')
    .transform((domains) => domains.map((domain) => domain.toLowerCase()))
    .refine((domains) => domains.length > 0, 'must name at least one domain')
    .describe('Domains, separated by commas. Only an email address in one of them counts as identity.'),
  APPROVERS: listOf(/^[UWS][A-Z0-9]+$/, 'Slack user ids (U…) and user groups (S…)')
    .default([])
    .describe(
      'Slack user IDs (`U…`) and user groups (`S…`) who review if somebody has no manager, unless `POLICY_FILE` has rules.',
    ),
  ADMINS: listOf(/^[UWS][A-Z0-9]+$/, 'Slack user ids (U…) and user groups (S…)')
    .default([])
    .describe('Slack user IDs and user groups who may use `/dremio-pat admin`.'),
  POLICY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('The [policy file](policy.md), YAML. Without it: the built-in policy.'),
  AUDIT_CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, 'must be a channel id (C…)')
    .optional()
    .describe('The Slack channel (`C…`) that is told of everything that is done. Invite the bot to it.'),
  LOG_LEVEL: oneOf(logLevels).default('info').describe('How much is logged.'),
  NODE_ENV: z.string().optional().describe('`production` requires `REDIS_URL`.'),
})

export type Environment = z.infer<typeof environmentSchema>

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
