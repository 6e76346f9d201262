// `sign-records`: at an upgrade the operator has the bot sign what it stored before it signed anything, and nothing else.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, type TestContext, test, vi } from 'vitest'
import type { HealthCheck } from '../../src/core/health-check.ts'
import { examine } from '../../src/doctor.ts'
import { english } from '../../src/words/words.ts'
import { newEncryptionKey } from '../world/auth-methods.ts'
import { NO_ENV_FILE } from '../world/bot-process.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { approved, asks, audit, beforeFact, claimed } from './story.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const story = test.concurrent
const software26 = { edition: 'software', version: '26' } as const

async function begin({ onTestFinished }: TestContext, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld({ method: 'impersonation', dremio: software26, ...options })
  onTestFinished(() => world.close())
  return world
}

interface Ran {
  code: number
  stdout: string
  stderr: string
}

function run(env: Record<string, string>, ...words: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'sign-records', ...words], { env, ...NO_ENV_FILE }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    )
  })
}

const about = (findings: HealthCheck[]) => findings.filter(({ subject }) => subject === 'Redis records')

/** Every record, as an earlier version of the bot would have stored it, or changed in another way. */
async function rewrites({ redis }: World, change = (text: string) => text.replace(/,"mac":"[^"]+"\}$/, '}')) {
  const at = (name: string) => `{${redis.prefix}}:${name}`
  await withClient(redis.url, async (raw) => {
    for (const hash of ['links', 'assignments']) {
      for (const [field, text] of Object.entries(await raw.hgetall(at(hash))))
        await raw.hset(at(hash), field, change(text))
    }
    for (const key of await raw.keys(at('*'))) {
      if (/\}:(request|token|link-confirmation):/.test(key))
        await raw.hset(key, 'record', change((await raw.hget(key, 'record')) ?? ''))
      if (/\}:delegation:/.test(key)) await raw.set(key, change((await raw.get(key)) ?? ''), 'KEEPTTL')
    }
  })
}

/** Ana has a token and an open request, and Bea has delegated. */
async function hasEverything(world: World): Promise<void> {
  const { ana, bea } = world
  await claimed(world)
  await ana.presses('I have saved it')
  await ana.quiet()
  await asks(world, { label: 'second' })
  await bea.types('/dremio-pat delegate @carl until 7d')
  await bea.waitsFor(
    beforeFact((until) => english.delegation.started({ delegate: '@Carl', until, shown: 0, knowsAlready: false })),
  )
  await ana.quiet()
}

describe('after an upgrade from a version that signed nothing', () => {
  story('nothing is there until the operator has it signed, and then everything is', async (context) => {
    const world = await begin(context)
    const { ana, bea, bot, clock, dremio } = world
    await hasEverything(world)
    await rewrites(world)
    await ana.types('/dremio-pat whoami')
    await ana.waitsFor(english.identity.notLinked)
    await bea.presses('Approve')
    await bea.waitsFor(english.failures.noSuchRequest)
    expect(about(await examine(world.env))).toEqual([
      {
        subject: 'Redis records',
        state: 'failure',
        message: '5 are not signed (1 link, 2 requests, 1 token, 1 delegation), so the bot ignores them',
        remedy: expect.stringContaining('node dist/main.js sign-records'),
      },
    ])

    const { code, stdout } = await run(world.env)
    expect(stdout.split('\n')).toEqual([
      'links              1 signed now    0 signed before',
      'requests           2 signed now    0 signed before',
      'tokens             1 signed now    0 signed before',
      'delegations        1 signed now    0 signed before',
      '',
    ])
    expect(code).toBe(0)
    expect(about(await examine(world.env))).toEqual([
      { subject: 'Redis records', state: 'ok', message: '5, all of them signed' },
    ])
    await vi.waitUntil(async () => (await audit(world)).includes('"records.signed"'))

    // What was due meanwhile is set again.
    clock.pass(1_000)
    await bot.look()
    await ana.types('/dremio-pat whoami')
    await ana.waitsFor('You’re linked to the Dremio user ana@acme.test (')
    bea.reload()
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active')
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
  })

  story('the log says so at the start of a worker, with what to type', async (context) => {
    const world = await begin(context, { processes: 1 })
    const { ana } = world
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You’re linked to the Dremio user')
    await rewrites(world)
    const worker = await world.startProcess(['worker'])
    const said = await vi.waitUntil(() => worker.logs.find((line) => line.includes('Redis records')), {
      timeout: 10_000,
    })
    expect(JSON.parse(said)).toMatchObject({
      level: 'warn',
      message: '1 is not signed (1 link), so the bot ignores it',
      remedy: expect.stringContaining('node dist/main.js sign-records'),
    })
  })
})

