// Scopes that an administrator may leave out: what each is for stops in words, and everything else goes on.

import { describe, expect, type TestContext, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { ana, bea, carl, startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { alarmsRunAfterTheLease, asks, beforeFact, claimed, foreseen, goesBy } from './story.ts'

const required = ['chat:write', 'commands', 'im:write', 'users:read', 'users:read.email']
const optional = ['files:write', 'im:history', 'usergroups:read', 'users.profile:read']
const without = (...scopes: string[]) => [...required, ...optional].filter((scope) => !scopes.includes(scope))

const slackWith = {
  people: [{ ...ana, profileFields: { Xf0M: 'UBEA' } }, bea, carl],
  profileFields: [{ id: 'Xf0M', label: 'Manager', type: 'user' as const, isScim: true }],
  groups: [{ id: 'S0DATA', users: ['UBEA'] }],
}

async function begin(
  { onTestFinished }: TestContext,
  scopes: readonly string[],
  options: WorldOptions = {},
): Promise<World> {
  const world = await startWorld({ ...options, slack: { ...slackWith, ...options.slack, scopes } })
  onTestFinished(() => world.close())
  return world
}

test.each<[string, string[]]>([
  ...optional.map((scope): [string, string[]] => [scope, [scope]]),
  ['all of them', optional],
])('without %s the main job goes on: asked, approved, shown, saved, revoked', async (_which, scopes) => {
  const world = await startWorld({ slack: { ...slackWith, scopes: without(...scopes) } })
  try {
    const { ana, dremio } = world
    const secret = await claimed(world)
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret }])
    await ana.presses('I have saved it')
    await ana.waitsFor((person) => person.ephemerals.length === 0)
    await ana.types('/dremio-pat revoke tableau')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token is revoked')
  } finally {
    await world.close()
  }
})

describe('without users.profile:read', () => {
  const scopes = without('users.profile:read')

  test('the fallback decides, and it is said that the manager is not known, not that there is none', async (context) => {
    const { ana } = await begin(context, scopes)
    await ana.types('/dremio-pat create tableau')
    const form = await ana.waitsFor(foreseen)
    expect(form).toContain('@Bea or @Carl')
    expect(form).toContain('I can’t see who your manager is')
    expect(form).toContain(english.requestForm.managerUnknown)
    await ana.types('/dremio-pat why')
    expect(
      await ana.waitsFor(
        beforeFact((rule) =>
          english.why.review({
            lifetime: 30 * DAY,
            rule,
            people: ['@Bea', '@Carl'],
            quorum: 1,
            differentGroups: false,
          }),
        ),
      ),
    ).toMatch(/needs approval from .*I can’t see who your manager is/)
  })

  test('where nobody else may decide it is refused for that reason, and not for want of a manager', async (context) => {
    const { ana } = await begin(context, scopes, { env: { APPROVERS: '' } })
    await ana.types('/dremio-pat create tableau')
    const seen = await ana.waitsFor('nobody to review')
    expect(seen).toContain('I can’t see who your manager is')
    expect(seen).toContain('Ask a bot admin')
    expect(seen).not.toContain('set who your manager is')
    await ana.types('/dremio-pat why')
    await ana.waitsFor(english.why.nobodyWithoutManager({ lifetime: 30 * DAY }))
  })

  test('a manager who was asked before hears why they cannot decide now, and keeps their place', async (context) => {
    const world = await begin(context, without(), { env: { APPROVERS: 'UCARL' } })
    const { ana, bea, carl, slack } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    slack.scopes.delete('users.profile:read')
    world.clock.pass(2 * 60_000)
    await bea.presses('Approve')
    const seen = await bea.waitsFor(english.failures.slackPermission({ operation: 'see whose manager you are' }))
    expect(seen).not.toContain(english.failures.notReviewer)
    slack.scopes.add('users.profile:read')
    world.clock.pass(2 * 60_000)
    await bea.presses('Approve')
    await ana.waitsFor('Approved by @Bea.')
    expect(carl.sees()).not.toContain('[ Approve ]')
  })

  test('reminders before the end are sent all the same', async (context) => {
    const world = await begin(context, scopes)
    await claimed(world)
    await world.ana.presses('I have saved it')
    await world.ana.waitsFor((person) => person.ephemerals.length === 0)
    const before = world.ana.messages.length
    await goesBy(world, 25 * DAY)
    expect(world.ana.messages.length).toBeGreaterThan(before)
  })
})

