// Socket Mode: the same conversation, and what happens when Slack hangs up, does not answer, or sends what it should not.

import { afterEach, describe, expect, test } from 'vitest'
import { english } from '../../src/words/words.ts'
import { approved, secretBefore } from '../flows/story.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'

const socketMode = { SLACK_APP_TOKEN: 'xapp-simulated', SLACK_SIGNING_SECRET: '' }

let world: World
afterEach(() => world?.close())

async function begin(options: WorldOptions = {}) {
  world = await startWorld({ ...options, env: { ...socketMode, ...options.env } })
  world.slack.connectBySocket()
  return world
}

const patient = { timeout: 9_000 }
const log = () => [...world.logs, ...world.processes.flatMap((one) => one.logs)].join('')
const lines = (message: string) => log().split(`"${message}"`).length - 1
const url = () => world.processes[0]?.url ?? `http://127.0.0.1:${world.bot.port}`
const readiness = async () => {
  const answer = await fetch(`${url()}/readyz`)
  const body = (await answer.json()) as { dependencies: { slack: Record<string, unknown> } }
  return { status: answer.status, slack: body.dependencies.slack }
}

async function answers(): Promise<void> {
  const { ana } = world
  expect(await ana.types('/dremio-pat list')).toMatchObject({ status: 200 })
  await ana.waitsFor('You don’t have any active Dremio tokens.')
}

describe('over a socket', () => {
  test('a person asks, another approves, and the token is shown', async () => {
    const { ana } = await begin()
    await approved(world)
    await ana.presses('Show token')
    await secretBefore(ana)
    await ana.waitsFor(english.requests.titles.claimed)
    expect(await readiness()).toMatchObject({ status: 200, slack: { ok: true } })
  })

  test('shortcuts come too, on a message without its texts', async () => {
    const { ana, bea, dremio } = await begin()
    await ana.usesShortcut('New Dremio token')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    ana.reload()
    const { secret } = dremio.mint(uids.ana, { label: 'laptop' })
    const message = bea.posts(`a-canary-of-mine ${secret}`)
    expect(await ana.usesShortcutOn('Revoke leaked token', message)).toMatchObject({ status: 200, body: '' })
    await ana.waitsFor('• laptop (')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token laptop is revoked.')
    expect(log()).not.toContain('canary')
  })

  test('a frame that is none of Slack’s is passed over, and what comes after it is heard', async () => {
    const { ana, slack } = await begin()
    for (const text of [
      'canary{',
      'null',
      '1',
      '[]',
      '""',
      '{"envelope_id":"e1"}',
      // Names of events that the library’s client sends itself.
      '{"type":"ws_message","envelope_id":"e1","payload":{}}',
      '{"type":"disconnected","envelope_id":"e1","payload":{}}',
      '{"type":"events_api","payload":{"event":{"type":"message"}}}',
      '{"type":"events_api","envelope_id":"e2","payload":{"event":null}}',
      '{"type":"events_api","envelope_id":"e2","payload":{"event":{"type":"close"}}}',
      '{"type":"events_api","envelope_id":"e3","payload":null}',
      '{"type":"interactive","envelope_id":"e4","payload":null}',
      '{"type":"slash_commands","envelope_id":"e5","payload":null}',
      '{"type":"interactive","envelope_id":"e7","payload":{"type":"message_action","message":"canary"}}',
      '{"type":"canary_new","envelope_id":"e6","payload":{"canary":1}}',
    ]) {
      slack.sockets.send(text)
      slack.sockets.sendBinary(Buffer.from('canary'))
      expect(await ana.types('/dremio-pat help'), text).toMatchObject({ status: 200 })
    }
    await answers()
    expect(slack.sockets.opened).toBe(1)
    expect(log()).not.toContain('canary')
  })

  test('an envelope that cannot be read is acknowledged, so that it does not come again', async () => {
    const { slack } = await begin()
    for (const payload of [null, 1, [], { event: null }]) {
      expect(await slack.sockets.envelope('events_api', payload)).toBeDefined()
    }
    expect(await slack.sockets.envelope('something_new', {})).toBeDefined()
  })
})

