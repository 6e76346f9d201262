// Enterprise Grid: the app is installed for a whole organization, whose people have ids `W…` and perhaps no workspace.

import { describe, expect, type TestContext, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { PersonSeed } from '../world/slack/workspace.ts'
import { ana, bea, carl, startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile, remindingAlways } from './policy-file.ts'
import { approved, beforeFact, claimed, goesBy } from './story.ts'

const organization = { id: 'E0ACME', name: 'Acme', workspaces: ['T0WORLD', 'T0SALES', 'T0LABS'] }

/** Ana has no workspace of her own, Bea is in another one than the app was first added to, and has an id of the older kind. */
const people: PersonSeed[] = [
  { ...ana, teamId: null, enterpriseTeams: [] },
  { ...bea, teamId: 'T0LABS', enterpriseTeams: ['T0LABS'] },
  { ...carl, teamId: null, enterpriseTeams: ['T0SALES', 'T0LABS'] },
  { id: 'W0DORA', name: 'dora', realName: 'Dora', email: 'dora@acme.test', teamId: 'T0SALES' },
  // Of another company that shares a channel, and not marked as a stranger.
  {
    id: 'W0EVE',
    name: 'eve',
    email: 'eve@acme.test',
    teamId: 'T0EVIL',
    enterpriseId: 'E0EVIL',
    enterpriseTeams: ['T0EVIL'],
  },
]

async function begin({ onTestFinished }: TestContext, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld({ ...options, slack: { people, organization, ...options.slack } })
  onTestFinished(() => world.close())
  return world
}

describe('an app that is installed for an organization', () => {
  test('serves its people, whatever their workspace: asked, approved, shown once, revoked', async (context) => {
    const world = await begin(context)
    const { ana, bea, dremio } = world
    const secret = await claimed(world)
    expect(dremio.tokensOf(uids.ana)).toMatchObject([{ secret }])
    expect(bea.sees()).toContain(english.reviews.titles.approved)
    await ana.presses('I have saved it')
    await ana.waitsFor(english.requests.received)
    await ana.types('/dremio-pat revoke tableau')
    await ana.waitsFor('Revoke this token?')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token is revoked')
    expect(dremio.tokensOf(uids.ana)).toEqual([])
  })

  test('has shortcuts for its people, and for nobody of another company', async (context) => {
    const world = await begin(context)
    const { ana, bea, slack, dremio } = world
    await ana.usesShortcut('New Dremio token')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    ana.reload()
    const message = bea.posts(dremio.mint(uids.ana, { label: 'laptop' }).secret)
    const eve = slack.person('W0EVE')
    await eve.usesShortcutOn('Revoke leaked token', message)
    await eve.waitsFor(english.identityFailures.person['foreign team'])
    expect(eve.sees()).toContain(english.leaks.inSomeMessage.revokeElsewhere)
    await ana.usesShortcutOn('Revoke leaked token', message)
    // Slack names no workspace here, so no link can be made.
    expect(await ana.waitsFor('• laptop (')).not.toContain('slack.com/archives')
    expect(ana.sees()).toContain('Please delete your message with the Dremio token')
    await ana.submits('Revoke')
    await ana.waitsFor('Your token laptop is revoked.')
  })

  test('lets people sign in to Dremio', async (context) => {
    const world = await begin(context, { method: 'oauth', dremio: {} })
    const { ana } = world
    await approved(world)
    await ana.presses('Show token')
    await ana.waitsFor((person) => person.linkTo('Sign in to Dremio'))
    const answer = await world.browser().open(ana.linkTo('Sign in to Dremio') ?? '')
    expect(answer.url).toContain(world.dremio.url)
  })

  test.each(['E0ACME', 'E0OTHER,E0ACME'])('serves it when SLACK_TEAM_IDS says %s', async (ids) => {
    const world = await startWorld({ slack: { people, organization }, env: { SLACK_TEAM_IDS: ids } })
    try {
      await world.ana.types('/dremio-pat list')
      await world.ana.waitsFor('You don’t have any active Dremio tokens')
    } finally {
      await world.close()
    }
  })

  test('does not serve people of a foreign organization', async (context) => {
    const { slack } = await begin(context)
    const eve = slack.person('W0EVE')
    await eve.types('/dremio-pat list')
    await eve.waitsFor(english.identityFailures.person['foreign team'])
  })

  test('does not serve workspaces that SLACK_TEAM_IDS leaves out', async (context) => {
    const { ana, bea, slack } = await begin(context, { env: { SLACK_TEAM_IDS: 'T0LABS' } })
    await bea.types('/dremio-pat why')
    await bea.waitsFor(
      beforeFact((rule) =>
        english.why.review({ lifetime: 30 * DAY, rule, people: ['@Carl'], quorum: 1, differentGroups: false }),
      ),
    )
    for (const person of [ana, slack.person('W0DORA'), slack.person('W0EVE')]) {
      await person.types('/dremio-pat list')
      await person.waitsFor(english.identityFailures.person['foreign team'])
    }
  })
})

describe('what is one workspace’s', () => {
  const group = (teamId: string) => ({ groups: [{ id: 'S0DATA', users: ['W0DORA'], teamId }] })

  test.each(['T0WORLD', 'T0SALES', 'T0LABS'])('a group of %s is found', async (teamId) => {
    const world = await startWorld({
      slack: { people, organization, ...group(teamId) },
      env: { APPROVERS: 'S0DATA' },
    })
    try {
      await world.ana.types('/dremio-pat create tableau')
      await world.ana.waitsFor(english.requestForm.willReview({ people: ['@Dora'], quorum: 1, differentGroups: false }))
    } finally {
      await world.close()
    }
  })

  test('it is asked for where it was found from then on', async (context) => {
    const { ana, slack, clock } = await begin(context, { slack: group('T0LABS'), env: { APPROVERS: 'S0DATA' } })
    const asked = () => slack.requests.filter(({ method }) => method === 'usergroups.users.list')
    await ana.types('/dremio-pat why')
    await ana.waitsFor(
      beforeFact((rule) =>
        english.why.review({ lifetime: 30 * DAY, rule, people: ['@Dora'], quorum: 1, differentGroups: false }),
      ),
    )
    const before = asked().length
    clock.pass(DAY)
    await ana.types('/dremio-pat why')
    await ana.quiet()
    expect(asked().slice(before)).toMatchObject([{ args: { team_id: 'T0LABS' } }])
  })

  test('an outage in one of them is not “there is no such group”', async (context) => {
    const { ana, slack } = await begin(context, { slack: group('T0LABS'), env: { APPROVERS: 'S0DATA' } })
    slack.fail('usergroups.users.list', { error: 'fatal_error' })
    await ana.types('/dremio-pat why')
    await ana.waitsFor(english.failures.slackBusy({ operation: 'read a user group' }))
    await ana.types('/dremio-pat why')
    await ana.waitsFor(
      beforeFact((rule) =>
        english.why.review({ lifetime: 30 * DAY, rule, people: ['@Dora'], quorum: 1, differentGroups: false }),
      ),
    )
  })

  test('a group that no workspace has is said not to exist', async (context) => {
    const { ana } = await begin(context, { env: { APPROVERS: 'S0GONE' } })
    await ana.types('/dremio-pat why')
    await ana.waitsFor(english.why.nobodyWithoutGroups({ lifetime: 30 * DAY, groups: ['S0GONE'] }))
  })

  test('the manager’s field is read', async (context) => {
    const withManager = people.map((one) => (one.id === 'UANA' ? { ...one, profileFields: { Xf0M: 'W0DORA' } } : one))
    const profileFields = [{ id: 'Xf0M', label: 'Manager', type: 'user' as const, isScim: true }]
    const { ana } = await begin(context, { slack: { people: withManager, profileFields } })
    await ana.types('/dremio-pat why')
    await ana.waitsFor(
      beforeFact((rule) =>
        english.why.review({ lifetime: 30 * DAY, rule, people: ['@Dora'], quorum: 1, differentGroups: false }),
      ),
    )
  })
})

test('people with an id W… approve, administer, and are named in commands', async (context) => {
  const world = await begin(context, { env: { APPROVERS: 'W0DORA', ADMINS: 'W0DORA' } })
  const dora = world.slack.person('W0DORA')
  await dora.types('/dremio-pat delegate @bea')
  await dora.waitsFor('@Bea')
  await world.bea.waitsFor('@Dora')
  await world.ana.types('/dremio-pat create tableau')
  await world.ana.waitsFor((person) => person.form?.submit === 'Request')
  await world.ana.fills({ Reason: 'Dashboards' })
  await world.ana.submits('Request')
  await dora.waitsFor('Why you:')
  await dora.presses('Approve')
  await world.ana.waitsFor('Approved by @Dora.')
  await dora.types('/dremio-pat admin list @ana')
  await dora.waitsFor('@Ana')
})

test('time goes on for them: an approver of the organization is reminded', async (context) => {
  const rule = { name: 'reviewed', then: 'review', approvers: ['user:UBEA'] }
  const world = await begin(context, { env: { POLICY_FILE: policyFile(context, remindingAlways({ rules: [rule] })) } })
  await world.ana.types('/dremio-pat create tableau')
  await world.ana.waitsFor((person) => person.form?.submit === 'Request')
  await world.ana.fills({ Reason: 'Dashboards' })
  await world.ana.submits('Request')
  await world.bea.waitsFor('Why you:')
  const before = world.bea.messages.length
  await goesBy(world, DAY / 4)
  expect(world.bea.messages.length).toBeGreaterThan(before)
})
