// Whether a token arrived: what is asked, when, by what button it is settled, and that none lives that nobody has.

import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { linkBefore, signedIn, signsIn } from './sign-in-story.ts'
import {
  audit,
  beforeFact,
  cardOf,
  claimed,
  collectsAfterAll,
  creates,
  goesBy,
  secretBefore,
  secretsBefore,
} from './story.ts'

const story = test.concurrent

async function begin(context: TestContext, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  context.onTestFinished(() => world.close())
  return world
}

const bea = { rules: [{ name: 'Bea decides', then: 'review', approvers: ['user:UBEA'] }] }
const QUESTION = beforeFact((when) => english.requestNotices.didYouSaveIt({ label: 'tableau', when }))
const TABLEAU = { label: 'tableau', isNew: false }
/** Only she can end the token. */
const YOURS_TO_END = english.requestNotices.doYouHaveIt({ label: 'tableau' })
const tokens = ({ dremio }: World) => dremio.tokensOf(uids.ana)
const questions = ({ ana }: World) =>
  ana.messages.filter(({ text }) => text.includes(QUESTION.replace('tableau', '*tableau*'))).length

/** Ana has her token on the screen, and all of that is written down. */
async function holds(world: World): Promise<void> {
  await claimed(world)
  await world.ana.waitsFor(english.requests.titles.claimed)
  await world.ana.quiet()
}

/** Ana signed in and has her token on the screen. */
async function collected(world: World): Promise<void> {
  await signedIn(world)
  await world.ana.presses('Show token', { on: 'You’re signed in to Dremio' })
  await secretBefore(world.ana)
  await world.ana.waitsFor(english.requests.titles.claimed)
  await world.ana.quiet()
}

describe('I have saved it', () => {
  story('takes the message away, closes the delivery, and nobody asks any more', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await holds(world)
    await ana.presses('I have saved it', { on: 'Your Dremio token' })
    await ana.waitsFor(english.requests.received)
    await ana.waitsFor((person) => secretsBefore(person).length === 0)
    await goesBy(world, 2 * DAY)
    expect(questions(world)).toBe(0)
    expect(tokens(world)).toHaveLength(1)
    expect(await audit(world)).toContain('receipt.confirmed')
  })

  story('can be said on the card, by whoever reloaded Slack meanwhile', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await holds(world)
    ana.reload()
    await ana.presses('I have saved it', { on: english.requests.titles.claimed })
    await ana.waitsFor(english.requests.received)
    expect(ana.sees()).not.toContain('[ I did not get it ]')
  })

  story('may be said after all once it was asked for, and the question loses its buttons', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await holds(world)
    await goesBy(world, HOUR)
    const asked = await ana.waitsFor(QUESTION)
    expect(asked).toContain('[ I have saved it ]  [ I did not get it ]')
    await ana.presses('I have saved it', { on: QUESTION })
    await ana.waitsFor(english.requestNotices.over.saved(TABLEAU))
    expect(ana.sees()).not.toContain(QUESTION)
    await goesBy(world, 2 * DAY)
    expect(tokens(world)).toHaveLength(1)
  })
})