describe('a socket that is lost', () => {
  test('at once is opened again, and nobody needs to hear of it', async () => {
    const { slack } = await begin()
    slack.sockets.cut()
    await expect.poll(() => slack.sockets.open, patient).toBe(1)
    await answers()
    expect(lines('the connection to Slack is lost')).toBe(0)
  })

  test.each(['warning', 'refresh_requested', 'link_disabled'])(
    'because Slack says %s is opened again',
    async (reason) => {
      const { slack } = await begin()
      slack.sockets.sayGoodbye(reason)
      await expect.poll(() => slack.sockets.opened, patient).toBe(2)
      await expect.poll(() => slack.sockets.open, patient).toBe(1)
      await answers()
    },
  )

  test.each([
    ['resets connections', { drop: true }],
    ['answers 503', { status: 503 }],
    ['refuses the token', { error: 'invalid_auth' }],
    ['is in too much haste', { retryAfter: 1 }],
    ['answers with a page', { html: true }],
  ] as const)(
    'while Slack %s ends nothing: the process says so, tries on, and is back by itself',
    { timeout: 40_000 },
    async (_what, fault) => {
      const { slack, processes } = await begin({ processes: 1 })
      slack.fail('apps.connections.open', fault, { times: 99 })
      slack.sockets.cut()
      const tries = () => slack.requests.filter(({ method }) => method === 'apps.connections.open').length
      await expect.poll(tries, patient).toBeGreaterThan(2)
      expect(await readiness()).toMatchObject({
        status: 503,
        slack: { ok: false, needed: true, reason: expect.any(String), awaySeconds: expect.any(Number) },
      })
      expect((await fetch(`${url()}/healthz`)).status).toBe(200)
      slack.heal()
      await expect.poll(() => slack.sockets.open, patient).toBe(1)
      await answers()
      expect(await readiness()).toMatchObject({ status: 200, slack: { ok: true } })
      expect(lines('the connection to Slack is lost')).toBe(1)
      expect(lines('connected to Slack again')).toBe(1)
      expect(processes[0]?.process.exitCode).toBeNull()
      expect(log()).not.toMatch(/canary|xapp-|that nobody caught/)
    },
  )

  test('without a word, so that pings are not answered, is given up and opened again', async () => {
    const { slack } = await begin({ timeouts: { ping: 300 } })
    await answers()
    slack.sockets.answersPings = false
    slack.sockets.answersClose = false
    await expect.poll(() => slack.sockets.opened, patient).toBeGreaterThan(1)
    slack.sockets.answersPings = true
    await expect.poll(async () => (await readiness()).status, patient).toBe(200)
    await answers()
  })

  test('each time at once is not opened in a frenzy', async () => {
    const { slack } = await begin()
    const until = performance.now() + 1_500
    while (performance.now() < until) {
      slack.sockets.cut()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(slack.sockets.opened).toBeLessThan(6)
  })

  test('while the bot stops is not opened again', async () => {
    const { slack } = await begin({ processes: 1 })
    expect(await world.processes[0]?.stop('SIGTERM')).toBe(0)
    expect(slack.sockets.opened).toBe(1)
    expect(slack.sockets.open).toBe(0)
  })
})

describe('a bot that starts while no socket can be opened', () => {
  test('says so once, connects when that is possible, and survives the same later', { timeout: 40_000 }, async () => {
    const { slack, startProcess, processes } = await begin({ processes: 0 })
    slack.fail('apps.connections.open', { error: 'internal_error' }, { times: 2 })
    await startProcess()
    slack.connectBySocket()
    await answers()
    expect(lines('no connection to Slack yet')).toBe(1)
    slack.fail('apps.connections.open', { error: 'account_inactive' }, { times: 2 })
    slack.sockets.cut()
    await expect.poll(() => lines('connected to Slack again'), patient).toBe(1)
    await answers()
    expect(processes[0]?.process.exitCode).toBeNull()
  })
})
