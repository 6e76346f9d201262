// `doctor` against whole worlds: what is fine, what has to be mended, and that it says no secret and changes nothing.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, type TestContext, test } from 'vitest'
import type { HealthCheck } from '../../src/core/health-check.ts'
import { asTable, examine } from '../../src/doctor.ts'
import { newEncryptionKey } from '../world/auth-methods.ts'
import { NO_ENV_FILE } from '../world/bot-process.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld(options)
  onTestFinished(() => world.close())
  return world
}

const failures = (findings: HealthCheck[]) => findings.filter(({ state }) => state === 'failure')
const about = (findings: HealthCheck[], subject: RegExp) => findings.filter((one) => subject.test(one.subject))

function run(env: Record<string, string>, ...words: string[]): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'doctor', ...words], { env, ...NO_ENV_FILE }, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout }),
    )
  })
}

describe('doctor finds nothing to mend', () => {
  test.concurrent.each<WorldOptions & { at: string }>([
    { method: 'token', at: 'Cloud' },
    { method: 'token', at: 'Software 25', dremio: { edition: 'software', version: '25' } },
    { method: 'oauth', at: 'Cloud' },
    { method: 'idp', at: 'Cloud' },
    { method: 'idp', at: 'Software 26', dremio: { edition: 'software' }, administrator: true },
    { method: 'impersonation', at: 'Software 26', dremio: { edition: 'software' } },
    { method: 'issuer', at: 'Software 26', dremio: { edition: 'software' }, administrator: true },
  ])('with $method at $at, changes nothing there, and prints no secret', async ({ at: _at, ...options }) => {
    const world = await startWorld(options)
    try {
      const findings = await examine(world.env)
      expect(failures(findings)).toEqual([])
      const deeds = world.dremio.requests.map(({ operation }) => operation)
      expect(deeds.filter((deed) => /create|delete|wipe|authorize/.test(deed))).toEqual([])
      const printed = asTable(findings) + JSON.stringify(findings)
      for (const name of ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'DREMIO_TOKEN', 'DREMIO_ADMIN_TOKEN']) {
        if (world.env[name]) expect(printed).not.toContain(world.env[name])
      }
      if (world.env.ENCRYPTION_KEYS) expect(printed).not.toContain(world.env.ENCRYPTION_KEYS)
      if (world.env.IDP_CLIENT_SECRET) expect(printed).not.toContain(world.env.IDP_CLIENT_SECRET)
    } finally {
      await world.close()
    }
  })
})

