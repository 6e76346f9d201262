// What the environment must say: everything wrong at once, by name and never by value.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'
import { unreadNames } from '../src/environment/unread-names.ts'
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

describe('a value as people paste it', () => {
  const around: [string, (value: string) => string][] = [
    ['straight quotes', (value) => `"${value}"`],
    ['single quotes', (value) => `'${value}'`],
    ['typographic quotes', (value) => `“${value}”`],
    ['German quotes', (value) => `„${value}“`],
    ['backticks', (value) => `\`${value}\``],
    ['quotes within quotes, and spaces between', (value) => `' "${value}" '`],
    ['a line end', (value) => `${value}\n`],
    ['a line end of Windows', (value) => `${value}\r\n`],
    ['a byte order mark and zero-width spaces', (value) => `\ufeff${value}\u200b`],
    ['no-break spaces', (value) => `\u00a0${value}\u00a0`],
  ]
  const all = {
    ...{ ...enough, ...idp, ...software, IDP_CLIENT_SECRET: 'secret', DREMIO_ADMIN_TOKEN: 'admin' },
    ...{ SLACK_TEAM_IDS: 'T1,T2', APPROVERS: 'U1,S2', ADMINS: 'U1', AUDIT_CHANNEL: 'C1', PORT: '1', LOG_LEVEL: 'info' },
    ...{ REDIS_URL: 'redis://:p@redis.test:1', ENCRYPTION_KEYS: `${key},${key}`, IDP_SCOPES: 'openid email' },
    ...{ POLICY_FILE: 'policy.yml', DREMIO_TOKEN: 'token', ISSUER_DENY: 'root,"bot"' },
  }

  test.each(around)('counts without %s', (_what, wrap) => {
    const wrapped = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, wrap(value)]))
    const plain = readConfig(all)
    expect(readConfig(wrapped)).toEqual(plain)
    const secrets = (config: typeof plain) => [
      config.slack.botToken.reveal(),
      ...Object.values(config.slack.transport).map((secret) => secret.reveal()),
      config.redis.url.reveal(),
      ...config.redis.encryptionKeys.map((one) => one.reveal()),
      config.dremio.adminToken?.reveal(),
    ]
    expect(secrets(readConfig(wrapped))).toEqual(secrets(plain))
  })

  test('counts without quotes around every item of a list, or a comma at its end', () => {
    const lists = { ALLOWED_EMAIL_DOMAINS: '"acme.com", "Acme.de",', APPROVERS: '“U1”,\n“S2”' }
    expect(readConfig({ ...enough, ...lists })).toMatchObject({
      emailDomains: ['acme.com', 'acme.de'],
      approvers: ['U1', 'S2'],
    })
  })

  test('of nothing but quotes is missing', () => {
    expect(problems({ ...enough, ALLOWED_EMAIL_DOMAINS: '""' })).toEqual(['ALLOWED_EMAIL_DOMAINS is missing'])
  })
})

