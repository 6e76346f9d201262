// Administrators watch each other: whoever links a person to somebody else's Dremio user needs a second administrator.
import { describe, expect, type TestContext, test, vi } from 'vitest'
import { DAY, HOUR } from '../../src/core/time/duration.ts'
import { buttons } from '../../src/slack/action-catalog.ts'
import { english } from '../../src/words/words.ts'
import { withClient } from '../world/redis.ts'
import { signedText } from '../world/signed-text.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import type { PersonSeed } from '../world/slack/workspace.ts'
import { ana, bea, carl, startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { linkBefore, signsIn } from './sign-in-story.ts'
import { audit, creates, forges, goesBy } from './story.ts'

const story = test.concurrent
const dan: PersonSeed = { id: 'UDAN', name: 'dan', realName: 'Dan', email: 'dan@acme.test', timeZone: 'UTC' }
const eve: PersonSeed = { id: 'UEVE', name: 'eve', realName: 'Eve', email: 'eve@acme.test', timeZone: 'UTC' }
const software26 = { edition: 'software', version: '26' } as const

type Administered = World & { dan: Actor; eve: Actor }

/** Carl, Dan and Eve are administrators, unless it is said otherwise. */
async function begin(
  { onTestFinished }: TestContext,
  { env, slack, ...options }: WorldOptions = {},
): Promise<Administered> {
  const world = await startWorld({
    ...{ method: 'impersonation', dremio: software26 },
    ...options,
    env: { ADMINS: 'UCARL,UDAN,UEVE', APPROVERS: 'UDAN', ...env },
    slack: { people: [ana, bea, carl, dan, eve], ...slack },
  })
  onTestFinished(() => world.close())
  return Object.assign(world, { dan: world.slack.person('UDAN'), eve: world.slack.person('UEVE') })
}

/** Carl wants Bea to be Ana's Dremio user. */
async function asks({ carl }: World, target: string = uids.ana): Promise<void> {
  await carl.types(`/dremio-pat admin link @bea ${target}`)
  await carl.waitsFor('Another bot admin has to confirm')
}

async function isLinked({ bea }: World, uid: string | undefined): Promise<void> {
  bea.reload()
  await bea.types('/dremio-pat whoami')
  await bea.waitsFor(uid === undefined ? english.identity.notLinked : `User ID: \`${uid}\``)
}

/** The button on somebody's newest card of a link, as a client would press it that was tampered with. */
const idOn = (person: Actor): string => {
  for (const { blocks } of [...person.messages].reverse()) {
    for (const block of blocks) {
      if (block.type !== 'actions') continue
      for (const element of block.elements) {
        if (element.type === 'button' && element.action_id === buttons.confirmLink.id) return element.value ?? ''
      }
    }
  }
  throw new Error('There is no such card')
}

describe('a link to a Dremio user with another’s address', () => {
  story.each(['impersonation', 'issuer', 'token'] as const)(
    'waits for a second administrator, and is made when one confirms (%s)',
    async (method) => {
      const world = await begin(
        { onTestFinished: () => {} } as unknown as TestContext,
        method === 'token' ? { method, dremio: { edition: 'cloud' } } : { method, administrator: method === 'issuer' },
      )
      try {
        const { ana, bea, carl, dan, eve } = world
        await asks(world)
        const card = await dan.waitsFor(english.links.titles.pending)
        expect(card).toContain('@Carl wants to link @Bea')
        expect(card).toContain('ana@acme.test')
        expect(card).toContain(uids.ana)
        expect(card).toMatch(/\[ Confirm \] {2}\[ Decline \]/)
        await eve.waitsFor(english.links.titles.pending)
        await carl.quiet()
        expect(carl.messages).toEqual([])
        expect(bea.messages).toEqual([])
        await isLinked(world, undefined)

        await dan.presses('Confirm')
        await dan.waitsFor(english.links.titles.confirmed)
        await eve.waitsFor('Confirmed by @Dan')
        expect(eve.sees()).not.toContain('[ Confirm ]')
        await carl.waitsFor('@Dan confirmed')
        await bea.waitsFor('@Carl linked you to the Dremio user')
        await ana.waitsFor('@Carl linked @Bea to the Dremio user')
        await isLinked(world, uids.ana)
        const written = await audit(world)
        expect(written).toMatch(/"link\.confirmation_requested","by","UCARL","for","UBEA"/)
        expect(written).toMatch(/"link\.confirmed","by","UDAN","for","UBEA"/)
        expect(written).toMatch(/"link\.added","by","UCARL","for","UBEA".*confirmed by UDAN/)
      } finally {
        await world.close()
      }
    },
  )

  story('may be named by the address as well', async (context) => {
    const world = await begin(context)
    await asks(world, 'Ana@ACME.test')
    await world.dan.waitsFor('ana@acme.test')
    await world.dan.presses('Confirm')
    await world.bea.waitsFor('@Carl linked you')
    await isLinked(world, uids.ana)
  })

  story('is not made if one declines, and everybody who waited hears it', async (context) => {
    const world = await begin(context)
    const { bea, carl, dan, eve } = world
    await asks(world)
    await eve.waitsFor(english.links.titles.pending)
    await eve.presses('Decline')
    await eve.waitsFor(english.links.titles.declined)
    await dan.waitsFor('Declined by @Eve')
    await carl.waitsFor('@Eve declined')
    await bea.quiet()
    expect(bea.messages).toEqual([])
    await isLinked(world, undefined)
    expect(await audit(world)).toMatch(/"link\.declined","by","UEVE","for","UBEA"/)
  })

  story('is decided by exactly one of two who press at the same moment', async (context) => {
    const world = await begin(context, { layout: 'two of each' })
    const { carl, dan, eve } = world
    for (let round = 1; round <= 4; round += 1) {
      await asks(world)
      await Promise.all([dan, eve].map((person) => person.waitsFor((one) => one.sees().includes('[ Confirm ]'))))
      const presses = [dan.aims('Confirm'), eve.aims('Decline')]
      await Promise.all(presses.map((press) => press()))
      await carl.quiet()
      const decided = (await audit(world)).match(/"link\.(confirmed|declined)"/g) ?? []
      expect(decided).toHaveLength(round)
      const late = [dan, eve].filter((person) => person.ephemerals.length > 0)
      expect(late).toHaveLength(1)
      expect(late[0]?.ephemerals.at(-1)?.text).toMatch(/^@?.*already (confirmed|declined) this/)
      dan.reload()
      eve.reload()
      carl.reload()
      await carl.types('/dremio-pat admin unlink @bea')
      await carl.quiet()
      carl.reload()
    }
  })

  story('lapses after three days, and a late click does nothing even if no worker looked', async (context) => {
    const world = await begin(context)
    const { bot, carl, clock, dan, eve } = world
    await asks(world)
    await dan.waitsFor(english.links.titles.pending)
    clock.pass(3 * DAY)
    await dan.presses('Confirm')
    await dan.waitsFor('has lapsed')
    await isLinked(world, undefined)
    await bot.look()
    await eve.waitsFor(english.links.titles.lapsed)
    await carl.waitsFor('Nobody confirmed')
    expect(eve.sees()).not.toContain('[ Confirm ]')
    expect(await audit(world)).toMatch(/"link\.confirmation_lapsed","by","bot","for","UBEA"/)
  })

  story('is asked for once, however often it is typed', async (context) => {
    const world = await begin(context)
    await asks(world)
    world.carl.reload()
    await asks(world)
    await world.dan.quiet()
    expect(world.dan.sees().split(english.links.titles.pending)).toHaveLength(2)
  })

  story('is not made if somebody else has that Dremio user by then', async (context) => {
    const world = await begin(context)
    const { ana, carl, dan } = world
    await asks(world)
    await dan.waitsFor(english.links.titles.pending)
    await ana.types('/dremio-pat link')
    await ana.waitsFor('You’re linked to the Dremio user ana@acme.test (')
    await dan.presses('Confirm')
    await dan.waitsFor(english.links.titles.failed)
    await carl.waitsFor('is linked to another Slack account')
    await isLinked(world, undefined)
  })

  story('is shown later to whom Slack could not show it', async (context) => {
    const world = await begin(context)
    const { bot, carl, clock, dan, slack } = world
    slack.fail('chat.postMessage', { error: 'internal_error' }, { times: 20 })
    await asks(world)
    expect(dan.messages).toEqual([])
    slack.heal()
    clock.pass(HOUR)
    await bot.look()
    await dan.waitsFor(english.links.titles.pending)
    await dan.presses('Confirm')
    await carl.waitsFor('@Dan confirmed')
  })
})

describe('whoever may confirm', () => {
  story('is an administrator at the click: one who left the group since is refused', async (context) => {
    const group = { id: 'S0ADMINS', users: ['UCARL', 'UDAN'] }
    const world = await begin(context, { env: { ADMINS: 'S0ADMINS' }, slack: { groups: [group] } })
    const { dan, slack } = world
    await asks(world)
    await dan.waitsFor(english.links.titles.pending)
    slack.regroup('S0ADMINS', ['UCARL'])
    await dan.presses('Confirm')
    await dan.waitsFor(english.identityFailures.notBotAdmin)
    await isLinked(world, undefined)
  })

  story('is neither who asked nor the person concerned, nor anybody else', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL,UDAN,UBEA' } })
    const { ana, bea, carl, dan } = world
    await asks(world)
    await dan.waitsFor(english.links.titles.pending)
    const value = idOn(dan)
    await bea.quiet()
    expect(bea.messages).toEqual([])
    for (const [person, words] of [
      [carl, english.identityFailures.confirmOwnRequest],
      [bea, english.identityFailures.confirmOwnLink],
      [ana, english.identityFailures.notBotAdmin],
    ] as const) {
      await person.types('/dremio-pat')
      await person.waitsFor('[ Help ]')
      const honest = await person.presses('Help')
      await forges(world, person, honest, { id: buttons.confirmLink.id, value })
      await person.waitsFor(words)
    }
    // The menu links whoever opens it by their own address.
    await isLinked(world, uids.bea)
  })

  story('confirms nothing for an administrator who is none any more', async (context) => {
    const group = { id: 'S0ADMINS', users: ['UCARL', 'UDAN'] }
    const world = await begin(context, { env: { ADMINS: 'S0ADMINS' }, slack: { groups: [group] } })
    const { dan, slack } = world
    await asks(world)
    await dan.waitsFor(english.links.titles.pending)
    slack.regroup('S0ADMINS', ['UDAN'])
    await dan.presses('Confirm')
    await dan.waitsFor(english.links.titles.withdrawn)
    await isLinked(world, undefined)
  })

  story('is nobody whose confirmation was written into Redis, or changed there', async (context) => {
    const world = await begin(context)
    const { dan, redis } = world
    await asks(world)
    await dan.waitsFor(english.links.titles.pending)
    const key = `{${redis.prefix}}:link-confirmation:${idOn(dan)}`
    await withClient(redis.url, async (raw) => {
      const text = (await raw.hget(key, 'record')) ?? ''
      await raw.hset(key, 'record', text.replace('UBEA', 'UEVE'))
    })
    await dan.presses('Confirm')
    await dan.waitsFor(english.failures.noSuchRequest)
    await vi.waitUntil(async () => (await audit(world)).includes('record.refused'))
  })
})

