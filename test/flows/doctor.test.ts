// `doctor` against whole worlds: what is fine, what has to be mended, and that it says no secret and changes nothing.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, type TestContext, test } from 'vitest'
import type { Finding } from '../../src/core/finding.ts'
import { asTable, examine } from '../../src/doctor.ts'
import { newEncryptionKey } from '../world/ways.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld(options)
  onTestFinished(() => world.close())
  return world
}

const failures = (findings: Finding[]) => findings.filter(({ state }) => state === 'failure')
const about = (findings: Finding[], subject: RegExp) => findings.filter((one) => subject.test(one.subject))

function run(env: Record<string, string>, ...words: string[]): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'doctor', ...words], { env }, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout }),
    )
  })
}

describe('doctor finds nothing to mend', () => {
  test.concurrent.each<WorldOptions & { at: string }>([
    { way: 'token', at: 'Cloud' },
    { way: 'token', at: 'Software 25', dremio: { edition: 'software', version: '25' } },
    { way: 'oauth', at: 'Cloud' },
    { way: 'idp', at: 'Cloud' },
    { way: 'idp', at: 'Software 26', dremio: { edition: 'software' }, administrator: true },
    { way: 'impersonation', at: 'Software 26', dremio: { edition: 'software' } },
    { way: 'issuer', at: 'Software 26', dremio: { edition: 'software' }, administrator: true },
  ])('with $way at $at, changes nothing there, and prints no secret', async ({ at: _at, ...options }) => {
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
    expect(about(failures(findings), /Slack/)).toMatchObject([{ says: expect.stringContaining('invalid_auth') }])
  })

  test('a scope that is missing, by name', async (context) => {
    const { env } = await begin(context, { slack: { scopes: ['chat:write', 'commands', 'im:write', 'users:read'] } })
    const [finding] = about(await examine(env), /scopes/)
    expect(finding).toMatchObject({ state: 'failure', says: expect.stringContaining('users:read.email') })
  })

  test('an approver, an administrator and an audit channel that cannot be reached, also those of the policy file', async (context) => {
    const { env, slack } = await begin(context, {
      env: { APPROVERS: 'UBEA,S0GONE', ADMINS: 'UGONE', AUDIT_CHANNEL: 'C0GENERAL' },
    })
    slack.change('UBEA', { isRestricted: true })
    const says = failures(await examine(env)).map((one) => one.says)
    expect(says).toEqual([
      'S0GONE (APPROVERS) cannot be read (no_such_subteam)',
      'UGONE (ADMINS) does not exist in Slack',
      'UBEA (APPROVERS) is a guest',
      'C0GENERAL takes no message (not_in_channel)',
    ])
  })

  test('a scope that was left out on purpose only as a warning', async (context) => {
    const scopes = ['chat:write', 'commands', 'im:write', 'users:read', 'users:read.email']
    const { env } = await begin(context, { slack: { scopes } })
    const [finding] = about(await examine(env), /scopes/)
    expect(finding).toMatchObject({ state: 'warning', says: expect.stringContaining('usergroups:read, for groups') })
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
    const { env } = await begin(context, { way: 'idp', dremio: { edition: 'software', version: '25' } })
    const findings = failures(await examine(env))
    expect(JSON.stringify(findings)).toMatch(/25/)
  })

  test('an identity provider that is not there', async (context) => {
    const { env } = await begin(context, { way: 'idp' })
    const findings = await examine({ ...env, IDP_ISSUER_URL: 'http://127.0.0.1:1' })
    expect(failures(findings)).not.toEqual([])
  })

  test('a public address where nobody answers, keys that are none, and nobody who approves', async (context) => {
    const { env } = await begin(context, { way: 'oauth' })
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

describe('node dist/main.js doctor', () => {
  test('ends with 0 when all is well, and prints a table', async (context) => {
    const { env } = await begin(context, { way: 'oauth', env: { ADMINS: 'UCARL' } })
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