describe('doctor says what to mend:', () => {
  test('a wrong configuration, all of it', async () => {
    const findings = await examine({ DREMIO_AUTH: 'oauth', DREMIO_EDITION: 'software' })
    expect(findings.length).toBeGreaterThan(5)
    expect(failures(findings)).toHaveLength(findings.length)
  })

  test('a Slack token that is not accepted', async (context) => {
    const { env } = await begin(context)
    const findings = await examine({ ...env, SLACK_BOT_TOKEN: 'xoxb-of-somebody-else' })
    expect(about(failures(findings), /Slack/)).toMatchObject([{ message: expect.stringContaining('invalid_auth') }])
  })

  test('a scope that is missing, by name', async (context) => {
    const { env } = await begin(context, { slack: { scopes: ['chat:write', 'commands', 'im:write', 'users:read'] } })
    const [finding] = about(await examine(env), /scopes/)
    expect(finding).toMatchObject({ state: 'failure', message: expect.stringContaining('users:read.email') })
  })

  test('an approver, an administrator and an audit channel that cannot be reached, also those of the policy file', async (context) => {
    const { env, slack } = await begin(context, {
      env: { APPROVERS: 'UBEA,S0GONE', ADMINS: 'UGONE', AUDIT_CHANNEL: 'C0GENERAL' },
    })
    slack.change('UBEA', { isRestricted: true })
    const message = failures(await examine(env)).map((one) => one.message)
    expect(message).toEqual([
      'S0GONE (APPROVERS) does not exist in Slack',
      'UGONE (ADMINS) does not exist in Slack',
      'UBEA (APPROVERS) is a guest',
      'C0GENERAL takes no message (not_in_channel)',
    ])
  })

  test('a Messages tab that is off, and a rule’s channel that takes no card', async (context) => {
    const { env, slack } = await begin(context)
    const rule = { name: 'the team', then: 'review', approvers: ['user:UBEA'], channel: 'C0GENERAL' }
    slack.turnMessagesTab('off')
    const findings = await examine({ ...env, POLICY_FILE: policyFile(context, { rules: [rule] }), ADMINS: 'UCARL' })
    expect(failures(findings).map(({ subject, message }) => `${subject}: ${message}`)).toEqual([
      expect.stringMatching(/^Messages tab: off, so the bot can message nobody/),
      'Channel of rule “the team”: C0GENERAL takes no message (not_in_channel)',
    ])
  })

  test('a Slack that does not say whether addresses are confirmed', async (context) => {
    const { env, slack } = await begin(context)
    expect(about(await examine(env), /addresses/)).toEqual([])
    slack.change('UBEA', { emailConfirmed: undefined })
    expect(about(await examine(env), /addresses/)).toMatchObject([
      { state: 'failure', message: expect.stringContaining('nobody can be linked by theirs') },
    ])
  })

  test('a scope that was left out on purpose only as a warning', async (context) => {
    const scopes = ['chat:write', 'commands', 'im:write', 'users:read', 'users:read.email']
    const { env } = await begin(context, { slack: { scopes } })
    const [finding] = about(await examine(env), /scopes/)
    expect(finding).toMatchObject({ state: 'warning', message: expect.stringContaining('usergroups:read, for groups') })
  })

  test('a Redis that is away', async (context) => {
    const { env } = await begin(context)
    const findings = await examine({ ...env, REDIS_URL: 'redis://127.0.0.1:1' })
    expect(about(failures(findings), /Redis/)).not.toEqual([])
  })

  test('a Dremio that is away, or does not take the credential', async (context) => {
    const { env, dremio } = await begin(context)
    const refused = await examine({ ...env, DREMIO_TOKEN: 'not-a-token' })
    expect(about(failures(refused), /Dremio|DREMIO/)).not.toEqual([])
    await dremio.close()
    expect(about(failures(await examine(env)), /Dremio/)).not.toEqual([])
  })

  test('a Software too old for the way in use', async (context) => {
    const { env } = await begin(context, { method: 'idp', dremio: { edition: 'software', version: '25' } })
    const findings = failures(await examine(env))
    expect(JSON.stringify(findings)).toMatch(/25/)
  })

  test('an identity provider that is not there', async (context) => {
    const { env } = await begin(context, { method: 'idp' })
    const findings = await examine({ ...env, IDP_ISSUER_URL: 'http://127.0.0.1:1' })
    expect(failures(findings)).not.toEqual([])
  })

  test('a public address where nobody answers, keys that are none, and nobody who approves', async (context) => {
    const { env } = await begin(context, { method: 'oauth' })
    const zeros = Buffer.alloc(32).toString('base64')
    const findings = await examine({
      ...env,
      PUBLIC_URL: 'http://127.0.0.1:1',
      ENCRYPTION_KEYS: `${zeros},${newEncryptionKey()}`,
      APPROVERS: '',
    })
    expect(about(findings, /Public/)).toMatchObject([{ state: 'warning' }])
    expect(about(findings, /Encryption/)).toMatchObject([{ state: 'failure' }])
    expect(about(findings, /Policy/)).toMatchObject([{ state: 'warning' }])
  })
})

