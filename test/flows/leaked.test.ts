// A token got out: it is recognised from what was pasted, ended if it is one's own, and its value is seen nowhere again.
import { describe, expect, type TestContext, test, vi } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { tidOf } from '../../src/core/tokens/token-value.ts'
import { english } from '../../src/words/words.ts'
import { mintSecret } from '../world/dremio/secrets.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { linkBefore, signsIn } from './sign-in-story.ts'
import { audit, bearerOf, claimed, heard } from './story.ts'

const story = test.concurrent
const admins = { env: { ADMINS: 'UCARL' } }
const software25 = { dremio: { edition: 'software', version: '25' }, administrator: true, ...admins } as const
const software26 = { dremio: { edition: 'software', version: '26' }, administrator: true, ...admins } as const

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld(options)
  onTestFinished(() => world.close())
  return world
}

/** Pastes it into the form; what the bot then says, in the form or in the direct messages. */
async function pastes(person: Actor, value: string): Promise<string> {
  await person.types('/dremio-pat leaked')
  await person.waitsFor(() => person.form?.title === 'Leaked token')
  await person.fills({ Token: value })
  const before = person.messages.length
  expect((await person.submits('Revoke it')).errors).toEqual({})
  return person.waitsFor(() => {
    if (person.messages.length > before) return read(person)
    const [notice] = person.form?.blocks ?? []
    const isWaiting = [english.forms.checking, english.forms.done].some((text) => person.sees().includes(text))
    return notice?.block_id === 'notice' && !isWaiting ? JSON.stringify(person.form?.blocks) : undefined
  })
}

/** What stands in the newest direct message. */
const read = (person: Actor) => JSON.stringify(person.messages.at(-1)?.blocks) + (person.messages.at(-1)?.text ?? '')

const labels = (world: World, whose: keyof typeof uids = 'ana') =>
  world.dremio.tokensOf(uids[whose]).map(({ label }) => label)

describe('one of mine', () => {
  story.for<[how: string, written: (secret: string) => string]>([
    ['as it was shown', (secret: string) => secret],
    ['with what stood around it', (secret: string) => `  Authorization: "Bearer ${secret}"  `],
    ['encoded for a URL', (secret: string) => encodeURIComponent(secret)],
    ['copied over the end of a line', (secret: string) => `${secret.slice(0, 20)} ${secret.slice(20)}`],
  ])('pasted %s is revoked, with a way to a new one', async ([_how, written], context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    const secret = await claimed(world)
    dremio.mint(uids.ana, { label: 'laptop' })
    const said = await pastes(ana, written(secret))
    expect(said).toContain('Your token *tableau* is revoked. Nobody can use it anymore')
    expect(labels(world)).toEqual(['laptop'])
    expect(await bearerOf(world, secret)).toBeUndefined()
    const written_down = await audit(world)
    expect(written_down.indexOf('token.leak_reported')).toBeGreaterThan(0)
    expect(written_down.indexOf('token.leak_reported')).toBeLessThan(written_down.lastIndexOf('token.revoked'))
    await ana.waitsFor('Your token is revoked')
    await ana.presses('New token', { on: 'Nobody can use it anymore' })
    await ana.waitsFor((person) => person.form?.title === 'New Dremio token')
  })

  story('that was made elsewhere is revoked too', async (context) => {
    const world = await begin(context)
    const { secret } = world.dremio.mint(uids.ana, { label: 'by hand' })
    expect(await pastes(world.ana, secret)).toContain('Your token *by hand* is revoked.')
    expect(labels(world)).toEqual([])
  })

  story('that is dead already is said to be, whatever killed it', async (context) => {
    const world = await begin(context)
    const { ana, clock } = world
    const secret = await claimed(world)
    await pastes(ana, secret)
    expect(await pastes(ana, secret)).toContain('Your token *tableau* was already revoked. It no longer works.')
    ana.reload()
    const another = await claimed(world, { label: 'notebook', lifetime: '7 days' })
    const { secret: externalTokens } = world.dremio.mint(uids.ana, { label: 'by hand', lifetime: DAY })
    clock.pass(8 * DAY)
    expect(await pastes(ana, another)).toContain('Your token *notebook* expired 24 hours ago')
    expect(await pastes(ana, externalTokens)).toContain('Your token *by hand* expired 7 days ago')
  })

  story('that the bot works with is kept, and says what to do first', async (context) => {
    const world = await begin(context, { credentialIsListed: true })
    expect(await pastes(world.ana, world.env.DREMIO_TOKEN ?? '')).toContain(english.failures.ownWorkingToken)
    expect(labels(world)).toEqual(['the bot itself'])
  })

  story('stays while Dremio is away, which is said; and later it is ended', async (context) => {
    const world = await begin(context)
    const { secret } = world.dremio.mint(uids.ana, { label: 'laptop' })
    world.dremio.fail('list', { status: 503 }, { times: 3 })
    expect(await pastes(world.ana, secret)).toContain(english.dremioFailures.unavailable({ operation: 'revoke' }))
    expect(await pastes(world.ana, secret)).toContain('*laptop* is revoked')
  })

  story('needs a sign-in where there is one, and is then ended by itself', async (context) => {
    const world = await begin(context, { method: 'oauth' })
    const { ana, dremio } = world
    const { secret } = dremio.mint(uids.ana, { label: 'laptop' })
    expect(await pastes(ana, secret)).toContain(english.identityFailures.signInNeeded)
    expect(await audit(world)).toContain('token.leak_reported')
    const link = await ana.waitsFor((person) => linkBefore(person))
    await signsIn(world, link, 'ana@acme.test')
    expect(await ana.waitsFor('Your token laptop is revoked. Nobody can')).toContain('[ New token ]')
    expect(labels(world)).toEqual([])
    // It was reported once.
    expect((await audit(world)).split('token.leak_reported')).toHaveLength(2)
  })
})

