// Collecting an approved token: made at the click, for its requester alone, shown once, and what the buttons on it do.

import { afterEach, describe, expect, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import {
  approved,
  asks,
  bearerOf,
  cardOf,
  claimed,
  creates,
  forges,
  requestOn,
  secretBefore,
  secretsBefore,
} from './story.ts'

let world: World
const begin = async (options?: WorldOptions) => {
  world = await startWorld(options)
  return world
}
afterEach(() => world.close())

describe('a token is made', () => {
  test('when its requester presses Show token, and not a moment before', async () => {
    const { ana, clock, dremio } = await begin()
    await approved(world)
    clock.pass(2 * DAY)
    await ana.quiet()
    expect(creates(world)).toBe(0)

    await ana.presses('Show token')
    await secretBefore(ana)
    expect(dremio.tokensOf(uids.ana)).toMatchObject([
      // Waiting ate nothing of its lifetime.
      { label: expect.stringMatching(/^tableau \[[2-9a-z]{8}-1\]$/), expiresAt: clock.now() + 30 * DAY },
    ])
    expect(await ana.waitsFor(english.requests.titles.claimed)).toContain('tableau expires in 30 days')
  })

  test('for the time that the reviewer allowed', async () => {
    const { ana, bea, clock, dremio } = await begin()
    await asks(world, { lifetime: '30 days' })
    await bea.waitsFor('Why you:')
    await bea.presses('Review')
    await bea.waitsFor((person) => person.form?.submit === 'Decide')
    await bea.fills({ Lifetime: '7 days' })
    await bea.submits('Decide')
    expect(await ana.waitsFor(english.requests.titles.approved)).toContain(' instead of 30 days.')
    await ana.presses('Show token')
    await secretBefore(ana)
    expect(dremio.tokensOf(uids.ana)[0]?.expiresAt).toBe(clock.now() + 7 * DAY)
  })

  test('once, when its button is pressed twice at the same moment', async () => {
    const { ana } = await begin()
    await approved(world)
    const press = ana.aims('Show token')
    await Promise.all([press(), press()])
    await secretBefore(ana)
    await ana.waitsFor((person) =>
      [english.failures.stale.claiming, english.failures.stale.claimed].some((late) => person.sees().includes(late)),
    )
    await ana.quiet()
    expect(creates(world)).toBe(1)
    expect(secretsBefore(ana)).toHaveLength(1)
  })

  test('once, when its button is pressed again later: it was shown once and cannot be shown again', async () => {
    const { ana, dremio } = await begin()
    await approved(world)
    const press = ana.aims('Show token')
    await press()
    await secretBefore(ana)
    await ana.waitsFor(english.requests.titles.claimed)
    await press()
    await ana.waitsFor(english.failures.stale.claimed)
    expect(creates(world)).toBe(1)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
  })

  test('for nobody else: a stranger’s click hears what a request that does not exist would say', async () => {
    const { ana, bea, dremio } = await begin()
    await asks(world)
    await bea.waitsFor('Why you:')
    const press = await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)

    const heard: string[] = []
    for (const value of [requestOn(ana), 'zzzzzzzz', '']) {
      await bea.quiet()
      bea.news()
      await forges(world, bea, press, { id: 'request-card.show-token', value })
      await bea.quiet()
      heard.push(bea.news().join())
    }
    expect(heard[0]).toContain(english.failures.noSuchRequest)
    expect(new Set(heard).size).toBe(1)
    expect(creates(world)).toBe(0)
    expect(dremio.tokensOf(uids.bea)).toHaveLength(0)
    // And it is still there for her whose it is.
    await ana.presses('Show token')
    await secretBefore(ana)
  })
})

