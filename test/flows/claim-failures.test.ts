// What can go wrong while a token is collected: what its requester hears, and that no token lives that nobody was shown.

import { createServer, connect as dial, type Socket } from 'node:net'
import { describe, expect, type TestContext, test } from 'vitest'
import { english } from '../../src/words/words.ts'
import type { Fault as DremioFault } from '../world/dremio/dremio.ts'
import type { Fault as SlackFault } from '../world/slack/faults.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import {
  approved,
  bearerOf,
  cardOf,
  collectsAfterAll,
  collectsInVain,
  creates,
  secretBefore,
  secretsBefore,
} from './story.ts'

/** Short, for answers that never come. */
const timeouts = { dremio: 1_000, showing: 1_000 }

/** Several at once, because each has a world of its own and waits most of the time. */
const story = test.concurrent

type Beginning = WorldOptions & { withDremio?: (url: string) => void }
async function begin({ onTestFinished }: TestContext, { withDremio, ...options }: Beginning = {}): Promise<World> {
  const world = await startWorld(options)
  onTestFinished(() => world.close())
  withDremio?.(world.dremio.url)
  await approved(world)
  return world
}

const tokens = ({ dremio }: World) => dremio.tokensOf(uids.ana)

interface Row<Fault> {
  when: string
  fault: Fault
  hears: RegExp
}

const isSilence = (fault: object) => 'hang' in fault || ('afterwards' in fault && fault.afterwards === 'hang')

const atDremio: Row<DremioFault>[] = [
  { when: 'refuses the request', fault: { status: 400 }, hears: /did not accept what I sent to make a token \(400\)/ },
  { when: 'refuses the credential', fault: { status: 401 }, hears: /should renew `DREMIO_TOKEN`/ },
  { when: 'forbids it', fault: { status: 403 }, hears: /nobody can make a token for somebody else/ },
  { when: 'knows no such user', fault: { status: 404 }, hears: /Your Dremio user may be gone/ },
  { when: 'has tokens switched off', fault: { status: 405 }, hears: /tokens are switched off there/ },
  { when: 'sees a conflict', fault: { status: 409 }, hears: /Please try again/ },
  { when: 'says when to come back', fault: { status: 429, retryAfter: 7 }, hears: /Try again in 7 seconds/ },
  { when: 'is busy', fault: { status: 429 }, hears: /Try again in 1 minute/ },
  { when: 'has an inner error', fault: { status: 500 }, hears: /\(server error\), so I could not make a token/ },
  { when: 'is unavailable', fault: { status: 503 }, hears: /\(server error\), so I could not make a token/ },
  { when: 'never answers', fault: { hang: true }, hears: /\(timeout\), so I could not make a token/ },
  { when: 'hangs up', fault: { drop: true }, hears: /\(cut off\), so I could not make a token/ },
  { when: 'makes it and hangs up', fault: { afterwards: 'drop' }, hears: /\(cut off\), so I could not make a token/ },
  {
    when: 'makes it and never answers',
    fault: { afterwards: 'hang' },
    hears: /\(timeout\), so I could not make a token/,
  },
  {
    when: 'makes it and says that it failed',
    fault: { afterwards: { status: 500 } },
    hears: /\(server error\), so I could not make a token/,
  },
  { when: 'makes it and answers nothing', fault: { text: '' }, hears: /answered something that I do not understand/ },
  {
    when: 'makes it and answers a page',
    fault: { text: '<!DOCTYPE html><html><body>Welcome</body></html>' },
    hears: /What answered in Dremio’s place is not Dremio/,
  },
  {
    when: 'makes it and answers absurdly much',
    fault: { text: (secret) => secret.repeat(20_000) },
    hears: /answered something that I do not understand/,
  },
  {
    when: 'makes it and answers half of it',
    fault: { text: (secret) => secret.slice(0, 20) },
    hears: /answered something that I do not understand/,
  },
]

