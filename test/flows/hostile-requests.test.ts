// Whatever is posted to the bot, signed or not, in pieces or by the megabyte: it answers, lives on, and writes none of it down.
import { connect } from 'node:net'
import { performance } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sign } from '../world/slack/driver/sign.ts'
import { startWorld, type World } from '../world/world.ts'

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'
const CANARY = 'canary-in-the-body'

let world: World
beforeAll(async () => {
  world = await startWorld({ processes: 1 })
})
afterAll(() => world?.close())

const url = () => world.processes[0]?.url ?? ''
const log = () => world.processes[0]?.logs.join('') ?? ''

/** Posts it with a good signature. */
async function post(type: string, body: string, headers: Record<string, string> = {}) {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const answer = await fetch(`${url()}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(world.slack.bot.signingSecret, timestamp, body),
      ...headers,
    },
    body,
  })
  return { status: answer.status, body: await answer.text() }
}
const payload = (value: unknown) => `payload=${encodeURIComponent(JSON.stringify(value))}`

const ana = { id: 'UANA', team_id: 'T0WORLD' }
const team = { id: 'T0WORLD' }
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const press = { type: 'block_actions', user: ana, team, trigger_id: '1.2.3' }
const sent = { type: 'view_submission', user: ana, team }
const onMessage = {
  ...{ type: 'message_action', callback_id: 'revoke-leaked-token', user: ana, team, trigger_id: '1.2.5' },
  ...{ channel: { id: 'C0GENERAL', name: 'general' }, message_ts: '1.2' },
  message: { type: 'message', ts: '1.2', user: 'UBEA', text: CANARY },
}
const view = { id: 'V1', hash: 'h', callback_id: 'x', private_metadata: '', state: { values: {} } }
const envelope = { type: 'event_callback', team_id: 'T0WORLD', event_id: 'Ev1' }
const command = { command: '/dremio-pat', text: CANARY, user_id: 'UANA', trigger_id: '1.2.4', team_id: 'T0WORLD' }
const asForm = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

const malformed: [what: string, type: string, body: string][] = [
  ...[null, 1, true, 'x', [], [1], {}].map((value): [string, string, string] => [
    `payload=${JSON.stringify(value)}`,
    FORM,
    payload(value),
  ]),
  ...['null', '1', '"x"', '[]', '{}', '', '{', `{"${CANARY}`, deep(50_000)].map((text): [string, string, string] => [
    `JSON ${text.slice(0, 20)}`,
    JSON_TYPE,
    text,
  ]),
  ['an empty form', FORM, ''],
  ['a form without anything known', FORM, 'a=b'],
  ['a payload that is no JSON', FORM, `payload=${CANARY}{`],
  ['a payload with broken percent encoding', FORM, 'payload=%7B%22a%2%'],
  ['a payload twice', FORM, `${payload({ ...press, actions: [] })}&${payload({ ...press, actions: [] })}`],
  ['a command with two texts', FORM, `${asForm(command)}&text=${CANARY}`],
  ['a command without a person', FORM, asForm(command).replace(/user_id=[^&]*&/, '')],
  ['a press without a person', FORM, payload({ ...press, user: undefined, actions: [{ type: 'button' }] })],
  ['a press by null', FORM, payload({ ...press, user: null, actions: [{ type: 'button' }] })],
  ['a press in a team that is a word', FORM, payload({ ...press, team: CANARY, actions: [{ type: 'button' }] })],
  ['a press of nothing', FORM, payload({ ...press, actions: [] })],
  ['a press of null', FORM, payload({ ...press, actions: null })],
  ['a press of a word', FORM, payload({ ...press, actions: [CANARY] })],
  ['a form that is null', FORM, payload({ ...sent, view: null })],
  ['a form without fields', FORM, payload({ ...sent, view: { ...view, state: null } })],
  ['a form whose fields are a list', FORM, payload({ ...sent, view: { ...view, state: { values: [] } } })],
  ['a form with a field of null', FORM, payload({ ...sent, view: { ...view, state: { values: { a: null } } } })],
  [
    'a form with an input of null',
    FORM,
    payload({ ...sent, view: { ...view, state: { values: { a: { b: null } } } } }),
  ],
  ['a shortcut without a person', FORM, payload({ type: 'shortcut', callback_id: 'x' })],
  ['a shortcut without a name', FORM, payload({ type: 'shortcut', user: ana, team })],
  ...[undefined, null, CANARY, [CANARY], 1].map((message): [string, string, string] => [
    `a shortcut on the message ${JSON.stringify(message)}`,
    FORM,
    payload({ ...onMessage, message }),
  ]),
  ['a shortcut on a message in no channel', FORM, payload({ ...onMessage, channel: null })],
  ['an event of null', JSON_TYPE, JSON.stringify({ ...envelope, event: null })],
  ['an event that is a word', JSON_TYPE, JSON.stringify({ ...envelope, event: CANARY })],
  ['an event without a type', JSON_TYPE, JSON.stringify({ ...envelope, event: {} })],
  ['an event by null', JSON_TYPE, JSON.stringify({ ...envelope, event: { type: 'message', user: null } })],
  ['an event in the channel null', JSON_TYPE, JSON.stringify({ ...envelope, event: { type: 'x', channel: null } })],
  ['an event with the item null', JSON_TYPE, JSON.stringify({ ...envelope, event: { type: 'x', item: null } })],
  ['a change of nobody', JSON_TYPE, JSON.stringify({ ...envelope, event: { type: 'user_change' } })],
  ['authorizations of null', JSON_TYPE, JSON.stringify({ ...envelope, event: { type: 'x' }, authorizations: [null] })],
  ['a challenge that nests', JSON_TYPE, `{"type":"url_verification","challenge":${deep(100_000)}}`],
]