describe('sign-records', () => {
  story('changes nothing the second time', async (context) => {
    const world = await begin(context)
    await hasEverything(world)
    await rewrites(world)
    await run(world.env)
    const before = await world.redis.dump()
    const { code, stdout } = await run(world.env)
    expect(code).toBe(0)
    expect(stdout).toContain('requests           0 signed now    2 signed before')
    const records = (dump: string) =>
      dump.split('\n').filter((line) => /\}:(links|request|token|delegation)\b/.test(line))
    expect(records(before)).toHaveLength(5)
    expect(records(await world.redis.dump())).toEqual(records(before))
  })

  story('signs nothing that has a wrong signature, and says how many there are', async (context) => {
    const world = await begin(context)
    const { ana, bea } = world
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You’re linked to the Dremio user')
    await rewrites(world, (text) => text.replace('UANA', 'UBEA'))
    const { code, stdout } = await run(world.env)
    expect(stdout).toContain('links              0 signed now    0 signed before    1 wrongly signed, left as it was')
    expect(code).toBe(0)
    expect(about(await examine(world.env))).toMatchObject([
      { state: 'failure', message: expect.stringMatching(/^1 is wrongly signed \(1 link\)/) },
    ])
    await bea.types('/dremio-pat whoami')
    await bea.waitsFor(english.identity.notLinked)
  })

  story('signs nothing that is no record: of another kind, or about somebody else than its place', async (context) => {
    const world = await begin(context)
    const at = (name: string) => `{${world.redis.prefix}}:${name}`
    const link = { person: 'UANA', uid: uids.ana, dremioName: '', proof: 'administrator', at: 1, by: 'UCARL' }
    await withClient(world.redis.url, async (raw) => {
      await raw.hset(at('links'), 'UBEA', JSON.stringify(link), 'UCARL', 'no JSON')
      await raw.set(at('delegation:UBEA'), '{}')
    })
    const { stdout } = await run(world.env)
    expect(stdout).toContain('links              0 signed now    0 signed before    2 not readable, left as they were')
    expect(stdout).toContain('delegations        0 signed now    0 signed before    1 not readable, left as it was')
    await world.bea.types('/dremio-pat whoami')
    await world.bea.waitsFor(english.identity.notLinked)
  })

  story('lets an older key go: what it signed is signed with the first', async (context) => {
    const world = await begin(context)
    await hasEverything(world)
    const [old, fresh] = [world.env.ENCRYPTION_KEYS ?? '', newEncryptionKey()]
    const both = { ...world.env, ENCRYPTION_KEYS: `${fresh},${old}` }
    const alone = { ...world.env, ENCRYPTION_KEYS: fresh }
    expect(about(await examine(alone))).toMatchObject([
      { state: 'failure', message: expect.stringContaining('signed with a key that ENCRYPTION_KEYS does not hold') },
    ])
    expect(about(await examine(both))).toMatchObject([
      { state: 'ok', message: expect.stringContaining('5 of them with an older key') },
    ])
    expect((await run(both)).stdout).toContain('requests           2 signed now    0 signed before')
    expect(about(await examine(alone))).toMatchObject([{ state: 'ok', message: '5, all of them signed' }])
  })

  story('runs beside a bot that works, and loses nothing', async (context) => {
    const world = await begin(context, { processes: 1 })
    await approved(world)
    await rewrites(world)
    const runs = [run(world.env), run(world.env), run(world.env)]
    expect((await Promise.all(runs)).map(({ code }) => code)).toEqual([0, 0, 0])
    await world.ana.presses('Show token')
    await world.ana.waitsFor('Your Dremio token')
    expect(world.dremio.tokensOf(uids.ana)).toHaveLength(1)
  })

  story('refuses without keys, says what is wrong with the settings, and knows no words', async (context) => {
    const world = await begin(context, { method: 'token', dremio: { edition: 'cloud' } })
    const none = await run(world.env)
    expect(none).toMatchObject({ code: 1, stdout: '' })
    expect(none.stderr).toContain('ENCRYPTION_KEYS is not set, so there is nothing to sign with.')
    const wrong = await run({ ...world.env, DREMIO_AUTH: 'issuer' })
    expect(wrong).toMatchObject({ code: 1, stdout: '' })
    expect(wrong.stderr).toContain('ENCRYPTION_KEYS is missing')
    expect(await run(world.env, 'all')).toMatchObject({ code: 1, stdout: '' })
    const away = { ...world.env, ENCRYPTION_KEYS: newEncryptionKey(), REDIS_URL: 'redis://127.0.0.1:1' }
    const unreachable = await run(away)
    expect(unreachable).toMatchObject({ code: 1, stdout: '' })
    expect(unreachable.stderr).toContain('node dist/main.js doctor')
  })
})