describe('doctor --release warns where people’s own time zones decide that nobody reviews', () => {
  const byDay = { name: 'by day', when: { hours: '08:00-18:00' }, then: 'approve' }
  const onWeekdays = { name: 'on weekdays', when: { days: 'weekdays' }, then: 'approve' }
  const notAtNight = { name: 'not at night', when: { hours: '18:00-08:00' }, then: 'deny', because: 'Sleep.' }
  const reviewedAtNight = {
    name: 'reviewed at night',
    when: { hours: '18:00-08:00' },
    then: 'review',
    approvers: ['manager'],
  }
  const always = { name: 'always', then: 'approve' }
  const review = { name: 'review', then: 'review', approvers: ['manager'] }

  test.each<[what: string, policy: object, warned: string[]]>([
    ['an approval by hours', { rules: [byDay, review] }, ['by day']],
    ['an approval by days', { rules: [onWeekdays, review] }, ['on weekdays']],
    ['several', { rules: [onWeekdays, byDay] }, ['on weekdays', 'by day']],
    ['a denial by hours in front of an approval', { rules: [notAtNight, always] }, ['not at night']],
    ['a review by hours in front of an approval', { rules: [reviewedAtNight, always] }, ['reviewed at night']],
    ['a denial by hours behind every approval', { rules: [notAtNight, review] }, []],
    ['a review by hours, and reviews for the rest', { rules: [reviewedAtNight, review] }, []],
    ['no hours at all', { rules: [always] }, []],
    ['a zone of the policy’s', { rules: [byDay, notAtNight, always], timeZone: 'Europe/Berlin' }, []],
  ])('%s', async (_what, policy, warned) => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
      DREMIO_TOKEN: 'token',
    }
    const file = policyFile({ onTestFinished }, policy)
    const given = { ...env, ALLOWED_EMAIL_DOMAINS: 'acme.test', ADMINS: 'U1', POLICY_FILE: file }
    const findings = about(await examine(given, { release: true }), /Policy/)
    expect(findings[0]).toMatchObject({ state: 'ok' })
    expect(findings.slice(1)).toMatchObject(
      warned.map((name) => ({
        state: 'warning',
        message: `rule “${name}” goes by the time zone in people’s own Slack profiles, which they can change to get a token that nobody reviews`,
        remedy: 'Write timeZone into the policy file, for example timeZone: Europe/Berlin.',
      })),
    )
  })
})

describe('doctor looks at the way back of a browser', () => {
  test.each([
    ['oauth', 'Redirect URI'],
    ['issuer', 'Published keys'],
  ] as const)('(%s) at the running bot', async (method, subject) => {
    const world = await startWorld({ method, ...(method === 'issuer' && { dremio: { edition: 'software' } }) })
    try {
      const found = about(await examine(world.env), /Public URL|Redirect URI|Published keys/)
      expect(found).toMatchObject([
        { subject: 'Public URL', state: 'ok' },
        { subject, state: 'ok', message: 'is reached' },
      ])
    } finally {
      await world.close()
    }
  })
})

