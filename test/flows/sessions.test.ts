// What rests in Redis so that the bot can act as somebody: encrypted, for minutes or, if the operator says so, renewed.

import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { newEncryptionKey } from '../world/auth-methods.ts'
import { startBotProcess } from '../world/bot-process.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { linkBefore, offered, signedIn, signsIn } from './sign-in-story.ts'
import { alarmsRunAfterTheLease, creates, secretBefore } from './story.ts'

const story = test.concurrent

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld({ method: 'oauth', ...options })
  onTestFinished(() => world.close())
  return world
}

const keptSessions = async ({ redis }: World) =>
  (await redis.dump()).split('\n').filter((line) => /:session:/.test(line)).length

/** Whether a list of tokens asks to sign in for more of them. */
function offersToSignIn(person: Actor): boolean {
  const { signInForAll, signInForOthers } = english.tokens
  return [signInForAll, signInForOthers].some((sentence) => person.sees().includes(sentence))
}

/** Ana signed in and has her token. */
async function collected(world: World): Promise<void> {
  const { ana } = world
  await signedIn(world)
  await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
  await secretBefore(ana)
  await ana.waitsFor(english.requests.titles.claimed)
  await ana.quiet()
}

const renewals = ({ dremio }: World) =>
  dremio.requests.filter(
    ({ operation, body }) => operation === 'token' && (body as { grant_type?: string }).grant_type === 'refresh_token',
  ).length

