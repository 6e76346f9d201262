// *I'm done with it*: a token that its owner no longer needs is revoked at once, counted apart, and easily requested again.
import { writeFileSync } from 'node:fs'
import { describe, expect, type TestContext, test } from 'vitest'
import { stringify } from 'yaml'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { beginReminding, collects, endsAtDremio, goesBy as goesByAsWorker } from './reminder-story.ts'
import { linkBefore, signedIn, signsIn } from './sign-in-story.ts'
import { asks, bearerOf, claimed, forges, goesBy, secretBefore } from './story.ts'

const story = test.concurrent
const DONE = "I'm done with it"
const THANKS = english.revocation.givenBack({ label: '*tableau*', old: false })
const GIVEN_BACK = english.requests.revoked({ label: 'tableau', isNew: false, why: 'givenBack' })
const bea = { rules: [{ name: 'Bea decides', then: 'review', approvers: ['user:UBEA'] }] }

async function begin({ onTestFinished }: TestContext, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  onTestFinished(() => world.close())
  return world
}

/** Ana has a token, has said so, and has nothing private on her screen. */
async function has(world: World): Promise<string> {
  const { ana } = world
  const secret = await claimed(world, { reason: 'Dashboards for the board meeting' })
  await ana.waitsFor(english.requests.titles.claimed)
  await ana.presses('I have saved it', { on: 'Your Dremio token' })
  await ana.waitsFor(english.requests.received)
  await ana.quiet()
  return secret
}

/** The same by signing in, and the session is over. */
async function hasBySigningIn(world: World): Promise<void> {
  const { ana } = world
  await signedIn(world)
  await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
  await secretBefore(ana)
  await ana.waitsFor(english.requests.titles.claimed)
  await ana.presses('I have saved it', { on: 'Your Dremio token' })
  await ana.waitsFor(english.requests.received)
  await ana.quiet()
  ana.reload()
}

const labels = ({ dremio }: World) => dremio.tokensOf(uids.ana).map(({ label }) => label)
const tidOf = ({ dremio }: World) => dremio.tokensOf(uids.ana)[0]?.tid ?? ''

/** How often each way of ending a token is in the audit log. */
async function counted({ redis }: World): Promise<{ givenBack: number; revoked: number }> {
  const entries = await withClient(redis.url, (raw) => raw.xrange(`{${redis.prefix}}:audit`, '-', '+'))
  const count = (action: string) =>
    entries.filter(([, fields]) => fields[fields.indexOf('action') + 1] === action).length
  return { givenBack: count('token.given_back'), revoked: count('token.revoked') }
}

/** Opens the list, chooses it in the menu of that row, and waits for the form. */
async function asksFromList({ ana }: World, label: string): Promise<void> {
  await ana.types('/dremio-pat list')
  await ana.waitsFor('You have 1 active token')
  await ana.presses(DONE, { on: 'You have 1 active token', beside: label })
  await ana.waitsFor((person) => person.form?.submit === DONE)
}

const filled = ({ ana }: World) => ana.waitsFor((person) => person.form?.submit === 'Request' && person.sees())

