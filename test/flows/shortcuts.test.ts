// Slack's own menus: a form for a new token from anywhere, and the end of a token that somebody posted anywhere.
import { describe, expect, type TestContext, test } from 'vitest'
import { rateLimits } from '../../src/core/people/rate-limits.ts'
import { english } from '../../src/words/words.ts'
import { mintSecret } from '../world/dremio/secrets.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { linkBefore, signsIn } from './sign-in-story.ts'
import { audit, bearerOf, claimed, foreseen } from './story.ts'

const story = test.concurrent
const REVOKE = 'Revoke leaked token'
const NEW = 'New Dremio token'

async function begin({ onTestFinished }: TestContext, options?: WorldOptions): Promise<World> {
  const world = await startWorld(options)
  onTestFinished(() => world.close())
  return world
}

/** The open form, once it is about the tokens in a message or says why it is not. */
async function formOf(person: Actor): Promise<string> {
  return person.waitsFor(() => {
    const text = person.form && JSON.stringify(person.form.blocks)
    return text && !text.includes(english.forms.waiting)
      ? person.sees().slice(person.sees().lastIndexOf('== '))
      : undefined
  })
}

const answersOf = (person: Actor) => JSON.stringify(person.messages.at(-1)?.blocks)
const labels = (world: World, whose: keyof typeof uids = 'ana') =>
  world.dremio.tokensOf(uids[whose]).map(({ label }) => label)

describe('the shortcut for a new token', () => {
  story('opens the form from anywhere, and the request is one like any other', async (context) => {
    const { ana, bea } = await begin(context)
    expect((await ana.usesShortcut(NEW)).status).toBe(200)
    await ana.waitsFor(foreseen)
    expect(ana.form).toMatchObject({ title: 'New Dremio token', submit: 'Request' })
    await ana.fills({ Label: 'tableau', Reason: 'Dashboards' })
    expect((await ana.submits('Request')).errors).toEqual({})
    await ana.waitsFor(english.requests.titles.waiting)
    await bea.waitsFor('Why you:')
  })

  story('used twice opens two forms, and only one of them makes the request', async (context) => {
    const { ana } = await begin(context)
    const [first, second] = await Promise.all([ana.usesShortcut(NEW), ana.usesShortcut(NEW)])
    expect([first.status, second.status]).toEqual([200, 200])
    await ana.waitsFor(foreseen)
    await ana.fills({ Label: 'tableau', Reason: 'Dashboards' })
    await ana.submits('Request')
    await ana.waitsFor(english.requests.titles.waiting)
    await ana.usesShortcut(NEW)
    await ana.waitsFor(foreseen)
    await ana.fills({ Label: 'tableau', Reason: 'Dashboards' })
    expect((await ana.submits('Request')).errors.Label).toContain('tableau')
  })

  story('that Slack delivers twice opens one form', async (context) => {
    const { ana, slack } = await begin(context)
    const { sent } = await ana.usesShortcut(NEW)
    await ana.waitsFor(foreseen)
    expect((await slack.dispatch.replay(sent)).status).toBe(200)
    await slack.quiet()
    expect(slack.requests.filter(({ method }) => method === 'views.open')).toHaveLength(1)
  })
})

/** What Slack's editor makes of words. */
const rich = (...elements: object[]) => [{ type: 'rich_text', block_id: 'b', elements }]
const section = (...elements: object[]) => ({ type: 'rich_text_section', elements })
const text = (words: string, style?: object) => ({ type: 'text', text: words, ...(style && { style }) })
const half = (secret: string) => [secret.slice(0, 30), secret.slice(30)] as const

