// What can go wrong while a token is collected: what its requester hears, and that no token lives that nobody was shown.

import { createServer, connect as dial, type Socket } from 'node:net'
import { describe, expect, type TestContext, test } from 'vitest'
import { MINUTE, SECOND } from '../../src/core/time/duration.ts'
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
  hears: string
}

const isSilence = (fault: object) => 'hang' in fault || ('afterwards' in fault && fault.afterwards === 'hang')

const atDremio: Row<DremioFault>[] = [
  { when: 'refuses the request', fault: { status: 400 }, hears: english.dremioFailures.tokenRejected },
  { when: 'refuses the credential', fault: { status: 401 }, hears: english.dremioFailures.credentialRefused },
  { when: 'forbids it', fault: { status: 403 }, hears: english.dremioFailures.forbidden.create },
  {
    when: 'knows no such user',
    fault: { status: 404 },
    hears: english.dremioFailures.missing({ operation: 'create' }),
  },
  {
    when: 'has tokens switched off',
    fault: { status: 405 },
    hears: english.dremioFailures.tokensOff({ operation: 'create' }),
  },
  { when: 'sees a conflict', fault: { status: 409 }, hears: english.dremioFailures.conflict({ operation: 'create' }) },
  {
    when: 'says when to come back',
    fault: { status: 429, retryAfter: 7 },
    hears: english.dremioFailures.busy({ wait: 7 * SECOND }),
  },
  { when: 'is busy', fault: { status: 429 }, hears: english.dremioFailures.busy({ wait: MINUTE }) },
  {
    when: 'has an inner error',
    fault: { status: 500 },
    hears: english.dremioFailures.unavailable({ operation: 'create' }),
  },
  {
    when: 'is unavailable',
    fault: { status: 503 },
    hears: english.dremioFailures.unavailable({ operation: 'create' }),
  },
  { when: 'never answers', fault: { hang: true }, hears: english.dremioFailures.unavailable({ operation: 'create' }) },
  { when: 'hangs up', fault: { drop: true }, hears: english.dremioFailures.unavailable({ operation: 'create' }) },
  {
    when: 'makes it and hangs up',
    fault: { afterwards: 'drop' },
    hears: english.dremioFailures.unavailable({ operation: 'create' }),
  },
  {
    when: 'makes it and never answers',
    fault: { afterwards: 'hang' },
    hears: english.dremioFailures.unavailable({ operation: 'create' }),
  },
  {
    when: 'makes it and says that it failed',
    fault: { afterwards: { status: 500 } },
    hears: english.dremioFailures.unavailable({ operation: 'create' }),
  },
  {
    when: 'makes it and answers nothing',
    fault: { text: '' },
    hears: english.dremioFailures.strangeAnswer({ operation: 'create' }),
  },
  {
    when: 'makes it and answers a page',
    fault: { text: '<!DOCTYPE html><html><body>Welcome</body></html>' },
    hears: english.dremioFailures.notDremio({ operation: 'create' }),
  },
  {
    when: 'makes it and answers absurdly much',
    fault: { text: (secret) => secret.repeat(20_000) },
    hears: english.dremioFailures.strangeAnswer({ operation: 'create' }),
  },
  {
    when: 'makes it and answers half of it',
    fault: { text: (secret) => secret.slice(0, 20) },
    hears: english.dremioFailures.strangeAnswer({ operation: 'create' }),
  },
]

describe('when Dremio', () => {
  story.for(atDremio)(
    '$when, the requester hears of it, nothing is left, and a second press succeeds',
    async (row, context) => {
      const world = await begin(context, isSilence(row.fault) ? { timeouts } : {})
      const { ana, dremio } = world
      dremio.fail('create', row.fault)
      expect(await collectsInVain(world)).toContain(world.ana.reads(row.hears))
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
    expect(await collectsInVain(world)).toContain(english.dremioFailures.unavailable({ operation: 'create' }))
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
    expect(await collectsInVain(world)).toContain(english.dremioFailures.unavailable({ operation: 'create' }))
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
    hears: english.failures.showingRefused,
  },
  {
    when: 'has the messages tab disabled',
    fault: { error: 'messages_tab_disabled' },
    hears: english.failures.showingRefused,
  },
  { when: 'wants fewer messages', fault: { retryAfter: 30 }, hears: english.failures.showingFailed },
  { when: 'has an inner error', fault: { status: 500 }, hears: english.failures.showingFailed },
  { when: 'answers a page', fault: { html: true }, hears: english.failures.showingFailed },
  { when: 'hangs up', fault: { drop: true }, hears: english.failures.showingFailed },
  { when: 'never answers', fault: { hang: true }, hears: english.failures.showingFailed },
]

describe('when Slack does not take the message with the secret: it', () => {
  story.for(atSlack)(
    '$when, the token is revoked at once, and a second press succeeds',
    async ({ fault, hears }, context) => {
      const world = await begin(context, isSilence(fault) ? { timeouts } : {})
      const { ana, slack } = world
      slack.fail('chat.postEphemeral', fault)
      expect(await collectsInVain(world)).toContain(ana.reads(hears))
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
    expect(await collectsInVain(world)).toContain(world.ana.reads(english.failures.showingFailed))
    expect(tokens(world)).toEqual([])
    await collectsAfterAll(world)
  })

  story('shows it and hangs up, whoever sees it is told that it does not work', async (context) => {
    const world = await begin(context)
    const { ana, slack } = world
    slack.fail('chat.postEphemeral', { afterwards: 'drop' })
    await ana.presses('Show token')
    await ana.waitsFor(english.failures.showingFailed)
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