describe('ISSUER_DENY', () => {
  const issuer = { ...enough, ...reached, DREMIO_AUTH: 'issuer' }
  const denied = (value: string) => {
    const { auth } = readConfig({ ...issuer, ISSUER_DENY: value }).dremio
    return auth.method === 'issuer' ? auth.deny : undefined
  }

  test.each<[what: string, value: string, names: string[]]>([
    ['one name', 'root', ['root']],
    ['names and commas', 'root,ops', ['root', 'ops']],
    ['spaces and line ends around them, and a comma at the end', ' root ,\n ops , ', ['root', 'ops']],
    [
      'addresses and ids',
      'ops@acme.com,11111111-1111-4111-8111-111111111111',
      ['ops@acme.com', '11111111-1111-4111-8111-111111111111'],
    ],
    ['an apostrophe in a name', "o'brien, root", ["o'brien", 'root']],
    ['every name in quotes', '"root", "ops"', ['root', 'ops']],
    ['the whole list in quotes', '"root, ops"', ['root', 'ops']],
    ['names with spaces in quotes of every kind', `"Jane Doe", 'Ops Admin', plain`, ['Jane Doe', 'Ops Admin', 'plain']],
    ['a plain name first', 'plain, "Jane Doe"', ['plain', 'Jane Doe']],
    ['no spaces between', `"Jane Doe",'Ops Admin'`, ['Jane Doe', 'Ops Admin']],
    [
      'typographic quotes, as word processors make them',
      '“Jane Doe”, ‘Ops Admin’, „Ana B“, «C D»',
      ['Jane Doe', 'Ops Admin', 'Ana B', 'C D'],
    ],
    ['one name with a space', '"Jane Doe"', ['Jane Doe']],
    ['that list in quotes once more', `'"Jane Doe", plain'`, ['Jane Doe', 'plain']],
    ['a comma in a name', '"Doe, Jane", root', ['Doe, Jane', 'root']],
    ['an apostrophe in a name in quotes', `"Jane O'Brien", 'x'`, ["Jane O'Brien", 'x']],
    ['a quotation mark of the same kind in a name', `'Jane O'Brien', x`, ["Jane O'Brien", 'x']],
    ['JSON', '["Jane Doe","x"]', ['Jane Doe', 'x']],
    ['JSON over several lines', '[\n  "Jane Doe",\n  "Doe, Jane"\n]', ['Jane Doe', 'Doe, Jane']],
    ['JSON in quotes', `'["Jane Doe", "x"]'`, ['Jane Doe', 'x']],
    ['JSON with escapes', '["Jane \\"JD\\" Doe", "Jos\\u00e9"]', ['Jane "JD" Doe', 'José']],
    ['spaces around a name in quotes', '" Jane Doe ", x', ['Jane Doe', 'x']],
    ['nothing', '', []],
    ['empty quotes', '""', []],
    ['an empty list', '[]', []],
  ])('takes %s', (_what, value, names) => {
    expect(denied(value)).toEqual(names)
  })

  const canary = 'canary-7f3a'
  test.each<[what: string, value: string, problem: string]>([
    ['a space outside quotes', `Jane ${canary}`, 'has a name with a space that is not in quotes'],
    ['names with only spaces between', `root ${canary}`, 'has a name with a space that is not in quotes'],
    ['the same in the whole list', `"root ${canary}, ops"`, 'has a name with a space that is not in quotes'],
    ['a quote that is not closed', `"Jane ${canary}, ops`, 'has quotation marks that do not match'],
    ['a quote that is not opened', `Jane${canary}", ops`, 'has quotation marks that do not match'],
    ['something behind a quote', `"Jane Doe" ${canary}, ops`, 'has quotation marks that do not match'],
    ['quotes of two kinds', `"Jane ${canary}', ops`, 'has quotation marks that do not match'],
    ['JSON that is cut off', `["Jane Doe", "${canary}`, 'begins like a JSON list, but is none'],
    ['JSON with single quotes', `['Jane Doe', '${canary}']`, 'begins like a JSON list, but is none'],
    ['JSON that holds more than names', `["${canary}", 7]`, 'begins like a JSON list, but is none'],
    ['JSON in JSON', `[["${canary}"]]`, 'begins like a JSON list, but is none'],
    ['JSON without quotes', `[Jane, ${canary}]`, 'begins like a JSON list, but is none'],
  ])('stops the start at %s, by name and never by value', (_what, value, problem) => {
    const found = problems({ ...issuer, ISSUER_DENY: value })
    expect(found).toEqual([expect.stringMatching(new RegExp(`^ISSUER_DENY ${problem}`))])
    expect(found[0]).toContain('["Jane Doe", "ops"]')
    expect(found[0]).not.toContain(canary)
  })
})

test.each([
  ['SLACK_TEAM_IDS', '["T1", "T2"]', { slack: { teams: ['T1', 'T2'] } }],
  ['APPROVERS', '["U1","S2"]', { approvers: ['U1', 'S2'] }],
  ['ADMINS', '[]', { admins: [] }],
  ['ALLOWED_EMAIL_DOMAINS', '["Acme.com", "acme.de"]', { emailDomains: ['acme.com', 'acme.de'] }],
])('%s may be a JSON list as well', (name, value, config) => {
  expect(readConfig({ ...enough, [name]: value })).toMatchObject(config)
  expect(problems({ ...enough, [name]: '["no id"' })).toHaveLength(1)
  expect(problems({ ...enough, [name]: '[7]' })).toHaveLength(1)
})

test.each(['["openid", "email"]', 'openid email', 'openid, email', '"openid", "email"'])(
  'IDP_SCOPES may be %s',
  (value) => {
    const { auth } = readConfig({ ...enough, ...idp, IDP_SCOPES: value }).dremio
    expect(auth).toMatchObject({ scopes: ['openid', 'email'] })
  },
)

test('ENCRYPTION_KEYS may be a JSON list as well', () => {
  const { encryptionKeys } = readConfig({ ...enough, ...oauth, ENCRYPTION_KEYS: JSON.stringify([key, key]) }).redis
  expect(encryptionKeys.map((one) => one.reveal())).toEqual([key, key])
})