describe('doctor --release', () => {
  /** Complete, and nothing of it is there. */
  const away = {
    ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' },
    ...{ SLACK_API_URL: 'http://127.0.0.1:1/api/', DREMIO_API_URL: 'http://127.0.0.1:1', DREMIO_TOKEN: 'token' },
    ...{ REDIS_URL: 'redis://127.0.0.1:1', ALLOWED_EMAIL_DOMAINS: 'acme.test', APPROVERS: 'U1', ADMINS: 'U1,U2' },
  }

  test('is not stopped by an outage of anything, and asks nobody', async () => {
    const findings = await examine(away, { release: true })
    expect(findings.map(({ subject, state }) => `${state} ${subject}`)).toEqual([
      'ok Configuration',
      'ok Policy',
      'ok Administrators',
    ])
    expect(failures(await examine(away)).length).toBeGreaterThan(2)
  })

  test.each([
    ['a variable that is missing', { DREMIO_TOKEN: '' }, /DREMIO_TOKEN is missing/],
    ['one in the place of another', { SLACK_BOT_TOKEN: 'xapp-1' }, /put it in SLACK_APP_TOKEN/],
    ['two that do not go together', { DREMIO_EDITION: 'cloud', DREMIO_ADMIN_TOKEN: 'x' }, /must not be set with/],
    ['a policy file that is not there', { POLICY_FILE: 'nowhere.yml' }, /it cannot be read \(ENOENT\)/],
    ['a policy file that is none', { POLICY_FILE: 'package.json' }, /line 2/],
    [
      'a key that anybody can guess',
      {
        DREMIO_AUTH: 'issuer',
        PUBLIC_URL: 'https://bot.acme.test',
        ENCRYPTION_KEYS: Buffer.alloc(32).toString('base64'),
      },
      /no random key/,
    ],
  ])('is stopped by %s', async (_what, change, message) => {
    const findings = await examine({ ...away, ...change }, { release: true })
    expect(failures(findings)).not.toEqual([])
    expect(JSON.stringify(failures(findings))).toMatch(message)
    // A file that is not there is not mended by looking up what may stand in it.
    if ('POLICY_FILE' in change) {
      expect(failures(findings)[0]?.remedy).toMatch(change.POLICY_FILE === 'nowhere.yml' ? /deployed/ : /policy:schema/)
    }
  })

  test('warns of values that are most often wrong, and of names that nobody reads', async () => {
    const findings = await examine(
      {
        ...away,
        SLACK_SIGNING_SECRET: 'aB3dE6gH9jK2mN5pQ8sT1vW4',
        ALLOWED_EMAIL_DOMAINS: 'example.com',
        NODE_ENV: 'prod',
        DREMIO_OAUTH_CLIENTID: 'x',
      },
      { release: true },
    )
    expect(failures(findings)).toEqual([])
    expect(about(findings, /Signing secret|Environment/)).toMatchObject([
      { state: 'warning', message: expect.stringContaining('it may be the verification token') },
      { state: 'warning', message: 'ALLOWED_EMAIL_DOMAINS holds an example' },
      { state: 'warning', message: expect.stringContaining('NODE_ENV is none of') },
      {
        state: 'warning',
        message: 'DREMIO_OAUTH_CLIENTID is set, but nobody reads it',
        remedy: expect.stringContaining('DREMIO_OAUTH_CLIENT_ID'),
      },
    ])
    expect(asTable(findings)).not.toContain('aB3dE6gH9jK2mN5pQ8sT1vW4')
  })
})

test('every finding that is not fine ends in something to do', async (context) => {
  const { env, dremio } = await begin(context, { method: 'idp', dremio: { edition: 'software' }, administrator: true })
  await dremio.close()
  const gone = {
    REDIS_URL: 'redis://127.0.0.1:1',
    IDP_ISSUER_URL: 'http://127.0.0.1:1',
    PUBLIC_URL: 'http://127.0.0.1:1',
  }
  const all = [...(await examine({ ...env, ...gone, SLACK_BOT_TOKEN: 'xoxb-x' })), ...(await examine({}))]
  expect(all.length).toBeGreaterThan(12)
  expect(all.filter(({ state, remedy }) => state !== 'ok' && !remedy)).toEqual([])
})

describe('node dist/main.js doctor', () => {
  test('is told what it does not know, instead of looking at something else', async () => {
    expect(await run({}, '--relase')).toMatchObject({ code: 1, stdout: '' })
  })

  test('ends with 0 when all is well, and prints a table', async (context) => {
    const { env } = await begin(context, { method: 'oauth', env: { ADMINS: 'UCARL' } })
    const { code, stdout } = await run(env)
    expect(stdout).toMatch(/^ok {4}Configuration +complete: Slack by HTTP, Dremio cloud by oauth$/m)
    expect(stdout).toMatch(/^0 to mend, \d+ to look at, \d+ fine\.$/m)
    expect(code).toBe(0)
  })

  test('ends with 1 when something has to be mended, also as JSON', async (context) => {
    const { env, dremio } = await begin(context)
    dremio.removeUser(uids.ana)
    const { code, stdout } = await run({ ...env, SLACK_BOT_TOKEN: 'xoxb-of-somebody-else' }, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, findings: expect.arrayContaining([expect.anything()]) })
    expect(code).toBe(1)
    expect((await run({})).code).toBe(1)
  })
})