const wellFormed: [what: string, type: string, body: string][] = [
  ['something new from Slack', JSON_TYPE, JSON.stringify({ type: 'app_rate_limited', team_id: 'T0WORLD' })],
  ['something new from a person', FORM, payload({ type: 'block_dance', user: ana, team })],
  ['an event without a listener', JSON_TYPE, JSON.stringify({ ...envelope, event: { type: 'team_join', user: ana } })],
  [
    'a press in an organisation',
    FORM,
    payload({ ...press, team: null, actions: [{ type: 'button', action_id: 'x' }] }),
  ],
  ['an unknown shortcut', FORM, payload({ type: 'shortcut', callback_id: 'x', user: ana, team })],
  ['an unknown shortcut on a message', FORM, payload({ ...onMessage, callback_id: 'x' })],
  ['a shortcut on a message', FORM, payload(onMessage)],
  [
    'a shortcut on a message that nests',
    FORM,
    payload(onMessage).replace(encodeURIComponent('"text"'), encodeURIComponent(`"blocks":${deep(20_000)},"text"`)),
  ],
  ['a shortcut on a message of null', FORM, payload({ ...onMessage, message: { user: null, ts: null, blocks: null } })],
  ['an unknown form', FORM, payload({ ...sent, view })],
  [
    'a form that nests',
    FORM,
    payload({ ...sent, view: { ...view, state: { values: { a: { b: { value: [[[]]] } } } } } }),
  ],
  ['a certificate check', FORM, 'ssl_check=1&token=x'],
  ['JSON with a character set', `${JSON_TYPE}; charset=utf-8`, JSON.stringify({ ...envelope, event: { type: 'x' } })],
]

