// Who somebody is: whom we serve, which Dremio user they are, how that was proved, and how it ends.

import { afterEach, describe, expect, test } from 'vitest'
import { english } from '../../src/words/words.ts'
import type { PersonChange } from '../world/slack/workspace.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { asks, creates } from './story.ts'

let world: World
afterEach(() => world.close())

async function starts(options?: WorldOptions): Promise<World> {
  world = await startWorld(options)
  return world
}

const everyWord = [
  '',
  'create tableau 7d',
  'list',
  'revoke all',
  'leaked',
  'requests',
  'whoami',
  'link',
  'unlink',
  'connect',
  'connect tableau',
  'admin link @bea 22222222-2222-4222-8222-222222222222',
  'help',
  'help create',
  'nonsense',
]

describe.each<[who: string, change: PersonChange, words: string]>([
  ['deactivated', { deleted: true }, 'this Slack account is deactivated'],
  ['a bot', { isBot: true }, 'bots and workflows do not get tokens'],
  ['a guest', { isRestricted: true }, 'guests do not get tokens'],
  ['a guest of one channel', { isUltraRestricted: true }, 'guests do not get tokens'],
  ['from another company', { isStranger: true }, 'you belong to another company’s workspace'],
  ['from another workspace', { teamId: 'T0OTHER' }, 'you belong to another workspace than those I serve'],
  ['invited, but never joined', { isInvited: true }, 'you have not joined this workspace yet'],
])('who is %s', (_who, change, words) => {
  test('is refused at every word, with the reason, and nothing happens', async () => {
    const { bea, slack, dremio, redis } = await starts({ env: { ADMINS: 'UBEA' } })
    slack.change('UBEA', change)
    for (const word of everyWord) {
      await bea.types(`/dremio-pat ${word}`)
      await bea.waitsFor(`That is refused: ${words}`)
      bea.reload()
    }
    await slack.quiet()
    expect(dremio.requests).toEqual([])
    // How often they asked is counted, so that they cannot use up what Slack answers to others.
    const kept = (await redis.dump()).split('\n').filter((line) => !line.includes(':limit:UBEA:act'))
    expect(kept.join('\n')).not.toContain('UBEA')
  })

  test('is refused at every button and form', async () => {
    const { ana, bea, slack, dremio } = await starts()
    await asks(world)
    await bea.waitsFor(english.reviews.titles.yours)
    await bea.types('/dremio-pat')
    await bea.waitsFor('[ New token ]')
    await bea.presses('Review')
    await bea.waitsFor((person) => person.form?.submit === 'Decide')
    const before = dremio.requests.length
    slack.change('UBEA', change)
    const heard = (times: number) => bea.waitsFor((person) => person.sees().split(words).length > times)
    await bea.presses('My tokens')
    await heard(1)
    await bea.presses('Help')
    await heard(2)
    await bea.presses('Approve')
    await heard(3)
    await bea.submits('Decide')
    // Slack takes no message to somebody who is gone.
    if (!change.deleted) await heard(4)
    await bea.presses('New token')
    await bea.waitsFor(
      (person) => person.form && person.sees().includes(`== New Dremio token ==\nThat is refused: ${words}`),
    )
    await slack.quiet()
    expect(dremio.requests).toHaveLength(before)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
  })

  test('is refused the token that was approved before', async () => {
    const { ana, bea, slack } = await starts()
    await asks(world)
    await bea.waitsFor(english.reviews.titles.yours)
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    slack.change('UANA', change)
    await ana.presses('Show token')
    await ana.waitsFor(`That is refused: ${words}`)
    expect(creates(world)).toBe(0)
  })
})

test('somebody of an organization is served if one of their workspaces is', async () => {
  const { ana, slack } = await starts()
  slack.change('UANA', { teamId: 'T0OTHER', enterpriseTeams: ['T0OTHER', 'T0WORLD'] })
  await ana.types('/dremio-pat link')
  await ana.waitsFor('You are the Dremio user ana@acme.test.')
})

test('SLACK_TEAM_IDS says which workspaces are served, instead of the token’s own', async () => {
  const { ana, bea, slack } = await starts({ env: { SLACK_TEAM_IDS: 'T0OTHER' } })
  slack.change('UANA', { teamId: 'T0OTHER' })
  await ana.types('/dremio-pat link')
  await ana.waitsFor('You are the Dremio user ana@acme.test.')
  await bea.types('/dremio-pat link')
  await bea.waitsFor('you belong to another workspace than those I serve')
})

