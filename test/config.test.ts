// What the environment must say: everything wrong at once, by name and never by value.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'
import { environmentSchema } from '../src/environment.ts'
import { makeAuthority } from './world/redis-servers/certificates.ts'

const enough = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'signing',
  ALLOWED_EMAIL_DOMAINS: 'acme.test',
  DREMIO_TOKEN: 'static-token',
}
const key = Buffer.alloc(32, 7).toString('base64')
const reached = { PUBLIC_URL: 'https://bot.acme.test', ENCRYPTION_KEYS: key, DREMIO_TOKEN: '' }
const oauth = { ...reached, DREMIO_OAUTH_CLIENT_ID: 'client' }
const idp = { ...reached, DREMIO_AUTH: 'idp', IDP_ISSUER_URL: 'https://idp.acme.test', IDP_CLIENT_ID: 'client' }
const authority = makeAuthority().certificate
const software = { DREMIO_EDITION: 'software', DREMIO_API_URL: 'https://dremio.test:9047' }

function problems(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems
  }
}

describe('a wrong environment', () => {
  test('without anything names everything that is missing', () => {
    expect(problems({}).sort()).toEqual([
      'ALLOWED_EMAIL_DOMAINS is missing',
      'DREMIO_TOKEN is missing (required by DREMIO_AUTH=token)',
      'SLACK_BOT_TOKEN is missing',
      'SLACK_SIGNING_SECRET is missing (or SLACK_APP_TOKEN, for Socket Mode)',
    ])
  })

  test.each<[Record<string, string>, RegExp]>([
    [{ DREMIO_EDITION: 'community' }, /^DREMIO_EDITION /],
    [{ DREMIO_EDITION: 'software' }, /^DREMIO_API_URL is missing/],
    [{ DREMIO_REGION: 'asia' }, /^DREMIO_REGION /],
    [{ DREMIO_API_URL: 'https://dremio.test/api/v3' }, /^DREMIO_API_URL must be scheme, host and port only/],
    [{ DREMIO_API_URL: 'http://dremio.test' }, /^DREMIO_API_URL must begin with https/],
    [{ DREMIO_API_URL: 'dremio.test' }, /^DREMIO_API_URL must be an http/],
    [{ DREMIO_AUTH: 'magic' }, /^DREMIO_AUTH /],
    [{ DREMIO_AUTH: 'impersonation', ENCRYPTION_KEYS: key }, /^DREMIO_AUTH must not be impersonation .*cloud/],
    [{ ...oauth, ...software }, /^DREMIO_AUTH must not be oauth .*software/],
    [{ ...oauth, PUBLIC_URL: '' }, /^PUBLIC_URL is missing \(required by DREMIO_AUTH=oauth\)/],
    [{ ...oauth, ENCRYPTION_KEYS: '' }, /^ENCRYPTION_KEYS is missing \(required by DREMIO_AUTH=oauth\)/],
    [{ ...oauth, DREMIO_OAUTH_CLIENT_ID: '', DREMIO_AUTH: 'oauth' }, /^DREMIO_OAUTH_CLIENT_ID is missing/],
    [{ ...oauth, PUBLIC_URL: 'http://bot.acme.test' }, /^PUBLIC_URL must begin with https/],
    [{ ...oauth, PUBLIC_URL: 'https://bot.acme.test/pat' }, /^PUBLIC_URL must be scheme, host and port only/],
    [{ ...idp, IDP_CLIENT_ID: '' }, /^IDP_CLIENT_ID is missing \(required by DREMIO_AUTH=idp\)/],
    [{ ...idp, IDP_ISSUER_URL: '' }, /^IDP_ISSUER_URL is missing/],
    [{ ...idp, IDP_ISSUER_URL: 'http://idp.acme.test' }, /^IDP_ISSUER_URL must begin with https/],
    [{ ...idp, IDP_SCOPES: 'email' }, /^IDP_SCOPES must include openid/],
    [{ ...idp, IDP_TOKEN: 'saml' }, /^IDP_TOKEN /],
    [{ DREMIO_AUTH: 'issuer', ENCRYPTION_KEYS: key }, /^PUBLIC_URL is missing \(required by DREMIO_AUTH=issuer\)/],
    [{ ENCRYPTION_KEYS: 'short' }, /^ENCRYPTION_KEYS must be base64 of 32 bytes/],
    [{ ENCRYPTION_KEYS: `${key},${'x'.repeat(44)}` }, /^ENCRYPTION_KEYS must be base64 of 32 bytes/],
    [{ DREMIO_ADMIN_TOKEN: 'admin' }, /^DREMIO_ADMIN_TOKEN must not be set with DREMIO_EDITION=cloud/],
    [{ DREMIO_OFFLINE: 'true' }, /^DREMIO_OFFLINE must not be true here/],
    [{ DREMIO_OFFLINE: 'yes' }, /^DREMIO_OFFLINE must be true or false/],
    [{ DREMIO_LOGIN_URL: 'https://login.dremio.cloud/oauth' }, /^DREMIO_LOGIN_URL must be scheme, host and port/],
    [{ SLACK_API_URL: 'https://slack.test/' }, /^SLACK_API_URL must end in/],
    [{ SLACK_API_URL: 'http://slack.test/api/' }, /^SLACK_API_URL must begin with https/],
    [{ SLACK_TEAM_IDS: 'acme' }, /^SLACK_TEAM_IDS must be/],
    [{ PORT: 'eighty' }, /^PORT /],
    [{ PORT: '70000' }, /^PORT /],
    [{ REDIS_URL: 'localhost:6379' }, /^REDIS_URL must begin with/],
    [{ REDIS_URL: 'redis://:a%2Fb/c@redis.test' }, /^REDIS_URL cannot be read: .*%2F/],
    [{ REDIS_URL: 'redis://a.test,b.test' }, /^REDIS_URL must be one address with REDIS_MODE=standalone/],
    [{ REDIS_URL: 'redis://a.test/1', REDIS_MODE: 'cluster' }, /^REDIS_URL must not name a database/],
    [{ REDIS_URL: 'unix:/redis.sock', REDIS_MODE: 'cluster' }, /^REDIS_URL must not be a socket/],
    [{ REDIS_MODE: 'cluster' }, /^REDIS_URL is missing \(required by REDIS_MODE=cluster\)/],
    [{ REDIS_MODE: 'replicated' }, /^REDIS_MODE must be standalone, sentinel or cluster/],
    [{ REDIS_URL: 'redis://a.test', REDIS_MODE: 'sentinel' }, /^REDIS_SENTINEL_NAME is missing/],
    [{ REDIS_SENTINEL_NAME: 'mymaster' }, /^REDIS_SENTINEL_NAME must not be set without/],
    [{ REDIS_URL: 'rediss://a.test', REDIS_TLS: 'off' }, /^REDIS_TLS must be verify or unverified/],
    [{ REDIS_URL: 'redis://a.test', REDIS_TLS: 'unverified' }, /^REDIS_TLS must not be set unless .*rediss:/],
    [{ REDIS_URL: 'unix:/redis.sock', REDIS_TLS: 'verify' }, /^REDIS_TLS must not be set unless/],
    [{ REDIS_CA: authority }, /^REDIS_CA must not be set unless .*rediss:/],
    [{ REDIS_URL: 'rediss://a.test', REDIS_CA: '/nowhere/ca.pem' }, /^REDIS_CA is neither .* nor a file/],
    [{ REDIS_URL: 'rediss://a.test', REDIS_CA: '-----BEGIN' }, /^REDIS_CA holds no certificate/],
    [
      { REDIS_URL: 'rediss://a.test', REDIS_CA: authority, REDIS_TLS: 'unverified' },
      /^REDIS_CA must not be set with REDIS_TLS=unverified/,
    ],
    [{ NODE_ENV: 'production' }, /^REDIS_URL is missing/],
    [{ ALLOWED_EMAIL_DOMAINS: 'ana@acme.test' }, /^ALLOWED_EMAIL_DOMAINS must be domains/],
    [{ ALLOWED_EMAIL_DOMAINS: ' , ' }, /^ALLOWED_EMAIL_DOMAINS must name/],
    [{ APPROVERS: 'bea' }, /^APPROVERS must be Slack user ids/],
    [{ ADMINS: 'UBEA,carl' }, /^ADMINS must be/],
    [{ AUDIT_CHANNEL: '#audit' }, /^AUDIT_CHANNEL must be/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL /],
  ])('%j', (change, problem) => {
    expect(problems({ ...enough, ...change })).toEqual([expect.stringMatching(problem)])
  })

  test('is told together, whatever is wrong', () => {
    expect(
      problems({ ...enough, PORT: 'x', DREMIO_EDITION: 'software', LOG_LEVEL: 'loud', IDP_TOKEN: 'p' }),
    ).toHaveLength(4)
  })

  test('is never told by its values', () => {
    const canary = 'canary-7f3a'
    const names = Object.keys(environmentSchema.shape)
    const told = names.flatMap((name) => problems({ ...enough, [name]: `${canary} ${name}` })).join('\n')
    expect(told).not.toContain(canary)
    expect(told.split('\n').length).toBeGreaterThan(10)
  })
})