describe('without a second administrator', () => {
  story('the link is made at once, and both people hear it', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const { ana, bea, carl } = world
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor(english.links.linked({ person: '@Bea', user: `\`${uids.ana}\`` }))
    await bea.waitsFor('@Carl linked you to the Dremio user')
    await ana.waitsFor('@Carl linked @Bea to the Dremio user')
    await isLinked(world, uids.ana)
    expect(await audit(world)).toMatch(/"link\.added","by","UCARL","for","UBEA".*no other administrator/)
  })

  story('nobody counts who is deactivated, or the person concerned', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL,UDAN,UBEA' } })
    world.slack.change('UDAN', { deleted: true })
    await world.carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await world.carl.waitsFor('@Bea is now linked to the Dremio user')
  })

  story('but a group that does not exist or cannot be read is no reason to do without', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL,S0GONE' } })
    await world.carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await world.carl.waitsFor(english.identityFailures.noSecondAdmin({ groups: ['S0GONE'] }))
    await isLinked(world, undefined)
    world.slack.fail('usergroups.users.list', { error: 'plan_upgrade_required' })
    await world.carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await world.carl.waitsFor(english.failures.slackRefused({ operation: 'read a user group' }))
    await isLinked(world, undefined)
  })

  story('both are told later if Slack was away, each once', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const { ana, bea, bot, carl, clock, slack } = world
    slack.fail('chat.postMessage', { error: 'internal_error' }, { times: 20 })
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor('@Bea is now linked')
    slack.heal()
    for (let times = 0; times < 3; times += 1) {
      clock.pass(HOUR)
      await bot.look()
    }
    await bea.waitsFor('@Carl linked you to the Dremio user')
    await ana.waitsFor('@Carl linked @Bea to the Dremio user')
    expect(ana.messages).toHaveLength(1)
  })
})