describe('what is not mine', () => {
  story.for<[at: string, options: WorldOptions]>([
    ['Cloud', {}],
    ['Software 25 with an administrator’s token', software25],
    ['Software 26 with an administrator’s token', software26],
  ])(
    'is refused in the same words whether it exists or not, and nothing is ended: %s',
    async ([_at, options], context) => {
      const world = await begin(context, { credentialOf: 'bea', ...options })
      const { ana, bea, dremio } = world
      // On the static token only its owner can be answered with Dremio's list.
      const asker = options.administrator ? ana : bea
      const owner = asker === bea ? 'ana' : 'bea'
      const hers = dremio.mint(uids[owner], { label: 'not yours' })
      const nobodys = mintSecret()
      const heard: string[] = []
      for (const { secret, tid } of [hers, nobodys])
        heard.push((await pastes(asker, secret)).replaceAll(tid.slice(0, 8), 'ID'))
      const adminsCan = options.administrator === true
      expect(heard[0]).toContain(english.failures.leak.notYours({ id: 'ID', adminsCan }))
      expect(new Set(heard.map((text) => text.replace(/"block_id":"\w+"/g, ''))).size).toBe(1)
      expect(labels(world, owner)).toEqual(['not yours'])
    },
  )

  story('is told to its owner, who ends it with one button', async (context) => {
    const world = await begin(context)
    const { ana, bea } = world
    const secret = await claimed(world)
    await bea.types('/dremio-pat leaked')
    await bea.waitsFor((person) => person.form?.title === 'Leaked token')
    await bea.fills({ Token: secret })
    await bea.submits('Revoke it')
    const told = await ana.waitsFor('@Bea says that your token tableau has leaked. I can’t check that.')
    expect(told).toContain('[ Revoke ]  [ New token ]')
    await ana.presses('Revoke', { on: 'has leaked' })
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token tableau is revoked.')
    expect(await bearerOf(world, secret)).toBeUndefined()
    expect(bea.sees()).not.toContain('has leaked')
    // What was pressed is over, and the message says so.
    expect(ana.sees()).toContain('has leaked. It no longer works.')
  })

  story('is told once, however often and by however many it is reported', async (context) => {
    const world = await begin(context)
    const { ana, bea, carl } = world
    const secret = await claimed(world)
    const before = ana.messages.length
    for (const reporter of [bea, bea, carl, bea, carl]) await pastes(reporter, secret)
    await ana.waitsFor('@Bea and @Carl say that your token tableau has leaked.')
    expect(ana.messages).toHaveLength(before + 1)
    // Every report is written down all the same.
    expect((await audit(world)).split('token.leak_reported')).toHaveLength(6)
  })

  story('is told once by two processes that hear of it at the same moment, with both names', async (context) => {
    const world = await begin(context, { layout: 'two of each', timeouts: { form: 100 } })
    const { ana, bea, carl, slack } = world
    const secret = await claimed(world)
    const before = ana.messages.length
    for (const [reporter, bot] of [
      [bea, 0],
      [carl, 1],
    ] as const) {
      await reporter.via(bot).types('/dremio-pat leaked')
      await reporter.waitsFor(() => reporter.form?.title === 'Leaked token')
      await reporter.fills({ Token: secret })
    }
    const posting = slack.hold('chat.postMessage')
    await bea.via(0).submits('Revoke it')
    await posting.reached
    await carl.via(1).submits('Revoke it')
    await vi.waitUntil(async () => (await audit(world)).split('token.leak_reported').length === 3)
    await vi.waitUntil(async () => (await world.redis.dump()).includes('UBEA\\",\\"UCARL'))
    posting.release()
    await ana.waitsFor('@Bea and @Carl say that your token tableau has leaked.')
    await ana.quiet()
    expect(ana.messages).toHaveLength(before + 1)
  })

  story('is told once more for another token, and not for a value that was made up for no token', async (context) => {
    const world = await begin(context)
    const { ana, bea, dremio } = world
    await claimed(world)
    const before = ana.messages.length
    await pastes(bea, mintSecret().secret)
    await ana.quiet()
    expect(ana.messages).toHaveLength(before)
    await pastes(bea, dremio.tokensOf(uids.ana)[0]?.secret ?? '')
    await ana.waitsFor('@Bea says that your token tableau has leaked.')
    ana.reload()
    await pastes(bea, await claimed(world, { label: 'notebook' }))
    await ana.waitsFor('@Bea says that your token notebook has leaked.')
  })

  story('is known by the beginning of its id, which is all that anybody else sees of it', async (context) => {
    const channels = [{ id: 'C0AUDIT', name: 'audit', botIsMember: true, members: [] }]
    const world = await begin(context, { env: { AUDIT_CHANNEL: 'C0AUDIT' }, slack: { channels } })
    const { ana, dremio } = world
    await claimed(world)
    const tid = dremio.tokensOf(uids.ana)[0]?.tid ?? ''
    await ana.presses('I have saved it')
    await ana.types('/dremio-pat rotate tableau')
    await world.bea.waitsFor((person) => person.messages.length > 1)
    await vi.waitUntil(() => heard(world).some((line) => line.includes('replaces ')), { timeout: 10_000 })
    expect(heard(world).join('\n')).toContain(` · replaces ${tid.slice(0, 8)} · `)
    expect(heard(world).join('\n')).not.toContain(tid)
    expect(await audit(world)).toContain(`in the place of ${tid}`)
  })

  story('is not told whose it is, where the reporter can be looked up', async (context) => {
    const world = await begin(context, { method: 'oauth' })
    const { bea, dremio } = world
    const hers = dremio.mint(uids.ana, { label: 'of Ana' })
    for (const secret of [hers.secret, mintSecret().secret]) {
      expect(await pastes(bea, secret)).toContain(english.identityFailures.signInNeeded)
    }
    const link = await bea.waitsFor((person) => linkBefore(person))
    await signsIn(world, link, 'bea@acme.test')
    const said = await bea.waitsFor('That isn’t one of your tokens, so I didn’t revoke anything.')
    expect(said).not.toContain('of Ana')
    expect(labels(world)).toEqual(['of Ana'])
  })
})

