// The bot as a real process: stopped, killed, started while something is away, asked how it is, configured wrongly.

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { type Bot, startBot } from '../../src/bot.ts'
import { readConfig } from '../../src/config.ts'
import { CLAIM_LEASE } from '../../src/core/requests/request.ts'
import { randomIds } from '../../src/ids.ts'
import { createLog } from '../../src/log.ts'
import { english } from '../../src/words/words.ts'
import { approved, asks, bearerOf, cardOf, creates, secretBefore, secretsBefore } from '../flows/story.ts'
import { NO_ENV_FILE, startBotProcess } from '../world/bot-process.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

let world: World
const later: Bot[] = []
const begin = async (processes: number, options: WorldOptions = {}) => {
  world = await startWorld({ processes, ...options })
  opened.push(world)
  return world
}
const opened: World[] = []
afterEach(async () => {
  await Promise.all(later.splice(0).map((bot) => bot.stop()))
  await opened.pop()?.close()
})

/** Processes start and stop slowly where others use the machine as well. */
const patient = { timeout: 8_000 }

const tokens = () => world.dremio.tokensOf(uids.ana)

/** A bot on the same world by whose clock every lease that runs now is over. */
async function aBotAfterTheLease(part: 'web' | 'worker'): Promise<string> {
  const bot = await startBot({
    config: readConfig(world.env),
    parts: [part],
    clock: { now: () => Date.now() + CLAIM_LEASE + 1_000 },
    ids: randomIds,
    log: createLog('debug', { write: (line) => void world.logs.push(line) }),
  })
  later.push(bot)
  await bot.connected
  return `http://127.0.0.1:${bot.port}`
}

describe('a process that is stopped', () => {
  test('finishes the claim that is under way, and ends well within ten seconds', async () => {
    const { ana, dremio, processes } = await begin(1)
    await approved(world)
    const gate = dremio.hold('create')
    await ana.presses('Show token')
    await gate.reached
    const [bot] = processes
    const begun = performance.now()
    const ended = bot?.stop('SIGTERM')
    await expect.poll(() => bot?.logs.join(''), patient).toContain('"stopping"')
    gate.release()
    expect(await ended).toBe(0)
    expect(performance.now() - begun).toBeLessThan(10_000)
    expect(await bearerOf(world, await secretBefore(ana))).toBe(uids.ana)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
    )
  })

  test('with nothing under way ends at once', async () => {
    const { processes } = await begin(1)
    const begun = performance.now()
    expect(await processes[0]?.stop('SIGTERM')).toBe(0)
    expect(performance.now() - begun).toBeLessThan(3_000)
  })
})

describe('a process that is killed after Slack took its cards, before it stored where they stand', () => {
  test('leaves one card for each reader, which another worker finds and edits', async () => {
    const { ana, bea, carl, slack, processes } = await begin(1)
    const gate = slack.hold('chat.postMessage', { before: 'answer' })
    await asks(world)
    await gate.reached
    // Approvers have nothing but their card.
    const cards = () => [
      ana.messages.filter(({ blocks }) => blocks[0]?.type === 'header').length,
      bea.messages.length,
      carl.messages.length,
    ]
    await expect.poll(cards, patient).toEqual([1, 1, 1])
    expect(await processes[0]?.stop('SIGKILL')).toBeNull()
    gate.release()
    slack.connect([await aBotAfterTheLease('web')])
    await aBotAfterTheLease('worker')
    // The other process draws them anew, and has to look for them first.
    await expect.poll(() => slack.requests.filter(({ method }) => method === 'chat.update').length, patient).toBe(3)
    expect(cards()).toEqual([1, 1, 1])
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    await expect.poll(() => carl.sees(), patient).toContain(english.reviews.titles.approved)
    expect(cards()).toEqual([1, 1, 1])
    expect(carl.sees()).not.toContain('[ Approve ]')
  })
})