describe('on its card', () => {
  story('a token is revoked at once, with thanks, and is counted as given back', async (context) => {
    const world = await begin(context)
    const { ana } = world
    const secret = await has(world)
    await ana.presses(DONE, { on: english.requests.titles.claimed })
    const [thanks = ''] = THANKS.split(/(?<=\.) /)
    expect(thanks.split(' ')).toHaveLength(4)
    await ana.waitsFor(ana.reads(THANKS))
    await ana.waitsFor(GIVEN_BACK)
    expect(ana.sees()).toContain(english.requests.titles.revoked)
    expect(ana.sees()).not.toContain(DONE)
    expect(await bearerOf(world, secret)).toBeUndefined()
    expect(await counted(world)).toEqual({ givenBack: 1, revoked: 0 })
    // Nothing is left to do: nobody is reminded of it, or asked about it.
    const before = ana.messages.length
    await goesBy(world, 2 * DAY)
    expect(ana.messages.length).toBe(before)
  })

  story('before it was saved, a token can be given back too', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    await goesBy(world, HOUR)
    await ana.waitsFor('Did you save your token')
    await ana.presses(DONE, { on: english.requests.titles.claimed })
    await ana.waitsFor((person) => !person.sees().includes('Did you save your token'))
    const question = ana.reads(english.requestNotices.over.givenBack({ label: 'tableau', isNew: false }))
    expect(ana.messages.map(({ text }) => ana.reads(text))).toContain(question)
    expect(labels(world)).toEqual([])
  })

  story.for(['the answer', 'the card'])('*Request again* on %s starts from the old words', async (where, context) => {
    const world = await begin(context)
    const { ana, clock } = world
    await has(world)
    await ana.presses(DONE)
    await ana.waitsFor(ana.reads(THANKS))
    clock.pass(MINUTE)
    await ana.presses('Request again', { on: where === 'the card' ? GIVEN_BACK : ana.reads(THANKS) })
    await filled(world)
    expect(ana.sees()).toContain('Label: [tableau]')
    expect(ana.sees()).toContain('Lifetime: [30 days v]')
    expect(ana.sees()).toContain('Dashboards for the board meeting')
    expect((await ana.submits('Request')).errors).toEqual({})
    await ana.waitsFor(english.requests.titles.waiting)
  })

  story('*Request again* shows what today’s policy allows of it', async (context) => {
    const file = policyFile(context, bea)
    const world = await begin(context, { env: { POLICY_FILE: file } })
    const { ana, bot, clock } = world
    await has(world)
    await ana.presses(DONE)
    await ana.waitsFor(ana.reads(THANKS))
    writeFileSync(
      file,
      stringify({ version: 1, ...bea, lifetime: { max: '7d', choices: ['1d', '7d'], default: '1d' } }),
    )
    clock.pass(MINUTE)
    await bot.rereadPolicy()
    await ana.presses('Request again', { on: ana.reads(THANKS) })
    await filled(world)
    expect(ana.form?.options.Lifetime).toEqual(['1 day', '7 days'])
    expect(ana.sees()).toContain('30 days is too long.')
    expect(ana.sees()).toContain('Label: [tableau]')
  })

  story('two clicks at once revoke it once', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await has(world)
    const clicks = [1, 2].map(() => ana.aims(DONE))
    await Promise.all(clicks.map((click) => click()))
    await ana.waitsFor(ana.reads(THANKS))
    await ana.quiet()
    expect(labels(world)).toEqual([])
    expect(await counted(world)).toEqual({ givenBack: 1, revoked: 0 })
  })

  story('nothing is lost while Dremio is away', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    await has(world)
    dremio.fail('delete', { status: 503 }, { times: 9 })
    await ana.presses(DONE)
    await ana.waitsFor(english.dremioFailures.unavailableUnsure({ operation: 'revoke' }))
    await ana.quiet()
    expect(labels(world)).toHaveLength(1)
    expect(ana.sees()).toContain(english.requests.titles.claimed)
    expect(await counted(world)).toEqual({ givenBack: 0, revoked: 0 })
    dremio.clearFaults()
    await ana.presses(DONE)
    await ana.waitsFor(GIVEN_BACK)
    expect(await counted(world)).toEqual({ givenBack: 1, revoked: 0 })
  })

  story('a token that was revoked in Dremio meanwhile is counted once', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await has(world)
    await endsAtDremio(world, uids.ana, tidOf(world))
    await ana.presses(DONE)
    await ana.waitsFor(GIVEN_BACK)
    await ana.types('/dremio-pat list')
    await ana.quiet()
    expect(await counted(world)).toEqual({ givenBack: 1, revoked: 0 })
  })

  story('one that no longer works is said, and its card loses the button', async (context) => {
    const world = await begin(context)
    const { ana, clock } = world
    await has(world)
    const click = ana.aims(DONE)
    await asksFromList(world, 'tableau')
    await ana.submits(DONE)
    await ana.waitsFor(GIVEN_BACK)
    clock.pass(MINUTE)
    await click()
    await ana.waitsFor(english.failures.tokenStale({ state: 'revoked' }))
    expect(await counted(world)).toEqual({ givenBack: 1, revoked: 0 })
  })

  story('one that has expired is said', async (context) => {
    const world = await begin(context)
    const { ana, clock } = world
    await has(world)
    const click = ana.aims(DONE)
    clock.pass(31 * DAY)
    await click()
    await ana.waitsFor(english.failures.tokenStale({ state: 'expired' }))
    await ana.waitsFor(english.requests.titles.expired)
    expect(await counted(world)).toEqual({ givenBack: 0, revoked: 0 })
  })

  story('nobody gives back somebody else’s token', async (context) => {
    const world = await begin(context)
    const { ana, bea } = world
    await has(world)
    await bea.types('/dremio-pat')
    await bea.waitsFor('[ Help ]')
    const like = await bea.presses('Help')
    await forges(world, bea, like, { id: 'token-list.give-back', value: tidOf(world) })
    await bea.waitsFor(english.failures.noSuchToken)
    expect(labels(world)).toHaveLength(1)
    expect(ana.sees()).toContain(DONE)
  })
})

