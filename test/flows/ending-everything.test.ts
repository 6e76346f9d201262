// An administrator ends everything of somebody: what can be ended is, and what is left is named and followed up.
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { runningClock } from '../world/clock.ts'
import { withClient } from '../world/redis.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { saves } from './rotation-story.ts'
import { linkBefore, signedIn, signsIn } from './sign-in-story.ts'
import { approved, asks, audit, claimed, goesBy, secretBefore } from './story.ts'

const story = test.concurrent
const { ended } = english
const { buttons } = english.labels

const software: WorldOptions = { administrator: true, dremio: { edition: 'software' } }
const cloud: WorldOptions = { method: 'oauth' }
const offline: WorldOptions = { method: 'oauth', env: { DREMIO_OFFLINE: 'true' } }

async function begin(context: TestContext, options: WorldOptions): Promise<World> {
  const world = await startWorld({ ...options, env: { ADMINS: 'UBEA,UCARL', APPROVERS: 'UBEA', ...options.env } })
  context.onTestFinished(() => world.close())
  return world
}

/** Opens the form; what it says. */
async function opens({ carl }: World, admin: Actor = carl): Promise<string> {
  admin.reload()
  await admin.types('/dremio-pat admin show @ana')
  await admin.waitsFor(buttons.endEverything)
  await admin.presses(buttons.endEverything)
  return admin.waitsFor((person) => (person.form?.submit === buttons.endEverything ? person.sees() : undefined))
}

/** Sends the form; what is written then. */
async function ends(world: World, admin: Actor = world.carl): Promise<string> {
  await opens(world, admin)
  const before = admin.messages.length
  await admin.submits(buttons.endEverything)
  await admin.waitsFor((person) => person.messages.length > before)
  await world.slack.quiet()
  return admin.sees()
}

/** Ana has a token, which she has saved, and nothing is stored to act as her. */
async function hasToken(world: World): Promise<void> {
  const { ana } = world
  await signedIn(world)
  await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
  await secretBefore(ana)
  await saves(world)
  await goesBy(world, HOUR)
}

const count = async (world: World, action: string) => (await audit(world)).split(action).length - 1

