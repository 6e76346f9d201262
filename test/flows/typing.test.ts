// What people type, as Slack sends it and in whatever way they write it, up to the form or the answer that comes of it.

import { afterEach, describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { moment } from '../../src/slack/views/block-kit.ts'
import { english } from '../../src/words/words.ts'
import { mintSecret } from '../world/dremio/secrets.ts'
import { ana, bea, carl, startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { beforeFact, foreseen, secretBefore } from './story.ts'

const REVIEWS_FOR_YOU = beforeFact((until) =>
  english.delegation.started({ delegate: '@Dan', until, shown: 0, knowsAlready: false }),
)

let world: World
afterEach(() => world.close())

const begin = async (options?: WorldOptions) => {
  world = await startWorld(options)
  return world
}

/** The form that is open once the words are typed. What is looked up for it may still be on its way. */
async function opens(line: string, options: { raw?: boolean } = {}) {
  const { ana } = world
  ana.reload()
  await ana.types(line.startsWith('/') ? line : `/dremio-pat ${line}`, options)
  await ana.waitsFor((person) => person.form && !person.sees().includes('One moment…'))
  const { title = '', values = {} } = ana.form ?? {}
  return { title, label: values.Label ?? '', lifetime: values.Lifetime ?? '', seen: ana.sees() }
}

/** What is answered, without a form. */
async function says(line: string, options: { raw?: boolean } = {}): Promise<string> {
  const { ana } = world
  ana.reload()
  await ana.types(`/dremio-pat ${line}`, options)
  await ana.waitsFor((person) => person.ephemerals.length > 0)
  return ana.sees()
}

/** Every text that Slack reads formatting from: a message's own, and those that say so. */
function formattedIn(args: object): string[] {
  const texts: string[] = 'text' in args && typeof args.text === 'string' ? [args.text] : []
  JSON.stringify(args, (_, value) => {
    if (value?.type === 'mrkdwn') texts.push(value.text)
    return value
  })
  return texts
}

describe('create', () => {
  test('takes label and lifetime from the words, however they are said and sent', async () => {
    await begin()
    const asked: [line: string, label: string, lifetime: string][] = [
      ['create prod.dremio.com 7d', 'prod.dremio.com', '7 days'],
      ['create tableau 7 days', 'tableau', '7 days'],
      ['create 1 month', '', '30 days'],
      ['create 7d tableau', 'tableau', '7 days'],
      ['create tableau for 2 weeks', 'tableau', '14 days'],
      ['create "7 days" 1d', '7 days', '1 day'],
      ['create “my  laptop” 7d', 'my laptop', '7 days'],
      ['*create* *tableau* `7d`', 'tableau', '7 days'],
      ['`/dremio-pat create tableau 7d`', 'tableau', '7 days'],
      ['create\u00a0tab\u200bleau\n７d', 'tableau', '7 days'],
      ['NEW token 12 hours', '', '12 hours'],
    ]
    const read = []
    for (const [line] of asked) {
      const { label, lifetime } = await opens(line)
      read.push([line, label, lifetime])
    }
    expect(read).toEqual(asked)
  })

  test('says at the form what the policy does not allow and what is no lifetime, and what it chose instead', async () => {
    const { ana } = await begin()
    const year = await opens('create tableau 1 year')
    expect(year).toMatchObject({ label: 'tableau', lifetime: '30 days' })
    expect(year.seen).toContain(english.requestForm.tooLong({ asked: 365 * DAY, most: 90 * DAY, chosen: 30 * DAY }))
    expect(year.seen).toContain('I’ve chosen 30 days instead.')
    const none = await opens('create tableau 0 days')
    expect(none).toMatchObject({ label: 'tableau', lifetime: '30 days' })
    expect(none.seen).toContain('I can’t read “0 days” as a lifetime.')
    expect(ana.form?.privateMetadata).not.toContain('0 days')
    expect((await opens('create tableau 12h')).seen).not.toContain('I’ve chosen')
  })

  test('and every view show a label with & and < as its owner wrote it', async (context) => {
    const label = { pattern: '^[\\p{L}\\p{N} &<>;._-]{3,60}$' }
    const rules = [{ name: 'all', then: 'approve' }]
    const { ana, dremio, slack } = await begin({ env: { POLICY_FILE: policyFile(context, { label, rules }) } })
    for (const name of ['R&D', 'a <b> &amp;lt; c']) {
      expect((await opens(`create ${name} 7 days`)).label).toBe(name)
      await ana.fills({ Reason: 'Research' })
      const before = ana.messages.length
      await ana.submits('Request')
      await ana.waitsFor((person) => person.messages.length > before)
      await ana.presses('Show token')
      await secretBefore(ana)
      await ana.presses('I have saved it')
      await ana.waitsFor(english.requests.titles.claimed)
    }
    await slack.quiet()
    const list = await says('list')
    expect(list).toContain('R&D · expires')
    expect(list).toContain('a <b> &amp;lt; c · expires')
    const { seen } = await opens('revoke a <b> &amp;lt; c')
    expect(seen).toContain('• a <b> &amp;lt; c (')
    expect(await says('connect r&d')).toContain('R&D · expires')
    expect((await opens('revoke R&D')).seen).toContain('• R&D (')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token R&D is revoked.')
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
    const formatted = slack.requests.flatMap(({ args }) => formattedIn(args))
    expect(formatted.filter((text) => text.includes('R&amp;D')).length).toBeGreaterThan(5)
    expect(formatted.filter((text) => /<b>|&(?!amp;|lt;|gt;)/.test(text))).toEqual([])
  })
})

test('Slack’s own bytes are undone once, and what is broken or nested stays', async (context) => {
  const label = { pattern: '.{1,}' }
  await begin({ env: { POLICY_FILE: policyFile(context, { label, rules: [{ name: 'all', then: 'approve' }] }) } })
  for (const [sent, typed] of [
    ['<http://prod.dremio.com|prod.dremio.com>', 'prod.dremio.com'],
    ['<https://dremio.com/a?b=1&amp;c>', 'https://dremio.com/a?b=1&c'],
    ['<mailto:ana@acme.com|ana@acme.com>', 'ana@acme.com'],
    ['for <@U123|bo> in <#C123|general> <!here> <!subteam^S1|@data>', 'for @bo in #general @here @data'],
    ['&amp;lt;', '&lt;'],
    ['<http://a.com|a', '<http://a.com|a'],
    ['<<http://a.com|a>>', '<<http://a.com|a>>'],
  ]) {
    expect((await opens(`create ${sent} 7d`, { raw: true })).label).toBe(typed)
  }
})

describe('a word', () => {
  test('is known however it is decorated, and by its synonyms', async () => {
    await begin()
    for (const line of [
      '_list_',
      '`list`',
      'List.',
      '/dremio-pat list',
      'dremio-pat list',
      'please list',
      'my tokens',
      'tokens',
      'ｌｉｓｔ',
    ])
      expect(await says(line)).toContain('You don’t have any active Dremio tokens.')
    expect(await says('status')).toContain(english.requests.list.nothing)
    expect((await opens('settings')).title).toBe('Reminder settings')
    for (const line of ['--help', '-h', '?', '—help', 'HELP!']) expect(await says(line)).toContain(english.help.title)
    for (const line of ['create --help', 'create ?', 'help *create*', 'help new'])
      expect(await says(line)).toContain('`/dremio-pat create [label] [lifetime]`')
    expect(await says('help delete')).toContain('`/dremio-pat revoke [label or id | all]`')
  })

  test('for ending ends nothing without a form, and nothing that was only guessed', async () => {
    const { ana, dremio } = await begin()
    dremio.mint(uids.ana, { label: 'tableau' })
    dremio.mint(uids.ana, { label: 'dbt' })
    for (const line of ['delete tableau', 'remove tableau.', 'delete *Tableau*'])
      expect((await opens(line)).seen).toContain('Revoke this token?')
    for (const line of ['delete all', 'revoke ALL.', 'remove *all*'])
      expect((await opens(line)).seen).toContain('Revoke all 2')
    expect((await opens('revoke "all"')).seen).toContain('You don’t have a token called “all”.')
    expect((await opens('revoke al')).seen).not.toContain('Revoke all')
    expect(await says('delet tableau')).toContain(
      english.help.unknown({ word: 'delet', nearest: '/dremio-pat revoke' }),
    )
    await ana.presses('revoke')
    await ana.waitsFor((person) => person.form?.options.Token?.length === 2)
    await ana.quiet()
    expect(dremio.tokensOf(uids.ana)).toHaveLength(2)
  })

  test('that was only guessed is a button, which opens what the word opens', async () => {
    const { ana, dremio } = await begin()
    dremio.mint(uids.ana, { label: 'tableau' })
    await says('creat tableau')
    await ana.presses('create')
    await ana.waitsFor(foreseen)
    await says('hlep')
    await ana.presses('help')
    await ana.waitsFor((person) => person.ephemerals.length === 2)
    // It may be another token than the only one there is: whoever mistyped has not said.
    await says('rotat dbt')
    await ana.presses('rotate')
    await ana.waitsFor('Which token do you want to replace?')
    await ana.quiet()
    expect(ana.messages).toEqual([])
    await ana.presses('Rotate', { on: 'Which token do you want to replace?' })
    await ana.waitsFor('I requested a replacement for tableau.')
  })

  test('that hides a token is repeated nowhere, however the token is decorated', async () => {
    const { slack, redis, logs } = await begin()
    const { secret } = mintSecret()
    const hidden = secret.replace(/.{8}/g, '$&\u200b')
    for (const line of [
      `*${secret}*`,
      `create \`${secret}\``,
      `create ${hidden} 7d`,
      `list _${secret}_`,
      `revoke "${secret}"`,
    ])
      expect(await says(line)).toContain('That looks like a token.')
    await slack.quiet()
    const everything = [slack.everythingSaid(), await redis.dump(), logs.join()].join()
    for (const part of [secret.slice(0, 20), hidden.slice(0, 20)]) expect(everything).not.toContain(part)
  })
})

describe('a token is meant', () => {
  test('by its exact label first, then whatever its case, then by a part; several ask which one', async () => {
    const { ana, dremio } = await begin()
    for (const label of ['R&D', 'r&d', 'Tableau', 'tableau home']) dremio.mint(uids.ana, { label })
    const [research] = dremio.tokensOf(uids.ana)
    expect((await opens('revoke R&D')).seen).toContain(`• R&D (${research?.tid.slice(0, 8)})`)
    expect((await opens('revoke TABLEAU')).seen).toContain('• Tableau (')
    expect((await opens(`revoke \`${research?.tid.slice(0, 8).toUpperCase()}\`.`)).seen).toContain('• R&D (')
    for (const line of ['revoke R&d', 'revoke tab', 'revoke R&D tableau']) {
      await opens(line)
      expect(ana.form?.options.Token?.length).toBeGreaterThan(1)
    }
    expect(await says('rotate R&d')).toContain('Several tokens match. Which one do you want to replace?')
    expect(await says('connect R&d')).toContain(english.connect.whichToken)
    expect(await says('connect "R&D"')).toContain('R&D · expires')
    // Only some of the words fit: nothing is asked for before a click.
    expect(await says('rotate Tableau now')).toContain('Which token do you want to replace?')
    await ana.quiet()
    expect(ana.messages).toEqual([])
    expect(await says('renew "TABLEAU HOME"')).toContain('I requested a replacement for tableau home.')
  })
})

test('an administrator’s words are read the same way', async () => {
  await begin({ env: { ADMINS: 'UANA' } })
  expect((await opens('admin *delete* @bea all')).seen).toContain(
    'I can’t revoke other people’s tokens in this Dremio.',
  )
  await says(`admin link @bea, \`${uids.bea}\`.`)
  expect(await says('ADMIN `List` <@UBEA>', { raw: true })).toContain('@Bea has no active tokens')
  expect(await says('admin list bea')).toContain(english.identityFailures.noSuchPerson({ words: 'bea' }))
  expect(await says('admin --help')).toContain(english.admin.title)
})

test('why takes a lifetime in whatever way it is said', async () => {
  await begin()
  for (const line of ['why 7 days', 'why 7D.', 'why for a week', 'why 7d please', 'why *7d*'])
    expect(await says(line)).toContain(
      beforeFact((rule) =>
        english.why.review({ lifetime: 7 * DAY, rule, people: ['@Bea', '@Carl'], quorum: 1, differentGroups: false }),
      ),
    )
  expect(await says('why 1 year')).toContain(english.why.tooLong({ lifetime: 365 * DAY, most: 90 * DAY }))
  expect(await says('why please')).toContain('A token for 30 days')
  expect(await says('why "7 days"')).toContain(english.why.unreadableLifetime)
})

test('a delegate is named before or behind the time, as people say it', async (context) => {
  const dan = { id: 'WDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test', timeZone: 'UTC' }
  const rules = [{ name: 'ours', then: 'review', approvers: ['user:UBEA'] }]
  const { bea: approver, clock } = await begin({
    env: { POLICY_FILE: policyFile(context, { rules }) },
    slack: { people: [ana, bea, carl, dan] },
  })
  const delegated = async (line: string, options: { raw?: boolean } = {}) => {
    approver.reload()
    await approver.types(`/dremio-pat delegate ${line}`, options)
    return approver.waitsFor((person) => (person.ephemerals.length > 0 ? person.sees() : undefined))
  }
  const ends = (milliseconds: number) => approver.reads(`until ${moment(clock.now() + milliseconds)}`)
  const tomorrow = new Date(clock.now() + DAY).toISOString().slice(0, 10)
  for (const [line, end] of [
    ['to @dan', ends(30 * DAY)],
    ['@dan for 3 days', ends(3 * DAY)],
    ['to @dan until 7 days.', ends(7 * DAY)],
    ['for a week to @dan please', ends(7 * DAY)],
    ['@dan 12 hours', ends(12 * HOUR)],
    ['@dan for the next 3 days', ends(3 * DAY)],
    ['*@dan*, until *tomorrow*', 'until '],
    [`until ${tomorrow} to @dan`, 'until '],
    ['@dan on Friday!', 'until '],
  ] as const) {
    const seen = await delegated(line)
    expect([line, seen]).toEqual([line, expect.stringContaining(REVIEWS_FOR_YOU)])
    expect(seen).toContain(end)
  }
  expect(await delegated('<@WDAN> 1d', { raw: true })).toContain(REVIEWS_FOR_YOU)
  expect(await delegated('until friday')).toContain('/dremio-pat delegate [@person]')
  expect(await delegated('dan until friday')).toContain(english.identityFailures.noSuchPerson({ words: 'dan' }))
  expect(await delegated('@dan until doomsday')).toContain(english.failures.delegationEndUnclear)
  expect(await delegated('*off*.')).toContain(english.delegation.ended({ delegate: '@Dan' }))
})