describe('a link to the person’s own address', () => {
  story.each([
    ['by id', uids.bea],
    ['by address', 'bea@acme.test'],
  ])('needs nobody else: %s', async (_how, target) => {
    const world = await begin({ onTestFinished: () => {} } as unknown as TestContext)
    try {
      await world.carl.types(`/dremio-pat admin link @bea ${target}`)
      await world.carl.waitsFor(english.links.linked({ person: '@Bea', user: `\`${uids.bea}\`` }))
      await world.dan.quiet()
      expect(world.dan.messages).toEqual([])
      await isLinked(world, uids.bea)
    } finally {
      await world.close()
    }
  })

  story('needs somebody else if Slack does not say that it is confirmed', async (context) => {
    const world = await begin(context)
    world.slack.change('UBEA', { emailConfirmed: undefined })
    await asks(world, uids.bea)
  })

  story('needs somebody else if Dremio does not tell whose the user is', async (context) => {
    const world = await begin(context, { method: 'oauth', dremio: { edition: 'cloud' } })
    await asks(world, uids.bea)
    await world.dan.waitsFor(english.links.email({}))
  })
})

describe('an address that an administrator types', () => {
  story.each([
    ['nobody@acme.test', english.identityFailures.noDremioUserOf({ email: 'nobody@acme.test' })],
    ['not-an-address', english.admin.commands.link.summary],
  ])('%s is answered with what is wrong', async (typed, answer) => {
    const world = await begin({ onTestFinished: () => {} } as unknown as TestContext)
    try {
      await world.carl.types(`/dremio-pat admin link @bea ${typed}`)
      await world.carl.waitsFor(answer)
      await isLinked(world, undefined)
    } finally {
      await world.close()
    }
  })

  story('cannot be looked up everywhere, and then the id is asked for', async (context) => {
    const world = await begin(context, { method: 'oauth', dremio: { edition: 'cloud' } })
    await world.carl.types('/dremio-pat admin link @bea ana@acme.test')
    await world.carl.waitsFor(english.identityFailures.dremioUserIdNeeded)
  })
})