describe('where people sign in', () => {
  story('the link goes on with it afterwards', async (context) => {
    const world = await begin(context, { method: 'oauth' })
    const { ana } = world
    await hasBySigningIn(world)
    await ana.presses(DONE)
    const link = await ana.waitsFor((person) => linkBefore(person))
    expect(labels(world)).toHaveLength(1)
    const browser = await signsIn(world, link, 'ana@acme.test')
    expect(browser.page.text).toContain(english.pages.revoke.title)
    await ana.waitsFor(ana.reads(THANKS))
    await ana.waitsFor(GIVEN_BACK)
    expect(labels(world)).toEqual([])
    expect(await counted(world)).toEqual({ givenBack: 1, revoked: 0 })
    await ana.presses('Request again', { on: ana.reads(THANKS) })
    await filled(world)
    expect(ana.sees()).toContain('Label: [tableau]')
  })

  story('what only the owner can revoke is not promised by the bot', async (context) => {
    const world = await begin(context, { method: 'oauth' })
    const { ana } = world
    await signedIn(world)
    await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    await secretBefore(ana)
    await ana.waitsFor(ana.reads(english.requests.shownToRevoke))
    await goesBy(world, HOUR)
    await ana.waitsFor('I’ll ask you to revoke it.')
    await goesBy(world, DAY)
    await ana.waitsFor(english.requestNotices.doYouHaveIt({ label: 'tableau' }))
    expect(labels(world)).toHaveLength(1)
  })

  story('what the bot can revoke with a stored session is promised, and done', async (context) => {
    const world = await begin(context, { method: 'oauth', env: { DREMIO_OFFLINE: 'true' } })
    const { ana } = world
    await signedIn(world)
    await ana.presses('Show token', { on: 'You’re signed in to Dremio' })
    await secretBefore(ana)
    await ana.waitsFor(ana.reads(english.requests.shown))
    await goesBy(world, HOUR)
    await ana.waitsFor(/If you don’t answer by .*, I’ll revoke it\./)
    await goesBy(world, DAY)
    await ana.waitsFor(english.requestNotices.revokedUnconfirmed({ label: 'tableau', isNew: false }))
    expect(labels(world)).toEqual([])
  })
})

describe('in the list', () => {
  story('a form asks before, and Cancel keeps the token', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await has(world)
    await asksFromList(world, 'tableau')
    expect(ana.form?.title).toBe(DONE)
    expect(ana.sees()).toContain('tableau expires in 30 days')
    expect(ana.sees()).toContain('You can’t undo this.')
    await ana.closes()
    await ana.quiet()
    expect(labels(world)).toHaveLength(1)
    await asksFromList(world, 'tableau')
    await ana.submits(DONE)
    await ana.waitsFor(ana.reads(THANKS))
    expect(labels(world)).toEqual([])
    expect(await counted(world)).toEqual({ givenBack: 1, revoked: 0 })
  })

  story('a token that was created in Dremio is given back too, and requested again', async (context) => {
    const world = await begin(context)
    const { ana, dremio, clock } = world
    dremio.mint(uids.ana, { label: 'laptop' })
    await asksFromList(world, 'laptop')
    await ana.submits(DONE)
    await ana.waitsFor('Your token laptop is revoked.')
    expect(labels(world)).toEqual([])
    expect(await counted(world)).toEqual({ givenBack: 1, revoked: 0 })
    clock.pass(MINUTE)
    await ana.presses('Request again')
    await filled(world)
    expect(ana.sees()).toContain('Label: [laptop]')
    expect(ana.sees()).toContain('Lifetime: [30 days v]')
  })

  story('a form that was open for too long says what has happened', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await has(world)
    await asksFromList(world, 'tableau')
    const { form } = ana
    await ana.presses(DONE, { on: english.requests.titles.claimed })
    await ana.waitsFor(GIVEN_BACK)
    expect(form?.submit).toBe(DONE)
    await ana.submits(DONE)
    await ana.waitsFor(english.failures.tokenStale({ state: 'revoked' }))
  })
})

story('on Home a form asks before, and Home no longer has the token', async (context) => {
  const world = await begin(context)
  const { ana, clock, bot } = world
  await has(world)
  await ana.opensHome()
  await ana.waitsFor(({ home }) => home?.includes('tableau'))
  await ana.presses(DONE, { on: /Updated/ })
  await ana.waitsFor((person) => person.form?.submit === DONE)
  await ana.submits(DONE)
  await ana.waitsFor(ana.reads(THANKS))
  expect(labels(world)).toEqual([])
  clock.pass(2 * MINUTE)
  await bot.look()
  await ana.waitsFor(({ home }) => home !== undefined && !home.includes(DONE))
  expect(await counted(world)).toEqual({ givenBack: 1, revoked: 0 })
})