describe('an administrator', () => {
  story.for<[at: string, options: WorldOptions]>([
    ['Software 25', software25],
    ['Software 26', software26],
  ])('ends somebody else’s that the bot knows, and its owner is told: %s', async ([_at, options], context) => {
    const world = await begin(context, options)
    const { ana, carl } = world
    const secret = await claimed(world)
    expect(await pastes(carl, secret)).toContain('<@UANA>’s token *tableau* is revoked.')
    await ana.waitsFor('@Carl, a bot admin, says that your token tableau has leaked, and revoked it.')
    expect(await bearerOf(world, secret)).toBeUndefined()
    expect(await pastes(carl, secret)).toContain('<@UANA>’s token *tableau* was already revoked')
  })

  story.for<[at: string, options: WorldOptions, words: string]>([
    ['Software 25', software25, 'That covers tokens created here. For any other, deactivate the person in Dremio.'],
    ['Software 26', software26, 'I’ll search all of their tokens.'],
  ])('hears what to do about one that the bot does not know: %s', async ([_at, options, words], context) => {
    const world = await begin(context, options)
    const { carl, dremio } = world
    const { secret, tid } = dremio.mint(uids.bea, { label: 'by hand' })
    const said = await pastes(carl, secret)
    expect(said).toContain('That isn’t your token, and Dremio doesn’t say whose it is.')
    expect(said).toContain(`/dremio-pat admin revoke @person ${tid.slice(0, 8)}`)
    expect(said).toContain(words)
    if (options.dremio?.version !== '26') return
    await carl.types(`/dremio-pat admin revoke @bea ${tid.slice(0, 8)}`)
    await carl.waitsFor('Revoke this token of @Bea?')
    await carl.submits('Revoke')
    await carl.waitsFor('@Bea’s token by hand is revoked.')
    expect(labels(world, 'bea')).toEqual([])
  })

  story('on Cloud hears whose it is, that nobody else can end it, and the owner is told', async (context) => {
    const world = await begin(context, admins)
    const { ana, carl } = world
    const secret = await claimed(world)
    const said = await pastes(carl, secret)
    expect(said).toContain(
      'That’s <@UANA>’s token, and I told them. Only they can revoke it. If they can’t, deactivate them in Dremio.',
    )
    await ana.waitsFor('@Carl says that your token tableau has leaked.')
    expect(await bearerOf(world, secret)).toBe(uids.ana)
  })
})

