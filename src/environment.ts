// What each variable of the environment may say, as one schema; messages name what is wrong, never the value.
import { z } from 'zod'
import { Secret } from './core/secret.ts'
import { authMethods } from './core/sessions/session.ts'
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

/** `https`, or `http` on this machine only: a bearer credential goes there. */
const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL (https://…)', abort: true })
  .refine((value) => new URL(value).protocol === 'https:' || isLoopback(value), {
    error: 'must begin with https:// (http:// only on loopback)',
    abort: true,
  })

const baseAddress = webAddress
  .refine(isBase, { error: 'must be scheme, host and port only (no /v0, /api/v3 or /oauth)', abort: true })
  .transform((value) => new URL(value).origin)

/** Whatever else were in it would be dropped without a word. */
function isBase(value: string): boolean {
  const { origin, href } = new URL(value)
  return href === `${origin}/`
}

/** One of these words, in small letters. */
const oneOf = <const T extends readonly string[]>(words: T) =>
  z.enum(words, { error: `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` })

/** `true` or `false`, and nothing that one could take for either. */
const flag = oneOf(['true', 'false']).transform((value) => value === 'true')

const NO_PORT = 'must be a number from 0 to 65535'
const port = z.coerce.number(NO_PORT).int(NO_PORT).min(0, NO_PORT).max(65_535, NO_PORT)

/** Letters of any script: a domain may be written as people read it. */
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u

function isKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  // Node skips what is no base64, so the text has to come out again (whatever padding it was written with).
  return bytes.length === 32 && bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '')
}

export const environmentSchema = z.object({
  SLACK_BOT_TOKEN: secret.describe('the bot token, xoxb-…'),
  SLACK_SIGNING_SECRET: secret.optional().describe('signs what Slack sends over HTTP; not needed in Socket Mode'),
  SLACK_APP_TOKEN: secret.optional().describe('xapp-…; its presence means Socket Mode'),
  SLACK_API_URL: webAddress
    .refine((value) => value.endsWith('/api/'), 'must end in /api/')
    .default('https://slack.com/api/')
    .describe('the base of Slack’s Web API'),
  SLACK_TEAM_IDS: listOf(/^[TE][A-Z0-9]+$/, 'workspace ids (T…) or organization ids (E…)')
    .optional()
    .describe('workspaces whose people are served; the token’s own without it'),
  PORT: port.default(3000).describe('where we listen'),
  HOST: z.string().min(1).default('0.0.0.0').describe('the address we listen on'),
  REDIS_URL: z
    .string()
    .superRefine((value, { addIssue }) => {
      const read = readAddress(value)
      if ('problem' in read) addIssue({ code: 'custom', message: read.problem })
    })
    .transform((value) => new Secret(value))
    .optional()
    .describe('required in production; redis://127.0.0.1:6379 without it elsewhere'),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, dots, dashes')
    .default('dremio-pat')
    .describe('begins every key'),
  REDIS_MODE: oneOf(['standalone', 'sentinel', 'cluster'])
    .default('standalone')
    .describe('what REDIS_URL leads to: one Redis, Sentinels, or the nodes of a cluster'),
  REDIS_SENTINEL_NAME: z.string().trim().min(1).optional().describe('the name under which Sentinels know the primary'),
  REDIS_TLS: oneOf(['verify', 'unverified'])
    .default('verify')
    .describe('whether the certificate of Redis (rediss://) must be one that we trust'),
  REDIS_CA: z
    .string()
    .transform((value, { addIssue }) => {
      const read = readCertificates(value)
      if ('pem' in read) return read.pem
      addIssue({ code: 'custom', message: read.problem })
      return z.NEVER
    })
    .optional()
    .describe('the authority that signed the certificate of Redis: PEM, or a path'),
  DREMIO_EDITION: oneOf(['cloud', 'software']).default('cloud').describe('cloud or software'),
  DREMIO_REGION: oneOf(['us', 'eu']).default('us').describe('us or eu (cloud)'),
  DREMIO_API_URL: baseAddress.optional().describe('scheme, host and port of Dremio; required for software'),
  DREMIO_LOGIN_URL: baseAddress.optional().describe('scheme, host and port of Dremio’s sign-in; by edition and region'),
  DREMIO_AUTH: oneOf(authMethods)
    .optional()
    .describe('how the bot acts at Dremio; oauth if a client id is set, else token'),
  DREMIO_TOKEN: secret.optional().describe('the static token, or the proxy user’s (impersonation)'),
  DREMIO_ADMIN_TOKEN: secret.optional().describe('Software: an ADMIN’s token, to list and revoke on others’ behalf'),
  DREMIO_OAUTH_CLIENT_ID: z.string().min(1).optional().describe('of the OAuth application at Dremio (oauth)'),
  DREMIO_OFFLINE: flag.default(false).describe('true: keep refresh tokens, encrypted, to act unattended'),
  IDP_ISSUER_URL: webAddress.optional().describe('issuer of the identity provider (idp)'),
  IDP_CLIENT_ID: z.string().min(1).optional().describe('client id at the identity provider'),
  IDP_CLIENT_SECRET: secret.optional().describe('client secret at the identity provider, if it has one'),
  IDP_SCOPES: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter((scope) => scope !== ''))
    .refine((scopes) => scopes.includes('openid'), 'must include openid')
    .default(['openid', 'email', 'profile'])
    .describe('what is asked of the identity provider'),
  IDP_TOKEN: oneOf(['id_token', 'access_token'])
    .default('id_token')
    .describe('which of its tokens Dremio is shown: id_token or access_token'),
  ISSUER_DENY: listOf(/^[^\s,]+$/, 'Dremio user names or ids')
    .default([])
    .describe('Dremio users for whom the bot never signs (issuer)'),
  PUBLIC_URL: baseAddress.optional().describe('where browsers reach us; required by oauth, idp, issuer'),
  ENCRYPTION_KEYS: z
    .string()
    .transform(itemsIn)
    .refine((keys) => keys.length > 0 && keys.every(isKey), 'must be base64 of 32 bytes each, separated by commas')
    .transform((keys) => keys.map((key) => new Secret(key)))
    .optional()
    .describe('the first encrypts what rests in Redis, all decrypt'),
  ALLOWED_EMAIL_DOMAINS: listOf(DOMAIN, 'domains such as example.com')
    .transform((domains) => domains.map((domain) => domain.toLowerCase()))
    .refine((domains) => domains.length > 0, 'must name at least one domain')
    .describe('whose Slack e-mail address counts as identity'),
  APPROVERS: listOf(/^[UWS][A-Z0-9]+$/, 'Slack user ids (U…) and user groups (S…)')
    .default([])
    .describe('who reviews requests'),
  ADMINS: listOf(/^[UWS][A-Z0-9]+$/, 'Slack user ids (U…) and user groups (S…)')
    .default([])
    .describe('who administers the bot'),
  POLICY_FILE: z.string().min(1).optional().describe('the policy file (YAML); the built-in policy without it'),
  AUDIT_CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, 'must be a channel id (C…)')
    .optional()
    .describe('hears of every deed'),
  LOG_LEVEL: oneOf(logLevels).default('info').describe('debug, info, warn or error'),
  NODE_ENV: z.string().optional().describe('production wants REDIS_URL'),
})

export type Environment = z.infer<typeof environmentSchema>

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
