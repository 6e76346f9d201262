// What the environment must say: everything wrong at once, by name and never by value.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ConfigError, environmentSchema, readConfig } from '../src/config.ts'

const enough = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'signing',
  ALLOWED_EMAIL_DOMAINS: 'acme.test',
  DREMIO_TOKEN: 'static-token',
}

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
    [{ DREMIO_AUTH: 'oauth' }, /^DREMIO_AUTH must be token/],
    [{ SLACK_API_URL: 'https://slack.test/' }, /^SLACK_API_URL must end in/],
    [{ SLACK_API_URL: 'http://slack.test/api/' }, /^SLACK_API_URL must begin with https/],
    [{ SLACK_TEAM_IDS: 'acme' }, /^SLACK_TEAM_IDS must be/],
    [{ PORT: 'eighty' }, /^PORT /],
    [{ PORT: '70000' }, /^PORT /],
    [{ REDIS_URL: 'localhost:6379' }, /^REDIS_URL must begin with/],
    [{ NODE_ENV: 'production' }, /^REDIS_URL is missing/],
    [{ ALLOWED_EMAIL_DOMAINS: 'ana@acme.test' }, /^ALLOWED_EMAIL_DOMAINS must be domains/],
    [{ ALLOWED_EMAIL_DOMAINS: ' , ' }, /^ALLOWED_EMAIL_DOMAINS must name/],
    [{ APPROVERS: 'bea' }, /^APPROVERS must be Slack user ids/],
    [{ ADMINS: 'UBEA,carl' }, /^ADMINS must be/],
    [{ AUDIT_CHANNEL: '#audit' }, /^AUDIT_CHANNEL must be/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL /],
    [{ POLICY_FILE: 'policy.yml' }, /^POLICY_FILE is not supported/],
    [{ DREMIO_OAUTH_CLIENT_ID: 'x' }, /^DREMIO_OAUTH_CLIENT_ID is not supported/],
  ])('%j', (change, problem) => {
    expect(problems({ ...enough, ...change })).toEqual([expect.stringMatching(problem)])
  })

  test('is told together, whatever is wrong', () => {
    expect(
      problems({ ...enough, PORT: 'x', DREMIO_EDITION: 'software', LOG_LEVEL: 'loud', POLICY_FILE: 'p' }),
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
      dremio: { edition: 'cloud', region: 'us', apiUrl: undefined },
      emailDomains: ['acme.test'],
      approvers: [],
      admins: [],
      logLevel: 'info',
    })
  })

  test.each([
    ['http on this machine', { DREMIO_API_URL: 'http://127.0.0.1:9047', SLACK_API_URL: 'http://localhost:1/api/' }],
    ['a socket of Redis', { REDIS_URL: 'unix:/tmp/redis.sock' }],
    ['an empty value for a missing one', { SLACK_APP_TOKEN: '', APPROVERS: ' ' }],
    ['Socket Mode without a signing secret', { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-1' }],
    ['Software with an address', { DREMIO_EDITION: 'software', DREMIO_API_URL: 'https://dremio.test:9047/' }],
    [
      'several of what can be several',
      { APPROVERS: 'U1, S2', SLACK_TEAM_IDS: 'T1,T2', ALLOWED_EMAIL_DOMAINS: 'A.test, b.test' },
    ],
  ])('takes %s', (_what, change) => {
    expect(problems({ ...enough, ...change })).toEqual([])
  })

  test('prints no secret', () => {
    expect(JSON.stringify(readConfig(enough))).not.toMatch(/xoxb-1|signing"|static-token/)
  })
})

test('.env.example names every variable that is read, and no other', () => {
  const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
  const named = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name)
  expect(named.sort()).toEqual(Object.keys(environmentSchema.shape).sort())
})
