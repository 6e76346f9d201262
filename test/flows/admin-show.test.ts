// What a bot admin sees of one person, part by part, and what the buttons there do.
import { describe, expect, type TestContext, test } from 'vitest'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { signedIn } from './sign-in-story.ts'
import { approved, audit, claimed } from './story.ts'

const story = test.concurrent
const { aboutPerson } = english
const { buttons, confirmations } = english.labels

async function begin(context: TestContext, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld({ ...options, env: { ADMINS: 'UCARL', ...options.env } })
  context.onTestFinished(() => world.close())
  return world
}

const software: WorldOptions = { administrator: true, dremio: { edition: 'software' } }
const cloud: WorldOptions = { method: 'oauth', env: { DREMIO_OFFLINE: 'true' } }

async function shows({ carl }: World, who = '@ana'): Promise<string> {
  carl.reload()
  await carl.types(`/dremio-pat admin show ${who}`)
  return carl.waitsFor((person) => {
    const text = person.ephemerals.at(-1)?.text
    return text === undefined ? undefined : person.sees()
  })
}

describe('one person', () => {
  story('is shown with link, session, tokens, requests and reminders (Software)', async (context) => {
    const world = await begin(context, software)
    await claimed(world)
    world.dremio.mint(uids.ana, { label: 'by hand' })
    await approved(world, { label: 'superset' })
    const seen = await shows(world)
    expect(seen).toContain(aboutPerson.served)
    expect(seen).toMatch(/Linked to the Dremio user ana@acme\.test \(by their email ana@acme\.test, /)
    expect(seen).toContain(aboutPerson.noSession)
    expect(seen).toContain('2 active tokens (from Dremio just now)')
    expect(seen).toMatch(/by hand · expires in 30 days · .*created in Dremio/)
    expect(seen).toContain('1 open request')
    expect(seen).toContain('superset, 30 days: approved, they don’t have the token yet')
    expect(seen).toContain('Reminders: 14 days, 7 days, and 1 day before a token expires')
  })

  story('is shown from the records where nobody else may list (Cloud)', async (context) => {
    const world = await begin(context, cloud)
    await signedIn(world)
    const seen = await shows(world)
    expect(seen).toContain('verified by sign-in')
    expect(seen).toContain(aboutPerson.session)
    expect(seen).toContain('No active tokens that I know of. They may have others.')
    expect(seen).toContain(aboutPerson.onlyOwner)
    expect(seen).not.toContain(buttons.revokeAll)
  })

  story('who has left, or whom Slack does not know, is shown all the same', async (context) => {
    const world = await begin(context, software)
    await claimed(world)
    world.slack.change('UANA', { deleted: true })
    expect(await shows(world)).toContain('@Ana’s account is deactivated.')
    expect(await shows(world, 'UGONE')).toContain(aboutPerson.notInSlack)
  })

  story('of whom a part cannot be read: that is said, and the rest is shown', async (context) => {
    const world = await begin(context, software)
    await claimed(world)
    const key = (name: string) => `{${world.redis.prefix}}:${name}`
    await withClient(world.redis.url, (client) => client.hset(key('reminder-book:UANA'), 'record', '{}'))
    const seen = await shows(world)
    expect(seen).toContain(aboutPerson.remindersUnknown)
    expect(seen).toContain('Linked to the Dremio user')
  })
})

describe('the buttons', () => {
  story('revoke one token, or all', async (context) => {
    const world = await begin(context, software)
    const { carl, dremio } = world
    for (const label of ['tableau', 'superset']) dremio.mint(uids.ana, { label })
    await carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
    await carl.waitsFor('linked')
    await shows(world)
    await carl.presses(buttons.revoke)
    await carl.waitsFor('Revoke this token of @Ana?')
    await carl.submits('Revoke')
    await carl.waitsFor(/@Ana’s token \w+ is revoked/)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
    await carl.presses(buttons.revokeAll)
    await carl.waitsFor('Revoke this token of @Ana?')
    await carl.submits('Revoke')
    await carl.waitsFor((person) => person.messages.length >= 2 || undefined)
    expect(dremio.tokensOf(uids.ana)).toEqual([])
  })

  story('forget the session and unlink, each written down', async (context) => {
    const world = await begin(context, cloud)
    const { carl } = world
    await signedIn(world)
    await shows(world)
    await carl.presses(buttons.forgetSession)
    await carl.waitsFor(aboutPerson.sessionForgotten({ person: '@Ana' }))
    expect(carl.sees()).toContain(aboutPerson.noSession)
    await carl.presses(buttons.unlink)
    await carl.waitsFor(aboutPerson.unlinked({ person: '@Ana' }))
    expect(carl.sees()).toContain(aboutPerson.notLinked)
    const written = await audit(world)
    for (const action of ['session.forgotten', 'link.removed']) expect(written).toContain(action)
    expect(confirmations.forgetSession.confirm).toBe(buttons.forgetSession)
  })

  story('show all their tokens', async (context) => {
    const world = await begin(context, software)
    await claimed(world)
    await shows(world)
    await world.carl.presses(buttons.theirTokens)
    await world.carl.waitsFor('1 token of @Ana')
  })

  story('do nothing for somebody who is no bot admin any more', async (context) => {
    const slack = { groups: [{ id: 'S0ADMINS', users: ['UCARL'] }] }
    const world = await begin(context, { ...cloud, slack, env: { ...cloud.env, ADMINS: 'S0ADMINS' } })
    const { ana, carl } = world
    await signedIn(world)
    await ana.types('/dremio-pat admin show @bea')
    await ana.waitsFor(english.identityFailures.notBotAdmin)
    await shows(world)
    world.slack.regroup('S0ADMINS', [])
    world.clock.pass(2 * 60_000)
    for (const button of [buttons.forgetSession, buttons.unlink, buttons.theirTokens]) {
      const before = carl.ephemerals.length
      await carl.presses(button)
      await carl.waitsFor((person) => person.ephemerals.length > before)
      expect(carl.ephemerals.at(-1)?.text).toContain(english.identityFailures.notBotAdmin)
    }
    expect(await audit(world)).not.toContain('link.removed')
    expect(await world.redis.dump()).toMatch(/:session:UANA/)
  })
})
