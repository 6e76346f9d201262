// Whoever can write to Redis becomes nobody by it: a record that is not signed by the bot counts as not there.

import { describe, expect, type TestContext, test, vi } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { approved, asks, audit, creates, heard, requestOn } from './story.ts'

const story = test.concurrent
const software26 = { edition: 'software', version: '26' } as const

async function begin({ onTestFinished }: TestContext, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld({ method: 'impersonation', dremio: software26, ...options })
  onTestFinished(() => world.close())
  return world
}

const keyOf = ({ redis }: World, ...parts: string[]) => `{${redis.prefix}}:${parts.join(':')}`

/** What is written past the bot. */
async function writes(world: World, hash: string, field: string, text: string): Promise<void> {
  await withClient(world.redis.url, (raw) => raw.hset(keyOf(world, hash), field, text))
}

async function reads(world: World, hash: string, field: string): Promise<string> {
  return (await withClient(world.redis.url, (raw) => raw.hget(keyOf(world, hash), field))) ?? ''
}

const link = (person: string, uid: string) =>
  JSON.stringify({ person, uid, dremioName: 'ana@acme.test', proof: 'administrator', at: 1, by: 'UCARL' })

/** How often the audit says that a record was refused; it is written behind what people wait for. */
async function refusals(world: World): Promise<number> {
  return (await audit(world)).match(/"record\.refused"/g)?.length ?? 0
}

describe('a link that was written straight into Redis', () => {
  story.each(['impersonation', 'issuer'] as const)(
    'makes nobody somebody else, and is audited once (%s)',
    async (method) => {
      const world = await startWorld({ method, dremio: software26, administrator: method === 'issuer' })
      try {
        const { bea, dremio } = world
        await writes(world, 'links', 'UBEA', link('UBEA', uids.ana))
        for (const word of ['whoami', 'whoami', 'whoami']) {
          bea.reload()
          await bea.types(`/dremio-pat ${word}`)
          await bea.waitsFor(english.identity.notLinked)
        }
        await vi.waitUntil(async () => (await refusals(world)) === 1)
        await bea.types('/dremio-pat list')
        await bea.waitsFor('You don’t have any active Dremio tokens')
        await bea.quiet()
        expect(dremio.requests.filter(({ as }) => as === uids.ana)).toEqual([])
        await bea.types('/dremio-pat whoami')
        await bea.waitsFor('You’re linked to the Dremio user bea@acme.test (')
        expect(await refusals(world)).toBe(1)
        expect(world.logs.join('\n')).toMatch(/"level":"warn".*the link UBEA in Redis is not signed/)
      } finally {
        await world.close()
      }
    },
  )

  story('is none either if it is somebody else’s, signed by the bot', async (context) => {
    const world = await begin(context)
    const { ana, bea } = world
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You’re linked to the Dremio user ana@acme.test (')
    await writes(world, 'links', 'UBEA', await reads(world, 'links', 'UANA'))
    await bea.types('/dremio-pat whoami')
    await bea.waitsFor(english.identity.notLinked)
    await vi.waitUntil(async () => (await refusals(world)) === 1)
    await ana.types('/dremio-pat whoami')
    await ana.waitsFor('You’re linked to the Dremio user ana@acme.test (')
    expect(await refusals(world)).toBe(1)
  })

  story('is told to the audit channel, with whose it is and what is wrong', async (context) => {
    const world = await begin(context, {
      env: { AUDIT_CHANNEL: 'C0AUDIT' },
      slack: { channels: [{ id: 'C0AUDIT', name: 'audit', botIsMember: true }] },
    })
    await writes(world, 'links', 'UBEA', link('UBEA', uids.ana))
    await world.bea.types('/dremio-pat whoami')
    await world.bea.waitsFor(english.identity.notLinked)
    await vi.waitUntil(() => world.slack.conversation('C0AUDIT').length > 0, { timeout: 15_000 })
    expect(heard(world)[0]).toBe(
      'A stored record about @bea isn’t properly signed, so it’s ignored · link @bea: not signed',
    )
  })
})

describe('a request that was tampered with', () => {
  story.each<[what: string, change: (text: string) => string]>([
    [
      'approved by nobody',
      (text) => text.replace('"state":"pending"', '"state":"approved"').replace('"version":1', '"version":2'),
    ],
    ['given a longer lifetime', (text) => text.replaceAll(String(30 * DAY), String(90 * DAY))],
    ['given other approvers', (text) => text.replace('"approvers":["UBEA","UCARL"]', '"approvers":["UBEA","UANA"]')],
    ['bereft of its signature', (text) => text.replace(/,"mac":"[^"]*"\}$/, '}')],
  ])('is not there: %s', async (_what, change) => {
    const world = await startWorld({ method: 'impersonation', dremio: software26 })
    try {
      const { ana, bea } = world
      await asks(world)
      await bea.waitsFor('Why you:')
      const id = requestOn(bea, 'Approve')
      const text = await reads(world, `request:${id}`, 'record')
      expect(change(text)).not.toBe(text)
      await writes(world, `request:${id}`, 'record', change(text))
      await bea.presses('Approve')
      await bea.waitsFor(english.failures.noSuchRequest)
      await ana.types('/dremio-pat requests')
      await ana.waitsFor(english.requests.list.nothing)
      await vi.waitUntil(async () => (await refusals(world)) === 1)
      expect(creates(world)).toBe(0)
    } finally {
      await world.close()
    }
  })

  story('is not there for whoever would collect it, nor for the alarms', async (context) => {
    const world = await begin(context)
    const { ana, bot, clock } = world
    await approved(world)
    const id = requestOn(ana, 'Show token')
    const text = await reads(world, `request:${id}`, 'record')
    await writes(world, `request:${id}`, 'record', text.replaceAll(String(30 * DAY), String(90 * DAY)))
    await ana.presses('Show token')
    await ana.waitsFor(english.failures.noSuchRequest)
    clock.pass(4 * DAY)
    await bot.look()
    await ana.quiet()
    expect(creates(world)).toBe(0)
    expect(ana.sees()).not.toContain(english.requests.titles.lapsed)
  })

  story('cannot be another one that was approved: the bot’s signature names the place', async (context) => {
    const world = await begin(context)
    const { ana, bea } = world
    await approved(world, { label: 'first' })
    const first = requestOn(ana, 'Show token')
    await asks(world, { label: 'second' })
    await bea.waitsFor('Why you:')
    const second = requestOn(bea, 'Approve')
    await writes(world, `request:${second}`, 'record', await reads(world, `request:${first}`, 'record'))
    await bea.presses('Approve')
    await bea.waitsFor(english.failures.noSuchRequest)
    await vi.waitUntil(async () => (await refusals(world)) === 1)
  })
})

describe('a delegation that was written straight into Redis', () => {
  story('gives nobody a right, and its request goes on without', async (context) => {
    const world = await begin(context, { env: { APPROVERS: 'UBEA' } })
    const { ana, bea, carl } = world
    const forged = { approver: 'UBEA', delegate: 'UCARL', since: 1, until: world.clock.now() + DAY }
    await withClient(world.redis.url, (raw) => raw.set(keyOf(world, 'delegation', 'UBEA'), JSON.stringify(forged)))
    await asks(world)
    await bea.waitsFor('Why you:')
    await ana.quiet()
    expect(carl.sees()).not.toContain('tableau')
    await vi.waitUntil(async () => (await refusals(world)) === 1)
  })
})