describe('in a reminder', () => {
  story('whoever won’t renew a token can end it at once', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    await collects(world)
    await goesByAsWorker(world, 17 * DAY, 6 * HOUR)
    await ana.presses('Do not renew')
    await ana.waitsFor('I won’t remind you about tableau again.')
    await ana.presses(DONE, { on: 'I won’t remind you' })
    await ana.waitsFor(ana.reads(THANKS))
    await goesByAsWorker(world, MINUTE)
    await ana.waitsFor(/^tableau is revoked: you gave it back\.$/m)
    expect(ana.sees()).not.toContain(DONE)
    expect(labels(world)).toEqual([])
    expect(await counted(world)).toEqual({ givenBack: 1, revoked: 0 })
  })

  story('whoever lets it expire has no button afterwards', async (context) => {
    const world = await beginReminding(context)
    const { ana } = world
    await collects(world)
    await goesByAsWorker(world, 17 * DAY, 6 * HOUR)
    await ana.presses('Do not renew')
    await ana.waitsFor('I won’t remind you about tableau again.')
    const before = ana.messages.length
    await goesByAsWorker(world, 14 * DAY, 6 * HOUR)
    expect(ana.sees()).toMatch(/^tableau expired /m)
    expect(ana.messages.length).toBe(before)
    expect(
      ana
        .sees()
        .split('\n')
        .filter((line) => line.includes('I won’t remind you')),
    ).toEqual([])
  })

  story('of several, the form offers to end it now, and says so where it was', async (context) => {
    const world = await beginReminding(context, { digestFrom: 2 })
    const { ana } = world
    await collects(world)
    await collects(world, 'notebook')
    await goesByAsWorker(world, 17 * DAY, 6 * HOUR)
    await ana.waitsFor('2 of your tokens expire soon')
    await ana.presses('Do not renew', { beside: 'tableau' })
    await ana.waitsFor((person) => person.form?.submit === 'Do not renew')
    expect(ana.sees()).toContain(english.reminders.orEndItNow)
    await ana.presses(DONE)
    await ana.waitsFor((person) => person.form?.title === DONE && person.sees().includes('Thanks for tidying up.'))
    expect(labels(world)).toEqual([expect.stringContaining('notebook')])
    await goesByAsWorker(world, MINUTE)
    await ana.closes()
    await ana.waitsFor('tableau is revoked: you gave it back.')
    expect(await counted(world)).toEqual({ givenBack: 1, revoked: 0 })
  })

  story('a failure in that form is said in it', async (context) => {
    const world = await beginReminding(context, { digestFrom: 2 })
    const { ana, dremio } = world
    await collects(world)
    await collects(world, 'notebook')
    await goesByAsWorker(world, 17 * DAY, 6 * HOUR)
    await ana.presses('Do not renew', { beside: 'tableau' })
    await ana.waitsFor((person) => person.form?.submit === 'Do not renew')
    dremio.fail('list', { status: 503 }, { times: 9 })
    await ana.presses(DONE)
    await ana.waitsFor(english.dremioFailures.unavailable({ operation: 'revoke' }))
    expect(ana.form?.title).toBe(DONE)
    expect(labels(world)).toHaveLength(2)
  })
})

story('an old token that was replaced can be given back, and the new one stays', async (context) => {
  const world = await beginReminding(context)
  const { ana } = world
  await collects(world)
  await ana.types('/dremio-pat rotate tableau')
  await ana.waitsFor(english.requests.titles.approved)
  await ana.presses('Show token', { on: english.requests.titles.approved })
  await secretBefore(ana)
  await ana.presses('I have saved it', { on: 'Your Dremio token' })
  await ana.waitsFor('Replaced. It works until')
  await ana.presses(DONE, { on: 'Replaced. It works until' })
  await ana.waitsFor('Thanks for tidying up. Your old token tableau is revoked.')
  expect(labels(world)).toHaveLength(1)
  await ana.waitsFor(english.rotation.oldRevoked)
  await goesByAsWorker(world, 2 * DAY, 6 * HOUR)
  expect(labels(world)).toHaveLength(1)
})

story('somebody who asks again while a request for it waits is told so', async (context) => {
  const world = await begin(context)
  const { ana, clock } = world
  await has(world)
  await ana.presses(DONE)
  await ana.waitsFor(ana.reads(THANKS))
  clock.pass(MINUTE)
  await asks(world)
  await ana.presses('Request again', { on: ana.reads(THANKS) })
  await filled(world)
  await ana.submits('Request')
  await ana.waitsFor(/already requested/)
})