describe('a token in a message', () => {
  story.for<[how: string, said: (secret: string) => Parameters<Actor['posts']>[0]]>([
    ['in a sentence', (secret) => `this one works: ${secret}, try it`],
    [
      'in code',
      (secret) => ({
        text: `\`\`\`${secret}\`\`\``,
        blocks: rich({ type: 'rich_text_preformatted', elements: [text(secret)] }),
      }),
    ],
    ['over two lines', (secret) => half(secret).join('\n')],
    [
      'over two quoted lines, without rich text',
      (secret) => ({
        text: half(secret)
          .map((part) => `> ${part}`)
          .join('\n'),
        blocks: [],
      }),
    ],
    [
      'half of it bold',
      (secret) => {
        const [one, two] = half(secret)
        return {
          text: `*${one}*${two}`,
          blocks: rich(section(text('use ')), section(text(one, { bold: true }), text(two))),
        }
      },
    ],
    [
      'in a list',
      (secret) => ({
        text: '',
        blocks: rich({
          type: 'rich_text_list',
          style: 'bullet',
          elements: [section(text('a')), section(text(secret))],
        }),
      }),
    ],
    ['without its padding', (secret) => `token ${secret.slice(0, -2)} end`],
    [
      'in a link',
      (secret) => ({
        text: 'see',
        blocks: rich(section({ type: 'link', url: `https://acme.test/?token=${encodeURIComponent(secret)}` })),
      }),
    ],
    [
      'in an attachment',
      (secret) => ({
        text: 'alert',
        more: { attachments: [{ id: 1, fallback: 'f', fields: [{ title: 'PAT', value: secret }] }] },
      }),
    ],
    [
      'in a message that it quotes',
      (secret) => ({
        text: 'look',
        more: {
          attachments: [
            { is_msg_unfurl: true, message_blocks: [{ message: { blocks: rich(section(text(secret))) } }] },
          ],
        },
      }),
    ],
    [
      'in a snippet',
      (secret) => ({
        text: '',
        more: {
          subtype: 'file_share',
          files: [
            {
              id: 'F1',
              mode: 'snippet',
              preview: `export DREMIO_TOKEN=${secret}\n`,
              preview_highlight: `<pre>${secret}</pre>`,
            },
          ],
        },
      }),
    ],
    [
      'in a table',
      (secret) => ({ text: '', blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: secret }]] }] }),
    ],
    [
      'in a button of an app',
      (secret) => ({
        text: 'x',
        blocks: [
          {
            type: 'actions',
            elements: [{ type: 'button', text: { type: 'plain_text', text: 'Copy' }, value: secret }],
          },
        ],
      }),
    ],
  ])('%s is found, and revoked if it is theirs', async ([_how, said], context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    const { secret } = dremio.mint(uids.ana, { label: 'laptop' })
    const message = ana.posts(said(secret))
    expect((await ana.usesShortcutOn(REVOKE, message)).status).toBe(200)
    const form = await formOf(ana)
    expect(form).toContain('• laptop (')
    expect(form).toContain(english.leaks.inSomeMessage.isYours)
    expect(form).toContain(english.leaks.message.deleteYours)
    expect(ana.form).toMatchObject({ title: 'Revoke token', submit: 'Revoke' })
    await ana.submits('Revoke')
    await ana.waitsFor('Your token laptop is revoked. Nobody can')
    expect(labels(world)).toEqual([])
    expect(answersOf(ana)).toContain(english.leaks.message.deleteYours)
    expect(await audit(world)).toContain('token.leak_reported')
  })

  story.for<[where: string, of: (world: World, secret: string) => ReturnType<Actor['posts']>, link: RegExp]>([
    ['a channel', ({ bea }, secret) => bea.posts(secret), /https:\/\/world\.slack\.com\/archives\/C0GENERAL\/p\d+\b/],
    [
      'a thread',
      ({ bea }, secret) => bea.posts({ text: secret, more: { thread_ts: '1764430000.000100' } }),
      /\/archives\/C0GENERAL\/p\d+\?thread_ts=1764430000\.000100&cid=C0GENERAL/,
    ],
    [
      'a private channel',
      ({ bea }, secret) => bea.posts({ text: secret, channel: 'C0PRIVATE' }),
      /\/archives\/C0PRIVATE\/p/,
    ],
    [
      'a DM of two people',
      ({ bea }, secret) => bea.posts({ text: secret, channel: 'D0PAIR' }),
      /\/archives\/D0PAIR\/p/,
    ],
  ])(
    'of somebody else in %s: who posted it is to be asked, with a text to send',
    async ([_where, of, link], context) => {
      const channels = [
        { id: 'C0GENERAL', name: 'general' },
        { id: 'C0PRIVATE', name: 'secret-plans', isPrivate: true },
        { id: 'D0PAIR', name: 'directmessage', members: ['UANA', 'UBEA'] },
      ]
      const world = await begin(context, { slack: { channels } })
      const { ana, bea, dremio } = world
      const { secret, tid } = dremio.mint(uids.ana, { label: 'laptop' })
      await ana.usesShortcutOn(REVOKE, of(world, secret))
      const form = await formOf(ana)
      expect(form).toContain('I can’t delete the message. Ask @Bea to do that, or a Slack admin.')
      expect(form).toMatch(link)
      await ana.submits('Revoke')
      const said = await ana.waitsFor('Your token laptop is revoked.')
      expect(said).toContain('Please delete this message. It has a Dremio token in it: ')
      expect(said).toMatch(link)
      expect(said).toContain(english.leaks.message.requestToRevoke)
      const toSend = world.slack.requests.flatMap(
        ({ args }) => JSON.stringify(args).match(/```Please delete[^`]*```/g) ?? [],
      )
      expect(toSend.length).toBeGreaterThan(0)
      expect(toSend.join()).not.toContain(tid.slice(0, 8))
      // Nobody but the person who pressed it hears of it.
      expect(bea.messages).toEqual([])
      expect(bea.sees()).not.toContain('Please delete this message')
    },
  )

  story('of an app, which has no author that could be asked', async (context) => {
    const world = await begin(context)
    const { ana, slack, dremio } = world
    const { secret } = dremio.mint(uids.ana, { label: 'laptop' })
    for (const author of [undefined, 'U0APP']) {
      const more = { bot_id: 'B0OTHER', app_id: 'A0OTHER' }
      await ana.usesShortcutOn(REVOKE, slack.posts({ text: secret, more }, author))
      expect(await formOf(ana)).toContain('An app posted the message, and I can’t delete it. Ask whoever runs the app')
      ana.reload()
    }
  })

  story('in the conversation with the bot is offered to be ended there too', async (context) => {
    const world = await begin(context)
    const { ana, dremio } = world
    const { secret } = dremio.mint(uids.ana, { label: 'laptop' })
    const message = ana.posts({ text: secret, channel: ana.dm })
    await ana.usesShortcutOn(REVOKE, message)
    expect(await formOf(ana)).toContain('• laptop (')
  })

  story(
    'of somebody else is told to its owner, who ends it with one button; the author hears nothing',
    async (context) => {
      const world = await begin(context)
      const { ana, bea, carl } = world
      const secret = await claimed(world)
      const before = bea.messages.length
      const message = bea.posts(`works for me: ${secret}`)
      await carl.usesShortcutOn(REVOKE, message)
      const form = await formOf(carl)
      // Whether somebody can be looked up depends on the way in use.
      expect(form).toMatch(/It isn’t one of your tokens|I can’t tell whose it is/)
      expect(form).not.toContain('tableau')
      await carl.submits('Revoke')
      await carl.waitsFor(english.dremioFailures.forbidden.revoke)
      expect(carl.sees()).toContain('Ask @Bea to do that')
      await ana.waitsFor('@Carl says that your token tableau has leaked. I can’t check that.')
      await ana.presses('Revoke', { on: 'has leaked' })
      await ana.waitsFor('Revoke this token?')
      await ana.submits('Revoke')
      await ana.waitsFor('Your token tableau is revoked.')
      expect(await bearerOf(world, secret)).toBeUndefined()
      expect(bea.messages).toHaveLength(before)
    },
  )

  story('that nobody knows is answered in the same words as another person’s', async (context) => {
    const world = await begin(context, { credentialOf: 'carl' })
    const { bea, carl, dremio } = world
    const heard = new Set<string>()
    for (const { secret, tid } of [dremio.mint(uids.ana, { label: 'hers' }), mintSecret()]) {
      await carl.usesShortcutOn(REVOKE, bea.posts({ text: secret }))
      const form = await formOf(carl)
      expect(form).toContain(english.leaks.inSomeMessage.isNotYours)
      const before = carl.messages.length
      await carl.submits('Revoke')
      await carl.waitsFor((person) => person.messages.length > before)
      heard.add((form + carl.messages.at(-1)?.text).replaceAll(tid.slice(0, 8), 'ID').replace(/\/p\d+/g, '/p'))
    }
    expect(heard.size).toBe(1)
  })

  story('needs a sign-in where there is one, and is then ended by itself', async (context) => {
    const world = await begin(context, { method: 'oauth' })
    const { ana, bea, dremio } = world
    const { secret } = dremio.mint(uids.ana, { label: 'laptop' })
    await ana.usesShortcutOn(REVOKE, bea.posts(secret))
    expect(await formOf(ana)).toContain(english.leaks.inSomeMessage.isUnknown)
    await ana.submits('Revoke')
    const form = await ana.waitsFor(english.identityFailures.signInNeeded)
    expect(form).toContain('Ask @Bea to do that')
    await signsIn(world, await ana.waitsFor((person) => linkBefore(person)), 'ana@acme.test')
    await ana.waitsFor('Your token laptop is revoked. Nobody can')
    expect(labels(world)).toEqual([])
  })

  story('is ended by a bot admin on Software, and its owner is told', async (context) => {
    const world = await begin(context, {
      dremio: { edition: 'software', version: '26' },
      administrator: true,
      env: { ADMINS: 'UCARL' },
    })
    const { ana, bea, carl } = world
    const secret = await claimed(world)
    await carl.usesShortcutOn(REVOKE, bea.posts(secret))
    await formOf(carl)
    await carl.submits('Revoke')
    await carl.waitsFor('@Ana’s token tableau is revoked.')
    await ana.waitsFor('@Carl, a bot admin, says that your token tableau has leaked, and revoked it.')
    expect(await bearerOf(world, secret)).toBeUndefined()
  })

  story('used twice at the same moment is ended once, and the second is told so', async (context) => {
    const world = await begin(context, { layout: 'two of each' })
    const { ana, bea } = world
    const message = bea.posts(await claimed(world))
    await Promise.all([0, 1].map((bot) => ana.via(bot).usesShortcutOn(REVOKE, message)))
    await formOf(ana)
    const sent = await ana.submits('Revoke')
    await ana.waitsFor('Your token tableau is revoked.')
    // The same form once more, as an impatient second click sends it.
    await world.slack.dispatch.replay(sent.sent)
    await ana.usesShortcutOn(REVOKE, message)
    await formOf(ana)
    await ana.submits('Revoke')
    await ana.waitsFor('Your token tableau was already revoked. It no longer works.')
    await world.slack.quiet()
    expect((await audit(world)).split('token.revoked')).toHaveLength(2)
  })

  story('reported from two forms at the same moment is ended, and both answers say so', async (context) => {
    const world = await begin(context, { layout: 'two of each' })
    const { ana, bea, slack } = world
    const secret = await claimed(world)
    await ana.usesShortcutOn(REVOKE, bea.posts(secret))
    await formOf(ana)
    const meta = ana.form?.privateMetadata
    const before = ana.messages.length
    const view = { hash: 'h', callback_id: 'leaked-message', private_metadata: meta, state: { values: {} } }
    await Promise.all(
      [0, 1].map((via) => slack.dispatch.viewSubmission('UANA', { view: { ...view, id: `V${via}` } }, { via })),
    )
    await ana.waitsFor((person) => person.messages.length === before + 2)
    for (const { text } of ana.messages.slice(-2))
      expect(text).toMatch(/Your token \*tableau\* (is|was already) revoked/)
    expect(await bearerOf(world, secret)).toBeUndefined()
  })

  story('that Slack delivers twice opens one form', async (context) => {
    const { ana, bea, slack } = await begin(context)
    const { sent } = await ana.usesShortcutOn(REVOKE, bea.posts(mintSecret().secret))
    await formOf(ana)
    expect((await slack.dispatch.replay(sent)).status).toBe(200)
    await slack.quiet()
    expect(slack.requests.filter(({ method }) => method === 'views.open')).toHaveLength(1)
  })
})

describe('several tokens in a message', () => {
  story('are all chosen, and ended together', async (context) => {
    const world = await begin(context)
    const { ana, bea, dremio } = world
    const [one, two] = ['laptop', 'tableau'].map((label) => dremio.mint(uids.ana, { label }))
    await ana.usesShortcutOn(REVOKE, bea.posts(`${one?.secret} and ${two?.secret}`))
    expect(await formOf(ana)).toContain('Revoke these 2 tokens?')
    expect(ana.form?.values.Tokens).toContain('laptop (')
    await ana.submits('Revoke')
    const said = await ana.waitsFor(english.leaks.reportedAll)
    expect(said).toContain('Your token laptop is revoked.')
    expect(said).toContain('Your token tableau is revoked.')
    expect(said).toContain('Ask @Bea to do that')
    expect(labels(world)).toEqual([])
  })

  story('of different people: one is left out, one is theirs, one is not', async (context) => {
    const world = await begin(context)
    const { ana, bea, dremio } = world
    const [one, two] = ['laptop', 'tableau'].map((label) => dremio.mint(uids.ana, { label }))
    const other = mintSecret()
    await ana.usesShortcutOn(REVOKE, bea.posts([one?.secret, two?.secret, other.secret].join('\n')))
    await formOf(ana)
    // Takes the choice of the second one away.
    await ana.fills({ Tokens: [`laptop (${one?.tid.slice(0, 8)})`, other.tid.slice(0, 8)] })
    await ana.submits('Revoke')
    const said = await ana.waitsFor(english.leaks.reportedAll)
    expect(said).toContain('Your token laptop is revoked.')
    expect(said).toContain(`Token \`${other.tid.slice(0, 8)}\` isn’t one of your tokens`)
    expect(labels(world)).toEqual(['tableau'])
  })

  story('one of which cannot be ended now can be tried again with its button', async (context) => {
    const world = await begin(context)
    const { ana, bea, dremio } = world
    const [one, two] = ['laptop', 'tableau'].map((label) => dremio.mint(uids.ana, { label }))
    await ana.usesShortcutOn(REVOKE, bea.posts(`${one?.secret} and ${two?.secret}`))
    await formOf(ana)
    dremio.fail('delete', { status: 503 }, { times: 3 })
    await ana.submits('Revoke')
    const said = await ana.waitsFor(english.leaks.reportedAll)
    expect(said).toContain('Your token tableau is revoked.')
    expect(said).toContain(`Token \`${one?.tid.slice(0, 8)}\`: Dremio isn’t responding`)
    await ana.presses('Revoke', { on: english.leaks.reportedAll })
    await ana.waitsFor('• laptop (')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token laptop is revoked.')
  })

  story('more than fit into a form are said to be left', async (context) => {
    const { ana, bea } = await begin(context)
    await ana.usesShortcutOn(REVOKE, bea.posts(Array.from({ length: 12 }, () => mintSecret().secret).join('\n')))
    const form = await formOf(ana)
    expect(form).toContain('Revoke these 10 tokens?')
    expect(form).toContain('2 more not shown.')
  })
})

