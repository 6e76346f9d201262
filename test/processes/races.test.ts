// Two real processes on one Redis, and people who press buttons on both of them at the same moment.

import { setTimeout as later } from 'node:timers/promises'
import { afterEach, describe, expect, type TestContext, test, vi } from 'vitest'
import { SECOND } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { policyFile } from '../flows/policy-file.ts'
import { approved, asks, cardOf, creates, secretsBefore } from '../flows/story.ts'
import { withClient } from '../world/redis.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { startWorld, uids, type World } from '../world/world.ts'

let world: World
async function begin(context?: TestContext, policy?: object): Promise<World> {
  const env = context && policy && { POLICY_FILE: policyFile(context, policy) }
  world = await startWorld({ processes: 2, ...(env && { env }) })
  return world
}
afterEach(() => world.close())

const { claiming, claimed: taken } = english.failures.stale
const lateOnes = (person: Actor) => person.sees().split(claiming).length + person.sees().split(taken).length - 2

const tokens = () => world.dremio.tokensOf(uids.ana)

async function revokesAll({ ana }: World): Promise<void> {
  await ana.types('/dremio-pat revoke all')
  await ana.waitsFor((person) => person.form?.submit === 'Revoke')
  await ana.submits('Revoke')
  await ana.waitsFor(() => tokens().length === 0)
  await ana.quiet()
}

