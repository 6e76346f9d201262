// Replacing a token: the new one first and confirmed, then the old one's grace time; and that a failure leaves the old one alive.

import { describe, expect, test, vi } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { uids, type World } from '../world/world.ts'
import { beginRotating as begin, byBea, has, rotates, saves } from './rotation-story.ts'
import { linkBefore, signedIn, signsIn } from './sign-in-story.ts'
import { approved, asks, audit, beforeFact, cardOf, creates, forges, goesBy, secretBefore } from './story.ts'

const story = test.concurrent

const labels = ({ dremio }: World) => dremio.tokensOf(uids.ana).map(({ label }) => label.replace(/ \[.*/, ''))
async function pressesMyTokens(person: Actor) {
  await person.types('/dremio-pat')
  await person.waitsFor('[ My tokens ]')
  return person.presses('My tokens')
}

describe('a rotation', () => {
  story(
    'makes the new one first; the old one retires once the new one is saved, and is cut in time',
    async (context) => {
      const world = await begin(context)
      const { ana, clock, dremio } = world
      const first = await has(world)
      clock.pass(20 * DAY)
      const second = await rotates(world)
      expect(second).not.toBe(first)
      // Same label, same lifetime, and both live.
      expect(labels(world)).toEqual(['tableau', 'tableau'])
      expect(dremio.tokensOf(uids.ana).at(-1)?.expiresAt).toBe(clock.now() + 30 * DAY)
      const card = await ana.waitsFor('The old token keeps working for 1 day after you press I have saved it.')
      expect(card).toContain('[ I have saved it ]')
      await goesBy(world, 2 * HOUR)
      expect(labels(world)).toHaveLength(2)

      await saves(world)
      await ana.waitsFor(/I’ll revoke the old token .*\./)
      expect(ana.sees()).toContain('[ Cut now ]  [ Keep longer ]')
      await ana.types('/dremio-pat list')
      // The old one ends with its grace period, long before it would expire.
      const list = await ana.waitsFor(/retiring · stops working in (1 day|2\d hours)/)
      // Two with one label: the id says which is which.
      for (const { tid } of dremio.tokensOf(uids.ana)) expect(list).toContain(` · \`${tid.slice(0, 8)}\``)
      await goesBy(world, DAY - MINUTE)
      expect(labels(world)).toHaveLength(2)
      await goesBy(world, MINUTE)
      expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret: second }])
      await ana.waitsFor(beforeFact((when) => english.requestNotices.oldRevoked({ label: 'tableau', when })))
      await ana.waitsFor('The old token is revoked.')
      expect(ana.sees()).not.toContain('[ Cut now ]')
      const written = await audit(world)
      expect(written).toContain('rotation.finished')
      expect(written).toContain('grace time is over')
    },
  )

  story('can be begun by the button on the list', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await has(world)
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    await ana.presses('Rotate')
    await ana.waitsFor('The replacement for tableau is approved.')
    // Right there, without looking for the card.
    await ana.presses('Show token', { on: 'The replacement for tableau is approved.' })
    await secretBefore(ana)
    expect(labels(world)).toHaveLength(2)
  })

  story(
    'goes by the rules: without one for renewals it is reviewed, and the approver sees what it replaces',
    async (context) => {
      const world = await begin(context, { rules: [byBea] })
      const { ana, bea } = world
      await has(world)
      await ana.types('/dremio-pat rotate')
      await ana.waitsFor('I requested a replacement for tableau.')
      await ana.waitsFor('Replaces your current tableau, which keeps working for a while after you save the new one')
      await bea.waitsFor(beforeFact((when) => english.reviews.replaces({ when })))
      await bea.presses('Approve', { on: beforeFact((when) => english.reviews.replaces({ when })) })
      await ana.waitsFor(english.requests.titles.approved)
      expect(creates(world)).toBe(1)
    },
  )

  story('denied, or never collected, leaves the old one alone', async (context) => {
    const world = await begin(context, { rules: [byBea] })
    const { ana } = world
    await has(world)
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor(english.requests.titles.waiting)
    await goesBy(world, 4 * DAY)
    await ana.waitsFor(english.requests.titles.lapsed)
    await ana.waitsFor('Your current tableau wasn’t replaced. It works until')
    expect(labels(world)).toEqual(['tableau'])
    await ana.presses('Request again', { on: english.requests.titles.lapsed })
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.submits('Request')
    await ana.waitsFor('Replaces your current tableau')
    await ana.presses('Cancel request')
    await ana.waitsFor(english.requests.titles.cancelled)
    await ana.types('/dremio-pat list')
    await ana.waitsFor(/tableau · expires/)
    // And it can be tried again.
    ana.news()
    await ana.types('/dremio-pat rotate tableau')
    await ana.quiet()
    expect(ana.news().join()).toContain('I requested a replacement for tableau.')
  })

  story('goes as far as today’s policy lets it', async (context) => {
    const world = await begin(context)
    const { ana, bea, dremio, clock } = world
    const { tid } = dremio.mint(uids.ana, { label: 'made by hand', lifetime: 170 * DAY })
    await ana.types(`/dremio-pat rotate ${tid.slice(0, 8)}`)
    await ana.waitsFor(english.requests.what({ label: 'made by hand', lifetime: 90 * DAY }))
    // Nobody here has ever approved it, so it is no renewal.
    await ana.waitsFor(english.requests.titles.waiting)
    await bea.waitsFor('[ Approve ]')
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await secretBefore(ana)
    await saves(world)
    expect(dremio.tokensOf(uids.ana).map(({ expiresAt }) => expiresAt - clock.now())).toContain(90 * DAY)
    await goesBy(world, DAY)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
  })

  story('asks for other words where today’s rules want them', async (context) => {
    const world = await begin(context, { reason: { pattern: '[A-Z]+-\\d+', hint: 'a ticket such as DATA-12' } })
    const { ana, bea, dremio } = world
    dremio.mint(uids.ana, { label: 'made by hand' })
    await ana.types('/dremio-pat rotate made')
    await ana.waitsFor('The replacement can’t use the old details.')
    await ana.presses('Rotate', { on: 'The replacement can’t use the old details.' })
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Reason: 'DATA-12' })
    await ana.submits('Request')
    await ana.waitsFor('Replaces your current made by hand')
    await bea.waitsFor('[ Approve ]')
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await secretBefore(ana)
    await saves(world)
    await ana.waitsFor(/I’ll revoke the old token .*\./)
  })

  story('for longer than was approved, or by another name, is no renewal', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await has(world)
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor(english.requests.titles.approved)
    const again = async (fields: Record<string, string>, outcome: string) => {
      await ana.presses('Cancel request')
      await ana.waitsFor(english.requests.titles.cancelled)
      await ana.quiet()
      await ana.presses('Request again')
      await ana.waitsFor((person) => person.form?.submit === 'Request')
      await ana.fills(fields)
      await ana.submits('Request')
      await ana.waitsFor(outcome)
    }
    await again({ Lifetime: '90 days' }, english.requests.titles.waiting)
    await again({ Lifetime: '30 days', Label: 'everything' }, english.requests.titles.waiting)
    await again({ Lifetime: '7 days', Label: 'tableau' }, 'Approved by the rule “renewals need no review”')
    expect(labels(world)).toEqual(['tableau'])
  })

  story('asks which one is meant, and says so where there is none', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await ana.types('/dremio-pat rotate')
    await ana.waitsFor('You don’t have any active tokens to replace.')
    dremio.mint(uids.ana, { label: 'tableau on my laptop' })
    dremio.mint(uids.ana, { label: 'tableau on the server' })
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor('Several tokens match. Which one do you want to replace?')
    await ana.types('/dremio-pat rotate dbt')
    await ana.waitsFor('You don’t have a token called “dbt”.')
    await ana.types('/dremio-pat rotate laptop')
    await ana.waitsFor('I requested a replacement for tableau on my laptop.')
  })

  story('is under way once, however often it is asked for', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await has(world)
    await ana.types('/dremio-pat list')
    await ana.waitsFor('You have 1 active token')
    const press = ana.aims('Rotate')
    await Promise.all([press(), press()])
    await ana.waitsFor('The replacement for tableau is approved.')
    await ana.waitsFor(/You already have the replacement for tableau|replacement for tableau is already approved/)
    await ana.quiet()
    expect(
      ana.messages.filter(
        ({ text }) =>
          text === english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
      ),
    ).toHaveLength(1)
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await secretBefore(ana)
    await ana.quiet()
    ana.news()
    await ana.types('/dremio-pat rotate tableau')
    await ana.quiet()
    expect(ana.news().join()).toMatch(/Several tokens match|You already have the replacement/)
  })

  story('is not for somebody else’s token, nor for one that works no more', async (context) => {
    const world = await begin(context)
    const { ana, bea, dremio } = world
    await has(world)
    const tid = dremio.tokensOf(uids.ana)[0]?.tid ?? ''
    for (const id of ['rotation.rotate', 'rotation.cut', 'rotation.keep']) {
      // Anew for each: an answer's address works five times.
      const press = await pressesMyTokens(bea)
      await bea.quiet()
      const heard = new Set<string>()
      for (const value of [tid, '00000000-0000-4000-8000-000000000000', '']) {
        const before = bea.ephemerals.length
        await forges(world, bea, press, { id, value })
        await bea.waitsFor((person) => person.ephemerals.length > before)
        heard.add(bea.ephemerals.at(-1)?.text ?? '')
      }
      // What is not theirs sounds like what does not exist.
      expect([...heard]).toEqual([expect.stringMatching(/^(I can’t find that token|I can’t list these tokens here)/)])
    }
    expect(labels(world)).toEqual(['tableau'])
    for (const title of Object.values(english.requests.titles)) {
      expect(bea.messages.map(({ text }) => text).join()).not.toContain(title)
    }
    await ana.types('/dremio-pat revoke tableau')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token tableau is revoked.')
    await forges(world, ana, await pressesMyTokens(ana), { id: 'rotation.rotate', value: tid })
    await ana.waitsFor(english.failures.tokenStale({ state: 'revoked' }))
  })
})