describe('an administrator’s word', () => {
  story('outlives the person’s own unlink: they end up at the same Dremio user, and read so', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const { bea, carl } = world
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor('@Bea is now linked')
    await bea.types('/dremio-pat unlink')
    const words = await bea.waitsFor('You’re no longer linked to')
    expect(words).toContain('Only a bot admin can link you to another Dremio user.')
    bea.reload()
    await bea.types('/dremio-pat whoami')
    await bea.waitsFor('You aren’t linked right now. @Carl linked you to')
    bea.reload()
    await bea.types('/dremio-pat link')
    const linked = await bea.waitsFor(`User ID: \`${uids.ana}\``)
    expect(linked).toContain('(linked by @Carl, ')
  })

  story('holds for the next request as well, which makes its token at that user', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const { bea, carl, dan, dremio } = world
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor('@Bea is now linked')
    await bea.types('/dremio-pat unlink')
    await bea.waitsFor('You’re no longer linked')
    await bea.types('/dremio-pat create tableau')
    await bea.waitsFor((person) => person.form?.submit === 'Request')
    await bea.fills({ Reason: 'Dashboards' })
    await bea.submits('Request')
    await dan.waitsFor('[ Approve ]')
    await dan.presses('Approve')
    await bea.waitsFor(english.requests.titles.approved)
    await bea.presses('Show token')
    await bea.waitsFor('Your Dremio token')
    expect(creates(world)).toBe(1)
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
    expect(dremio.tokensOf(uids.bea)).toEqual([])
  })

  story('is taken back by an administrator alone, and then their address counts again', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const { bea, carl } = world
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor('@Bea is now linked')
    await bea.types('/dremio-pat unlink')
    await bea.waitsFor('You’re no longer linked')
    await carl.types('/dremio-pat admin unlink @bea')
    await carl.waitsFor(english.admin.unlinked({ who: '@Bea' }))
    await bea.types('/dremio-pat link')
    await bea.waitsFor('You’re linked to the Dremio user bea@acme.test (')
    await carl.types('/dremio-pat admin unlink @bea')
    await carl.types('/dremio-pat admin unlink @bea')
    await carl.waitsFor(english.identityFailures.otherNotLinked({ who: '@Bea' }))
  })

  story('of an earlier version, which kept the link alone, holds too', async (context) => {
    const world = await begin(context, { env: { ADMINS: 'UCARL' } })
    const { bea, carl, redis } = world
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor('@Bea is now linked')
    await withClient(redis.url, (raw) => raw.del(`{${redis.prefix}}:assignments`))
    await bea.types('/dremio-pat unlink')
    await bea.waitsFor('Only a bot admin can link you to another Dremio user.')
    await bea.types('/dremio-pat link')
    await bea.waitsFor(`User ID: \`${uids.ana}\``)
  })
})