describe('the e-mail address', () => {
  test.each<[what: string, change: PersonChange, words: string]>([
    ['is hidden', { email: undefined }, 'I cannot see your e-mail address. Ask an administrator to link you by hand.'],
    ['is not confirmed', { emailConfirmed: false }, 'Your Slack e-mail address is not confirmed.'],
    [
      'may be confirmed or not',
      { emailConfirmed: undefined },
      "Slack doesn't say whether your email address is confirmed. Ask a bot admin to link you: `/dremio-pat admin link`.",
    ],
    [
      'has another domain',
      { email: 'ana@elsewhere.test' },
      'Your e-mail address is not from a domain that counts here.',
    ],
    [
      'only ends like ours',
      { email: 'ana@notacme.test' },
      'Your e-mail address is not from a domain that counts here.',
    ],
    ['hides another one', { email: 'ana@elsewhere.test@acme.test' }, 'I cannot see your e-mail address.'],
    ['has signs of an expression', { email: "a'||'a'=='a@acme.test" }, 'Your e-mail address has characters'],
    [
      'is nobody’s at Dremio',
      { email: 'anna@acme.test' },
      'Dremio knows no active user with your e-mail address anna@acme.test.',
    ],
  ])('that %s links nobody', async (_what, change, words) => {
    const { ana, slack } = await starts()
    slack.change('UANA', change)
    await ana.types('/dremio-pat link')
    await ana.waitsFor(words)
    await ana.types('/dremio-pat whoami')
    await ana.waitsFor('You are not linked to a Dremio user yet.')
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor((person) => person.form && person.form.submit === undefined && person.sees().includes(words))
  })

  test.each([
    ['several users of Dremio', 'Dremio has more than one user with your e-mail address ana@acme.test'],
    ['a service user', 'Dremio knows no active user with your e-mail address'],
    ['an inactive user', 'Dremio knows no active user with your e-mail address'],
  ])('of %s links nobody', async (what, words) => {
    const { ana, dremio } = await starts({ dremio: { edition: 'software' }, credentialOf: 'bea' })
    const user = dremio.user(uids.ana)
    if (what === 'a service user') user.identityType = 'SERVICE_USER'
    else if (what === 'an inactive user') user.active = false
    else dremio.addUser({ id: '44444444-4444-4444-8444-444444444444', email: 'ANA@acme.test', name: 'ana2' })
    await ana.types('/dremio-pat link')
    await ana.waitsFor(words)
  })

  test('counts whatever its case', async () => {
    const { ana, slack } = await starts()
    slack.change('UANA', { email: 'Ana@ACME.test' })
    await ana.types('/dremio-pat link')
    await ana.waitsFor('proved by your e-mail address ana@acme.test')
  })

  test('that changes after linking stops everything, until it is linked anew', async () => {
    const { ana, slack, dremio } = await starts()
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You are the Dremio user')
    slack.change('UANA', { email: 'bea@acme.test' })
    for (const word of ['list', 'link', 'create tableau']) {
      ana.reload()
      await ana.types(`/dremio-pat ${word}`)
      await ana.waitsFor('your Slack e-mail address is not the one by which you were linked to Dremio')
    }
    expect(dremio.requests.filter(({ operation }) => operation !== 'findUser')).toEqual([])
    await ana.types('/dremio-pat unlink')
    await ana.waitsFor('You are no longer linked to ana@acme.test.')
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You are the Dremio user bea@acme.test.')
  })
})

describe('linking', () => {
  test('says which Dremio user that is, since when and how it was proved, and can be ended', async () => {
    const { ana } = await starts()
    await ana.types('/dremio-pat whoami')
    expect(await ana.waitsFor('You are not linked to a Dremio user yet.')).toContain('[ New token ]')
    await ana.types('/dremio-pat link')
    const words = await ana.waitsFor('You are the Dremio user ana@acme.test.')
    expect(words).toContain(`User id: \`${uids.ana}\``)
    expect(words).toMatch(/Since .+ at .+, proved by your e-mail address ana@acme\.test\./)
    ana.reload()
    await ana.types('/dremio-pat whoami')
    expect(await ana.waitsFor('You are the Dremio user')).toContain(words.slice(words.indexOf('User id')))
    await ana.types('/dremio-pat unlink')
    await ana.waitsFor('You are no longer linked to ana@acme.test. Your tokens stay as they are.')
    await ana.types('/dremio-pat unlink')
    await ana.waitsFor('You are not linked to a Dremio user. Type `/dremio-pat link`')
  })

  test('happens by itself with the first request, and twice at once is once', async () => {
    const { ana } = await starts()
    await Promise.all([ana.types('/dremio-pat link'), ana.types('/dremio-pat link')])
    await ana.waitsFor((person) => person.ephemerals.length === 2)
    expect(ana.sees().split('You are the Dremio user ana@acme.test.')).toHaveLength(3)
  })

  test('gives one Dremio user to one Slack person only', async () => {
    const { ana, bea, slack } = await starts()
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You are the Dremio user')
    slack.change('UBEA', { email: 'ana@acme.test' })
    await bea.types('/dremio-pat link')
    await bea.waitsFor('that Dremio user is linked to another Slack account already')
    await bea.types('/dremio-pat whoami')
    await bea.waitsFor('You are not linked to a Dremio user yet.')
  })
})