describe('when Dremio', () => {
  story.for(atDremio)(
    '$when, the requester hears of it, nothing is left, and a second press succeeds',
    async (row, context) => {
      const world = await begin(context, isSilence(row.fault) ? { timeouts } : {})
      const { ana, dremio } = world
      dremio.fail('create', row.fault)
      expect(await collectsInVain(world)).toMatch(row.hears)
      expect(creates(world)).toBe(1)
      expect(tokens(world)).toEqual([])
      expect(secretsBefore(ana)).toEqual([])
      expect(cardOf(world)).toBe(
        english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
      )
      await collectsAfterAll(world)
    },
  )

  story('puts the secret in quotes, it is shown without them', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    dremio.fail('create', { text: (secret) => JSON.stringify(secret) })
    await ana.presses('Show token')
    expect(await bearerOf(world, await secretBefore(ana))).toBe(uids.ana)
  })

  story('is not there at all, the requester hears of it, and a second press succeeds', async (context) => {
    const door = await openDoor()
    const world = await begin(context, { env: { DREMIO_API_URL: door.url }, withDremio: door.leadTo })
    await door.shut()
    expect(await collectsInVain(world)).toMatch(/\(no connection\), so I could not make a token/)
    expect(creates(world)).toBe(0)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    await door.open()
    await collectsAfterAll(world)
    await door.shut()
  })

  story('makes the token but does not list it, it is ended by the id in its secret', async (context) => {
    const world = await begin(context)
    const { dremio } = world
    dremio.fail('list', { status: 500 }, { times: 3 })
    expect(await collectsInVain(world)).toMatch(/\(server error\), so I could not make a token/)
    expect(tokens(world)).toEqual([])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    await collectsAfterAll(world)
  })
})

const atSlack: Row<SlackFault>[] = [
  {
    when: 'says that the bot is not in the channel',
    fault: { error: 'not_in_channel' },
    hears: /I revoked that token/,
  },
  { when: 'has the messages tab disabled', fault: { error: 'messages_tab_disabled' }, hears: /I revoked that token/ },
  { when: 'wants fewer messages', fault: { retryAfter: 30 }, hears: /I revoked that token/ },
  { when: 'has an inner error', fault: { status: 500 }, hears: /I revoked that token/ },
  { when: 'answers a page', fault: { html: true }, hears: /I revoked that token/ },
  { when: 'hangs up', fault: { drop: true }, hears: /I revoked that token/ },
  { when: 'never answers', fault: { hang: true }, hears: /I revoked that token/ },
]

describe('when Slack does not take the message with the secret: it', () => {
  story.for(atSlack)(
    '$when, the token is revoked at once, and a second press succeeds',
    async ({ fault, hears }, context) => {
      const world = await begin(context, isSilence(fault) ? { timeouts } : {})
      const { ana, slack } = world
      slack.fail('chat.postEphemeral', fault)
      expect(await collectsInVain(world)).toMatch(hears)
      expect(slack.requests.filter(({ method }) => method === 'chat.postEphemeral')).toHaveLength(1)
      expect(creates(world)).toBe(1)
      expect(tokens(world)).toEqual([])
      expect(secretsBefore(ana)).toEqual([])
      expect(cardOf(world)).toBe(
        english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
      )
      await collectsAfterAll(world)
    },
  )

  story('opens no direct messages, the token is revoked at once, and a second press succeeds', async (context) => {
    const world = await begin(context)
    const { slack } = world
    slack.fail('conversations.open', { error: 'internal_error' })
    expect(await collectsInVain(world)).toMatch(/I revoked that token/)
    expect(tokens(world)).toEqual([])
    await collectsAfterAll(world)
  })

  story('shows it and hangs up, whoever sees it is told that it does not work', async (context) => {
    const world = await begin(context)
    const { ana, slack } = world
    slack.fail('chat.postEphemeral', { afterwards: 'drop' })
    await ana.presses('Show token')
    await ana.waitsFor(/If you see it, it does not work. Press \*?Show token\*? again/)
    await ana.quiet()
    const [dead = ''] = secretsBefore(ana)
    expect(await bearerOf(world, dead)).toBeUndefined()
    expect(tokens(world)).toEqual([])
    await collectsAfterAll(world)
  })

  story(
    'shows it, and its owner says that they saved it before Slack’s answer is lost: they keep it',
    async (context) => {
      const world = await begin(context, { timeouts: { showing: 1_000 } })
      const { ana, slack } = world
      const gate = slack.hold('chat.postEphemeral', { before: 'answer' })
      await ana.presses('Show token')
      const secret = await secretBefore(ana)
      await ana.presses('I have saved it')
      await ana.waitsFor(english.requests.received)
      gate.release()
      await ana.quiet()
      expect(await bearerOf(world, secret)).toBe(uids.ana)
      expect(cardOf(world)).toBe(
        english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
      )
      expect(ana.sees()).not.toContain('revoked')
    },
  )
})

/** A door in front of a server, which can be shut: nobody listens then, and open connections are cut. */
async function openDoor() {
  let target = 0
  const sockets = new Set<Socket>()
  const server = createServer((from) => {
    const to = dial(target, '127.0.0.1')
    for (const socket of [from, to]) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    }
    from.pipe(to).pipe(from)
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    leadTo(url: string) {
      target = Number(new URL(url).port)
    },
    open: () => listen(port),
    async shut() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