describe('without usergroups:read', () => {
  const scopes = without('usergroups:read')

  test('a rule that names a group refuses, for that reason and without “try again”', async (context) => {
    const { ana } = await begin(context, scopes, { env: { APPROVERS: 'S0DATA' }, slack: { profileFields: [] } })
    await ana.types('/dremio-pat create tableau')
    const seen = await ana.waitsFor(english.failures.slackPermission({ operation: 'read a user group' }))
    expect(seen).not.toMatch(/try again/i)
    expect(seen).not.toContain('You can still send the request')
  })

  test('an administrator who is named is one, also beside a group that cannot be read', async (context) => {
    const { carl, ana } = await begin(context, scopes, { env: { ADMINS: 'S0DATA,UCARL' } })
    await carl.types('/dremio-pat admin outstanding')
    await carl.waitsFor('Nothing to clean up')
    await ana.types('/dremio-pat admin outstanding')
    expect(await ana.waitsFor(english.failures.slackPermission({ operation: 'read a user group' }))).not.toMatch(
      /try again/i,
    )
  })

  test('whoever reports somebody else’s token is no administrator then, and its owner hears of it', async (context) => {
    const world = await begin(context, scopes, { env: { ADMINS: 'S0DATA' } })
    const secret = await claimed(world)
    await world.bea.types('/dremio-pat leaked')
    await world.bea.waitsFor((person) => person.form?.submit === 'Revoke it')
    await world.bea.fills({ Token: secret })
    await world.bea.submits('Revoke it')
    await world.ana.waitsFor('has leaked')
  })

  test('an alarm that needs the group is not tried for ever', async (context) => {
    const world = await begin(context, without(), { env: { APPROVERS: 'S0DATA' }, slack: { profileFields: [] } })
    await asks(world)
    world.slack.scopes.delete('usergroups:read')
    await goesBy(world, 2 * DAY)
    const asked = world.slack.requests.filter(({ method }) => method === 'usergroups.users.list').length
    await goesBy(world, DAY / 4)
    expect(world.slack.requests.filter(({ method }) => method === 'usergroups.users.list').length - asked).toBeLessThan(
      2,
    )
    // What needs no group goes on: the request still lapses.
    await goesBy(world, DAY)
    await world.ana.waitsFor('lapsed')
  })
})

test('without files:write the calendar comes as text, and it is said why', async (context) => {
  const world = await begin(context, without('files:write'))
  const { ana } = world
  await claimed(world)
  await ana.types('/dremio-pat reminders')
  await ana.waitsFor((person) => person.form?.submit === 'Save')
  await ana.presses('Send calendar file')
  expect(await ana.waitsFor('Here are the dates instead')).toMatch(/not allowed to send files.*\n• tableau expires /)
})

test('without im:history a reminder that was cut off is posted, not tried for ever', async (context) => {
  const world = await begin(context, without('im:history'))
  const { ana, slack } = world
  await claimed(world)
  await ana.presses('I have saved it')
  await ana.waitsFor((person) => person.ephemerals.length === 0)
  const before = ana.messages.length
  // The first one is accepted, and its answer lost: where it stands could be found in the history alone.
  await goesBy(world, 15 * DAY)
  slack.fail('chat.postMessage', { afterwards: 'drop' })
  await goesBy(world, 8 * DAY)
  await alarmsRunAfterTheLease(world)
  expect(ana.messages.length).toBeGreaterThan(before)
  const asked = () => slack.requests.filter(({ method }) => method === 'conversations.history').length
  const count = asked()
  await goesBy(world, DAY / 4)
  expect(asked()).toBe(count)
})