describe('with a sign-in', () => {
  const cloud = { method: 'oauth', dremio: { edition: 'cloud' }, env: { ADMINS: 'UCARL' } } as const

  story('the person cannot sign in as somebody else than an administrator said, also after unlink', async (context) => {
    const world = await begin(context, cloud)
    const { bea, carl } = world
    await bea.types('/dremio-pat list')
    const early = await bea.waitsFor((person) => linkBefore(person))
    await carl.types(`/dremio-pat admin link @bea ${uids.ana}`)
    await carl.waitsFor('@Bea is now linked')
    await bea.types('/dremio-pat unlink')
    await bea.waitsFor('Only a bot admin can link you to another Dremio user.')
    const browser = await signsIn(world, early, 'bea@acme.test')
    expect(browser.page.status).toBe(403)
    await bea.waitsFor(english.identityFailures.signInRefused({ because: 'assigned to another' }))
    bea.reload()
    await bea.types('/dremio-pat whoami')
    await bea.waitsFor('You aren’t linked right now.')
    await bea.types('/dremio-pat list')
    const late = await bea.waitsFor((person) => linkBefore(person))
    expect((await signsIn(world, late, 'ana@acme.test')).page.status).toBe(200)
    await isLinked(world, uids.ana)
  })
})

describe('a process that dies', () => {
  story('between the decision and the link leaves an alarm that makes it, and tells everybody', async (context) => {
    const world = await begin(context)
    const { ana, bea, bot, carl, clock, dan, env, redis } = world
    await asks(world)
    await dan.waitsFor(english.links.titles.pending)
    const id = idOn(dan)
    await withClient(redis.url, async (raw) => {
      const key = `{${redis.prefix}}:link-confirmation:${id}`
      const record = JSON.parse((await raw.hget(key, 'record')) ?? '') as object
      const decided = { ...record, version: 2, state: 'confirmed', decidedBy: 'UDAN', decidedAt: clock.now() }
      await raw.hset(key, 'version', '2', 'record', signedText(env, { key, field: 'record' }, decided))
      await raw.zadd(`{${redis.prefix}}:alarms`, clock.now() + 60_000, `settle-link-confirmation:${id}`)
    })
    clock.pass(HOUR)
    await bot.look()
    await carl.waitsFor('@Dan confirmed')
    await bea.waitsFor('@Carl linked you')
    await ana.waitsFor('@Carl linked @Bea')
    await isLinked(world, uids.ana)
    const told = () => [ana, bea, carl].map(({ messages }) => messages.length)
    const before = told()
    await goesBy(world, DAY)
    expect(told()).toEqual(before)
  })
})

test('a card of a link is not drawn again for ever', async (context) => {
  const world = await begin(context)
  await asks(world)
  await world.dan.waitsFor(english.links.titles.pending)
  await world.dan.presses('Confirm')
  await world.carl.waitsFor('@Dan confirmed')
  await world.slack.quiet()
  const edits = () => world.slack.requests.filter(({ method }) => method === 'chat.update').length
  const before = edits()
  await goesBy(world, 4 * DAY)
  expect(edits()).toBe(before)
})