describe('a process that is killed while it collects a token', () => {
  const killed = async (at: 'create' | 'show') => {
    const { ana, dremio, slack, processes } = await begin(1)
    await approved(world)
    const gate = at === 'create' ? dremio.hold('create') : slack.hold('chat.postEphemeral')
    await ana.presses('Show token')
    await gate.reached
    expect(await processes[0]?.stop('SIGKILL')).toBeNull()
    gate.release()
    // Dremio does not know that nobody waits any more.
    await expect.poll(tokens, patient).toHaveLength(1)
    slack.connect([])
  }

  test.each(['create', 'show'] as const)(
    '(%s) leaves a token, which another worker removes after the lease',
    async (at) => {
      await killed(at)
      await aBotAfterTheLease('worker')
      await expect.poll(tokens, patient).toEqual([])
      await expect
        .poll(() => cardOf(world), patient)
        .toBe(english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }))
      // Its clock is ahead of everybody's: to it the next claim would be an old one as well.
      await Promise.all(later.splice(0).map((bot) => bot.stop()))
      const { ana, startProcess, slack } = world
      const { url } = await startProcess()
      slack.connect([url])
      const shown = secretsBefore(ana).length
      await ana.presses('Show token')
      const secret = await ana.waitsFor((person) => secretsBefore(person)[shown])
      expect(tokens()).toMatchObject([{ secret }])
    },
  )

  test('leaves a token, which the next press removes after the lease, before it makes another', async () => {
    await killed('create')
    const { ana, slack } = world
    slack.connect([await aBotAfterTheLease('web')])
    await ana.presses('Show token')
    const secret = await secretBefore(ana)
    await ana.waitsFor(english.requests.titles.claimed)
    expect(tokens()).toMatchObject([{ secret, label: expect.stringMatching(/-2\]$/) }])
  })

  test('tells whoever presses within the lease that it is still being collected', async () => {
    await killed('create')
    const { ana, startProcess, slack } = world
    const { url } = await startProcess()
    slack.connect([url])
    await ana.presses('Show token')
    await ana.waitsFor(english.failures.stale.claiming)
    expect(creates(world)).toBe(1)
    expect(secretsBefore(ana)).toEqual([])
  })
})

async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

const probe = async (url: string) => {
  const answer = await fetch(url)
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() }
}
const readiness = async (url: string) => {
  const { status, body } = await probe(`${url}/readyz`)
  return { status, ...(JSON.parse(body) as { ready: boolean; dependencies: Record<string, object> }) }
}

describe('a process that starts while', () => {
  test('Slack is away stays up, says so, connects when Slack is back, and works', async () => {
    const { ana, env, processes, slack } = await begin(1)
    slack.fail('auth.test', { error: 'fatal_error' }, { times: 99 })
    const PORT = await freePort()
    const url = `http://127.0.0.1:${PORT}`
    const starting = startBotProcess({ ...env, PORT })
    const status = (path: string) =>
      fetch(url + path).then(
        (answer) => answer.status,
        () => undefined,
      )
    await expect.poll(() => status('/healthz'), patient).toBe(200)
    expect(await readiness(url)).toMatchObject({
      status: 503,
      ready: false,
      dependencies: { redis: { ok: true, needed: true }, slack: { ok: false, needed: true } },
    })
    slack.connect([url])
    expect(await ana.types('/dremio-pat list')).toMatchObject({ status: 503 })
    expect(await status('/healthz')).toBe(200)

    slack.heal()
    processes.push(await starting)
    expect(await readiness(url)).toMatchObject({ status: 200, ready: true })
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You don’t have any active Dremio tokens.')
  })

  test('Redis is away stays up, says so, and works when Redis is back', async ({ skip }) => {
    const { ana, redis, slack, startProcess } = await begin(1, { redis: 'own' })
    if (!redis.restart) return skip('this Redis is not ours to stop')
    let url = ''
    await redis.restart(async () => {
      url = (await startProcess()).url
      slack.connect([url])
      expect(await probe(`${url}/healthz`)).toMatchObject({ status: 200 })
      expect(await readiness(url)).toMatchObject({
        status: 503,
        dependencies: { redis: { ok: false }, slack: { ok: true } },
      })
      await ana.types('/dremio-pat list')
      await ana.waitsFor(english.failures.storageAway)
    })
    await expect.poll(() => readiness(url), patient).toMatchObject({ status: 200 })
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You don’t have any active Dremio tokens.')
  })
})