describe('a signed request with', () => {
  test.each(malformed)('%s is refused at once', async (_what, type, body) => {
    const begun = performance.now()
    expect(await post(type, body)).toEqual({ status: 400, body: '' })
    expect(performance.now() - begun).toBeLessThan(2_000)
  })

  test.each(wellFormed)('%s is acknowledged', async (_what, type, body) => {
    expect(await post(type, body)).toEqual({ status: 200, body: '' })
  })

  test('a challenge is answered with it', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' })
    expect(await post(JSON_TYPE, body)).toEqual({ status: 200, body: '{"challenge":"abc"}' })
  })

  test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/xml', ''])(
    'the content type “%s” is refused',
    async (type) => {
      expect((await post(type, payload(null))).status).toBe(415)
    },
  )

  test('a field of Slack’s that holds anything is answered', async () => {
    const anything = fc.oneof(fc.jsonValue(), fc.constantFrom(null, [], {}, '', 'UANA', { id: 'UANA' }, { id: null }))
    const names = ['type', 'user', 'team', 'channel', 'actions', 'view', 'event', 'command', 'name', 'enterprise']
    const inside = ['authorizations', 'function_data', 'message', 'container', 'is_enterprise_install', 'callback_id']
    const kinds = [
      'block_actions',
      'view_submission',
      'shortcut',
      'message_action',
      'event_callback',
      'block_suggestion',
    ]
    const body = fc
      .tuple(fc.constantFrom(...kinds), fc.dictionary(fc.constantFrom(...names, ...inside), anything))
      .map(([type, fields]) => ({ type, user: ana, team, ...fields }))
    const isAnswered = fc.asyncProperty(body, fc.boolean(), async (value, isForm) => {
      const { status } = await post(isForm ? FORM : JSON_TYPE, isForm ? payload(value) : JSON.stringify(value))
      // 500: well formed, and nobody here knows what to do with it.
      expect([200, 400, 500]).toContain(status)
    })
    await fc.assert(isAnswered, { numRuns: 150 })
  })

  test('an event that holds anything is answered', async () => {
    const names = [
      'user',
      'channel',
      'item',
      'subteam',
      'text',
      'blocks',
      'message',
      'previous_message',
      'channel_type',
    ]
    const event = fc
      .tuple(
        fc.constantFrom('message', 'user_change', 'app_home_opened', 'tokens_revoked', 'constructor', '__proto__'),
        fc.dictionary(fc.constantFrom(...names, 'bot_id', 'subtype', 'files'), fc.jsonValue()),
      )
      .map(([type, fields]) => ({ ...fields, type }))
    const isAnswered = fc.asyncProperty(event, async (value) => {
      const { status } = await post(JSON_TYPE, JSON.stringify({ ...envelope, event: value }))
      expect([200, 400]).toContain(status)
    })
    await fc.assert(isAnswered, { numRuns: 100 })
  })
})

describe('a request that is not Slack’s', () => {
  const good = () => ({ timestamp: String(Math.floor(Date.now() / 1_000)), signature: `v0=${'0'.repeat(64)}` })
  const unsigned = (headers: Record<string, string>, body = 'a=b') =>
    fetch(`${url()}/slack/events`, { method: 'POST', headers: { 'content-type': FORM, ...headers }, body }).then(
      ({ status }) => status,
    )
  const signed = (change: Partial<ReturnType<typeof good>> = {}) => {
    const { timestamp, signature } = { ...good(), ...change }
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature }
  }

  test.each([
    ['without any header', {}],
    ['without a time', { 'x-slack-signature': `v0=${'0'.repeat(64)}` }],
    ['without a signature', { 'x-slack-request-timestamp': '1' }],
    ['with a signature of another kind', signed({ signature: `v1=${'0'.repeat(64)}` })],
    ['with a short signature', signed({ signature: 'v0=abc' })],
    ['with a signature that is nobody’s', signed()],
    ['with a time in words', signed({ timestamp: 'now' })],
    ['from the past', signed({ timestamp: '1531420618' })],
    ['from the future', signed({ timestamp: '99999999999' })],
  ])('%s is a 401', async (_what, headers) => {
    expect(await unsigned(headers as Record<string, string>)).toBe(401)
  })

  test('is a 401 before its body is read, if the headers are wrong', async () => {
    const head = `POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nContent-Length: 999999\r\n\r\n`
    expect(await answerTo(head)).toMatch(/^HTTP\/1.1 401/)
  })

  test('is a 413 before its body is read, if that is too long', async () => {
    const { timestamp, signature } = good()
    const head =
      `POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nContent-Length: 1048577\r\n` +
      `X-Slack-Request-Timestamp: ${timestamp}\r\nX-Slack-Signature: ${signature}\r\n\r\n`
    expect(await answerTo(head)).toMatch(/^HTTP\/1.1 413/)
  })

  test('with a message that is too long is a 413, and nothing of it is written down', async () => {
    const body = payload({ ...onMessage, message: { ...onMessage.message, text: CANARY.repeat(60_000) } })
    expect((await post(FORM, body)).status).toBe(413)
  })

  test('is a 413 as soon as it is too long, if it did not say how long it is', async () => {
    const { timestamp, signature } = good()
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    const head =
      `POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nTransfer-Encoding: chunked\r\n` +
      `X-Slack-Request-Timestamp: ${timestamp}\r\nX-Slack-Signature: ${signature}\r\n\r\n`
    expect(await answerTo(head + chunk.repeat(17))).toMatch(/^HTTP\/1.1 413/)
  })

  test('may ask for the certificate without a signature, and nothing else comes with that', async () => {
    await world.slack.quiet()
    const before = world.slack.requests.length
    expect(await unsigned({}, 'ssl_check=1&token=x')).toBe(200)
    expect(await unsigned({}, `ssl_check=1&${payload({ ...press, actions: [{ type: 'button' }] })}`)).toBe(200)
    expect(await unsigned({}, 'ssl_check=2')).toBe(401)
    await world.slack.quiet()
    expect(world.slack.requests.slice(before)).toEqual([])
  })

  test('is cut off after three seconds, if its body never ends', { timeout: 9_000 }, async () => {
    const { timestamp, signature } = good()
    const head =
      `POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: ${FORM}\r\nContent-Length: 1000\r\n` +
      `X-Slack-Request-Timestamp: ${timestamp}\r\nX-Slack-Signature: ${signature}\r\n\r\nslow`
    const begun = performance.now()
    expect(await answerTo(head)).toMatch(/^HTTP\/1.1 408/)
    expect(performance.now() - begun).toBeLessThan(6_000)
  })

  test.each([
    ['four megabytes', 4 * 1024 * 1024],
    ['one megabyte', 1024 * 1024],
  ])('and of %s, twenty at once, does not hold up the probe', async (_what, size) => {
    const slowest: number[] = []
    let isOver = false
    const probing = (async () => {
      while (!isOver) {
        const begun = performance.now()
        expect((await fetch(`${url()}/healthz`)).status).toBe(200)
        slowest.push(performance.now() - begun)
      }
    })()
    const answers = await twentyFromElsewhere(size, { 'content-type': FORM, ...signed() })
    isOver = true
    await probing
    for (const status of answers) expect(size > 1024 * 1024 ? [413] : [401, 503]).toContain(status)
    expect(slowest.length).toBeGreaterThan(3)
    // Some milliseconds on a quiet machine; the bound leaves room for a busy one.
    expect(Math.max(...slowest)).toBeLessThan(2_000)
  })
})