describe('DREMIO_OFFLINE=true', () => {
  const offline = { env: { DREMIO_OFFLINE: 'true' } }

  story('lists and revokes weeks later without another sign-in, renewing what it has', async (context) => {
    const world = await begin(context, offline)
    const { ana, clock, dremio } = world
    await collected(world)
    for (let week = 0; week < 3; week += 1) {
      clock.pass(7 * DAY)
      ana.reload()
      await ana.types('/dremio-pat list')
      await ana.waitsFor('You have 1 active token')
      await ana.quiet()
      expect(offersToSignIn(ana)).toBe(false)
    }
    expect(renewals(world)).toBe(3)
    await ana.types('/dremio-pat revoke tableau')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor('is revoked')
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
  })

  story('the same through the company’s own provider', async (context) => {
    const world = await begin(context, { ...offline, method: 'idp', dremio: { edition: 'software' } })
    const { ana, clock } = world
    await collected(world)
    clock.pass(2 * HOUR)
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    expect(offersToSignIn(ana)).toBe(false)
  })

  story('renews once for two who ask at once', async (context) => {
    const world = await begin(context, offline)
    const { ana, clock } = world
    await collected(world)
    clock.pass(2 * HOUR)
    await Promise.all([ana.types('/dremio-pat list'), ana.types('/dremio-pat list')])
    await ana.quiet()
    expect(renewals(world)).toBe(1)
    expect(offersToSignIn(ana)).toBe(false)
  })

  story('a grant that was ended at Dremio is dropped, and signing in is offered again', async (context) => {
    const world = await begin(context, offline)
    const { ana, clock, dremio } = world
    await collected(world)
    dremio.revokeGrants(uids.ana)
    clock.pass(2 * HOUR)
    await ana.types('/dremio-pat list')
    await ana.waitsFor('Sign in to Dremio to see all of yours.')
    expect(await keptSessions(world)).toBe(0)
  })

  story('a Dremio that is away for a while costs nobody their grant', async (context) => {
    const world = await begin(context, offline)
    const { ana, clock, dremio } = world
    await collected(world)
    clock.pass(2 * HOUR)
    dremio.fail('token', { status: 503 }, { times: 5 })
    await ana.types('/dremio-pat list')
    await ana.waitsFor(english.tokens.notResponding)
    dremio.clearFaults()
    ana.reload()
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    await ana.quiet()
    expect(ana.sees()).not.toMatch(/Sign in|not answering|isn’t responding/)
  })

  story('unlink takes it away', async (context) => {
    const world = await begin(context, offline)
    await collected(world)
    expect(await keptSessions(world)).toBe(1)
    await world.ana.types('/dremio-pat unlink')
    await world.ana.waitsFor('You’re no longer linked')
    expect(await keptSessions(world)).toBe(0)
  })

  story('also while it is being renewed: what comes of that is kept by nobody', async (context) => {
    const world = await begin(context, offline)
    const { ana, clock, dremio } = world
    await collected(world)
    clock.pass(2 * HOUR)
    const gate = dremio.hold('token', { before: 'answer' })
    await ana.types('/dremio-pat list')
    await gate.reached
    await ana.types('/dremio-pat unlink')
    await ana.waitsFor('You’re no longer linked')
    gate.release()
    await ana.quiet()
    expect([renewals(world), await keptSessions(world)]).toEqual([1, 0])
  })

  story('a single "no" of Dremio’s to an access token costs nobody their grant', async (context) => {
    const world = await begin(context, offline)
    const { ana, dremio } = world
    await collected(world)
    dremio.fail('list', { status: 401 })
    ana.reload()
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    await ana.quiet()
    expect(offersToSignIn(ana)).toBe(false)
    expect([renewals(world), await keptSessions(world)]).toEqual([1, 1])
  })

  story('that "no" to the making of a token makes none twice: the next press makes it', async (context) => {
    const world = await begin(context, offline)
    const { ana, dremio } = world
    await signedIn(world)
    dremio.fail('create', { status: 401 })
    await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    await ana.waitsFor(english.identityFailures.sessionRefused)
    await ana.quiet()
    expect(creates(world)).toBe(1)
    await ana.presses('Show token')
    await secretBefore(ana)
    expect([creates(world), renewals(world), dremio.tokensOf(uids.ana).length]).toEqual([2, 1, 1])
  })

  story('a grant that brings nothing which Dremio takes is offered to be replaced by signing in', async (context) => {
    const world = await begin(context, offline)
    const { ana, dremio } = world
    await collected(world)
    dremio.fail('list', { status: 401 }, { times: 9 })
    await ana.types('/dremio-pat list')
    const link = await ana.waitsFor((person) => linkBefore(person))
    expect(ana.sees()).toContain('Only tokens created here are shown.')
    dremio.clearFaults()
    await signsIn(world, link, 'ana@acme.test')
    await ana.waitsFor('You’re signed in to Dremio')
    ana.reload()
    await ana.presses('My tokens', { on: 'You’re signed in to Dremio' })
    await ana.waitsFor('You have 1 active token')
    expect(linkBefore(ana)).toBeUndefined()
    await ana.quiet()
    expect([renewals(world), await keptSessions(world)]).toEqual([1, 1])
  })

  story('so does an administrator who links somebody anew', async (context) => {
    const world = await begin(context, { env: { ...offline.env, ADMINS: 'UCARL' } })
    await collected(world)
    await world.carl.types(`/dremio-pat admin link @ana ${uids.bea}`)
    await world.carl.waitsFor('is now linked')
    expect(await keptSessions(world)).toBe(0)
  })

  story('and whoever is deactivated in Slack keeps nothing', async (context) => {
    const world = await begin(context, offline)
    const { slack, redis } = world
    await collected(world)
    slack.change('UANA', { deleted: true })
    await slack.dispatch.userChange('UANA')
    await slack.quiet()
    expect(await keptSessions(world)).toBe(0)
    expect(await redis.dump()).toContain('session.forgotten')
  })

  story('nor whoever is deactivated while it is being renewed', async (context) => {
    const world = await begin(context, offline)
    const { ana, clock, dremio, slack } = world
    await collected(world)
    clock.pass(2 * HOUR)
    const gate = dremio.hold('token', { before: 'answer' })
    await ana.types('/dremio-pat list')
    await gate.reached
    slack.change('UANA', { deleted: true })
    await slack.dispatch.userChange('UANA')
    await context.expect.poll(() => keptSessions(world)).toBe(0)
    gate.release()
    await slack.quiet()
    expect(await keptSessions(world)).toBe(0)
  })

  story('a change that matters not leaves it alone', async (context) => {
    const world = await begin(context, offline)
    await collected(world)
    world.slack.change('UANA', { realName: 'Ana Maria' })
    await world.slack.dispatch.userChange('UANA')
    await world.slack.quiet()
    expect(await keptSessions(world)).toBe(1)
  })
})

describe('encryption', () => {
  story('with a key that is gone means signing in again, never a failure', async (context) => {
    const world = await begin(context, { env: { DREMIO_OFFLINE: 'true' } })
    const { ana, env, slack } = world
    await collected(world)
    const other = await startBotProcess({ ...env, PORT: '0', ENCRYPTION_KEYS: newEncryptionKey() })
    context.onTestFinished(() => void other.stop())
    slack.connect(other.url)
    await ana.types('/dremio-pat list')
    await ana.waitsFor(english.tokens.signInForOthers)
    expect(other.logs.join('')).not.toMatch(/"level":"error"/)
    await other.stop()
  })

  story('with a new key in front goes on, and encrypts anew what is used', async (context) => {
    const world = await begin(context, { env: { DREMIO_OFFLINE: 'true' } })
    const { ana, env, redis, slack } = world
    await collected(world)
    const sealed = async () => (await redis.dump()).split('\n').find((line) => /:session:/.test(line))
    const before = await sealed()
    const keys = `${newEncryptionKey()},${env.ENCRYPTION_KEYS}`
    const other = await startBotProcess({ ...env, PORT: '0', ENCRYPTION_KEYS: keys })
    slack.connect(other.url)
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    await ana.quiet()
    await other.stop()
    expect(offersToSignIn(ana)).toBe(false)
    expect(await sealed()).not.toBe(before)
  })
})

