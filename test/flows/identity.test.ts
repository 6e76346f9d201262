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
  ['deactivated', { deleted: true }, english.identityFailures.person.deleted],
  ['a bot', { isBot: true }, english.identityFailures.person.bot],
  ['a guest', { isRestricted: true }, english.identityFailures.person.guest],
  ['a guest of one channel', { isUltraRestricted: true }, english.identityFailures.person.guest],
  ['from another company', { isStranger: true }, english.identityFailures.person.stranger],
  ['from another workspace', { teamId: 'T0OTHER' }, english.identityFailures.person['foreign team']],
  ['invited, but never joined', { isInvited: true }, english.identityFailures.person['not joined']],
])('who is %s', (_who, change, words) => {
  test('is refused at every word, with the reason, and nothing happens', async () => {
    const { bea, slack, dremio, redis } = await starts({ env: { ADMINS: 'UBEA' } })
    slack.change('UBEA', change)
    for (const word of everyWord) {
      await bea.types(`/dremio-pat ${word}`)
      await bea.waitsFor(words)
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
    await bea.waitsFor('Why you:')
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
    await bea.waitsFor((person) => person.form && person.sees().includes(`== New Dremio token ==\n${words}`))
    await slack.quiet()
    expect(dremio.requests).toHaveLength(before)
    expect(ana.sees()).toContain(english.requests.titles.waiting)
  })

  test('is refused the token that was approved before', async () => {
    const { ana, bea, slack } = await starts()
    await asks(world)
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    slack.change('UANA', change)
    await ana.presses('Show token')
    await ana.waitsFor(words)
    expect(creates(world)).toBe(0)
  })
})

test('somebody of an organization is served if one of their workspaces is', async () => {
  const { ana, slack } = await starts()
  slack.change('UANA', { teamId: 'T0OTHER', enterpriseTeams: ['T0OTHER', 'T0WORLD'] })
  await ana.types('/dremio-pat link')
  await ana.waitsFor('You’re linked to the Dremio user ana@acme.test (')
})

test('SLACK_TEAM_IDS says which workspaces are served, instead of the token’s own', async () => {
  const { ana, bea, slack } = await starts({ env: { SLACK_TEAM_IDS: 'T0OTHER' } })
  slack.change('UANA', { teamId: 'T0OTHER' })
  await ana.types('/dremio-pat link')
  await ana.waitsFor('You’re linked to the Dremio user ana@acme.test (')
  await bea.types('/dremio-pat link')
  await bea.waitsFor(english.identityFailures.person['foreign team'])
})

describe('the e-mail address', () => {
  test.each<[what: string, change: PersonChange, words: string]>([
    ['is hidden', { email: undefined }, english.identityFailures.email.hidden],
    ['is not confirmed', { emailConfirmed: false }, english.identityFailures.email.unconfirmed],
    ['may be confirmed or not', { emailConfirmed: undefined }, english.identityFailures.email['confirmation unknown']],
    ['has another domain', { email: 'ana@elsewhere.test' }, english.identityFailures.email['foreign domain']],
    ['only ends like ours', { email: 'ana@notacme.test' }, english.identityFailures.email['foreign domain']],
    ['hides another one', { email: 'ana@elsewhere.test@acme.test' }, english.identityFailures.email.hidden],
    ['has signs of an expression', { email: "a'||'a'=='a@acme.test" }, english.identityFailures.email.unusable],
    [
      'is nobody’s at Dremio',
      { email: 'anna@acme.test' },
      english.identityFailures.noDremioUser({ email: 'anna@acme.test' }),
    ],
  ])('that %s links nobody', async (_what, change, words) => {
    const { ana, slack } = await starts()
    slack.change('UANA', change)
    await ana.types('/dremio-pat link')
    await ana.waitsFor(words)
    await ana.types('/dremio-pat whoami')
    await ana.waitsFor(english.identity.notLinked)
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor((person) => person.form && person.form.submit === undefined && person.sees().includes(words))
  })

  test.each([
    ['several users of Dremio', english.identityFailures.severalDremioUsers({ email: 'ana@acme.test' })],
    ['a service user', english.identityFailures.noDremioUser({ email: 'ana@acme.test' })],
    ['an inactive user', english.identityFailures.noDremioUser({ email: 'ana@acme.test' })],
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
    await ana.waitsFor('(by your email ana@acme.test, ')
  })

  test('that changes after linking stops everything, until it is linked anew', async () => {
    const { ana, slack, dremio } = await starts()
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You’re linked to the Dremio user')
    slack.change('UANA', { email: 'bea@acme.test' })
    for (const word of ['list', 'link', 'create tableau']) {
      ana.reload()
      await ana.types(`/dremio-pat ${word}`)
      await ana.waitsFor(english.identityFailures.emailChanged)
    }
    expect(dremio.requests.filter(({ operation }) => operation !== 'findUser')).toEqual([])
    await ana.types('/dremio-pat unlink')
    await ana.waitsFor(english.identity.unlinked({ user: 'ana@acme.test' }))
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You’re linked to the Dremio user bea@acme.test (')
  })
})

describe('linking', () => {
  test('says which Dremio user that is, since when and how it was proved, and can be ended', async () => {
    const { ana } = await starts()
    await ana.types('/dremio-pat whoami')
    expect(await ana.waitsFor(english.identity.notLinked)).toContain('[ New token ]')
    await ana.types('/dremio-pat link')
    const words = await ana.waitsFor('You’re linked to the Dremio user ana@acme.test (')
    expect(words).toContain(`User ID: \`${uids.ana}\``)
    expect(words).toMatch(/\(by your email ana@acme\.test, .+\)\./)
    ana.reload()
    await ana.types('/dremio-pat whoami')
    expect(await ana.waitsFor('You’re linked to the Dremio user')).toContain(words.slice(words.indexOf('User ID')))
    await ana.types('/dremio-pat unlink')
    await ana.waitsFor(english.identity.unlinked({ user: 'ana@acme.test' }))
    await ana.types('/dremio-pat unlink')
    await ana.waitsFor(english.identityFailures.notLinked)
  })

  test('happens by itself with the first request, and twice at once is once', async () => {
    const { ana } = await starts()
    await Promise.all([ana.types('/dremio-pat link'), ana.types('/dremio-pat link')])
    await ana.waitsFor((person) => person.ephemerals.length === 2)
    expect(ana.sees().split('You’re linked to the Dremio user ana@acme.test (')).toHaveLength(3)
  })

  test('gives one Dremio user to one Slack person only', async () => {
    const { ana, bea, slack } = await starts()
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You’re linked to the Dremio user')
    slack.change('UBEA', { email: 'ana@acme.test' })
    await bea.types('/dremio-pat link')
    await bea.waitsFor(english.identityFailures.userTaken)
    await bea.types('/dremio-pat whoami')
    await bea.waitsFor(english.identity.notLinked)
  })
})

describe('an administrator', () => {
  const admins = { env: { ADMINS: 'UCARL' } }

  test('says by hand who somebody is, and ends it again', async () => {
    const { bea, carl } = await starts(admins)
    await carl.types(`/dremio-pat admin link @bea ${uids.ana.toUpperCase()}`)
    await carl.waitsFor(english.links.linked({ person: '@Bea', user: `\`${uids.ana}\`` }))
    await bea.types('/dremio-pat whoami')
    const words = await bea.waitsFor('You’re linked to the Dremio user ana@acme.test (')
    expect(words).toContain(`User ID: \`${uids.ana}\``)
    expect(words).toContain('(linked by @Carl, ')
    // It replaces what was known.
    await carl.types(`/dremio-pat admin link @bea ${uids.bea}`)
    await carl.waitsFor(english.links.linked({ person: '@Bea', user: `\`${uids.bea}\`` }))
    await carl.types('/dremio-pat admin unlink @bea')
    await carl.waitsFor(english.admin.unlinked({ who: '@Bea' }))
    await carl.types('/dremio-pat admin unlink @bea')
    await carl.waitsFor(english.identityFailures.otherNotLinked({ who: '@Bea' }))
  })

  test('may be named by a user group', async () => {
    const { bea, carl } = await starts({
      slack: { groups: [{ id: 'S0ADMINS', users: ['UCARL'] }] },
      env: { ADMINS: 'S0ADMINS' },
    })
    await carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
    await carl.waitsFor('@Ana is now linked')
    await bea.types('/dremio-pat admin unlink @ana')
    await bea.waitsFor(english.identityFailures.notBotAdmin)
  })

  test('is nobody while the group cannot be read', async () => {
    const { carl, slack } = await starts({ env: { ADMINS: 'S0GONE' } })
    slack.fail('usergroups.users.list', { error: 'plan_upgrade_required' })
    await carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
    await carl.waitsFor(english.failures.slackRefused({ operation: 'read a user group' }))
  })

  test('cannot give away a Dremio user who is somebody’s already', async () => {
    const { ana, bea, carl } = await starts(admins)
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You’re linked to the Dremio user')
    await bea.types('/dremio-pat link')
    await bea.waitsFor('You’re linked to the Dremio user')
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor(english.identityFailures.userTaken)
    bea.reload()
    await bea.types('/dremio-pat whoami')
    await bea.waitsFor(`User ID: \`${uids.bea}\``)
  })

  test.each<[PersonChange, string]>([
    [{ deleted: true }, english.identityFailures.otherPerson({ who: '@Bea', because: 'deleted' })],
    [{ isBot: true }, english.identityFailures.otherPerson({ who: '@Bea', because: 'bot' })],
    [{ isRestricted: true }, english.identityFailures.otherPerson({ who: '@Bea', because: 'guest' })],
    [{ teamId: 'T0OTHER' }, english.identityFailures.otherPerson({ who: '@Bea', because: 'foreign team' })],
  ])('cannot link somebody whom we do not serve, but end their link: %j', async (change, words) => {
    const { bea, carl, slack } = await starts(admins)
    await bea.types('/dremio-pat link')
    await bea.waitsFor('You’re linked to the Dremio user')
    slack.change('UBEA', change)
    await carl.types(`/dremio-pat admin link @bea ${uids.bea}`)
    await carl.waitsFor(words)
    await carl.types('/dremio-pat admin unlink @bea')
    await carl.waitsFor(english.admin.unlinked({ who: '@Bea' }))
  })

  test.each([
    ['admin', english.admin.title],
    ['admin help', english.admin.title],
    ['admin link @bea', english.admin.commands.link.summary],
    ['admin link @bea not-an-id', english.admin.commands.link.summary],
    ['admin unlink', english.admin.commands.unlink.summary],
    ['admin list --help', english.admin.commands.list.summary],
    ['admin help revoke', english.admin.commands.revoke.summary],
    ['admin outstnading', english.admin.unknown({ word: 'outstnading', nearest: '/dremio-pat admin outstanding' })],
    ['admin gimme', english.admin.unknown({ word: 'gimme' })],
    [`admin link @nobody ${uids.bea}`, english.identityFailures.noSuchPerson({ words: '@nobody' })],
    [`admin link UNOBODY ${uids.bea}`, english.identityFailures.noSuchPerson({ words: 'UNOBODY' })],
    [`admin link bea ${uids.bea}`, english.identityFailures.noSuchPerson({ words: 'bea' })],
  ])('who types %s hears what to type', async (words, answer) => {
    const { carl } = await starts(admins)
    await carl.types(`/dremio-pat ${words}`)
    await carl.waitsFor(answer)
  })

  test('presses a button for what needs no further words', async () => {
    const { carl } = await starts(admins)
    await carl.types('/dremio-pat admin help')
    await carl.waitsFor(english.admin.title)
    await carl.presses(english.admin.commands.outstanding.button)
    await carl.waitsFor(english.outstanding.none)
    await carl.types('/dremio-pat admin outstnading')
    await carl.waitsFor('Did you mean')
    await carl.presses('admin outstanding')
    await carl.waitsFor((person) => person.ephemerals.filter(({ text }) => text === english.outstanding.none)[1])
  })

  test('is who ADMINS names, and nobody else, not even for help', async () => {
    const { ana, slack } = await starts(admins)
    for (const word of ['admin', 'admin help', `admin link @ana ${uids.bea}`, 'admin unlink @bea']) {
      await ana.types(`/dremio-pat ${word}`)
      await ana.waitsFor(english.identityFailures.notBotAdmin)
      ana.reload()
    }
    await slack.quiet()
    await ana.types('/dremio-pat whoami')
    await ana.waitsFor(english.identity.notLinked)
  })
})
