// Words and buttons without a form: the menu, help, lists, and whatever nobody knows.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { startDremio } from '../world/dremio/dremio.ts'
import { mintSecret } from '../world/dremio/secrets.ts'
import { startWorld, uids, type World } from '../world/world.ts'
import { asks, claimed, foreseen } from './story.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(async () => {
  // Whatever the bot said: an angle bracket that is no mention, date or address would be taken for one.
  const loose = JSON.stringify(world.slack.requests.map(({ args }) => args)).match(/<(?![@#!]|https?:|mailto:).{0,30}/g)
  expect(loose).toBeNull()
  await world.close()
})

describe('the menu', () => {
  test('tells a newcomer that there is nothing yet, and its three buttons work', async () => {
    const { ana } = world
    await ana.types('/dremio-pat')
    const menu = await ana.waitsFor('You don’t have any active Dremio tokens.')
    expect(menu).toContain('[ New token ]  [ My tokens ]  [ Help ]')
    expect(menu).not.toContain('open request')

    await ana.presses('New token')
    await ana.waitsFor(foreseen)
    expect(ana.form?.title).toBe('New Dremio token')
    await ana.closes()
    await ana.presses('Help')
    await ana.waitsFor(english.help.title)
    await ana.presses('My tokens')
    await ana.waitsFor((person) => person.ephemerals.length === 3)
    expect(ana.sees().split('You don’t have any active Dremio tokens.')).toHaveLength(3)
  })

  test('counts tokens, open requests and what waits for me', async () => {
    const { ana, bea } = world
    await claimed(world, { label: 'tableau' })
    await ana.waitsFor(english.requests.titles.claimed)
    await claimed(world, { label: 'notebook', lifetime: '7 days' })
    await ana.waitsFor((person) => person.sees().split(english.requests.titles.claimed).length === 3)
    await asks(world, { label: 'dbt' })
    await ana.types('/dremio-pat')
    const menu = await ana.waitsFor('You have 2 active tokens. notebook expires first, in 7 days.')
    expect(menu).toContain(english.menu.waiting({ open: 1, ready: 0, toReview: 0 }))
    await bea.waitsFor('Label: dbt\nLifetime: 30 days')
    await bea.types('/dremio-pat')
    await bea.waitsFor(english.menu.waiting({ open: 0, ready: 0, toReview: 1 }))
    await bea.presses('Review', { on: english.menu.waiting({ open: 0, ready: 0, toReview: 1 }) })
    await bea.waitsFor(english.reviews.form.asks({ requester: '@Ana', label: 'dbt', lifetime: 30 * DAY }))
    expect(bea.form?.submit).toBe('Decide')
  })

  test('says what is wrong with Dremio, and stays', async () => {
    const { ana, dremio } = world
    dremio.fail('findUser', { status: 503 }, { times: 9 })
    await ana.types('/dremio-pat')
    expect(await ana.waitsFor('You don’t have any active tokens created here.', 8_000)).toContain('[ New token ]')
    dremio.clearFaults()
    dremio.fail('findUser', { status: 401 })
    ana.reload()
    await ana.types('/dremio-pat')
    expect(await ana.waitsFor(english.dremioFailures.credentialRefused)).toMatch(/\(reference \w+\)\n.*\[ New token \]/)
  })
})

describe('help', () => {
  test('shows what people do, and begins it at a press', async () => {
    const { ana } = world
    await ana.types('/dremio-pat help')
    const help = await ana.waitsFor(english.help.title)
    expect(help).not.toContain('admin')
    expect(help).not.toContain('delegate')
    await ana.presses('New token', { on: english.help.title })
    await ana.waitsFor(foreseen)
    await ana.closes()
    await ana.presses(english.labels.buttons.reminderSettings)
    await ana.waitsFor((person) => person.form?.submit === 'Save')
    await ana.closes()
    await ana.presses('My requests')
    await ana.waitsFor(english.requests.list.nothing)
    await ana.presses('Leaked token')
    await ana.waitsFor((person) => person.form?.submit === 'Revoke it')
    await ana.closes()
    await ana.presses(english.labels.buttons.connectTool)
    await ana.waitsFor((person) => person.ephemerals.length === 3)
  })

  test('all lists what can be typed, with a page for each', async () => {
    const { ana } = world
    await ana.types('/dremio-pat help all')
    const help = await ana.waitsFor(english.help.allWords)
    for (const word of ['create', 'list', 'revoke', 'requests', 'whoami', 'link', 'unlink', 'connect', 'help']) {
      expect(help).toContain(`/dremio-pat ${word}`)
    }
    expect(help).not.toContain('admin')
    ana.reload()
    await ana.types('/dremio-pat help create')
    expect(await ana.waitsFor('`/dremio-pat create [label] [lifetime]`')).toContain('`12h`, `7d`, `2w`, `3mo`')
  })

  test.each([
    ['creat tableau', english.help.unknown({ word: 'creat', nearest: '/dremio-pat create' })],
    ['LISTE', english.help.unknown({ word: 'liste', nearest: '/dremio-pat list' })],
    ['help revok', english.help.unknown({ word: 'revok', nearest: '/dremio-pat revoke' })],
    ['coffee', english.help.unknown({ word: 'coffee' })],
    ['<!channel>', english.help.unknown({ word: '!channel' })],
    ['a<b>c', english.help.unknown({ word: 'a<b>c' })],
    ['*bold*', english.help.unknown({ word: 'bold' })],
    ['bo*ld', english.help.unknown({ word: "bo'ld" })],
    ['"two words"', english.help.unknown({ word: 'two words' })],
  ])('answers %s too, with the nearest word if there is one', async (words, answer) => {
    const { ana } = world
    await ana.types(`/dremio-pat ${words}`)
    const help = await ana.waitsFor(answer)
    expect(help).toContain('[ Help ]')
    expect(help).not.toContain(english.help.title)
    expect(help.includes('Did you mean')).toBe(answer.includes('Did you mean'))
    const nearest = /`\/dremio-pat (\w+)`\?/.exec(answer)?.[1]
    expect(nearest === undefined || help.includes(`[ ${nearest} ]`)).toBe(true)
  })

  test('repeats no long word, which may be a token', async () => {
    const { ana, slack, redis, logs } = world
    const { secret } = mintSecret()
    const words = [secret, encodeURIComponent(secret), `x${secret}`, secret.slice(0, 40), `help ${secret.slice(0, 40)}`]
    for (const word of words) {
      await ana.types(`/dremio-pat ${word}`)
      await ana.waitsFor((person) => person.ephemerals.length > 0)
      ana.reload()
    }
    await slack.quiet()
    expect([slack.everythingSaid(), await redis.dump(), logs.join()].join()).not.toContain(secret.slice(0, 20))
  })
})

describe('every answer', () => {
  test.each(['a channel without the bot', 'dm'])('is private, also when typed in %s', async (place) => {
    const { ana, bea, slack } = world
    const channel = place === 'dm' ? { channel: 'dm' } : {}
    const words = [
      '',
      'help',
      'nonsense',
      'list',
      'requests',
      'whoami',
      'link',
      'unlink',
      'unlink',
      'connect',
      'admin help',
    ]
    for (const [index, word] of words.entries()) {
      await ana.types(`/dremio-pat ${word}`, channel)
      await ana.waitsFor((person) => person.ephemerals.length === index + 1)
    }
    await slack.quiet()
    const answers = slack.requests.filter(({ method }) => method === 'response_url')
    expect(answers).toHaveLength(words.length)
    expect(answers.every(({ args }) => args.response_type === 'ephemeral')).toBe(true)
    expect(slack.conversation('C0GENERAL')).toEqual([])
    expect(ana.messages).toEqual([])
    expect(bea.sees()).toBe('')
  })

  test('says something without its blocks as well, for notifications and screen readers', async () => {
    const { ana, slack } = world
    await claimed(world)
    for (const word of ['', 'help', 'list', 'requests', 'whoami', 'connect']) await ana.types(`/dremio-pat ${word}`)
    await ana.waitsFor((person) => person.ephemerals.length === 7)
    const messages = slack.requests.filter(({ method }) => /^chat\.|^response_url/.test(method))
    expect(messages.map(({ args }) => String(args.text).length).filter((length) => length < 10)).toEqual([])
  })
})

describe('the list of tokens', () => {
  test('has the soonest expiry first, what was made elsewhere, and what has expired last', async () => {
    const { ana, dremio, clock } = world
    dremio.mint(uids.ana, { label: 'old one', lifetime: DAY })
    dremio.mint(uids.ana, { label: 'from the *web* <page>', lifetime: 20 * DAY })
    await claimed(world, { label: 'tableau' })
    await ana.waitsFor(english.requests.titles.claimed)
    await claimed(world, { label: 'notebook', lifetime: '7 days' })
    await ana.waitsFor((person) => person.sees().split(english.requests.titles.claimed).length === 3)
    clock.pass(3 * DAY)
    ana.reload()
    await ana.types('/dremio-pat list')
    const list = await ana.waitsFor('You have 3 active tokens. notebook expires first, in 4 days.')
    const rows = list
      .slice(list.indexOf('You have 3'))
      .split('\n')
      .filter((line) => line.includes(' · '))
    expect(rows).toEqual([
      expect.stringMatching(/^notebook · expires in 4 days · .+$/),
      expect.stringMatching(/^from the 'web' <page> · expires in 17 days · .+ · created in Dremio {3}\[ … Rotate/),
      expect.stringMatching(/^tableau · expires in 27 days · .+$/),
      expect.stringMatching(/^old one · expired 2 days ago · .+ · created in Dremio$/),
    ])
    // What has expired needs no revoking.
    expect(list.split(' | Revoke ]')).toHaveLength(4)
  })

  test('says that there is none, and how to get one', async () => {
    const { ana } = world
    await ana.types('/dremio-pat list')
    expect(await ana.waitsFor('You don’t have any active Dremio tokens.')).toContain('[ New token ]')
  })

  test('tells what is remembered while Dremio is away', async () => {
    const { ana, dremio } = world
    await claimed(world)
    await ana.waitsFor(english.requests.titles.claimed)
    dremio.mint(uids.ana)
    dremio.fail('list', { status: 503 }, { times: 3 })
    await ana.types('/dremio-pat list')
    const list = await ana.waitsFor('Dremio isn’t responding. These are the tokens created here', 8_000)
    expect(list).toContain('You have 1 active token. tableau expires in 30 days.')
    expect(list).not.toContain('made elsewhere')
  })

  test('is cut where a message ends', async () => {
    const { ana, dremio } = world
    for (let count = 1; count <= 60; count += 1)
      dremio.mint(uids.ana, { label: `token ${count}`, lifetime: count * DAY })
    await ana.types('/dremio-pat list')
    const list = await ana.waitsFor('You have 60 active tokens. token 1 expires first, in 24 hours.')
    expect(list).toContain('40 more not shown. To revoke one: `/dremio-pat revoke <label>`')
    expect(list).not.toContain('token 21')
  })

  test('marks the token that the bot itself works with, and offers no way to end it', async () => {
    const own = await startDremio({ users: [{ id: uids.ana, email: 'ana@acme.test', name: 'ana@acme.test' }] })
    const { secret } = own.mint(uids.ana, { label: 'for the bot' })
    own.mint(uids.ana, { label: 'for tableau' })
    const served = await startWorld({ env: { DREMIO_API_URL: own.url, DREMIO_TOKEN: secret } })
    const { ana } = served
    await ana.types('/dremio-pat list')
    const list = await ana.waitsFor('You have 2 active tokens.')
    expect(list).toMatch(/for the bot · expires.*\n {2}The bot uses this token, so you can’t revoke it here\./)
    expect(list.split(' | Revoke ]')).toHaveLength(2)
    await ana.types('/dremio-pat revoke all')
    await ana.waitsFor('• for tableau')
    expect(ana.sees()).not.toContain('• for the bot')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token for tableau is revoked.')
    expect(own.tokensOf(uids.ana).map(({ label }) => label)).toEqual(['for the bot'])
    await served.close()
    await own.close()
  })
})

describe('revoking by words', () => {
  test('ends all but the asked-for question first', async () => {
    const { ana, dremio } = world
    dremio.mint(uids.ana, { label: 'one' })
    dremio.mint(uids.ana, { label: 'two' })
    await ana.types('/dremio-pat revoke all')
    const form = await ana.waitsFor('Revoke all 2 of your tokens?')
    expect(form).toContain('You can’t undo this.')
    await ana.closes()
    await ana.quiet()
    expect(dremio.tokensOf(uids.ana)).toHaveLength(2)
    await ana.types('/dremio-pat revoke all')
    await ana.waitsFor('Revoke all 2 of your tokens?')
    await ana.submits('Revoke')
    await ana.waitsFor('2 tokens are revoked: one and two.')
    expect(dremio.tokensOf(uids.ana)).toEqual([])
    await ana.types('/dremio-pat revoke all')
    await ana.waitsFor('You don’t have any active tokens that can be revoked here.')
  })

  test('asks which one is meant where words match several', async () => {
    const { ana, dremio } = world
    for (const label of ['tableau work', 'tableau home', 'dbt']) dremio.mint(uids.ana, { label })
    await ana.types('/dremio-pat revoke tableau')
    await ana.waitsFor((person) => person.form?.submit === 'Revoke')
    const [work] = dremio.tokensOf(uids.ana)
    expect(ana.form?.options.Token).toHaveLength(2)
    await ana.fills({ Token: `tableau work (${work?.tid.slice(0, 8)})` })
    await ana.submits('Revoke')
    await ana.waitsFor('Your token tableau work is revoked.')
    expect(dremio.tokensOf(uids.ana).map(({ label }) => label)).toEqual(['tableau home', 'dbt'])
    await ana.types('/dremio-pat revoke home')
    await ana.waitsFor('• tableau home')
    await ana.closes()
    await ana.types('/dremio-pat revoke nothing like it')
    await ana.waitsFor(
      english.failures.noTokenCalled({ words: 'nothing like it', labels: ['tableau home', 'dbt'], isSure: true }),
    )
  })
})

describe('what is from another version', () => {
  test('a button nobody knows gets a sentence', async () => {
    const { ana, slack } = world
    await ana.types('/dremio-pat')
    await ana.waitsFor('[ Help ]')
    const press = await ana.presses('Help')
    await ana.waitsFor(english.help.title)
    const { response_url } = JSON.parse(new URLSearchParams(press.sent?.body).get('payload') ?? '{}')
    const elements = [
      { type: 'button', action_id: 'gone', block_id: 'b', value: 'x' },
      { type: 'overflow', action_id: 'gone', block_id: 'b', selected_option: { value: 'x' } },
      { type: 'static_select', action_id: 'gone', block_id: 'b', selected_option: { value: 'x' } },
    ]
    for (const action of elements) {
      ana.reload()
      const answer = await slack.dispatch.blockAction('UANA', { response_url, actions: [action] })
      expect(answer.status).toBe(200)
      await ana.waitsFor(english.failures.outdated.button)
    }
  })

  test('one that stands in a form or on the Home tab is answered in the direct messages', async () => {
    const { ana, slack } = world
    await slack.dispatch.blockAction('UANA', {
      container: { type: 'view', view_id: 'V1' },
      actions: [{ type: 'button', action_id: 'gone', block_id: 'b', value: 'x' }],
    })
    expect(await ana.waitsFor(english.failures.outdated.button)).toContain('[ New token ]')
    await slack.dispatch.blockAction('UANA', {
      container: { type: 'view', view_id: 'V1' },
      actions: [{ type: 'button', action_id: 'token-list.mine', block_id: 'b', value: 'mine' }],
    })
    await ana.waitsFor('You don’t have any active Dremio tokens.')
  })

  test.each([
    ['nobody knows', 'gone', ''],
    ['whose hidden content nobody can read', 'request-form', 'not json'],
    ['whose hidden content is missing', 'review-form', ''],
  ])('a form %s gets a sentence', async (_what, callback_id, private_metadata) => {
    const { ana, slack } = world
    const answer = await slack.dispatch.viewSubmission('UANA', {
      view: { id: 'V1', hash: 'h', type: 'modal', callback_id, private_metadata, state: { values: {} } },
    })
    expect(answer).toMatchObject({ status: 200, body: '' })
    await ana.waitsFor(english.failures.outdated.form)
  })

  test('shortcuts and menus that ask for options are acknowledged', async () => {
    const { slack } = world
    const answer = await slack.dispatch.blockAction('UANA', { type: 'shortcut', callback_id: 'gone' })
    expect(answer.status).toBe(200)
  })
})

describe('writing to the bot', () => {
  test('gets a pointer, privately, and no conversation with itself', async () => {
    const { ana, slack, redis, logs } = world
    const { secret } = mintSecret()
    await ana.writes('hello?')
    expect(await ana.waitsFor(english.menu.notUnderstood)).toContain('[ New token ]  [ My tokens ]  [ Help ]')
    await slack.quiet()
    expect(ana.messages).toHaveLength(2)
    await ana.writes(`my token is ${secret}`)
    await ana.waitsFor((person) => person.messages.length === 4)
    await slack.quiet()
    expect(ana.messages).toHaveLength(4)
    expect([slack.everythingSaid(), await redis.dump(), logs.join()].join()).not.toContain(secret.slice(0, 20))
  })

  test('twice, as Slack repeats what was not answered in time, gets one pointer', async () => {
    const { ana, slack } = world
    const sent = await ana.writes('hello?')
    await ana.waitsFor(english.menu.notUnderstood)
    if (sent) await slack.dispatch.replay(sent.sent, { retryNum: 1 })
    await slack.quiet()
    expect(ana.messages).toHaveLength(2)
  })
})