/** Without its first letter, one in sixty-four of these is a token by chance: Dremio might have made it. */
function oneTooMany(): string {
  for (;;) {
    const { secret: whole } = mintSecret()
    const value = `${whole.slice(0, 30)}x${whole.slice(30)}`
    if (tidOf(value.slice(1)) === undefined) return value
  }
}

describe('the form', () => {
  const { secret } = mintSecret()
  const cannotBe = 'That isn’t a Dremio token. Tokens have 64 characters and end with ==.'
  const notWhole = 'Some of the token is missing or wrong. Paste all of it.'

  story.for<[what: string, value: string, words: string]>([
    ['a word', 'tableau', cannotBe],
    ['an id', '6c2cda83-f2be-43ea-bf51-adda9c101023', cannotBe],
    ['one that lost its beginning', secret.slice(3), notWhole],
    ['one with a character too many', oneTooMany(), notWhole],
    ['nonsense of the right shape', `${'Ab1'.repeat(20)}zz==`, notWhole],
    ['two', `${secret} ${mintSecret().secret}`, 'Paste one token at a time.'],
  ])('says at the field what is wrong with %s, and never the value', async ([_what, value, words], context) => {
    const world = await begin(context)
    const { ana } = world
    await ana.types('/dremio-pat leaked')
    await ana.waitsFor((person) => person.form?.title === 'Leaked token')
    await ana.fills({ Token: value })
    expect((await ana.submits('Revoke it')).errors).toEqual({ Token: words })
    expect(ana.form?.submit).toBe('Revoke it')
    expect(await audit(world)).not.toContain('token.leak_reported')
  })

  story('sent with something else than an id by a client that was tampered with ends nothing', async (context) => {
    const world = await begin(context)
    const { ana, dremio, slack } = world
    dremio.mint(uids.ana, { label: 'laptop' })
    for (const [index, meta] of ['all', '', '../..', 'A'.repeat(2_000)].entries()) {
      const view = { id: `V${index}`, hash: 'h', callback_id: 'leaked-form.confirmed', private_metadata: meta }
      await slack.dispatch.viewSubmission('UANA', { view: { ...view, state: { values: {} } } })
      await ana.waitsFor((person) => person.messages.length === index + 1)
      expect(ana.messages.at(-1)?.text).toContain(english.failures.noSuchToken)
    }
    expect(labels(world)).toEqual(['laptop'])
  })
})