describe('the probes', () => {
  test('say what is there and what is needed, as JSON', async () => {
    const { dremio, processes } = await begin(1)
    const url = processes[0]?.url ?? ''
    expect(await probe(`${url}/healthz`)).toMatchObject({ status: 200, type: 'application/json' })
    expect(await readiness(url)).toEqual({
      status: 200,
      ready: true,
      dependencies: {
        redis: { ok: true, needed: true, checkedSecondsAgo: expect.any(Number) },
        slack: { ok: true, needed: true, checkedSecondsAgo: 0 },
        dremio: { ok: true, needed: false, checkedSecondsAgo: expect.any(Number) },
        alarms: expect.objectContaining({ ok: true, needed: false, secondsLate: 0, standsIn: false }),
      },
    })
    // Without Dremio the bot still has words for people, so it stays in rotation.
    dremio.fail('unknown', { status: 503 }, { times: 99 })
    await expect
      .poll(() => readiness(url), patient)
      .toMatchObject({ status: 200, ready: true, dependencies: { dremio: { ok: false, reason: 'server error' } } })
  })

  test('cost Dremio next to nothing, however often they are asked', async () => {
    const { dremio, processes } = await begin(1)
    const url = processes[0]?.url ?? ''
    const before = dremio.requests.length
    const begun = performance.now()
    for (let heap = 0; heap < 4; heap += 1) {
      await Promise.all(Array.from({ length: 50 }, async () => expect((await readiness(url)).status).toBe(200)))
    }
    // One look, and another one every two seconds.
    const looks = 1 + Math.ceil((performance.now() - begun) / 2_000)
    expect(dremio.requests.length - before).toBeLessThanOrEqual(looks)
  })

  test('and a browser that go on sending nothing do not hold up the end', async () => {
    const { processes } = await begin(1)
    const [bot] = processes
    const { hostname, port } = new URL(bot?.url ?? '')
    const idle = connect(Number(port), hostname, () => idle.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'))
    const slow = connect(Number(port), hostname, () => slow.write('GET /healthz HTTP/1.1\r\nHo'))
    await Promise.all([once(idle, 'data'), once(slow, 'connect')])
    const begun = performance.now()
    expect(await bot?.stop('SIGTERM')).toBe(0)
    expect(performance.now() - begun).toBeLessThan(3_000)
  })

  test('know no other paths, and Slack’s only for a POST', async () => {
    const { processes } = await begin(1)
    const url = processes[0]?.url ?? ''
    for (const path of ['/', '/admin', '/healthz/x', '/..%2fhealthz', '/dremio/callback', '/.well-known/jwks.json']) {
      expect(await probe(url + path)).toMatchObject({ status: 404, body: '' })
    }
    expect(await probe(`${url}/slack/events`)).toMatchObject({ status: 405, body: '' })
    expect((await fetch(`${url}/healthz`, { method: 'HEAD' })).status).toBe(200)
    expect((await fetch(`${url}/healthz?token=1`)).status).toBe(200)
  })

  test('are answered by a worker, which takes nothing from Slack, and asks it whom it serves', async () => {
    const { startProcess, slack } = await begin(1)
    const asked = slack.requests.filter(({ method }) => method === 'auth.test').length
    const { url, stop } = await startProcess(['worker'])
    expect(await probe(`${url}/healthz`)).toMatchObject({ status: 200 })
    expect(await readiness(url)).toMatchObject({ status: 200, dependencies: { slack: { ok: true, needed: true } } })
    expect((await fetch(`${url}/slack/events`, { method: 'POST' })).status).toBe(404)
    expect(slack.requests.filter(({ method }) => method === 'auth.test')).toHaveLength(asked + 1)
    expect(await stop()).toBe(0)
  })
})

describe('a process with a wrong environment', () => {
  const run = (env: Record<string, string>, ...words: string[]) =>
    new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(process.execPath, [MAIN, ...words], { env, ...NO_ENV_FILE }, (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr }),
      )
    })

  test('ends with 1 and one message that names everything that is missing', async () => {
    const { code, stdout, stderr } = await run({ NODE_ENV: 'production' })
    expect(code).toBe(1)
    expect(stdout).toBe('')
    for (const name of [
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'DREMIO_TOKEN',
      'ALLOWED_EMAIL_DOMAINS',
      'REDIS_URL',
    ]) {
      expect(stderr).toContain(`- ${name} is missing`)
    }
    expect(stderr).toContain('npm run demo')
    expect(stderr).toContain('npm run playground')
    expect(stderr).toContain('a file .env in the folder in which the bot is started')
  })

  test('names everything that is wrong, and prints no value', async () => {
    const wrong = {
      SLACK_BOT_TOKEN: 'xoxb-value-one',
      SLACK_SIGNING_SECRET: 'value-two',
      SLACK_API_URL: 'http://value-three.example/api/',
      PORT: 'value-four',
      REDIS_URL: 'mysql://value-five',
      DREMIO_EDITION: 'value-six',
      DREMIO_API_URL: 'https://value-seven.example/v0',
      DREMIO_TOKEN: 'value-eight',
      ALLOWED_EMAIL_DOMAINS: 'value nine',
      APPROVERS: 'value-ten',
      LOG_LEVEL: 'value-eleven',
    }
    const { code, stderr } = await run(wrong)
    expect(code).toBe(1)
    const named = [
      'SLACK_API_URL',
      'PORT',
      'REDIS_URL',
      'DREMIO_EDITION',
      'DREMIO_API_URL',
      'ALLOWED_EMAIL_DOMAINS',
      'APPROVERS',
      'LOG_LEVEL',
    ]
    for (const name of named) expect(stderr).toContain(`- ${name} `)
    expect(stderr).not.toMatch(/value/)
  })

  test('hears of a name that is misspelt, and of a value that belongs elsewhere', async () => {
    const { code, stderr } = await run({ SLACK_BOT_TOKEN: 'xapp-value', SLACK_SIGNIN_SECRET: 'value' })
    expect(code).toBe(1)
    expect(stderr).toContain('- SLACK_BOT_TOKEN holds an app-level token (xapp-…): put it in SLACK_APP_TOKEN\n')
    expect(stderr).toMatch(/- SLACK_SIGNING_SECRET is missing .*; SLACK_SIGNIN_SECRET is set, which nobody reads/)
    expect(stderr).not.toContain('value')
  })

  test('or a port that is taken, a host of another machine or an address of Redis that is none says which', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const env = {
      ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret', DREMIO_TOKEN: 'token' },
      ...{ ALLOWED_EMAIL_DOMAINS: 'acme.test', HOST: '127.0.0.1', PORT: String((taken.address() as AddressInfo).port) },
      ...{
        SLACK_API_URL: 'http://127.0.0.1:1/api/',
        DREMIO_API_URL: 'http://127.0.0.1:1',
        REDIS_URL: 'redis://127.0.0.1:1',
      },
    }
    try {
      const [port, host, redis] = await Promise.all([
        run(env, 'web'),
        run({ ...env, HOST: '203.0.113.7', PORT: '0' }, 'worker'),
        run({ ...env, REDIS_URL: 'redis://:a/secret#x@redis.test:port' }),
      ])
      expect(port).toMatchObject({ code: 1, stderr: expect.stringContaining('PORT is taken: another program listens') })
      expect(host).toMatchObject({ code: 1, stderr: expect.stringContaining('HOST is no address of this machine') })
      expect(redis).toMatchObject({ code: 1, stderr: expect.stringContaining('REDIS_URL') })
      expect(redis.stderr).not.toMatch(/a\/secret|broken/)
    } finally {
      taken.close()
    }
  })

  test('or an unknown word ends with 1 and says which words there are', async () => {
    const { code, stderr } = await run({}, 'dance')
    expect(code).toBe(1)
    expect(stderr).toContain('node dist/main.js [web | worker | doctor | audit | policy | sign-records]')
  })
})