describe('a message without a token', () => {
  story.for<[what: string, said: Parameters<Actor['posts']>[0], words: string]>([
    ['at all', 'good morning', english.leaks.inSomeMessage.none],
    [
      'but with a picture',
      { text: '', more: { files: [{ id: 'F1', mimetype: 'image/png' }] } },
      english.leaks.inSomeMessage.none,
    ],
    ['but with a piece of one', mintSecret().secret.slice(2), english.leaks.inSomeMessage.unreadable],
  ])('%s is answered so, and one can be pasted', async ([_what, said, words], context) => {
    const { ana, bea } = await begin(context)
    await ana.usesShortcutOn(REVOKE, bea.posts(said))
    await ana.waitsFor(words)
    await ana.presses('Leaked token')
    await ana.waitsFor((person) => person.form?.submit === 'Revoke it')
  })
})

const strangers: [who: string, change: object, words: string][] = [
  ['a guest', { isRestricted: true }, english.identityFailures.person.guest],
  ['somebody of another company in a shared channel', { isStranger: true }, english.identityFailures.person.stranger],
  ['somebody of another workspace', { teamId: 'T0OTHER' }, english.identityFailures.person['foreign team']],
  ['somebody who was deactivated', { deleted: true }, english.identityFailures.person.deleted],
]