describe('two processes on one Redis', () => {
  test('make one token, however often both are asked for it at once', { timeout: 60_000 }, async () => {
    const { ana } = await begin()
    let races = 0
    for (const label of ['one', 'two', 'three']) {
      await approved(world, { label })
      for (const attempt of [1, 2, 3, 4]) {
        races += 1
        // Nobody presses so often by hand.
        await withClient(world.redis.url, (raw) => raw.del(`{${world.redis.prefix}}:limit:UANA:act`))
        const presses = [ana.via(0), ana.via(1), ana.via(0), ana.via(1)].map((hand) => hand.aims('Show token'))
        await Promise.all(presses.map((press) => press()))
        await ana.waitsFor(english.requests.titles.claimed)
        await ana.waitsFor((person) => lateOnes(person) === 3 * races)
        // The card of the label before says the same, and the winner may be slow.
        await ana.waitsFor((person) => secretsBefore(person).length === 1)
        await ana.quiet()
        expect(creates(world)).toBe(races)
        const made = tokens().filter((token) => token.label.startsWith(`${label} [`))
        expect(made).toMatchObject([{ label: expect.stringContaining(`-${attempt}]`) }])
        expect(secretsBefore(ana)).toEqual([made[0]?.secret])
        // So that the same request can be raced for again.
        await ana.presses(attempt < 4 ? 'I did not get it' : 'I have saved it')
        await ana.waitsFor((person) => person.ephemerals.length === lateOnes(person))
        await ana.waitsFor(attempt < 4 ? english.requests.titles.approved : english.requests.received)
        await ana.quiet()
      }
    }
    expect(races).toBe(12)
  })

  test('let one approver decide, and tell the other who was first', async () => {
    const { ana, bea, carl, redis } = await begin()
    for (let round = 1; round <= 4; round += 1) {
      await asks(world, { label: `round ${round}` })
      await bea.waitsFor(`round ${round}`)
      await carl.waitsFor(`round ${round}`)
      const presses = [bea.via(0).aims('Approve'), carl.via(1).aims('Approve')]
      await Promise.all(presses.map((press) => press()))
      await ana.waitsFor(english.requests.titles.approved)
      const told = await ana.waitsFor(() => {
        const heard = [bea, carl].map((person) => person.sees().match(/@\w+ already approved this\./g) ?? [])
        return heard.flat().length >= round ? heard : undefined
      })
      await ana.quiet()
      expect(told.flat()).toHaveLength(round)
      // Whoever was late reads the other's name.
      expect(told[0]?.every((sentence) => sentence.startsWith('@Carl '))).toBe(true)
      expect(told[1]?.every((sentence) => sentence.startsWith('@Bea '))).toBe(true)
      expect((await redis.dump()).match(/"action","request\.approved"/g)).toHaveLength(round)
      await ana.presses('Cancel request')
      await ana.waitsFor(english.requests.titles.cancelled)
      await ana.quiet()
    }
  })

  test('let a request be collected or cancelled, never both', async () => {
    const { ana } = await begin()
    for (let round = 1; round <= 4; round += 1) {
      await approved(world, { label: `round ${round}` })
      const presses = [ana.via(round % 2).aims('Show token'), ana.via((round + 1) % 2).aims('Cancel request')]
      const shown = secretsBefore(ana).length
      await Promise.all(presses.map((press) => press()))
      await ana.waitsFor(() =>
        [english.requests.titles.claimed, english.requests.titles.cancelled].some((title) =>
          cardOf(world)?.includes(title),
        ),
      )
      await ana.quiet()
      const collected = cardOf(world)?.includes(english.requests.titles.claimed)
      expect(tokens()).toHaveLength(collected ? 1 : 0)
      expect(secretsBefore(ana)).toHaveLength(shown + (collected ? 1 : 0))
      if (collected) await revokesAll(world)
    }
  })

  test('count two approvers of a quorum who press at once as two', async (context) => {
    const rule = { name: 'two', then: 'review', approvers: ['user:UBEA', 'user:UCARL'], quorum: 2 }
    const { ana, bea, carl, redis } = await begin(context, { rules: [rule] })
    for (let round = 1; round <= 4; round += 1) {
      await asks(world, { label: `round ${round}` })
      await bea.waitsFor(`round ${round}`)
      await carl.waitsFor(`round ${round}`)
      const presses = [bea.via(round % 2).aims('Approve'), carl.via((round + 1) % 2).aims('Approve')]
      await Promise.all(presses.map((press) => press()))
      await ana.waitsFor(english.requests.titles.approved)
      await ana.quiet()
      const deeds = await redis.dump()
      expect(deeds.match(/"action","request\.approval_added"/g)).toHaveLength(round)
      expect(deeds.match(/"action","request\.approved"/g)).toHaveLength(round)
      await ana.presses('Cancel request')
      await ana.waitsFor(english.requests.titles.cancelled)
      await ana.quiet()
    }
  })

  test('let a request be decided or cancelled first, and then nothing undoes the other', async () => {
    const { ana, bea, redis } = await begin()
    for (let round = 1; round <= 4; round += 1) {
      await asks(world, { label: `round ${round}` })
      await bea.waitsFor(`round ${round}`)
      const presses = [bea.via(round % 2).aims('Approve'), ana.via((round + 1) % 2).aims('Cancel request')]
      await Promise.all(presses.map((press) => press()))
      // An approved request can be cancelled as well, so it is cancelled in the end, whoever was first.
      await ana.waitsFor(english.requests.titles.cancelled)
      await ana.quiet()
      expect((await redis.dump()).match(/"action","request\.cancelled"/g)).toHaveLength(round)
      await ana.waitsFor(() => cardOf(world)?.includes(english.requests.titles.cancelled))
      expect(tokens()).toHaveLength(0)
    }
  })

  test('let an approval by a delegate count only before it is taken back', async (context) => {
    const rule = { name: 'Bea', then: 'review', approvers: ['user:UBEA'] }
    const { ana, bea, carl } = await begin(context, { rules: [rule] })
    for (let round = 1; round <= 4; round += 1) {
      await bea.types('/dremio-pat delegate @carl')
      await bea.waitsFor('@Carl now reviews for you')
      await asks(world, { label: `round ${round}` })
      await carl.waitsFor(`round ${round}`)
      const press = carl.via(round % 2).aims('Approve')
      carl.reload()
      await Promise.all([press(), bea.via((round + 1) % 2).types('/dremio-pat delegate off')])
      await bea.waitsFor(english.delegation.ended({ delegate: '@Carl' }))
      const isApproved = () => cardOf(world)?.includes(english.requests.titles.approved) ?? false
      const isRefused = () => carl.sees().includes(english.failures.notReviewer)
      await vi.waitUntil(() => isApproved() || isRefused(), { timeout: 15_000 })
      await world.slack.quiet()
      expect(isRefused()).toBe(!isApproved())
      await ana.presses('Cancel request')
      await ana.waitsFor(english.requests.titles.cancelled)
      await ana.quiet()
      bea.reload()
    }
  })

  test('let an approver decide or time, never both', { timeout: 60_000 }, async (context) => {
    const policy = { rules: [{ name: 'Bea', then: 'review', approvers: ['user:UBEA'] }], request: { lapseAfter: '3s' } }
    const { ana, bea, redis } = await begin(context, policy)
    const outcomes = { approved: 0, lapsed: 0 }
    const rounds = 5
    const { approved, cancelled, lapsed } = english.requests.titles
    // That it lapsed is told in a message of its own as well, below the card.
    const cardSays = (...titles: string[]) => {
      const card = ana.messages.findLast(({ blocks }) => blocks[0]?.type === 'header')
      return titles.some((title) => card?.text.includes(title))
    }
    for (let round = 1; round <= rounds; round += 1) {
      const asked = Date.now()
      await asks(world, { label: `round ${round}` })
      await bea.waitsFor(`round ${round}`)
      const press = bea.via(round % 2).aims('Approve')
      // Each process looks once a second, at its own moment: the presses meet every part of that second.
      await later(asked + 3 * SECOND + ((round - 1) * SECOND) / rounds - Date.now())
      await press()
      await ana.waitsFor(() => cardSays(approved, lapsed))
      await later(SECOND)
      await ana.quiet()
      const outcome = cardSays(approved) ? 'approved' : 'lapsed'
      outcomes[outcome] += 1
      const deeds = await redis.dump()
      expect(deeds.match(/"action","request\.approved"/g) ?? []).toHaveLength(outcomes.approved)
      expect(deeds.match(/"action","request\.lapsed"/g) ?? []).toHaveLength(outcomes.lapsed)
      // Whoever was late reads what had happened.
      if (outcome === 'lapsed') expect(bea.sees()).toContain(english.reviews.titles.lapsed)
      else await ana.presses('Cancel request')
      await ana.waitsFor(() => cardSays(cancelled, lapsed))
      await ana.quiet()
    }
  })

  test('let a token be saved or given back, whichever is last, and the card tells the truth', async () => {
    const { ana, dremio } = await begin()
    for (let round = 1; round <= 4; round += 1) {
      const label = `round ${round}`
      const card = () => ana.messages.findLast(({ text }) => text.startsWith(`${label} · `))?.text
      await approved(world, { label })
      const ready = `${english.requests.titles.approved}\n${label}`
      await ana.waitsFor(ready)
      await ana.presses('Show token', { on: ready })
      await ana.waitsFor(() => card()?.includes(english.requests.titles.claimed))
      await ana.quiet()
      const on = { on: `${english.requests.titles.claimed}\n${label}` }
      const presses = [
        ana.via(round % 2).aims('I have saved it', on),
        ana.via((round + 1) % 2).aims('I did not get it', on),
      ]
      await Promise.all(presses.map((press) => press()))
      await ana.quiet()
      await later(1.5 * SECOND)
      await ana.quiet()
      const living = dremio.tokensOf(uids.ana).filter((token) => token.label.startsWith(`${label} [`))
      expect(card()).toBe(
        living.length === 1
          ? english.requests.notification({ label, title: english.requests.titles.claimed })
          : english.requests.notification({ label, title: english.requests.titles.approved }),
      )
      ana.reload()
    }
  })

  test('let a token be saved or time end it, and whoever saved it late is told', {
    timeout: 60_000,
  }, async (context) => {
    const rules = [{ name: 'Bea', then: 'review', approvers: ['user:UBEA'] }]
    const { ana, dremio, redis } = await begin(context, { rules, receipt: { chaseAfter: '1s', revokeAfter: '3s' } })
    const rounds = 3
    for (let round = 1; round <= rounds; round += 1) {
      const label = `round ${round}`
      const card = () => ana.messages.findLast(({ text }) => text.startsWith(`${label} · `))?.text
      await approved(world, { label })
      const ready = `${english.requests.titles.approved}\n${label}`
      await ana.waitsFor(ready)
      await ana.presses('Show token', { on: ready })
      await ana.waitsFor(() => card()?.includes(english.requests.titles.claimed))
      const shown = Date.now()
      const press = ana.via(round % 2).aims('I have saved it', { on: `${english.requests.titles.claimed}\n${label}` })
      await later(shown + 3 * SECOND + ((round - 2) * SECOND) / rounds - Date.now())
      await press()
      await later(2 * SECOND)
      await ana.quiet()
      const lives = dremio.tokensOf(uids.ana).some((token) => token.label.startsWith(`${label} [`))
      expect(card()).toBe(
        lives
          ? english.requests.notification({ label, title: english.requests.titles.claimed })
          : english.requests.notification({ label, title: english.requests.titles.revoked }),
      )
      if (!lives) expect(ana.sees()).toContain(`I revoked ${label}`)
      ana.reload()
    }
    expect(await redis.dump()).toContain('receipt.reminded')
  })

  test('replace a token once, however often both are asked to', async (context) => {
    const rules = [
      { name: 'renewals', when: { rotation: true }, then: 'approve' },
      { name: 'Bea', then: 'review', approvers: ['user:UBEA'] },
    ]
    const { ana } = await begin(context, { rules })
    await approved(world)
    await ana.presses('Show token')
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.presses('I have saved it', { on: english.requests.titles.claimed })
    await ana.quiet()
    await Promise.all([0, 1, 0, 1].map((process) => ana.via(process).types('/dremio-pat rotate tableau')))
    await ana.waitsFor('The replacement for tableau is approved.')
    await ana.quiet()
    await later(SECOND)
    await ana.quiet()
    const cards = ana.messages.filter(
      ({ text }) =>
        text === english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    expect(cards).toHaveLength(1)
    expect(
      ana.sees().match(/You already have the replacement for tableau|replacement for tableau is already approved/g),
    ).toHaveLength(3)
  })
})