describe('a session at rest', () => {
  story('clears up after a claim that died, while its ten minutes last', async (context) => {
    const world = await begin(context, { timeouts: { showing: 1_000 } })
    const { ana, dremio, slack } = world
    await signedIn(world)
    // Slack swallows the secret, and Dremio is away when that is to be undone.
    slack.fail('chat.postEphemeral', { hang: true })
    dremio.fail('delete', { status: 503 }, { times: 9 })
    await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    await ana.waitsFor(english.requests.titles.unsure)
    await ana.waitsFor(english.failures.claimUnsure)
    await ana.quiet()
    dremio.clearFaults()
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
    await alarmsRunAfterTheLease(world)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
    await ana.waitsFor(english.requests.titles.approved)
  })

  story('that Dremio does not take any more is dropped, and the next press signs in anew', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await signedIn(world)
    dremio.fail('create', { status: 401 })
    await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    await ana.waitsFor(english.identityFailures.sessionRefused)
    await ana.quiet()
    expect(await keptSessions(world)).toBe(0)
    await ana.presses('Show token', { on: english.requests.titles.approved })
    const link = await ana.waitsFor((person) => linkBefore(person))
    await signsIn(world, link, 'ana@acme.test')
    await ana.waitsFor('You’re signed in to Dremio')
    await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    await secretBefore(ana)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
  })

  story('serves one deed: the next one signs in again', async (context) => {
    const world = await begin(context)
    await collected(world)
    expect(await keptSessions(world)).toBe(0)
    expect(creates(world)).toBe(1)
  })

  story('ends with the access token, should that live less than ten minutes', async (context) => {
    const world = await begin(context)
    world.dremio.fail('token', { text: (answer) => answer.replace(/"expires_in":\d+/, '"expires_in":180') })
    await signedIn(world)
    world.clock.pass(3 * MINUTE)
    await world.ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    await world.ana.waitsFor((person) => linkBefore(person)?.length)
    await world.ana.quiet()
    expect(creates(world)).toBe(0)
  })

  story('that lives a minute is still good for the deed', async (context) => {
    const world = await begin(context)
    world.dremio.fail('token', { text: (answer) => answer.replace(/"expires_in":\d+/, '"expires_in":60') })
    await signedIn(world)
    world.clock.pass(44 * SECOND)
    await world.ana.presses('Show token')
    await secretBefore(world.ana)
  })

  story('of an administrator that Dremio refuses leaves people to sign in for themselves', async (context) => {
    const world = await begin(context, { method: 'idp', dremio: { edition: 'software' }, administrator: true })
    const { ana, dremio } = world
    await collected(world)
    ana.reload()
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    expect(linkBefore(ana)).toBeUndefined()
    dremio.user(uids.root).active = false
    await ana.types('/dremio-pat list')
    await signsIn(world, await ana.waitsFor((person) => linkBefore(person)), 'ana@acme.test')
    await ana.waitsFor('You’re signed in to Dremio')
  })
})

describe('whoever signs in', () => {
  const email = "ana.o'brien@acme.test"
  const users = [
    { id: uids.ana, email, name: email },
    { id: uids.bea, email: 'bea@acme.test', name: 'bea@acme.test' },
  ]

  story('is known by their own Dremio user where no filter can hold their address', async (context) => {
    const world = await begin(context, { dremio: { users } })
    const { ana, dremio, slack } = world
    slack.change('UANA', { email })
    const link = await offered(world)
    const stranger = await signsIn(world, link, 'bea@acme.test')
    expect(stranger.page.text).toContain(english.pageFailures.inDoubtTitle)
    await ana.presses('Show token')
    const next = await ana.waitsFor((person) => (linkBefore(person) === link ? undefined : linkBefore(person)))
    await signsIn(world, next, email)
    await ana.waitsFor('You’re signed in to Dremio')
    await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    await secretBefore(ana)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
  })

  story('is let in by an administrator’s word where Dremio does not let people look', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const { carl, dremio } = world
    await carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
    await carl.waitsFor('is now linked')
    const link = await offered(world)
    for (const look of ['findUser', 'getUser'] as const) dremio.fail(look, { status: 401 }, { times: 9 })
    const browser = await signsIn(world, link, 'ana@acme.test')
    expect(browser.page.status).toBe(200)
    await world.ana.waitsFor('You’re signed in to Dremio')
  })
})