describe('who is not served', () => {
  story.for(strangers)('is refused: %s, who reads what to do instead', async ([_who, change, words], context) => {
    const world = await begin(context)
    const { ana, bea, slack, dremio } = world
    const { secret } = dremio.mint(uids.ana, { label: 'laptop' })
    slack.change('UANA', change)
    await ana.usesShortcutOn(REVOKE, bea.posts(secret))
    const form = await formOf(ana)
    expect(form).toContain(ana.reads(words))
    expect(form).toContain(english.leaks.inSomeMessage.revokeElsewhere)
    expect(form).toContain('Ask @Bea to do that')
    expect(ana.form?.submit).toBeUndefined()
    ana.reload()
    await ana.usesShortcutOn(REVOKE, bea.posts('hello'))
    expect(await formOf(ana)).not.toContain(english.leaks.inSomeMessage.revokeElsewhere)
    await ana.usesShortcut(NEW)
    await ana.waitsFor(() => ana.form?.title === NEW && ana.sees().includes(ana.reads(words)))
    expect(labels(world)).toEqual(['laptop'])
  })
})

describe('while something is away', () => {
  story(
    'Dremio: the token is named by its id, the refusal stands in the form, and it can be sent again',
    async (context) => {
      const world = await begin(context)
      const { ana, bea, dremio } = world
      const { secret, tid } = dremio.mint(uids.ana, { label: 'laptop' })
      dremio.fail('list', { status: 503 }, { times: 6 })
      await ana.usesShortcutOn(REVOKE, bea.posts(secret))
      expect(await formOf(ana)).toContain(`• Token \`${tid.slice(0, 8)}\``)
      await ana.submits('Revoke')
      await ana.waitsFor(english.dremioFailures.unavailable({ operation: 'revoke' }))
      expect(ana.form?.submit).toBe('Revoke')
      await ana.submits('Revoke')
      await ana.waitsFor('Your token laptop is revoked.')
    },
  )

  story(
    'Slack, so that no form opens: the answer is private, where the message is, with what to do',
    async (context) => {
      const world = await begin(context)
      const { ana, bea, slack } = world
      const { secret } = mintSecret()
      slack.fail('views.open', { error: 'expired_trigger_id' }, { times: 2 })
      await ana.usesShortcutOn(REVOKE, bea.posts(secret))
      await ana.waitsFor((person) => person.ephemerals.length === 1)
      expect(ana.ephemerals[0]).toMatchObject({ channel: 'C0GENERAL', to: 'UANA' })
      expect(ana.sees()).toContain('Ask @Bea to do that')
      expect(bea.sees()).not.toContain('Ask @Bea to do that')
      await ana.usesShortcut(NEW)
      await ana.waitsFor((person) => person.messages.length === 1)
      expect(answersOf(ana) ?? ana.messages.at(-1)?.text).toBeTruthy()
    },
  )

  story('Slack, so that no direct message arrives either: the answer stands in a form', async (context) => {
    const world = await begin(context)
    const { ana, slack } = world
    slack.refuse('UANA', 'restricted_action')
    for (let time = 0; time <= rateLimits.act.burst; time += 1) await ana.types('/dremio-pat help')
    await ana.usesShortcut(NEW)
    await ana.waitsFor((person) => person.form?.title === NEW && person.sees().includes('You’re going too fast.'))
  })

  story('Redis: it is said, with what to do, and nothing is done', async (context) => {
    const world = await begin(context, { redis: 'own' })
    const { ana, bea, redis, dremio } = world
    if (!redis.restart) return context.skip('this Redis is not ours to stop')
    const { secret } = dremio.mint(uids.ana, { label: 'laptop' })
    const message = bea.posts(secret)
    await redis.restart(async () => {
      await ana.usesShortcutOn(REVOKE, message)
      const said = await ana.waitsFor(english.leaks.inSomeMessage.revokeElsewhere)
      expect(said).toContain('Ask @Bea to do that')
      await ana.usesShortcut(NEW)
      await ana.waitsFor((person) => person.messages.length === 1)
    })
    expect(labels(world)).toEqual(['laptop'])
  })
})