describe('on Software, with an admin’s token', () => {
  story(
    'every token, created here or in Dremio, open requests and the link’s session end in one deed',
    async (context) => {
      const world = await begin(context, software)
      const { ana, dremio } = world
      await claimed(world)
      await saves(world)
      dremio.mint(uids.ana, { label: 'by hand' })
      dremio.mint(uids.bea, { label: 'of Bea' })
      await approved(world, { label: 'superset' })
      await asks(world, { label: 'dashboards' })
      const form = await opens(world)
      expect(form).toContain(ended.question({ person: '@Ana' }))
      expect(form).toContain('cancels 2 open requests')
      expect(form).toContain('revokes 2 tokens. Anything using them loses access immediately.')
      await world.carl.closes()
      const said = await ends(world)
      expect(said).toContain(ended.done({ person: '@Ana' }))
      expect(said).toMatch(/cancelled: (superset and dashboards|dashboards and superset)/)
      expect(said).toMatch(/revoked: (tableau and by hand|by hand and tableau)/)
      expect(said).toContain(ended.linkStays({ person: '@Ana' }))
      expect(said).not.toContain('left:')
      expect(dremio.tokensOf(uids.ana)).toEqual([])
      expect(dremio.tokensOf(uids.bea)).toHaveLength(1)
      const seen = ana.sees()
      expect(seen.split(ended.yours({ by: '@Carl' }))).toHaveLength(2)
      expect(seen).toContain(english.requests.adminCancelled({ by: '@Carl' }))
      expect(seen).not.toContain(english.requests.youCancelled)
      expect(await count(world, 'request.cancelled')).toBe(2)
      expect(await count(world, 'token.revoked')).toBe(2)
      // Nothing is left to follow up, and nobody is reminded.
      const before = [ana.messages.length, world.carl.messages.length]
      await goesBy(world, 2 * DAY)
      expect([ana.messages.length, world.carl.messages.length]).toEqual(before)
    },
  )

  story('three hundred tokens', { timeout: 60_000 }, async (context) => {
    const world = await begin(context, software)
    for (let index = 0; index < 300; index += 1) world.dremio.mint(uids.ana, { label: `report ${index}` })
    await world.carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
    await world.carl.waitsFor('linked')
    await opens(world)
    await world.carl.submits(buttons.endEverything)
    await world.carl.waitsFor((person) => /revoked: .* 290 others/.test(person.sees()) || undefined, 45_000)
    expect(world.dremio.tokensOf(uids.ana)).toEqual([])
  })

  story('a token that was seen in their list ends too after their link is gone', async (context) => {
    const world = await begin(context, software)
    const { ana, carl, dremio } = world
    dremio.mint(uids.ana, { label: 'by hand' })
    await ana.types('/dremio-pat list')
    await ana.waitsFor('by hand')
    await carl.types('/dremio-pat admin unlink @ana')
    await carl.waitsFor('@Ana')
    await carl.types('/dremio-pat admin show @ana')
    await carl.waitsFor('by hand')
    await ends(world)
    expect(dremio.tokensOf(uids.ana).map(({ label }) => label)).not.toContain('by hand')
  })

  story('for whom they review stays named, since only those can end that', async (context) => {
    const world = await begin(context, { ...software, env: { APPROVERS: 'UCARL', ADMINS: 'UBEA' } })
    const { ana, bea, carl } = world
    await carl.types('/dremio-pat delegate @ana')
    await carl.waitsFor('now reviews for you')
    await bea.types('/dremio-pat create tableau')
    await bea.waitsFor((person) => person.form?.submit === 'Request')
    await bea.fills({ Reason: 'Dashboards' })
    await bea.submits('Request')
    await ana.waitsFor('Why you:')
    const named = 'They still review for @Carl'
    expect(await opens(world, bea)).toContain(named)
    await bea.closes()
    expect(await ends(world, bea)).toContain(named)
  })

  story('doing it again finds nothing left, and tells the person nothing more', async (context) => {
    const world = await begin(context, software)
    await claimed(world)
    await ends(world)
    const before = world.ana.messages.length
    expect(await ends(world)).toContain(ended.nothing({ person: '@Ana' }))
    expect(world.ana.messages.length).toBe(before)
  })

  story('what a failure left is ended by doing it again', async (context) => {
    const world = await begin(context, software)
    world.dremio.mint(uids.ana, { label: 'by hand' })
    await claimed(world)
    await approved(world, { label: 'superset' })
    world.dremio.fail('delete', { status: 503 }, { times: 6 })
    const said = await ends(world)
    expect(said).toContain(ended.cancelled({ labels: ['superset'] }))
    const kept = world.dremio.tokensOf(uids.ana).length
    expect(kept).toBeGreaterThan(0)
    expect(said).toContain(ended.later({ amount: kept }).replaceAll('*', ''))
    // Nobody is asked for what the bot can do itself.
    expect(said).not.toContain('only @Ana can revoke')
    expect(world.ana.sees()).not.toContain('Only you can')
    // The alarm tries again by itself, and so does the administrator.
    await goesBy(world, 2 * HOUR)
    expect(world.dremio.tokensOf(uids.ana)).toEqual([])
  })

  story('two administrators at once: each deed is done, and nothing is left', async (context) => {
    const world = await begin(context, software)
    const { ana, bea, carl, dremio } = world
    await claimed(world)
    await asks(world, { label: 'superset' })
    await opens(world)
    await opens(world, bea)
    await Promise.all([carl, bea].map((admin) => admin.submits(buttons.endEverything)))
    for (const admin of [carl, bea]) await admin.waitsFor(/everything of @Ana that I could|nothing left to end/)
    await world.slack.quiet()
    expect(dremio.tokensOf(uids.ana)).toEqual([])
    expect(await count(world, 'request.cancelled')).toBe(1)
    expect(ana.sees()).toContain('bot admin, ended everything you had here.')
  })

  story('works for somebody who has left', async (context) => {
    const world = await begin(context, software)
    await claimed(world)
    world.slack.change('UANA', { deleted: true })
    const before = world.ana.messages.length
    expect(await ends(world)).toContain(ended.revoked({ labels: ['tableau'] }))
    expect(world.dremio.tokensOf(uids.ana)).toEqual([])
    expect(world.ana.messages.length).toBe(before)
  })
})