describe.each<{ at: string; options: WorldOptions }>([
  { at: 'Dremio Cloud', options: { dremio: { edition: 'cloud' } } },
  { at: 'Dremio Software 25', options: { dremio: { edition: 'software', version: '25' } } },
  { at: 'Dremio Software 26', options: { dremio: { edition: 'software', version: '26' } } },
])('at $at', ({ options }) => {
  test('what was shown works there as its owner’s own', async () => {
    const { clock, dremio } = await begin(options)
    const secret = await claimed(world)
    expect(await bearerOf(world, secret)).toBe(uids.ana)
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret, expiresAt: clock.now() + 30 * DAY }])
  })

  test('nobody makes a token for somebody else: they hear whom to ask, and nothing is left', async () => {
    const { ana, dremio } = await begin({ ...options, credentialOf: 'bea' })
    await approved(world)
    for (let times = 0; times < 2; times += 1) {
      await ana.quiet()
      ana.news()
      await ana.presses('Show token')
      await ana.quiet()
      const heard = ana.news().join('\n')
      expect(heard).toContain(english.dremioFailures.forbidden.create)
    }
    expect(creates(world)).toBe(2)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
    // Once that is configured, the request that was approved can still be collected.
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
  })
})

describe('the message with the secret', () => {
  test('is seen by its owner alone, in their direct messages, and is gone when they load Slack again', async () => {
    const { ana, bea, carl } = await begin()
    const secret = await claimed(world)
    expect(ana.ephemerals).toMatchObject([{ channel: ana.dm, to: 'UANA' }])
    expect(bea.sees() + carl.sees()).not.toContain(secret)
    ana.reload()
    await ana.quiet()
    expect(ana.sees()).not.toContain(secret)
  })

  test('holds the value alone in one preformatted block, never in the text that notifications say', async () => {
    const { ana } = await begin()
    const secret = await claimed(world)
    const [message] = ana.ephemerals
    expect(message?.text).toBe(english.secret.notification)
    const holding = message?.blocks.filter((block) => JSON.stringify(block).includes(secret))
    expect(holding).toMatchObject([{ type: 'section', text: { type: 'mrkdwn', text: `\`\`\`${secret}\`\`\`` } }])
    const read = ana.sees()
    expect(read).toMatch(/tableau expires in 30 days/)
    expect(read).toContain(ana.reads(english.secret.howToUse))
    expect(read).toContain('[ I have saved it ]  [ I did not get it ]  [ Hide ]  [ How do I connect? ]')
  })

  test('I have saved it takes it away and closes the delivery; saying so twice is fine', async () => {
    const { ana, dremio } = await begin()
    const secret = await claimed(world)
    const press = ana.aims('I have saved it')
    await press()
    await ana.waitsFor((person) => person.ephemerals.length === 0)
    expect(ana.sees()).toContain(english.requests.received)
    expect(ana.sees()).not.toContain(secret)
    ana.news()
    await press()
    await ana.quiet()
    expect(ana.news()).toEqual([])
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
  })

  test('Hide takes it away and says nothing of whether it was saved', async () => {
    const { ana, dremio } = await begin()
    const secret = await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.presses('Hide')
    await ana.waitsFor((person) => person.ephemerals.length === 0)
    expect(ana.sees()).not.toContain(secret)
    expect(ana.sees()).toContain(ana.reads(english.requests.shown))
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
  })

  test('How do I connect? explains without the secret, and leaves it where it is', async () => {
    const { ana, dremio } = await begin()
    // A label that is no tool's name: then its tool comes first.
    const secret = await claimed(world, { label: 'board meeting' })
    await ana.presses('How do I connect?')
    await ana.waitsFor('User name: `$token`')
    const help = ana.ephemerals.at(-1)
    expect(JSON.stringify(help)).toContain(dremio.url)
    expect(JSON.stringify(help)).not.toContain(secret)
    expect(secretsBefore(ana)).toEqual([secret])
  })
})