/** What stands for another, by what is said of it; each must be the only thing that is said. */
const mistaken: [variable: string, value: string, message: string][] = [
  ['SLACK_BOT_TOKEN', 'xapp-1-A0-1', 'holds an app-level token (xapp-…): put it in SLACK_APP_TOKEN'],
  ['SLACK_BOT_TOKEN', 'xoxp-1', 'holds a user token (xoxp-…)'],
  ['SLACK_BOT_TOKEN', 'xoxe.xoxb-1', 'token rotation'],
  ['SLACK_BOT_TOKEN', 'xoxe-1', 'token rotation'],
  ['SLACK_BOT_TOKEN', 'xoxc-1', 'holds a Slack token of another kind'],
  ['SLACK_BOT_TOKEN', 'xoxb-', 'is only the beginning'],
  ['SLACK_BOT_TOKEN', '8f742231b10e8888abcd99badc0ffee1', 'must be the bot token'],
  ['SLACK_BOT_TOKEN', 'xoxb-1 xoxb-2', 'has a space'],
  ['SLACK_BOT_TOKEN', 'xoxb-1•••', 'has a space, a quotation mark or another character'],
  ['SLACK_BOT_TOKEN', 'SLACK_BOT_TOKEN=xoxb-1', 'begins with “SLACK_BOT_TOKEN=”'],
  ['SLACK_BOT_TOKEN', '<your token>', 'still holds a placeholder'],
  ['SLACK_APP_TOKEN', 'xoxb-1', 'holds a bot token (xoxb-…): put it in SLACK_BOT_TOKEN'],
  ['SLACK_APP_TOKEN', '8f742231b10e8888abcd99badc0ffee1', 'belongs in SLACK_SIGNING_SECRET'],
  ['SLACK_APP_TOKEN', 'letmein', 'must be an app-level token'],
  ['SLACK_SIGNING_SECRET', 'xoxb-1', 'put it in SLACK_BOT_TOKEN'],
  ['SLACK_SIGNING_SECRET', 'xapp-1', 'put it in SLACK_APP_TOKEN'],
  ['SLACK_SIGNING_SECRET', '123456789.987654321', 'holds the app’s Client ID'],
  ['SLACK_SIGNING_SECRET', 'A0123456789', 'holds the app’s App ID'],
  ['SLACK_SIGNING_SECRET', 'https://bot.acme.test', 'holds an address'],
  ['SLACK_SIGNING_SECRET', 'abc"def', 'a quotation mark'],
  ['SLACK_TEAM_IDS', 'https://acme.slack.com', 'not addresses'],
  ['SLACK_TEAM_IDS', 'acme.slack.com', 'not addresses'],
  ['AUDIT_CHANNEL', '#audit', 'not a name or an address'],
  ['AUDIT_CHANNEL', 'https://acme.slack.com/archives/C012', 'not a name or an address'],
  ['AUDIT_CHANNEL', '<#C0123456789|audit>', 'not a mention'],
  ['AUDIT_CHANNEL', 'U0123456789', 'not a person'],
  ['ALLOWED_EMAIL_DOMAINS', '@acme.com', 'without the @'],
  ['ALLOWED_EMAIL_DOMAINS', 'acme.com,ana@acme.com', 'only what comes after the @'],
  ['ALLOWED_EMAIL_DOMAINS', 'https://acme.com', 'not web addresses'],
  ['ALLOWED_EMAIL_DOMAINS', '*.acme.com', 'no wildcard'],
  ['ALLOWED_EMAIL_DOMAINS', 'acme.com acme.de', 'must be domains such as example.com, separated by commas'],
  ['ALLOWED_EMAIL_DOMAINS', 'acme', 'must be domains'],
  ['APPROVERS', '@ana', 'not names with @'],
  ['APPROVERS', '<@U0123456789|ana>', 'not mentions'],
  ['APPROVERS', 'U0123456789,ana@acme.com', 'not email addresses'],
  ['APPROVERS', 'C0123456789', 'not a channel id'],
  ['ADMINS', 'Ana Acme', 'separated by commas'],
  ['ADMINS', '<!subteam^S0123456789>', 'not mentions'],
  ['DREMIO_TOKEN', 'xoxb-1', 'put it in SLACK_BOT_TOKEN'],
  ['DREMIO_TOKEN', 'https://api.dremio.cloud', 'holds an address'],
  ['DREMIO_TOKEN', '11111111-1111-4111-8111-111111111111', 'holds an ID'],
  ['DREMIO_TOKEN', 'Bearer abc', 'begins with Bearer'],
  ['DREMIO_TOKEN', 'ana@acme.com', 'holds an email address'],
  ['DREMIO_TOKEN', 'abc def', 'has a space'],
  ['DREMIO_API_URL', 'https://app.dremio.cloud', 'the address of Dremio’s pages'],
  ['DREMIO_API_URL', 'https://user:password@dremio.test', 'must be scheme, host and port only'],
  ['DREMIO_API_URL', 'https://dremio.test/?x=1', 'must be scheme, host and port only'],
  ['DREMIO_API_URL', 'redis://dremio.test', 'put it in REDIS_URL'],
  ['DREMIO_EDITION', 'Cloud', 'must be cloud or software'],
  ['IDP_ISSUER_URL', 'https://idp.test/.well-known/openid-configuration', 'leave out /.well-known/'],
  ['IDP_CLIENT_SECRET', 'xoxb-1', 'put it in SLACK_BOT_TOKEN'],
  ['PUBLIC_URL', 'bot.acme.com', 'must begin with https://'],
  ['PUBLIC_URL', 'https://bot.acme.com/slack/events', 'no /slack/events or /dremio/callback'],
  ['ENCRYPTION_KEYS', 'ab'.repeat(32), 'not hex digits'],
  ['ENCRYPTION_KEYS', 'node -p "crypto.randomBytes(32)"', 'holds the command'],
  ['POLICY_FILE', 'version: 1\nrules: []', 'holds the policy itself'],
  ['POLICY_FILE', 'https://acme.test/policy.yml', 'not a web address'],
  ['HOST', 'http://0.0.0.0', 'must be an address alone'],
  ['HOST', '0.0.0.0:3000', 'the port is PORT'],
  ['PORT', '3000/tcp', 'must be a number from 0 to 65535'],
]