describe('a token that is written where it does not belong', () => {
  /** Presses Revoke on the offer, and sends the form. */
  async function endsIt({ ana }: World, label: string): Promise<void> {
    await ana.presses('Revoke', { on: 'That looks like a token' })
    const form = await ana.waitsFor('Revoke this token?')
    expect(form).toContain(`• ${label} (`)
    expect(ana.form).toMatchObject({ title: 'Revoke token', submit: 'Revoke' })
    await ana.submits('Revoke')
    await ana.waitsFor(`Your token ${label} is revoked. Nobody can`)
  }

  story.for<[how: string, write: (ana: Actor, secret: string) => Promise<unknown>]>([
    ['in a message', (ana, secret) => ana.writes(`is this one dangerous? \`${secret}\``)],
    ['in a snippet', (ana, secret) => ana.shares(`export DREMIO_TOKEN=${secret}\n`)],
    ['beside a file', (ana, secret) => ana.shares('nothing', { comment: secret })],
    [
      'by an edit',
      async (ana, secret) => {
        await ana.writes('hello')
        await ana.waitsFor(english.menu.notUnderstood)
        await ana.edits(`hello ${secret}`)
      },
    ],
  ])('%s is offered to be ended, and they are told to delete it themselves', async ([_how, write], context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    const { secret } = dremio.mint(uids.ana, { label: 'laptop' })
    await write(ana, secret)
    const offer = await ana.waitsFor('Please delete your message now; I can’t.')
    expect(offer).toContain('I didn’t keep it')
    await endsIt(world, 'laptop')
    expect(labels(world)).toEqual([])
    expect(await audit(world)).toContain('token.leak_reported')
  })

  story('behind any word of the command is offered too', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    const { secret } = dremio.mint(uids.ana, { label: 'laptop' })
    await ana.types(`/dremio-pat leaked ${secret}`)
    await ana.waitsFor('That looks like a token. I didn’t keep it.')
    await endsIt(world, 'laptop')
  })

  story('several at once have a button each', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    const [one, two] = ['laptop', 'tableau'].map((label) => dremio.mint(uids.ana, { label }))
    await ana.writes(`${one?.secret}\n${two?.secret}`)
    const offer = await ana.waitsFor(`Token \`${two?.tid.slice(0, 8)}\``)
    expect(offer.split('[ Revoke ]')).toHaveLength(3)
    await ana.presses('Revoke')
    await ana.waitsFor('• laptop (')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token laptop is revoked.')
    expect(labels(world)).toEqual(['tableau'])
  })

  story('that cannot be read is answered with the form', async (context) => {
    const world = await begin(context)
    const { ana } = world
    await ana.writes(`my token ${mintSecret().secret.slice(2)}`)
    await ana.waitsFor('I can’t tell which token it is.')
    await ana.presses('Leaked token')
    await ana.waitsFor((person) => person.form?.title === 'Leaked token')
  })

  story('is said once: not again for an edit beside it, and not for the bot’s own words', async (context) => {
    const world = await begin(context)
    const { ana } = world
    const { secret } = mintSecret()
    await ana.writes(secret)
    await ana.waitsFor('That looks like a token.')
    await ana.edits(`${secret} sorry`)
    await ana.edits('sorry')
    await ana.quiet()
    expect(ana.messages).toHaveLength(2)
  })

  story('is offered also where nobody can say whose it is, and while Dremio is away', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    const { secret, tid } = mintSecret()
    dremio.fail('list', { status: 503 }, { times: 3 })
    await ana.writes(secret)
    await ana.waitsFor('That looks like a token.')
    await ana.presses('Revoke')
    await ana.waitsFor(`• Token \`${tid.slice(0, 8)}\``, 20_000)
    await ana.submits('Revoke')
    await ana.waitsFor('That isn’t one of your tokens, so I didn’t revoke anything.')
  })

  story('in a label, a reason or a comment is refused there, with the way to end it', async (context) => {
    const world = await begin(context)
    const { ana } = world
    const { secret } = mintSecret()
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    const words = 'That looks like a token. Don’t paste tokens here. To revoke it, run /dremio-pat leaked.'
    for (const value of [secret, secret.slice(1), secret.slice(0, -2), encodeURIComponent(secret)]) {
      await ana.fills({ Label: value, Reason: value })
      expect((await ana.submits('Request')).errors).toEqual({ Label: words, Reason: words })
    }
  })
})