describe('the old one', () => {
  story('can be cut at once', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await has(world)
    const second = await rotates(world)
    await saves(world)
    await ana.waitsFor('[ Cut now ]')
    await ana.presses('Cut now')
    await ana.waitsFor('The old token is revoked.')
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret: second }])
    await goesBy(world, 2 * DAY)
    expect(ana.sees()).not.toContain(
      beforeFact((when) => english.requestNotices.oldRevoked({ label: 'tableau', when })),
    )
  })

  story('can be kept longer, so long and no longer, and never past its expiry', async (context) => {
    const world = await begin(context, { rotation: { grace: '1d', atMost: '3d' } })
    const { ana } = world
    await has(world)
    await rotates(world)
    await saves(world)
    await ana.waitsFor('[ Keep longer ]')
    const press = ana.aims('Keep longer')
    await press()
    await ana.quiet()
    await press()
    await ana.waitsFor((person) => !person.sees().includes('[ Keep longer ]'))
    expect(ana.sees()).toContain('[ Cut now ]')
    await press()
    await ana.waitsFor('You can’t keep the old token past')
    await goesBy(world, 3 * DAY - MINUTE)
    expect(labels(world)).toHaveLength(2)
    await goesBy(world, MINUTE)
    expect(labels(world)).toHaveLength(1)
  })

  story('works on if the new one goes back before it was saved', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    const first = await has(world)
    await rotates(world)
    await ana.presses('I did not get it', { on: 'Your Dremio token' })
    await ana.waitsFor(english.requests.titles.approved)
    await goesBy(world, 2 * DAY)
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret: first }])
  })

  story('works on if nobody ever said that the new one arrived, and that is said', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    const first = await has(world)
    await rotates(world)
    await goesBy(world, DAY)
    expect(await ana.waitsFor('I revoked the new tableau')).toContain('The old token keeps working until')
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret: first }])
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor('The replacement for tableau is approved.')
  })

  story('works on if the new one is revoked while it retires', async (context) => {
    const world = await begin(context)
    const { ana, bot, dremio } = world
    const first = await has(world)
    await rotates(world)
    await saves(world)
    await ana.waitsFor('[ Cut now ]')
    const newest = dremio.tokensOf(uids.ana).at(-1)?.tid ?? ''
    await ana.types(`/dremio-pat revoke ${newest.slice(0, 8)}`)
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token tableau is revoked.')
    await bot.look()
    await ana.waitsFor('The old token keeps working until')
    await goesBy(world, 3 * DAY)
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret: first }])
    expect(await audit(world)).toContain('rotation.undone')
  })

  story('outlives a Dremio that is away when its time comes, and is cut when that is back', async (context) => {
    const world = await begin(context)
    const { dremio } = world
    await has(world)
    await rotates(world)
    await saves(world)
    dremio.fail('delete', { status: 503 }, { times: 99 })
    await goesBy(world, DAY + HOUR)
    expect(labels(world)).toHaveLength(2)
    dremio.clearFaults()
    await goesBy(world, HOUR)
    expect(labels(world)).toHaveLength(1)
    await world.ana.waitsFor('The old tableau is revoked')
  })

  story('is left to its owner where nobody else can end it: a button, a sign-in, and it is gone', async (context) => {
    const world = await begin(context, {}, { method: 'oauth', env: { ADMINS: 'UCARL' } })
    const { ana, carl } = world
    await signedIn(world)
    await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    await secretBefore(ana)
    await saves(world)
    // The list needs a session; what I know of is enough to name one.
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor('The replacement for tableau is approved.')
    // Where they typed, not on the card alone, which may be in another channel.
    await ana.presses('Show token', { on: 'The replacement for tableau is approved.' })
    await ana.waitsFor(english.identityFailures.signInNeeded)
    const link = await ana.waitsFor((person) => linkBefore(person))
    await signsIn(world, link, 'ana@acme.test')
    await ana.waitsFor('You’re signed in to Dremio')
    await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    await secretBefore(ana)
    await saves(world)
    await goesBy(world, DAY)
    await ana.waitsFor(english.requestNotices.oldIsDue({ label: 'tableau' }))
    expect(labels(world)).toHaveLength(2)
    await carl.types('/dremio-pat admin outstanding')
    await carl.waitsFor('was replaced, and its grace period is over')
    await ana.presses('Cut now', { on: ana.reads(english.requestNotices.oldIsDue({ label: 'tableau' })) })
    const next = await ana.waitsFor((person) => (linkBefore(person) !== link ? linkBefore(person) : undefined))
    await signsIn(world, next, 'ana@acme.test')
    await ana.waitsFor('Your old token tableau is revoked.')
    expect(labels(world)).toHaveLength(1)
    await ana.waitsFor('The old tableau is revoked.')
    await ana.waitsFor('The old token is revoked.')
  })
})