describe('a right environment', () => {
  test('needs four values, the rest has defaults', () => {
    expect(readConfig(enough)).toMatchObject({
      slack: { apiUrl: 'https://slack.com/api/', teams: undefined, auditChannel: undefined },
      web: { port: 3000, host: '0.0.0.0' },
      redis: { prefix: 'dremio-pat' },
      dremio: { edition: 'cloud', region: 'us', apiUrl: undefined, auth: { way: 'token' } },
      emailDomains: ['acme.test'],
      approvers: [],
      admins: [],
      logLevel: 'info',
    })
  })

  test.each([
    ['http on this machine', { DREMIO_API_URL: 'http://127.0.0.1:9047', SLACK_API_URL: 'http://localhost:1/api/' }],
    ['a password of Redis as services hand it out', { REDIS_URL: 'rediss://:a/b#c?d@e@redis.test:6380' }],
    ['Sentinels', { REDIS_URL: 'redis://a.test,b.test', REDIS_MODE: 'sentinel', REDIS_SENTINEL_NAME: 'mymaster' }],
    [
      'a cluster with an authority of its own',
      { REDIS_URL: 'rediss://a.test,b.test', REDIS_MODE: 'cluster', REDIS_CA: authority },
    ],
    ['a Redis whose certificate nobody can verify', { REDIS_URL: 'rediss://a.test', REDIS_TLS: 'unverified' }],
    ['a socket of Redis', { REDIS_URL: 'unix:/tmp/redis.sock' }],
    ['an empty value for a missing one', { SLACK_APP_TOKEN: '', APPROVERS: ' ' }],
    ['Socket Mode without a signing secret', { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-1' }],
    ['Software with an address', { DREMIO_EDITION: 'software', DREMIO_API_URL: 'https://dremio.test:9047/' }],
    ['OAuth without a static token', oauth],
    [
      'OAuth that keeps refresh tokens, with an older key',
      { ...oauth, DREMIO_OFFLINE: 'true', ENCRYPTION_KEYS: `${key}, ${key}` },
    ],
    [
      'an identity provider with a Software',
      { ...idp, ...software, IDP_SCOPES: 'openid  email', DREMIO_ADMIN_TOKEN: 'admin' },
    ],
    ['impersonation at a Software', { ...software, DREMIO_AUTH: 'impersonation', ENCRYPTION_KEYS: key }],
    ['the bot as issuer', { ...reached, DREMIO_AUTH: 'issuer', ISSUER_DENY: 'root, admin@acme.test' }],
    [
      'several of what can be several',
      { APPROVERS: 'U1, S2', SLACK_TEAM_IDS: 'T1,T2', ALLOWED_EMAIL_DOMAINS: 'A.test, b.test' },
    ],
  ])('takes %s', (_what, change) => {
    expect(problems({ ...enough, ...change })).toEqual([])
  })

  test('acts as people by OAuth as soon as there is a client id, unless it says otherwise', () => {
    expect(readConfig({ ...enough, ...oauth }).dremio.auth).toEqual({
      way: 'oauth',
      clientId: 'client',
      offline: false,
    })
    const named = readConfig({ ...enough, ...oauth, DREMIO_TOKEN: 'static-token', DREMIO_AUTH: 'token' })
    expect(named.dremio.auth.way).toBe('token')
  })

  test('prints no secret', () => {
    expect(JSON.stringify(readConfig(enough))).not.toMatch(/xoxb-1|signing"|static-token/)
    expect(JSON.stringify(readConfig({ ...enough, ...idp, IDP_CLIENT_SECRET: 'idp-secret' }))).not.toMatch(
      /idp-secret|BwcHBwcH/,
    )
  })
})

test('.env.example names every variable that is read, and no other', () => {
  const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
  const named = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name)
  expect(named.sort()).toEqual(Object.keys(environmentSchema.shape).sort())
})
