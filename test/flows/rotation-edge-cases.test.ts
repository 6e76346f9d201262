// The corners of receipts and rotations: what happens when two things meet that seldom do.

import { describe, expect, test, vi } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { signedText } from '../world/signed-text.ts'
import { uids, type World } from '../world/world.ts'
import { beginRotating as begin, byBea, has, renewals, rotates, saves } from './rotation-story.ts'
import { linkBefore, signedIn, signsIn } from './sign-in-story.ts'
import { alarmsRunAfterTheLease, approved, audit, beforeFact, claimed, goesBy, secretBefore } from './story.ts'

const story = test.concurrent

const free = { name: 'free', then: 'approve' }

const tokens = ({ dremio }: World) => dremio.tokensOf(uids.ana)
async function revokes({ ana, bot }: World, tid: string): Promise<void> {
  await ana.types(`/dremio-pat revoke ${tid.slice(0, 8)}`)
  await ana.waitsFor('Revoke this token?')
  await ana.submits('Revoke')
  await ana.quiet()
  await bot.look()
}

/** Taken away at Dremio itself, by an administrator or another tool, past the bot. */
async function endedAtDremio({ dremio }: World, tid: string) {
  const answer = await fetch(
    `${dremio.url}${dremio.edition === 'cloud' ? '/v0' : '/api/v3'}/user/${uids.ana}/token/${tid}`,
    {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${dremio.credential(uids.ana)}` },
    },
  )
  expect(answer.status).toBeLessThan(300)
}

describe('receipts and rotations', () => {
  story('a rotation of a rotation waits until the first token is gone, and a button ends that', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await has(world)
    const [first] = dremio.tokensOf(uids.ana)
    await rotates(world)
    const second = tokens(world)
      .find(({ tid }) => tid !== first?.tid)
      ?.tid.slice(0, 8)
    await ana.types(`/dremio-pat rotate ${second}`)
    await ana.waitsFor(english.failures.oldTokenWorksUntilSaved({ label: '*tableau*' }))
    await ana.quiet()
    await saves(world)
    await ana.types(`/dremio-pat rotate ${second}`)
    await ana.waitsFor('replaced still works. Press Cut now to revoke it first.')
    expect(tokens(world)).toHaveLength(2)
    await ana.presses('Cut now', { on: 'Press Cut now to revoke it first.' })
    await ana.quiet()
    expect(tokens(world).map(({ tid }) => tid)).not.toContain(first?.tid)
    await rotates(world, second)
    expect(tokens(world)).toHaveLength(2)
  })

  story('cancelling an unsure request does not hide the half-made token from everybody', async (context) => {
    const world = await begin(context, {}, { method: 'oauth', env: { ADMINS: 'UCARL' } })
    const { ana, carl, dremio, slack } = world
    await signedIn(world)
    slack.fail('chat.postEphemeral', { error: 'internal_error' })
    dremio.fail('delete', { status: 503 }, { times: 99 })
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await ana.waitsFor(english.requests.titles.unsure)
    await ana.quiet()
    await ana.presses('Cancel request', { on: english.requests.titles.unsure })
    await ana.waitsFor(english.requests.titles.cancelled)
    await goesBy(world, HOUR)
    dremio.clearFaults()
    await goesBy(world, 2 * DAY)
    expect(tokens(world)).toHaveLength(1)
    const seen = ana.sees()
    await carl.types('/dremio-pat admin outstanding')
    await carl.waitsFor(/needs? to be cleaned up|Nothing to clean up/)
    expect({
      card: seen.includes(ana.reads(english.requests.unfinishedToken)),
      list: carl.sees().includes('Nothing to clean up'),
    }).toEqual({
      card: true,
      list: false,
    })
  })

  story('the old one is not cut if the new one was ended at Dremio meanwhile', async (context) => {
    const world = await begin(context)
    const first = await has(world)
    await rotates(world)
    await saves(world)
    const second = tokens(world).find(({ secret }) => secret !== first)
    await endedAtDremio(world, second?.tid ?? '')
    expect(tokens(world)).toMatchObject([{ secret: first }])
    await goesBy(world, DAY + MINUTE)
    expect(tokens(world)).toMatchObject([{ secret: first }])
  })

  story('whoever said that they saved it cannot trade it for a fresh whole lifetime weeks later', async (context) => {
    const world = await begin(context, { rules: [byBea] })
    const { ana, clock } = world
    const made = clock.now()
    await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.presses('I have saved it', { on: english.requests.titles.claimed })
    await ana.waitsFor(english.requests.received)
    clock.pass(29 * DAY)
    await world.bot.look()
    await ana.presses('I did not get it', { on: 'Your Dremio token' })
    await ana.quiet()
    if (ana.sees().includes(english.requests.titles.approved)) {
      await ana.presses('Show token', { on: english.requests.titles.approved })
      await ana.quiet()
    }
    const [token] = tokens(world)
    expect(((token?.expiresAt ?? 0) - made) / DAY).toBeLessThanOrEqual(30)
  })

  story('a token that was ended at Dremio is not rotated without a review', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await has(world)
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    await endedAtDremio(world, tokens(world)[0]?.tid ?? '')
    expect(tokens(world)).toEqual([])
    await ana.presses('Rotate')
    await ana.quiet()
    if (ana.sees().includes(english.requests.titles.approved)) {
      await ana.presses('Show token', { on: english.requests.titles.approved })
      await ana.quiet()
    }
    expect(tokens(world)).toEqual([])
  })

  story('a rotation that a rule approved is not collected once its old one was revoked', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await has(world)
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor('The replacement for tableau is approved.')
    await revokes(world, tokens(world)[0]?.tid ?? '')
    expect(tokens(world)).toEqual([])
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await ana.quiet()
    expect(tokens(world)).toEqual([])
  })

  story('a receipt alarm that rings while the token is being shown comes again', async (context) => {
    const world = await begin(context, { rules: [byBea], receipt: { chaseAfter: '2s', revokeAfter: '10m' } })
    const { ana, bot, clock, slack } = world
    await approved(world)
    await ana.quiet()
    const gate = slack.hold('chat.postEphemeral')
    await ana.presses('Show token')
    await gate.reached
    clock.pass(3 * SECOND)
    await bot.look()
    gate.release()
    await secretBefore(ana)
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.quiet()
    await goesBy(world, HOUR)
    expect(tokens(world)).toEqual([])
  })

  story('with a revokeAfter below chaseAfter the token ends at its moment', async (context) => {
    const world = await begin(context, { rules: [byBea], receipt: { revokeAfter: '30m' } })
    const { bot, clock, ana } = world
    await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.quiet()
    clock.pass(31 * MINUTE)
    await bot.look()
    expect(tokens(world)).toEqual([])
  })

  story('a giving back that died between the revoking and the reopening is gone on with by itself', async (context) => {
    const world = await begin(context, {}, { redis: 'own' })
    const { ana, bot, dremio, redis } = world
    if (!redis.restart) return context.skip('this Redis is not ours to stop')
    await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.quiet()
    const gate = dremio.hold('delete', { before: 'answer' })
    await ana.presses('I did not get it')
    await gate.reached
    expect(tokens(world)).toEqual([])
    await redis.restart(async () => {
      gate.release()
      await ana.waitsFor(english.failures.storageAway, 8_000)
    })
    const status = async () => (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status
    await vi.waitUntil(async () => (await status()) === 200, { timeout: 5_000 })
    await goesBy(world, 2 * HOUR)
    expect(ana.sees()).toContain(`# ${english.requests.titles.approved}`)
  })

  story('what its owner ended is not said a day later to have been revoked by the bot', async (context) => {
    const world = await begin(context, { rules: [byBea] }, { method: 'oauth' })
    const { ana } = world
    await signedIn(world)
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await secretBefore(ana)
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.quiet()
    await goesBy(world, DAY)
    await ana.presses('Revoke', { on: ana.reads(english.requestNotices.doYouHaveIt({ label: 'tableau' })) })
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await signsIn(world, await ana.waitsFor((person) => linkBefore(person)), 'ana@acme.test')
    await ana.waitsFor('Your token tableau is revoked.')
    await ana.quiet()
    ana.news()
    await goesBy(world, 2 * DAY)
    expect(ana.news().join('\n')).not.toContain(
      english.requestNotices.revokedUnconfirmed({ label: 'tableau', isNew: false }),
    )
    expect(ana.sees()).not.toContain('I revoked tableau')
  })

  story.for([401, 400])(
    'a %d of Dremio to the revoking is neither final nor “I cannot do that without you”',
    async (status, context) => {
      const world = await begin(context, { rules: [byBea] })
      const { ana, dremio } = world
      await claimed(world)
      await ana.waitsFor(english.requests.titles.claimed)
      await ana.quiet()
      dremio.fail('delete', { status }, { times: 2 })
      await goesBy(world, DAY + 2 * HOUR)
      expect({ left: tokens(world).length, only: ana.sees().includes('I can’t do it without you') }).toEqual({
        left: 0,
        only: false,
      })
    },
  )

  story('once the old one has expired the card says so, and its buttons are gone', async (context) => {
    const world = await begin(context)
    const { ana, clock } = world
    await has(world)
    clock.pass(30 * DAY - 12 * HOUR)
    await world.bot.look()
    await rotates(world)
    await saves(world)
    await ana.waitsFor('[ Cut now ]')
    await goesBy(world, DAY)
    expect(ana.sees()).not.toContain('[ Cut now ]')
    expect(ana.sees()).not.toContain('I’ll revoke the old token')
  })

  story('the old one’s own card does not go on saying that they have it', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await has(world)
    await rotates(world)
    await saves(world)
    await goesBy(world, DAY + MINUTE)
    expect(tokens(world)).toHaveLength(1)
    expect(
      ana.messages
        .map(({ text }) => text)
        .filter(
          (text) =>
            text === english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
        ),
    ).toHaveLength(1)
  })

  story('who keeps an outstanding old one longer is asked again when that is over', async (context) => {
    const world = await begin(context, {}, { method: 'oauth' })
    const { ana } = world
    await signedIn(world)
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await secretBefore(ana)
    await saves(world)
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor('The replacement for tableau is approved.')
    await ana.presses('Show token', { on: 'Replaces your current' })
    await signsIn(world, await ana.waitsFor((person) => linkBefore(person)), 'ana@acme.test')
    await ana.waitsFor('You’re signed in to Dremio')
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await secretBefore(ana)
    await saves(world)
    await goesBy(world, DAY)
    await ana.waitsFor(english.requestNotices.oldIsDue({ label: 'tableau' }))
    await ana.presses('Keep longer', { on: ana.reads(english.requestNotices.oldIsDue({ label: 'tableau' })) })
    await ana.waitsFor('You kept the old tableau longer.')
    await goesBy(world, 2 * DAY)
    expect(tokens(world)).toHaveLength(2)
    await ana.waitsFor(english.requestNotices.oldIsDue({ label: 'tableau' }))
    expect(ana.sees()).not.toContain('You kept the old tableau longer.')
  })

  story('the number of returns is said in English', async (context) => {
    const world = await begin(context, { rules: [byBea], receipt: { returns: 1 } })
    const { ana } = world
    for (let round = 0; round < 2; round += 1) {
      if (round === 0) await claimed(world)
      else {
        ana.reload()
        await ana.presses('Show token', { on: english.requests.titles.approved })
        await secretBefore(ana)
      }
      await ana.waitsFor(english.requests.titles.claimed)
      await ana.quiet()
      await ana.presses('I did not get it', { on: english.requests.titles.claimed })
      await ana.quiet()
    }
    expect(ana.sees()).toContain(english.failures.returnedTooOften)
    expect(ana.sees()).not.toContain('2th')
  })

  story('a new one that lives less than the grace time still replaces the old one', async (context) => {
    const world = await begin(context, {
      rules: [free],
      lifetime: { min: '1h', max: '12h', default: '12h', choices: ['12h'] },
      rotation: { grace: '1d' },
    })
    const { ana, dremio } = world
    const { tid } = dremio.mint(uids.ana, { label: 'tableau', lifetime: 90 * DAY })
    await rotates(world)
    await saves(world)
    await ana.waitsFor('I’ll revoke the old token')
    await goesBy(world, 2 * DAY)
    expect(tokens(world).map((one) => one.tid)).not.toContain(tid)
  })

  story('a token made elsewhere has its lifetime said in words', async (context) => {
    const world = await begin(context, { rules: [free] })
    const { ana, dremio } = world
    dremio.mint(uids.ana, { label: 'tableau', lifetime: 30 * DAY - 1_234 })
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor(english.requests.titles.approved)
    expect(ana.sees()).not.toMatch(/\d{5,} seconds/)
  })

  story('whoever got the Dremio user of somebody else can cut what they replaced', async (context) => {
    const world = await begin(
      context,
      { rules: [renewals, { ...byBea, approvers: ['user:UBEA', 'user:UCARL'] }] },
      { method: 'impersonation', env: { ADMINS: 'UCARL' }, dremio: { edition: 'software' } },
    )
    const { bea, carl, dremio } = world
    await has(world)
    const [first] = tokens(world)
    await carl.types('/dremio-pat admin unlink @ana')
    await carl.quiet()
    await carl.types('/dremio-pat admin unlink @bea')
    await carl.quiet()
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor('is now linked')
    await bea.types('/dremio-pat rotate tableau')
    // Nobody has approved it for her.
    await carl.waitsFor('[ Approve ]')
    await carl.presses('Approve')
    await bea.waitsFor(english.requests.titles.approved)
    await bea.presses('Show token', { on: english.requests.titles.approved })
    await secretBefore(bea)
    await bea.waitsFor(english.requests.titles.claimed)
    await bea.presses('I have saved it', { on: english.requests.titles.claimed })
    await bea.waitsFor('[ Cut now ]')
    await bea.presses('Cut now')
    await bea.quiet()
    expect(bea.sees()).not.toContain(english.failures.noSuchToken)
    expect(dremio.tokensOf(uids.ana).map(({ tid }) => tid)).not.toContain(first?.tid)
  })

  story('whoever hears that a claim was interrupted can press Show token there', async (context) => {
    const world = await begin(context, { rules: [byBea] }, { redis: 'own' })
    const { ana, bot, dremio, redis, slack } = world
    if (!redis.restart) return context.skip('this Redis is not ours to stop')
    await approved(world)
    await ana.quiet()
    const shown = slack.hold('chat.postEphemeral', { before: 'answer' })
    await ana.presses('Show token')
    await shown.reached
    dremio.fail('list', { status: 503 }, { times: 999 })
    dremio.fail('delete', { status: 503 }, { times: 999 })
    await redis.restart(async () => {
      shown.release()
      await ana.waitsFor(
        (person) =>
          [english.failures.claimUnsure, english.failures.claimInterrupted].some((words) =>
            person.sees().includes(person.reads(words)),
          ),
        8_000,
      )
    })
    const status = async () => (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status
    await vi.waitUntil(async () => (await status()) === 200, { timeout: 5_000 })
    dremio.clearFaults()
    await alarmsRunAfterTheLease(world)
    await ana.quiet()
    const message = ana.messages.find(({ text }) => text.includes('I was interrupted'))
    expect(message?.text).toContain('I was interrupted')
    expect(JSON.stringify(message?.blocks)).toContain('Show token')
  })

  story(
    'who has a token on the screen is asked for it also if their claim was never written down as done',
    async (context) => {
      const world = await begin(context, { rules: [byBea] }, { method: 'oauth' })
      const { ana, clock, redis } = world
      await signedIn(world)
      await ana.presses('Show token', { on: english.requests.titles.approved })
      await secretBefore(ana)
      await ana.waitsFor(english.requests.titles.claimed)
      await ana.quiet()
      // As the process would leave it that died between writing "shown" and writing "claimed".
      await withClient(redis.url, async (client) => {
        const [key = ''] = await client.keys(`{${redis.prefix}}:request:*`)
        const record = JSON.parse((await client.hget(key, 'record')) ?? '') as { state: string; claim: object }
        const { tid: _, ...claim } = record.claim as { tid?: string }
        const left = signedText(world.env, { key, field: 'record' }, { ...record, state: 'claiming', claim })
        await client.hset(key, 'record', left)
        await client.persist(key)
        await client.zadd(`{${redis.prefix}}:alarms`, clock.now() + 2 * MINUTE, `settle-claim:${key.split(':').at(-1)}`)
      })
      await goesBy(world, 2 * DAY)
      const written = await audit(world)
      expect({
        outstanding: written.includes('token.outstanding'),
        saidToBeAsked: written.includes('receipt.reminded'),
        wasAsked:
          ana.sees().includes(beforeFact((when) => english.requestNotices.didYouSaveIt({ label: 'tableau', when }))) ||
          ana.sees().includes(ana.reads(english.requestNotices.doYouHaveIt({ label: 'tableau' }))),
      }).toEqual({ outstanding: true, saidToBeAsked: true, wasAsked: true })
    },
  )

  story('a new one that is revoked while the old one is just being cut leaves one of the two', async (context) => {
    const world = await begin(context, {}, { method: 'impersonation', dremio: { edition: 'software' } })
    const { ana, bot, clock, dremio } = world
    const first = await has(world)
    await rotates(world)
    await saves(world)
    const second = tokens(world).find(({ secret }) => secret !== first)
    await ana.types(`/dremio-pat revoke ${second?.tid.slice(0, 8)}`)
    await ana.waitsFor('Revoke this token?')
    clock.pass(DAY + MINUTE)
    const calls = () => dremio.requests.filter(({ operation }) => operation === 'token').length
    const before = calls()
    dremio.fail('token', { delay: 2_500 })
    const looked = bot.look()
    await vi.waitUntil(() => calls() > before, { timeout: 5_000 })
    await ana.submits('Revoke')
    await ana.waitsFor('Your token tableau is revoked.')
    expect(tokens(world)).toMatchObject([{ secret: first }])
    await looked
    await goesBy(world, HOUR)
    expect(tokens(world)).toMatchObject([{ secret: first }])
  })

  story('one approved token is not replaced by two, whatever is clicked meanwhile', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await has(world)
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    const rotate = ana.aims('Rotate')
    await rotate()
    await ana.waitsFor(`# ${english.requests.titles.approved}`)
    await ana.quiet()
    // Let in at once; held up while it is looked up whether the old one is there.
    const gate = dremio.hold('list', { times: 1 })
    await rotate()
    await gate.reached
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await ana.waitsFor(
      (person) =>
        person.messages.filter(
          ({ text }) =>
            text === english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
        ).length === 2,
    )
    gate.release()
    await ana.quiet()
    expect(ana.messages.map(({ text }) => text)).not.toContain(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
  })

  story('a rotation that goes on after a sign-in offers the form where other words are wanted', async (context) => {
    const world = await begin(context, {}, { method: 'oauth' })
    const { ana, clock, dremio } = world
    dremio.mint(uids.ana, { label: 'made by hand!' })
    await ana.types('/dremio-pat list')
    await signsIn(world, await ana.waitsFor((person) => linkBefore(person)), 'ana@acme.test')
    await ana.waitsFor('[ My tokens ]')
    await ana.presses('My tokens')
    await ana.waitsFor('[ … Rotate | ')
    clock.pass(11 * MINUTE)
    const old = linkBefore(ana)
    await ana.presses('Rotate')
    await signsIn(
      world,
      await ana.waitsFor((person) => (linkBefore(person) !== old ? linkBefore(person) : undefined)),
      'ana@acme.test',
    )
    await ana.waitsFor('The replacement can’t use the old details.')
    await ana.quiet()
    const message = ana.messages.find(({ text }) => text.includes('The replacement can’t use the old details.'))
    expect(JSON.stringify(message?.blocks ?? [])).toContain('Rotate')
  })

  story('what a policy no longer allows is said without “try again” where trying again is no help', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    dremio.mint(uids.ana, { label: 'made by hand!' })
    await ana.types('/dremio-pat rotate made')
    const seen = await ana.waitsFor('The replacement can’t use the old details.')
    expect(seen).not.toContain('try again')
  })

  story('a Rotate that is denied does not count a token made elsewhere as one made here', async (context) => {
    const world = await begin(context, {
      rules: [
        { name: 'not by hand', when: { label: '^made' }, then: 'deny', because: 'Not here.' },
        { name: 'the first is free', when: { activeTokensOver: 0 }, then: 'review', approvers: ['user:UBEA'] },
        { name: 'free', then: 'approve' },
      ],
    })
    const { ana, dremio } = world
    dremio.mint(uids.ana, { label: 'made by hand' })
    await ana.types('/dremio-pat why')
    await ana.waitsFor('free')
    await ana.quiet()
    const before = ana.ephemerals.at(-1)?.text
    await ana.types('/dremio-pat rotate made')
    await ana.waitsFor('Your request is denied (rule: ')
    await ana.types('/dremio-pat why')
    await ana.quiet()
    expect(ana.ephemerals.at(-1)?.text).toBe(before)
  })
})