describe('I did not get it', () => {
  story('said to the question ends the token, and another one can be collected', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await holds(world)
    await goesBy(world, HOUR)
    await ana.waitsFor(QUESTION)
    await ana.presses('I did not get it', { on: QUESTION })
    await ana.waitsFor(english.requests.titles.approved)
    expect(tokens(world)).toEqual([])
    await ana.waitsFor(english.requestNotices.over.neverCame(TABLEAU))
    await ana.waitsFor(english.requests.lastOneRevoked)
    ana.reload()
    await collectsAfterAll(world)
    // It is asked anew, for the new one.
    await goesBy(world, HOUR)
    await ana.waitsFor(QUESTION)
  })

  story('is possible as often as the policy says', async (context) => {
    const env = { POLICY_FILE: policyFile(context, { ...bea, receipt: { returns: 1 } }) }
    const world = await begin(context, { env })
    const { ana } = world
    await holds(world)
    await ana.presses('I did not get it', { on: english.requests.titles.claimed })
    await ana.waitsFor(english.requests.titles.approved)
    ana.reload()
    await collectsAfterAll(world)
    await ana.presses('I did not get it', { on: english.requests.titles.claimed })
    await ana.waitsFor(english.failures.returnedTooOften)
    expect(tokens(world)).toEqual([])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.revoked }),
    )
    expect(creates(world)).toBe(2)
  })

  story('is gone on with by itself if Dremio was away just then', async (context) => {
    const world = await begin(context)
    const { ana, bot, clock, dremio } = world
    await holds(world)
    dremio.fail('delete', { status: 503 }, { times: 9 })
    await ana.presses('I did not get it', { on: english.requests.titles.claimed })
    await ana.waitsFor(english.dremioFailures.unavailableUnsure({ operation: 'revoke' }))
    await ana.quiet()
    dremio.clearFaults()
    expect(tokens(world)).toHaveLength(1)
    clock.pass(MINUTE)
    await bot.look()
    expect(tokens(world)).toEqual([])
    await ana.waitsFor(english.requests.titles.approved)
    ana.reload()
    await collectsAfterAll(world)
  })
})

