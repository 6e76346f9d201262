// What must never be ended by mistake, and what must never be stuck: tokens of others, of earlier Dremio users, of the bot.

import { describe, expect, type TestContext, test } from 'vitest'
import { MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { linkBefore, signedIn, signsIn } from './sign-in-story.ts'
import { alarmsRunAfterTheLease, claimed, creates, secretBefore } from './story.ts'

const story = test.concurrent

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld({ method: 'oauth', ...options })
  onTestFinished(() => world.close())
  return world
}

const software25 = { edition: 'software', version: '25' } as const
const admins = { env: { ADMINS: 'UCARL' } }
const labels = ({ dremio }: World, uid: string) => dremio.tokensOf(uid).map(({ label }) => label.replace(/ \[.*/, ''))

/** Ana signed in and has her token. */
async function collected(world: World): Promise<string> {
  const { ana } = world
  await signedIn(world)
  await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
  const secret = await secretBefore(ana)
  await ana.waitsFor(english.requests.titles.claimed)
  await ana.quiet()
  return secret
}

async function linksAnaToBea({ carl }: World): Promise<void> {
  await carl.types(`/dremio-pat admin link @ana ${uids.bea}`)
  await carl.waitsFor('is now linked')
}

describe('revoke all', () => {
  story(
    'by an administrator ends what it named in the form, and nothing that Dremio does not let it see',
    async (context) => {
      const world = await begin(context, { method: 'token', dremio: software25, administrator: true, ...admins })
      const { ana, carl, dremio } = world
      await claimed(world)
      await ana.waitsFor(english.requests.titles.claimed)
      dremio.mint(uids.ana, { label: 'production ETL' })
      await carl.types('/dremio-pat admin revoke @ana all')
      await carl.waitsFor('Revoke this token of @Ana?')
      await carl.submits('Revoke')
      await carl.waitsFor('@Ana’s token tableau is revoked.')
      expect(labels(world, uids.ana)).toEqual(['production ETL'])
      await carl.types('/dremio-pat admin revoke @ana all')
      await carl.waitsFor('has no active tokens created here, and I can’t see any others.')
    },
  )

  story('keeps the token that the bot works with, also where an administrator’s is used beside it', async (context) => {
    const world = await begin(context, {
      method: 'token',
      dremio: software25,
      administrator: true,
      credentialIsListed: true,
    })
    const { ana, dremio } = world
    dremio.mint(uids.ana, { label: 'made by hand' })
    await ana.types('/dremio-pat revoke all')
    await ana.waitsFor('made by hand')
    await ana.submits('Revoke')
    await ana.waitsFor('is revoked')
    expect(labels(world, uids.ana)).toEqual(['the bot itself'])
  })

  story('says of no token that it is revoked while it lives with an earlier user', async (context) => {
    const world = await begin(context, { method: 'token', dremio: software25, administrator: true, ...admins })
    const { ana, carl } = world
    await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    await linksAnaToBea(world)
    await carl.types('/dremio-pat admin revoke @ana all')
    await carl.waitsFor((person) => person.form && !person.sees().includes('One moment'))
    if (carl.form?.submit) {
      await carl.submits('Revoke')
      await carl.quiet()
    }
    expect(labels(world, uids.ana)).toEqual(['tableau'])
    await carl.types('/dremio-pat admin list @ana')
    await carl.waitsFor('@Ana has 1 active token created here.')
  })
})

describe('whoever was linked to another Dremio user since', () => {
  story('ends a token that did not arrive by signing in as the earlier one, once', async (context) => {
    const world = await begin(context, admins)
    const { ana } = world
    await collected(world)
    await linksAnaToBea(world)
    await ana.presses('I did not get it', { on: english.requests.titles.claimed })
    const link = await ana.waitsFor((person) => linkBefore(person))
    expect((await signsIn(world, link, 'ana@acme.test')).page.status).toBe(200)
    await ana.waitsFor(english.requests.titles.approved)
    expect(labels(world, uids.ana)).toEqual([])
  })

  story('revokes such a token in the same way, and nobody else’s', async (context) => {
    const world = await begin(context, admins)
    const { ana } = world
    await collected(world)
    await linksAnaToBea(world)
    await ana.types('/dremio-pat revoke tableau')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    const link = await ana.waitsFor((person) => linkBefore(person))
    expect((await signsIn(world, link, 'bea@acme.test')).page.status).toBe(403)
    await ana.types('/dremio-pat revoke tableau')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    const next = await ana.waitsFor((person) => (linkBefore(person) !== link ? linkBefore(person) : undefined))
    expect((await signsIn(world, next, 'ana@acme.test')).page.status).toBe(200)
    await ana.waitsFor('Your token tableau is revoked.')
    expect(labels(world, uids.ana)).toEqual([])
    await ana.types('/dremio-pat whoami')
    await ana.waitsFor(`User ID: \`${uids.bea}\``)
  })

  story(
    'clears up a claim that is not certain as the earlier one, and has to ask again as the present one',
    async (context) => {
      const world = await begin(context, admins)
      const { ana, dremio, clock } = world
      await signedIn(world)
      dremio.fail('create', { afterwards: 'drop' })
      dremio.fail('list', { status: 503 }, { times: 3 })
      await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
      await ana.waitsFor(english.requests.titles.unsure, 8_000)
      await ana.quiet()
      dremio.clearFaults()
      await linksAnaToBea(world)
      clock.pass(11 * MINUTE)
      await ana.presses('Show token', { on: english.requests.titles.unsure })
      const first = await ana.waitsFor((person) => linkBefore(person))
      expect((await signsIn(world, first, 'ana@acme.test')).page.status).toBe(200)
      await ana.waitsFor('You’re signed in to Dremio')
      await ana.presses('Show token', { on: english.requests.titles.unsure })
      await ana.waitsFor(() => dremio.tokensOf(uids.ana).length === 0 || undefined)
      // What was approved was for the earlier Dremio user.
      await ana.waitsFor(english.requests.titles.denied)
      await ana.quiet()
      expect(labels(world, uids.bea)).toEqual([])
      expect(creates(world)).toBe(1)
    },
  )

  story('may give a claim up that they cannot clear up any more', async (context) => {
    const world = await begin(context, admins)
    const { ana, dremio } = world
    await signedIn(world)
    dremio.fail('create', { afterwards: 'drop' })
    dremio.fail('list', { status: 503 }, { times: 3 })
    await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    await ana.waitsFor(english.requests.titles.unsure, 8_000)
    await ana.presses('Cancel request', { on: english.requests.titles.unsure })
    await ana.waitsFor(english.requests.titles.cancelled)
    // The alarm still clears up as long as the session rests.
    dremio.clearFaults()
    await alarmsRunAfterTheLease(world)
    expect(labels(world, uids.ana)).toEqual([])
  })
})

describe('an administrator', () => {
  story('does not say of themselves who they are where nobody signs in', async (context) => {
    const world = await begin(context, { method: 'impersonation', dremio: { edition: 'software' }, ...admins })
    await world.carl.types(`/dremio-pat admin link @carl ${uids.ana}`)
    await world.carl.waitsFor(english.identityFailures.ownLink)
  })

  story('finds people who were never linked by their address, where users may be looked up', async (context) => {
    const world = await begin(context, {
      method: 'idp',
      dremio: { edition: 'software' },
      administrator: true,
      ...admins,
    })
    const { carl, dremio, slack } = world
    dremio.mint(uids.bea, { label: 'left behind' })
    slack.change('UBEA', { deleted: true })
    await carl.types('/dremio-pat admin revoke @bea all')
    await carl.waitsFor('left behind')
    await carl.submits('Revoke')
    await carl.waitsFor('is revoked')
    expect(labels(world, uids.bea)).toEqual([])
  })
})

story('a domain that does not count any more ends what it proved', async (context) => {
  const world = await begin(context, { method: 'token' })
  const { ana, env } = world
  await ana.types('/dremio-pat link')
  await ana.waitsFor('You’re linked to the Dremio user')
  const { startBotProcess } = await import('../world/bot-process.ts')
  const other = await startBotProcess({ ...env, PORT: '0', ALLOWED_EMAIL_DOMAINS: 'elsewhere.test' })
  context.onTestFinished(() => void other.stop())
  world.slack.connect(other.url)
  await ana.types('/dremio-pat list')
  await ana.waitsFor(english.identityFailures.email['foreign domain'])
  await other.stop()
})

story('unlinking takes away what could act also without a link', async (context) => {
  const world = await begin(context, { env: { DREMIO_OFFLINE: 'true' } })
  const { ana, redis } = world
  await collected(world)
  await ana.types('/dremio-pat unlink')
  await ana.waitsFor('You’re no longer linked')
  expect(await redis.dump()).not.toMatch(/:session:/)
})