describe('afterwards', () => {
  test('the process lives, works, and holds nothing of all that in its log, which is JSON to the last line', async () => {
    expect((await fetch(`${url()}/healthz`)).status).toBe(200)
    await world.ana.types('/dremio-pat list')
    await world.ana.waitsFor('You don’t have any active Dremio tokens.')
    expect(log()).not.toContain('canary')
    for (const line of log().split('\n').filter(Boolean)) expect(() => JSON.parse(line), line).not.toThrow()
    expect(log()).not.toContain('that nobody caught')
  })
})

/** The statuses of twenty requests at once. Sent by another thread, so that sending does not hold up whoever measures. */
function twentyFromElsewhere(size: number, headers: Record<string, string>): Promise<number[]> {
  const send = `
    const { parentPort, workerData: { url, size, headers } } = require('node:worker_threads')
    const { request } = require('node:http')
    const body = Buffer.alloc(size, 'x')
    const one = () => new Promise((resolve) => {
      const call = request(url, { method: 'POST', agent: false, headers: { ...headers, 'content-length': size } })
      call.on('response', (answer) => { answer.resume(); resolve(answer.statusCode) })
      call.on('error', () => resolve(0))
      call.end(body)
    })
    Promise.all(Array.from({ length: 20 }, one)).then((statuses) => parentPort.postMessage(statuses))
  `
  return new Promise((resolve, reject) => {
    const worker = new Worker(send, { eval: true, workerData: { url: `${url()}/slack/events`, size, headers } })
    worker.once('message', (statuses: number[]) => {
      resolve(statuses)
      void worker.terminate()
    })
    worker.once('error', reject)
  })
}

/** What comes back on a connection of its own for these bytes. */
function answerTo(bytes: string): Promise<string> {
  const { hostname, port } = new URL(url())
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.setTimeout(7_000, () => socket.destroy(new Error('no answer')))
    socket.once('data', (data) => {
      resolve(data.toString())
      socket.destroy()
    })
    socket.once('error', reject)
  })
}