describe('I did not get it', () => {
  test('ends the token at Dremio and lets another be collected', async () => {
    const { ana, dremio } = await begin()
    const lost = await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.presses('I did not get it')
    await ana.waitsFor(english.requests.titles.approved)
    await ana.waitsFor((person) => person.ephemerals.length === 0)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
    expect(await bearerOf(world, lost)).toBeUndefined()

    await ana.presses('Show token')
    const secret = await secretBefore(ana)
    expect(secret).not.toBe(lost)
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret, label: expect.stringMatching(/-2\]$/) }])
  })

  test('does so three times for one request; the fourth ends the token and asks to look for what is wrong', async () => {
    const { ana, dremio } = await begin()
    await claimed(world)
    for (let times = 1; times <= 3; times += 1) {
      await ana.waitsFor(english.requests.titles.claimed)
      await ana.presses('I did not get it')
      await ana.waitsFor(english.requests.titles.approved)
      await ana.presses('Show token')
      await secretBefore(ana)
    }
    await ana.waitsFor(english.requests.titles.claimed)
    await ana.presses('I did not get it')
    await ana.waitsFor(english.failures.returnedTooOften)
    await ana.waitsFor('Your token is revoked')
    await ana.quiet()
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
    expect(creates(world)).toBe(4)
  })

  test('reopens the request once, however often and how late it is pressed', async () => {
    const { ana, dremio } = await begin()
    await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    const press = ana.aims('I did not get it')
    await Promise.all([press(), press()])
    await ana.waitsFor(english.requests.titles.approved)
    await ana.quiet()
    await ana.presses('Show token')
    const secret = await secretBefore(ana)
    await ana.waitsFor(english.requests.titles.claimed)
    // A late click on the first message would be about the first token, and leaves the second alone.
    await press()
    await ana.waitsFor(english.failures.tokenStale({ state: 'revoked' }))
    await ana.quiet()
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret }])
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
    )
  })

  test('whose end was slow does not reopen what was collected meanwhile', async () => {
    const { ana, dremio } = await begin()
    await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    const press = ana.aims('I did not get it')
    // Of two clicks the first hangs at Dremio until the second one and the next collecting are through.
    dremio.fail('delete', { delay: 2_500 })
    await press()
    await expect.poll(() => dremio.requests.at(-1)?.operation, { timeout: 5_000 }).toBe('delete')
    await press()
    await ana.waitsFor(english.requests.titles.approved)
    await ana.presses('Show token')
    await secretBefore(ana)
    await ana.waitsFor(english.failures.stale.claimed)
    await ana.quiet()
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.claimed }),
    )
    expect(creates(world)).toBe(2)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
  })

  test('ends the token also after an administrator linked its owner to another Dremio user', async () => {
    const { ana, carl, dremio } = await begin({ env: { ADMINS: 'UCARL' } })
    const lost = await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    await carl.types(`/dremio-pat admin link @ana ${uids.bea}`)
    await carl.waitsFor('is now linked')
    await ana.presses('I did not get it')
    await ana.waitsFor(english.requests.titles.approved)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
    expect(await bearerOf(world, lost)).toBeUndefined()
  })

  test('is said on the card by whoever was not at the screen, until they say that they saved it', async () => {
    const { ana, dremio, slack } = await begin()
    await approved(world)
    slack.change('UANA', { active: false })
    await ana.presses('Show token')
    await ana.waitsFor(english.requests.titles.claimed)
    expect(ana.ephemerals).toHaveLength(0)
    slack.change('UANA', { active: true })
    await ana.presses('I did not get it', { on: english.requests.titles.claimed })
    await ana.waitsFor(english.requests.titles.approved)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)

    await ana.presses('Show token')
    const secret = await secretBefore(ana)
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret }])
    await ana.presses('I have saved it')
    await ana.waitsFor((person) => person.ephemerals.length === 0)
    const card = await ana.waitsFor(english.requests.received)
    expect(card).not.toContain('I did not get it')
  })

  test('whoever was not at the screen finds the token in their list, where it can be ended', async () => {
    const { ana, dremio, slack } = await begin()
    await approved(world)
    slack.change('UANA', { active: false })
    await ana.presses('Show token')
    await ana.waitsFor(english.requests.titles.claimed)
    expect(ana.ephemerals).toHaveLength(0)
    slack.change('UANA', { active: true })
    await ana.presses('My tokens')
    await ana.waitsFor('You have 1 active token')
    await ana.presses('Revoke')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor('is revoked')
    expect(dremio.tokensOf(uids.ana)).toHaveLength(0)
  })
})