describe('an administrator', () => {
  const admins = { env: { ADMINS: 'UCARL' } }

  test('says by hand who somebody is, and ends it again', async () => {
    const { bea, carl } = await starts(admins)
    await carl.types(`/dremio-pat admin link @bea ${uids.ana.toUpperCase()}`)
    await carl.waitsFor(english.links.linked({ person: '@Bea', user: `\`${uids.ana}\`` }))
    await bea.types('/dremio-pat whoami')
    const words = await bea.waitsFor('You are the Dremio user ana@acme.test.')
    expect(words).toContain(`User id: \`${uids.ana}\``)
    expect(words).toContain('by the word of an administrator, @Carl.')
    // It replaces what was known.
    await carl.types(`/dremio-pat admin link @bea ${uids.bea}`)
    await carl.waitsFor(english.links.linked({ person: '@Bea', user: `\`${uids.bea}\`` }))
    await carl.types('/dremio-pat admin unlink @bea')
    await carl.waitsFor('@Bea is no longer linked.')
    await carl.types('/dremio-pat admin unlink @bea')
    await carl.waitsFor('@Bea is not linked to a Dremio user. Nothing was changed.')
  })

  test('may be named by a user group', async () => {
    const { bea, carl } = await starts({
      slack: { groups: [{ id: 'S0ADMINS', users: ['UCARL'] }] },
      env: { ADMINS: 'S0ADMINS' },
    })
    await carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
    await carl.waitsFor('@Ana is now linked')
    await bea.types('/dremio-pat admin unlink @ana')
    await bea.waitsFor('That is refused: it is for administrators of this bot only')
  })

  test('is nobody while the group cannot be read', async () => {
    const { carl } = await starts({ env: { ADMINS: 'S0GONE' } })
    await carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
    await carl.waitsFor('Slack did not let me read a user group')
  })

  test('cannot give away a Dremio user who is somebody’s already', async () => {
    const { ana, bea, carl } = await starts(admins)
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You are the Dremio user')
    await bea.types('/dremio-pat link')
    await bea.waitsFor('You are the Dremio user')
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor('An administrator can end the other link with `/dremio-pat admin unlink @person`.')
    bea.reload()
    await bea.types('/dremio-pat whoami')
    await bea.waitsFor(`User id: \`${uids.bea}\``)
  })

  test.each<[PersonChange, string]>([
    [{ deleted: true }, '@Bea is a deactivated account.'],
    [{ isBot: true }, '@Bea is a bot or a workflow.'],
    [{ isRestricted: true }, '@Bea is a guest.'],
    [{ teamId: 'T0OTHER' }, '@Bea belongs to another workspace than those I serve.'],
  ])('cannot link somebody whom we do not serve, but end their link: %j', async (change, words) => {
    const { bea, carl, slack } = await starts(admins)
    await bea.types('/dremio-pat link')
    await bea.waitsFor('You are the Dremio user')
    slack.change('UBEA', change)
    await carl.types(`/dremio-pat admin link @bea ${uids.bea}`)
    await carl.waitsFor(`That is refused: ${words}`)
    await carl.types('/dremio-pat admin unlink @bea')
    await carl.waitsFor('@Bea is no longer linked.')
  })

  test.each([
    ['admin', 'say by hand which Dremio user somebody is'],
    ['admin help', 'say by hand which Dremio user somebody is'],
    ['admin link @bea', 'say by hand which Dremio user somebody is'],
    ['admin link @bea not-an-id', 'say by hand which Dremio user somebody is'],
    ['admin unlink', 'say by hand which Dremio user somebody is'],
    [`admin link @nobody ${uids.bea}`, 'I do not know anybody called “@nobody” in this workspace'],
    [`admin link UNOBODY ${uids.bea}`, 'I do not know anybody called “UNOBODY” in this workspace'],
    [`admin link bea ${uids.bea}`, 'I do not know anybody called “bea” in this workspace'],
  ])('who types %s hears what to type', async (words, answer) => {
    const { carl } = await starts(admins)
    await carl.types(`/dremio-pat ${words}`)
    await carl.waitsFor(answer)
  })

  test('is who ADMINS names, and nobody else, not even for help', async () => {
    const { ana, slack } = await starts(admins)
    for (const word of ['admin', 'admin help', `admin link @ana ${uids.bea}`, 'admin unlink @bea']) {
      await ana.types(`/dremio-pat ${word}`)
      await ana.waitsFor('That is refused: it is for administrators of this bot only')
      ana.reload()
    }
    await slack.quiet()
    await ana.types('/dremio-pat whoami')
    await ana.waitsFor('You are not linked to a Dremio user yet.')
  })
})