describe('when something fails on the way to the new one, the old one works on, and that is said:', () => {
  const outcomes: [string, (world: World) => void, string][] = [
    [
      'Slack does not show it',
      ({ slack }) => slack.fail('chat.postEphemeral', { error: 'user_not_in_channel' }),
      english.failures.showingRefused,
    ],
    [
      'Dremio makes none',
      ({ dremio }) => dremio.fail('create', { status: 503 }),
      english.dremioFailures.unavailable({ operation: 'create' }),
    ],
    [
      'Dremio makes one and hangs up',
      ({ dremio }) => dremio.fail('create', { afterwards: 'drop' }),
      english.dremioFailures.unavailable({ operation: 'create' }),
    ],
    [
      'Dremio answers long after everybody stopped waiting',
      ({ dremio }) => dremio.fail('create', { delay: 3_000 }),
      english.dremioFailures.unavailable({ operation: 'create' }),
    ],
  ]
  story.for(outcomes)('%s', async ([when, breaks, heard], context) => {
    const world = await begin(context, {}, { timeouts: { dremio: 2_000 } })
    const { ana, bot, clock, dremio } = world
    const first = await has(world)
    await ana.types('/dremio-pat rotate tableau')
    await ana.waitsFor('The replacement for tableau is approved.')
    breaks(world)
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await ana.waitsFor(heard)
    await ana.quiet()
    expect(ana.sees()).toContain(
      'Replaces your current tableau, which keeps working for a while after you save the new one',
    )
    await vi.waitUntil(() => creates(world) === 2, { timeout: 5_000 })
    if (when.startsWith('Dremio answers long after'))
      await vi.waitUntil(() => labels(world).length === 2, { timeout: 5_000 })
    clock.pass(3 * MINUTE)
    await bot.look()
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret: first }])
    await goesBy(world, DAY)
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret: first }])
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await secretBefore(ana)
    await saves(world)
    await goesBy(world, DAY)
    expect(labels(world)).toHaveLength(1)
  })

  story('Redis is restarted while both work', async (context) => {
    const world = await begin(context, {}, { redis: 'own' })
    const { bot, dremio, redis } = world
    if (!redis.restart) return context.skip('this Redis is not ours to stop')
    await has(world)
    const second = await rotates(world)
    await saves(world)
    await redis.restart(async () => {})
    await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status === 200, {
      timeout: 10_000,
    })
    await goesBy(world, DAY)
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret: second }])
  })
})