describe('a value that belongs elsewhere, or is no such thing', () => {
  test.each(mistaken)('%s=%s', (name, value, message) => {
    const found = problems({ ...enough, [name]: value })
    expect(found).toEqual([expect.stringContaining(message)])
    expect(found[0]).toMatch(new RegExp(`^${name} `))
    // By name, never by value: only what is told as a kind may stand in both.
    expect(found[0]?.replace(name, '').includes(value) && !/^(#audit|acme|xoxb-)$/.test(value)).toBe(false)
  })

  test('is told together with everything else', () => {
    expect(problems({ SLACK_BOT_TOKEN: 'xapp-1', PORT: 'x' })).toHaveLength(5)
  })

  test('is an address of Dremio Cloud for a Software', () => {
    const change = { DREMIO_EDITION: 'software', DREMIO_API_URL: 'https://api.dremio.cloud' }
    expect(problems({ ...enough, ...change })).toEqual([expect.stringMatching(/^DREMIO_EDITION must not be software/)])
  })
})

describe('a variable that nobody reads', () => {
  const names = Object.keys(environmentSchema.shape)

  test.each([
    ['SLACK_SIGNIN_SECRET', 'SLACK_SIGNING_SECRET'],
    ['slack_bot_token', 'SLACK_BOT_TOKEN'],
    ['APPROVER', 'APPROVERS'],
    ['ALLOWED_EMAIL_DOMAIN', 'ALLOWED_EMAIL_DOMAINS'],
    ['ENCRYPTION_KEY', 'ENCRYPTION_KEYS'],
    ['REDIS_URI', 'REDIS_URL'],
    ['PUBLIC_URI', 'PUBLIC_URL'],
  ])('%s is taken for %s', (name, like) => {
    expect(unreadNames([name], names)).toEqual([{ name, like }])
    if (!(like in enough)) return
    const { [like as keyof typeof enough]: _without, ...rest } = enough
    expect(problems({ ...rest, [name]: 'x' })).toEqual([expect.stringContaining(`${name} is set`)])
  })

  test('is named also where it is like none, if nobody but the bot can be meant', () => {
    const named = unreadNames(['DREMIO_PASSWORD', 'HTTPS_PROXY', 'METRICS_PORT'], names)
    expect(named).toEqual([{ name: 'DREMIO_PASSWORD' }, { name: 'HTTPS_PROXY' }, { name: 'METRICS_PORT' }])
  })

  test('is left alone if platforms set it, or it has nothing to do with us', () => {
    const others = ['PATH', 'HOME', 'HOSTNAME', 'POST', 'DYNO', 'REDIS_TLS_URL', 'REDIS_TEMPORARY_URL', 'REDIS_HOST']
    expect(unreadNames([...others, 'REDIS_PORT', 'REDISCLOUD_URL', 'NODE_VERSION', ...names], names)).toEqual([])
  })

  test('stops nothing', () => {
    expect(
      problems({ ...enough, SLACK_SIGNIN_SECRET: 'x', HTTPS_PROXY: 'http://proxy:1', METRICS_TOKEN: 'x' }),
    ).toEqual([])
  })
})

describe('a right environment', () => {
  test('needs four values, the rest has defaults', () => {
    expect(readConfig(enough)).toMatchObject({
      slack: { apiUrl: 'https://slack.com/api/', teams: undefined, auditChannel: undefined },
      web: { port: 3000, host: '0.0.0.0' },
      redis: { prefix: 'dremio-pat' },
      dremio: { edition: 'cloud', region: 'us', apiUrl: undefined, auth: { method: 'token' } },
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
      method: 'oauth',
      clientId: 'client',
      offline: false,
    })
    const named = readConfig({ ...enough, ...oauth, DREMIO_TOKEN: 'static-token', DREMIO_AUTH: 'token' })
    expect(named.dremio.auth.method).toBe('token')
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