describe('on Cloud', () => {
  story('what nobody else can end is named, asked for, outstanding, and followed up', async (context) => {
    const world = await begin(context, cloud)
    const { ana, carl, dremio } = world
    await hasToken(world)
    await asks(world, { label: 'superset' })
    const said = await ends(world)
    expect(said).toContain(ended.cancelled({ labels: ['superset'] }))
    expect(said).toContain('1 token is left: only @Ana can revoke it, and I asked them to.')
    expect(said).toContain('deactivating the user in Dremio')
    expect(ana.sees()).toContain('Please revoke this token now. Only you can.')
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
    carl.reload()
    await carl.types('/dremio-pat admin outstanding')
    await carl.waitsFor('still works: @Carl ended everything of theirs')

    const asked = () => ana.messages.filter(({ text }) => text.includes('asked you to revoke')).length
    const told = () => carl.messages.filter(({ text }) => text.includes('still works')).length
    await goesBy(world, DAY + HOUR)
    expect([asked(), told()]).toEqual([1, 1])
    // A lost alarm is set again, and asks nothing twice.
    await world.bot.rebuild()
    await goesBy(world, HOUR)
    expect([asked(), told()]).toEqual([1, 1])
    await goesBy(world, DAY)
    expect([asked(), told()]).toEqual([2, 1])

    await ana.presses(buttons.revoke, { on: 'asked you to revoke' })
    await ana.waitsFor((person) => person.form?.submit === 'Revoke')
    await ana.submits('Revoke')
    await signsIn(world, await ana.waitsFor((person) => linkBefore(person)), 'ana@acme.test')
    await ana.waitsFor('is revoked')
    await withClient(world.redis.url, (client) =>
      client.zrem(`{${world.redis.prefix}}:alarms`, 'follow-up-revocation:UANA'),
    )
    await world.bot.rebuild()
    await goesBy(world, MINUTE)
    await carl.waitsFor('The tokens of @Ana that were left are gone.')
    expect(dremio.tokensOf(uids.ana)).toEqual([])
    const before = carl.messages.length
    await goesBy(world, 3 * DAY)
    expect(carl.messages.length).toBe(before)
  })

  story('where the bot keeps a session, it ends the tokens with it, and drops it afterwards', async (context) => {
    const world = await begin(context, offline)
    await hasToken(world)
    const said = await ends(world)
    expect(said).toContain(ended.revoked({ labels: ['tableau'] }))
    expect(said).toContain(ended.signedOut)
    expect(world.dremio.tokensOf(uids.ana)).toEqual([])
    expect(await world.redis.dump()).not.toMatch(/:session:UANA/)
    expect(await count(world, 'session.forgotten')).toBe(1)
  })

  story('an external token becomes outstanding too', async (context) => {
    const world = await begin(context, cloud)
    const { ana, carl, dremio } = world
    dremio.mint(uids.ana, { label: 'by hand' })
    await ana.types('/dremio-pat list')
    await signsIn(world, await ana.waitsFor((person) => linkBefore(person)), 'ana@acme.test')
    await ana.waitsFor('See all of your tokens now')
    await ana.types('/dremio-pat list')
    await ana.waitsFor('by hand')
    await goesBy(world, HOUR)
    expect(await ends(world)).toContain('1 token is left')
    carl.reload()
    await carl.types('/dremio-pat admin outstanding')
    expect(await carl.waitsFor('still works: @Carl')).toContain('by hand')
  })

  story('several tokens that one deed left are asked for in one message a day', async (context) => {
    const world = await begin(context, { ...cloud, clock: runningClock() })
    const { ana, carl, dremio } = world
    for (const label of ['by hand', 'notebook', 'report']) dremio.mint(uids.ana, { label })
    await ana.types('/dremio-pat list')
    await signsIn(world, await ana.waitsFor((person) => linkBefore(person)), 'ana@acme.test')
    await ana.waitsFor('See all of your tokens now')
    await ana.types('/dremio-pat list')
    await ana.waitsFor('notebook')
    await goesBy(world, HOUR)
    expect(await ends(world)).toContain('3 tokens are left')
    await goesBy(world, DAY + HOUR)
    expect(ana.messages.filter(({ text }) => text.includes('asked you to revoke'))).toHaveLength(1)
    expect(carl.messages.filter(({ text }) => text.includes('still work'))).toHaveLength(1)
  })
})

describe('somebody who is no bot admin', () => {
  story('ends nothing, also when the rights went while the form was open', async (context) => {
    const slack = { groups: [{ id: 'S0ADMINS', users: ['UCARL'] }] }
    const world = await begin(context, { ...software, slack, env: { ADMINS: 'S0ADMINS' } })
    const { ana, carl, dremio } = world
    await claimed(world)
    await opens(world)
    world.slack.regroup('S0ADMINS', [])
    await carl.submits(buttons.endEverything)
    await carl.waitsFor(english.identityFailures.notBotAdmin)
    await world.slack.quiet()
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
    expect(ana.sees()).not.toContain('ended everything')
    expect(await count(world, 'token.revoked')).toBe(0)
  })
})