describe('a second request with the same label', () => {
  story('while one is alive offers to rotate that one', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await has(world)
    await ana.types('/dremio-pat create Tableau')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Reason: 'Once more' })
    const { errors } = await ana.submits('Request')
    expect(errors).toEqual({ Label: english.requestForm.labelInUse({ label: 'Tableau' }) })
    expect(errors.Label).toContain('/dremio-pat rotate Tableau')
    expect(creates(world)).toBe(1)
    await ana.types('/dremio-pat rotate Tableau')
    await ana.waitsFor('The replacement for tableau is approved.')
  })

  story('while one is open says how that one stands', async (context) => {
    const world = await begin(context)
    const { ana, bea } = world
    await asks(world)
    const again = async () => {
      await ana.types('/dremio-pat create tableau')
      await ana.waitsFor((person) => person.form?.submit === 'Request')
      await ana.fills({ Reason: 'Once more' })
      return (await ana.submits('Request')).errors.Label
    }
    expect(await again()).toBe(english.requestForm.labelRequested({ label: 'tableau', isApproved: false }))
    await bea.waitsFor('[ Approve ]')
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    expect(await again()).toBe(english.requestForm.labelRequested({ label: 'tableau', isApproved: true }))
    await ana.presses('Show token')
    await secretBefore(ana)
    expect(cardOf(world)).toContain('tableau')
  })

  story('after the first was cancelled is a first one', async (context) => {
    const world = await begin(context)
    await asks(world)
    await world.ana.presses('Cancel request')
    await world.ana.waitsFor(english.requests.titles.cancelled)
    await approved(world)
  })
})