describe('a receipt that never came', () => {
  story('says why it was revoked, also where a list was read just then', async (context) => {
    const world = await begin(context)
    const { ana, clock, dremio, bot, slack } = world
    await holds(world)
    clock.pass(DAY + MINUTE)
    const gate = dremio.hold('delete', { before: 'answer' })
    const looking = bot.look()
    await gate.reached
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You don’t have any active')
    gate.release()
    await looking
    await slack.quiet()
    expect(ana.sees()).toContain(english.requests.revoked({ ...TABLEAU, why: 'unconfirmed' }))
  })

  story('is asked for once, after an hour, and then the token is revoked', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await holds(world)
    await goesBy(world, HOUR - MINUTE)
    expect(questions(world)).toBe(0)
    await goesBy(world, 22 * HOUR)
    expect(questions(world)).toBe(1)
    expect(tokens(world)).toHaveLength(1)
    await goesBy(world, HOUR + MINUTE)
    expect(tokens(world)).toEqual([])
    const seen = await ana.waitsFor(english.requestNotices.revokedUnconfirmed(TABLEAU))
    expect(seen).toContain(
      `# ${english.requests.titles.revoked}\n${english.requests.revoked({ ...TABLEAU, why: 'unconfirmed' })}`,
    )
    expect(seen).toContain(english.requestNotices.over.unconfirmed(TABLEAU))
    expect(seen).not.toMatch(/\[ (I have saved it|I did not get it) \](?!.*\[ Hide \])/)
    const written = await audit(world)
    expect(written).toContain('receipt.reminded')
    expect(written).toContain('never confirmed')
    await ana.presses('Request again', { on: 'I revoked tableau' })
    await ana.waitsFor('New Dremio token')
    // What is still on the screen opens nothing any more, and goes with the click that learns so.
    await ana.presses('I have saved it', { on: 'Your Dremio token' })
    await ana.waitsFor(english.failures.tokenStale({ state: 'revoked' }))
    await ana.waitsFor((person) => secretsBefore(person).length === 0)
  })

  story('is asked for at the hours that the policy says', async (context) => {
    const env = { POLICY_FILE: policyFile(context, { ...bea, receipt: { chaseAfter: '30m', revokeAfter: '2h' } }) }
    const world = await begin(context, { env })
    await holds(world)
    await goesBy(world, 30 * MINUTE)
    expect(questions(world)).toBe(1)
    await goesBy(world, 90 * MINUTE)
    expect(tokens(world)).toEqual([])
  })

  story('is asked for when Slack is back, and the token still has its time', async (context) => {
    const world = await begin(context)
    const { bot, clock, slack } = world
    await holds(world)
    slack.fail('chat.postMessage', { error: 'internal_error' })
    clock.pass(HOUR)
    await bot.look()
    expect(questions(world)).toBe(0)
    await goesBy(world, 15 * MINUTE)
    expect(questions(world)).toBe(1)
  })

  story('where only the person can end it, they are asked to, and administrators see it', async (context) => {
    const world = await begin(context, { method: 'oauth', env: { ADMINS: 'UCARL' } })
    const { ana, carl } = world
    await collected(world)
    await goesBy(world, DAY)
    await ana.waitsFor(YOURS_TO_END)
    expect(tokens(world)).toHaveLength(1)
    await carl.types('/dremio-pat admin outstanding')
    const list = await carl.waitsFor('1 token needs to be cleaned up.')
    expect(list).toMatch(/@Ana · tableau · `[0-9a-f]{8}` was never confirmed/)
    expect(await audit(world)).toContain('token.outstanding')

    await ana.presses('Revoke', { on: ana.reads(YOURS_TO_END) })
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    const link = await ana.waitsFor((person) => linkBefore(person))
    await signsIn(world, link, 'ana@acme.test')
    await ana.waitsFor('Your token tableau is revoked.')
    expect(tokens(world)).toEqual([])
    await ana.waitsFor((person) => !person.sees().includes(person.reads(YOURS_TO_END)))
    await carl.types('/dremio-pat admin outstanding')
    await carl.waitsFor('Nothing to clean up')
  })

  story('they are asked to as soon as Slack is back', async (context) => {
    const world = await begin(context, { method: 'oauth' })
    const { ana, bot, clock, slack } = world
    await collected(world)
    clock.pass(DAY)
    slack.fail('chat.postMessage', { error: 'internal_error' })
    await bot.look()
    expect(ana.sees()).not.toContain(ana.reads(YOURS_TO_END))
    await goesBy(world, 15 * MINUTE)
    expect(ana.sees()).toContain(ana.reads(YOURS_TO_END))
  })

  story('or they say that they have it after all', async (context) => {
    const world = await begin(context, { method: 'oauth', env: { ADMINS: 'UCARL' } })
    const { ana, carl } = world
    await collected(world)
    await goesBy(world, 3 * DAY)
    expect(ana.messages.filter(({ text }) => text.includes('I can’t do it without you'))).toHaveLength(1)
    await ana.presses('I have saved it', { on: ana.reads(YOURS_TO_END) })
    await ana.waitsFor(english.requestNotices.over.saved(TABLEAU))
    await ana.waitsFor((person) => !person.sees().includes('[ Revoke ]'))
    await carl.types('/dremio-pat admin outstanding')
    await carl.waitsFor('Nothing to clean up')
  })

  story('is ended with the administrator’s token where that may', async (context) => {
    const world = await begin(context, { method: 'idp', dremio: { edition: 'software' }, administrator: true })
    const { ana } = world
    await collected(world)
    await goesBy(world, DAY)
    await ana.waitsFor('I revoked tableau')
    expect(tokens(world)).toEqual([])
  })

  story('and with a session that is kept for that', async (context) => {
    const world = await begin(context, { method: 'oauth', env: { DREMIO_OFFLINE: 'true' } })
    await collected(world)
    await goesBy(world, DAY)
    await world.ana.waitsFor('I revoked tableau')
    expect(tokens(world)).toEqual([])
  })

  story('has its alarm again after all alarms were lost', async (context) => {
    const world = await begin(context)
    const { clock, redis } = world
    await holds(world)
    const alarms = `{${redis.prefix}}:alarms`
    await withClient(redis.url, (client) => client.del(alarms))
    await withClient(redis.url, (client) => client.zadd(alarms, clock.now(), 'rebuild-alarms:all'))
    await goesBy(world, HOUR)
    expect(questions(world)).toBe(1)
  })
})

story('nobody but an administrator sees what is outstanding', async (context) => {
  const world = await begin(context)
  await world.ana.types('/dremio-pat admin outstanding')
  await world.ana.waitsFor(english.identityFailures.notBotAdmin)
})