describe('somebody who does too much', () => {
  story('is told so by a direct message for a new token, and may end a token at once', async (context) => {
    const world = await begin(context)
    const { ana, bea, dremio } = world
    const { secret } = dremio.mint(uids.ana, { label: 'laptop' })
    for (let time = 0; time <= rateLimits.act.burst; time += 1) await ana.types('/dremio-pat help')
    await ana.usesShortcut(NEW)
    await ana.waitsFor((person) => person.messages.at(-1)?.text.includes('You’re going too fast.'))
    expect(ana.form).toBeUndefined()
    await ana.usesShortcutOn(REVOKE, bea.posts(secret))
    await formOf(ana)
    await ana.submits('Revoke')
    await ana.waitsFor('Your token laptop is revoked.')
  })
})

describe('the form', () => {
  story('sent by a client that was tampered with ends nothing', async (context) => {
    const world = await begin(context)
    const { ana, dremio, slack } = world
    dremio.mint(uids.ana, { label: 'laptop' })
    const target = (tids: unknown) => JSON.stringify({ tids, message: { author: 'UBEA' } })
    const metas: [meta: string, words: string][] = [
      ['', english.failures.outdated.form],
      ['not json', english.failures.outdated.form],
      ['null', english.failures.outdated.form],
      ['{}', english.failures.outdated.form],
      [target('all'), english.failures.outdated.form],
      [target(['all']), english.failures.noSuchToken],
      [target([]), english.failures.outdated.form],
    ]
    for (const [index, [meta, words]] of metas.entries()) {
      const view = { id: `V${index}`, hash: 'h', callback_id: 'leaked-message', private_metadata: meta }
      await slack.dispatch.viewSubmission('UANA', { view: { ...view, state: { values: {} } } })
      await ana.waitsFor((person) => person.messages.length === index + 1)
      expect(ana.messages.at(-1)?.text, meta).toContain(words)
    }
    expect(labels(world)).toEqual(['laptop'])
  })

  story('of a shortcut that this version does not have is answered', async (context) => {
    const { ana, slack } = await begin(context)
    await slack.dispatch.blockAction('UANA', { type: 'shortcut', callback_id: 'gone' })
    await ana.waitsFor(english.failures.outdated.shortcut)
    await slack.dispatch.blockAction('UANA', {
      type: 'message_action',
      callback_id: 'gone',
      channel: { id: 'C0GENERAL' },
      message: { text: 'x' },
    })
    await ana.waitsFor((person) => person.messages.length === 2)
  })
})
