// A user group that Slack does not have is named for what it is, and locks nobody else out.
import { describe, expect, type TestContext, test } from 'vitest'
import { DAY } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import { startWorld, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { approved, asks, foreseen } from './story.ts'

const story = test.concurrent

async function begin(context: TestContext, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  context.onTestFinished(() => world.close())
  return world
}

const withRules = (context: TestContext, ...rules: object[]): WorldOptions => ({
  env: { POLICY_FILE: policyFile(context, { rules }), ADMINS: 'UCARL' },
})
const review = { name: 'the team decides', then: 'review' }

describe('among those who review', () => {
  story('the others are asked', async (context) => {
    const world = await begin(context, { env: { APPROVERS: 'S0GONE,UBEA' } })
    await approved(world)
  })

  story('the fallback is asked at once where nobody else is named', async (context) => {
    const rule = { ...review, approvers: ['group:S0GONE'], fallback: ['user:UBEA'] }
    const world = await begin(context, withRules(context, rule))
    await approved(world)
  })

  story('it is named in the form where nobody is left', async (context) => {
    const world = await begin(context, withRules(context, { ...review, approvers: ['group:S0GONE'] }))
    const { ana } = world
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor(
      english.failures.noApprover({
        ...{ rule: review.name, managerUnreadable: false },
        ...{ missingGroups: ['S0GONE'], told: ['<@UCARL>'] },
      }),
    )
    await ana.closes()
    await ana.types('/dremio-pat why')
    await ana.waitsFor(english.why.nobodyWithoutGroups({ lifetime: 30 * DAY, groups: ['S0GONE'] }))
  })

  story('one that was deleted since lets the others decide', async (context) => {
    const rule = { ...review, approvers: ['group:S0DATA', 'user:UCARL'] }
    const world = await begin(context, {
      ...withRules(context, rule),
      slack: { groups: [{ id: 'S0DATA', users: ['UBEA'] }] },
    })
    const { ana, bea, carl, slack } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await carl.waitsFor('Why you:')
    slack.ungroup('S0DATA')
    await bea.presses('Approve')
    await bea.waitsFor(english.failures.notReviewer)
    await carl.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
  })

  story('one that cannot be read just now is still unreadable', async (context) => {
    const world = await begin(context, { env: { APPROVERS: 'S0DATA,UBEA' } })
    world.slack.fail('usergroups.users.list', { error: 'fatal_error' })
    await world.ana.types('/dremio-pat why')
    await world.ana.waitsFor(english.failures.slackBusy({ operation: 'read a user group' }))
  })
})

describe('in a rule’s condition', () => {
  const everybody = { name: 'everybody', then: 'review', approvers: ['user:UBEA'] }

  story('the rule holds for nobody, and the next one decides', async (context) => {
    const rule = { name: 'the team needs no review', when: { inGroup: 'S0GONE' }, then: 'approve' }
    await approved(await begin(context, withRules(context, rule, everybody)))
  })

  story('nobody gets a token without a review for want of it, and its name is told', async (context) => {
    const rule = { name: 'not for contractors', when: { inGroup: 'S0GONE' }, then: 'deny', because: 'Use OAuth.' }
    const world = await begin(context, withRules(context, rule, { name: 'all', then: 'approve' }))
    await world.ana.types('/dremio-pat create tableau')
    expect(await world.ana.waitsFor('S0GONE doesn’t exist')).toContain('not for contractors')
  })
})

describe('in ADMINS', () => {
  story('the others are bot admins, and whoever was one by it reads why not', async (context) => {
    const { ana, carl } = await begin(context, { env: { ADMINS: 'S0GONE,UCARL' } })
    await carl.types('/dremio-pat admin outstanding')
    await carl.waitsFor('Nothing to clean up')
    await ana.types('/dremio-pat admin outstanding')
    await ana.waitsFor(english.identityFailures.notBotAdminWithoutGroup({ groups: ['S0GONE'] }))
  })

  story('a link for which every bot admin is read at the click is made', async (context) => {
    const { carl } = await begin(context, { env: { ADMINS: 'S0GONE,UCARL' } })
    await carl.types('/dremio-pat admin link @ana ana@acme.test')
    await carl.waitsFor('is now linked to')
  })
})

story('help and menu are there for everybody while a group does not exist', async (context) => {
  const { ana } = await begin(context, { env: { ADMINS: 'S0GONE', APPROVERS: 'S0GONE,UBEA' } })
  await ana.types('/dremio-pat')
  await ana.waitsFor('[ New token ]')
  await ana.types('/dremio-pat help')
  await ana.waitsFor('/dremio-pat create')
  await ana.types('/dremio-pat create tableau')
  await ana.waitsFor(foreseen)
})
