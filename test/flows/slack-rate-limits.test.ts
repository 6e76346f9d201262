// Slack answers a hundred questions a minute about who somebody is, for everybody together: neither one person nor a busy morning uses them up.

import { describe, expect, type TestContext, test } from 'vitest'
import { rateLimits } from '../../src/core/people/rate-limits.ts'
import { MINUTE, SECOND } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import type { Slack } from '../world/slack/slack.ts'
import type { PersonSeed } from '../world/slack/workspace.ts'
import { ana, bea, carl, startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile } from './policy-file.ts'
import { asks, claimed, secretsBefore } from './story.ts'

const story = test.concurrent
/** Hundreds of commands: seconds on a machine that does nothing else. */
const heavy = { timeout: 120_000 }
/** Slack's limit of `users.info`, Tier 4: https://docs.slack.dev/apis/web-api/rate-limits */
const A_MINUTE = 100

async function begin(context: TestContext, options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  context.onTestFinished(() => world.close())
  world.slack.limit('users.info', A_MINUTE)
  return world
}

/** Ids of those about whom Slack was asked since, in order. */
function askedAbout({ slack }: World, since = 0): string[] {
  return slack.requests.slice(since).flatMap(({ method, args }) => (method === 'users.info' ? [String(args.user)] : []))
}

async function revokesAll(world: World, person: Actor): Promise<void> {
  await person.types('/dremio-pat revoke all')
  await person.waitsFor((seen) => seen.form?.submit === 'Revoke')
  await person.submits('Revoke')
  await person.waitsFor(() => world.dremio.tokensOf(uids.ana).length === 0)
  await world.slack.quiet()
}

describe('one person who does the same thing over and over', () => {
  const refused = 'Try again in '

  story('is told how long to wait, and others end their tokens meanwhile', heavy, async (context) => {
    const world = await begin(context)
    const { bea: flooder, dremio } = world
    dremio.mint(uids.ana, { label: 'laptop' })
    await Promise.all(Array.from({ length: 150 }, () => flooder.types('/dremio-pat whoami')))
    await revokesAll(world, world.ana)
    expect(dremio.tokensOf(uids.ana)).toEqual([])
    await world.slack.quiet()
    const asked = askedAbout(world)
    expect(asked.filter((id) => id === 'UBEA').length).toBeLessThanOrEqual(rateLimits.act.burst)
    expect(flooder.sees()).toContain(refused)
    // A moment later they may again.
    world.clock.pass(rateLimits.act.every)
    flooder.reload()
    await flooder.types('/dremio-pat whoami')
    await flooder.waitsFor(english.identity.notLinked)
  })

  type Flood = (person: Actor, slack: Slack, number: number) => Promise<unknown>
  const floods: Record<string, [flood: Flood, person?: Partial<PersonSeed>]> = {
    'words that nobody knows': [(person) => person.types('/dremio-pat gimme')],
    help: [(person) => person.types('/dremio-pat help')],
    'a word for administrators': [(person) => person.types('/dremio-pat admin list @ana')],
    messages: [(person) => person.writes('hello?') as Promise<unknown>],
    'a guest’s commands': [(person) => person.types('/dremio-pat create tableau'), { isRestricted: true }],
    'a stranger’s commands': [(person) => person.types('/dremio-pat list'), { isStranger: true }],
    buttons: [
      ({ id }, slack) =>
        slack.dispatch.blockAction(id, {
          actions: [{ type: 'button', action_id: 'menu.help', block_id: 'b', value: 'help' }],
        }),
    ],
    forms: [
      ({ id }, slack, number) =>
        slack.dispatch.viewSubmission(id, {
          view: {
            ...{ id: `V${number}`, hash: 'h', callback_id: 'delegate-form', state: { values: {} } },
            private_metadata: JSON.stringify({ approver: id, delegate: 'UCARL' }),
          },
        }),
    ],
  }

  story(
    'is refused before Slack is asked who they are, whoever they are and whatever they do',
    heavy,
    async (context) => {
      const people = Object.values(floods).map(([, change], index) => ({
        ...{ id: `UFLOOD${index}`, name: `flood${index}`, email: `flood${index}@acme.test` },
        ...change,
      }))
      const world = await startWorld({ slack: { people: [ana, bea, carl, ...people] } })
      context.onTestFinished(() => world.close())
      const { slack } = world
      await Promise.all(
        Object.values(floods).map(async ([flood], index) => {
          const person = slack.person(`UFLOOD${index}`)
          await Promise.all(Array.from({ length: rateLimits.act.burst + 5 }, (_, time) => flood(person, slack, time)))
          await person.waitsFor(refused, 60_000)
        }),
      )
      await slack.quiet(undefined, 20_000)
      for (const [index, what] of Object.keys(floods).entries()) {
        const asked = askedAbout(world).filter((id) => id === `UFLOOD${index}`).length
        expect(asked, what).toBeLessThanOrEqual(rateLimits.act.burst)
      }
      // Of forms Slack opens no more in a minute either.
      expect(slack.requests.filter(({ method }) => method === 'views.open').length).toBeLessThanOrEqual(
        rateLimits.act.burst,
      )
    },
  )

  story('may end what is theirs all the same', heavy, async (context) => {
    const world = await begin(context)
    const { ana: flooder, slack, dremio, clock } = world
    const { tid } = dremio.mint(uids.ana, { label: 'leaked one' })
    dremio.mint(uids.ana, { label: 'laptop' })
    await flooder.types('/dremio-pat list')
    await Promise.all(Array.from({ length: rateLimits.act.burst + 5 }, () => flooder.types('/dremio-pat whoami')))
    await flooder.waitsFor(refused)
    await slack.dispatch.viewSubmission('UANA', {
      view: {
        id: 'VLEAK',
        hash: 'h',
        callback_id: 'leaked-form.confirmed',
        private_metadata: tid,
        state: { values: {} },
      },
    })
    await flooder.waitsFor(
      () =>
        dremio
          .tokensOf(uids.ana)
          .map(({ label }) => label)
          .join() === 'laptop',
    )
    await slack.quiet()
    const before = slack.requests.length
    await revokesAll(world, flooder)
    expect(dremio.tokensOf(uids.ana)).toEqual([])
    // And not at the others' cost: what was answered within the last minute is good enough.
    expect(askedAbout(world, before)).toEqual([])
    for (let time = 0; time < 5; time += 1) {
      clock.pass(MINUTE)
      await flooder.types('/dremio-pat revoke all')
    }
    await slack.quiet()
  })
})

describe('while Slack refuses to say who people are', () => {
  const away = [
    ['it asks for patience', { retryAfter: 30 }],
    ['it fails', { status: 503 }],
    ['the network does', { drop: true }],
  ] as const

  story('everybody ends what is theirs, by an answer that is a minute old', async (context) => {
    const world = await startWorld()
    context.onTestFinished(() => world.close())
    const { ana: person, slack, dremio, clock } = world
    for (const [how, fault] of away) {
      dremio.mint(uids.ana, { label: 'laptop' })
      await person.types('/dremio-pat link')
      await person.waitsFor('You’re linked to the Dremio user')
      clock.pass(MINUTE - SECOND)
      slack.fail('users.info', fault, { times: 1_000 })
      person.reload()
      await revokesAll(world, person)
      expect(dremio.tokensOf(uids.ana), how).toEqual([])
      await person.types('/dremio-pat whoami')
      await person.waitsFor(/Slack/)
      slack.heal()
      clock.pass(MINUTE)
      person.reload()
    }
  })

  story('everybody ends what our own records say is theirs, though nothing is known of them', async (context) => {
    const world = await startWorld()
    context.onTestFinished(() => world.close())
    const { ana: person, slack, dremio, clock } = world
    await claimed(world)
    dremio.mint(uids.ana, { label: 'laptop' })
    clock.pass(2 * MINUTE)
    slack.fail('users.info', { status: 503 }, { times: 1_000 })
    await revokesAll(world, person)
    expect(dremio.tokensOf(uids.ana)).toEqual([])
    await person.waitsFor('2 tokens are revoked')
  })

  story('nobody ends what is somebody else’s, an administrator neither', async (context) => {
    const world = await startWorld({ administrator: true, dremio: { edition: 'software' }, env: { ADMINS: 'UCARL' } })
    context.onTestFinished(() => world.close())
    const { carl, slack, dremio, clock } = world
    const { tid } = dremio.mint(uids.ana, { label: 'laptop' })
    await carl.types(`/dremio-pat admin link @ana ${uids.ana}`)
    await carl.waitsFor('is now linked')
    clock.pass(MINUTE - SECOND)
    slack.fail('users.info', { retryAfter: 30 }, { times: 1_000 })
    await slack.dispatch.viewSubmission('UCARL', {
      view: {
        ...{ id: 'V1', hash: 'h', callback_id: 'revoke-form', state: { values: {} } },
        private_metadata: `${tid} UANA`,
      },
    })
    await carl.waitsFor(english.failures.slackBusy({ operation: 'read who you are' }))
    await slack.dispatch.viewSubmission('UCARL', {
      view: {
        ...{ id: 'V2', hash: 'h', callback_id: 'leaked-form.confirmed', state: { values: {} } },
        private_metadata: tid,
      },
    })
    await slack.quiet()
    expect(dremio.tokensOf(uids.ana)).toHaveLength(1)
  })
})

describe('a busy morning', () => {
  const crowd: PersonSeed[] = Array.from({ length: 60 }, (_, index) => ({
    id: `UCROWD${index}`,
    name: `crowd${index}`,
    realName: `Crowd ${index}`,
    email: `crowd${index}@acme.test`,
    timeZone: 'Europe/Berlin',
  }))

  story('of sixty people who ask for a token and collect it within five minutes', heavy, async (context) => {
    const id = (index: number) => `00000000-0000-4000-8000-${String(1_000 + index).padStart(12, '0')}`
    const users = [
      ...crowd.map(({ email = '' }, index) => ({ id: id(index), name: email, email })),
      { id: uids.root, name: 'root', email: 'root@dremio.test', admin: true },
    ]
    const world = await begin(context, {
      method: 'impersonation',
      slack: { people: [ana, bea, carl, ...crowd] },
      dremio: {
        edition: 'software',
        users,
        impersonation: [{ proxy: 'root', targets: users.map(({ name }) => name) }],
      },
      env: { POLICY_FILE: policyFile(context, { rules: [{ name: 'everything', then: 'approve' }] }) },
    })
    const { slack, clock, dremio } = world
    const morning = async (person: Actor) => {
      await person.types('/dremio-pat create tableau')
      await person.waitsFor((seen) => seen.form?.submit === 'Request')
      await person.fills({ Reason: 'Dashboards' })
      await person.submits('Request')
      await person.waitsFor(english.requests.titles.approved, 60_000)
      await person.presses('Show token')
      await person.waitsFor((seen) => secretsBefore(seen).length === 1)
      await person.presses('I have saved it')
      await person.waitsFor(english.requests.titles.claimed)
    }
    const everybody = crowd.map((one) => slack.person(one.id))
    for (let from = 0; from < everybody.length; from += 6) {
      await Promise.all(everybody.slice(from, from + 6).map(morning))
      clock.pass(MINUTE / 2)
    }
    await slack.quiet()
    expect(crowd.filter((_, index) => dremio.tokensOf(id(index)).length !== 1)).toEqual([])
    expect(everybody.map((person) => person.sees()).filter((seen) => seen.includes('ratelimited'))).toEqual([])
    // A command, a form and two clicks each.
    expect(askedAbout(world).length).toBeLessThanOrEqual(4 * crowd.length)
  })
})

describe('a card that Slack wants to wait for', () => {
  const rules = [{ name: 'Bea decides', then: 'review', approvers: ['user:UBEA'] }]
  const cardsOf = ({ slack }: World, person: string) =>
    slack.requests.filter(
      ({ method, args, answer }) =>
        method === 'chat.postMessage' && args.channel === person && (answer as { ok?: boolean } | undefined)?.ok,
    ).length

  story('for a second is posted a second later', async (context) => {
    const world = await begin(context, { env: { POLICY_FILE: policyFile(context, { rules }) } })
    world.slack.fail('chat.postMessage', { retryAfter: 1 }, { times: 2 })
    await asks(world)
    await world.bea.waitsFor('Why you:')
    expect([cardsOf(world, 'UANA'), cardsOf(world, 'UBEA')]).toEqual([1, 1])
  })

  story('for minutes is left to the alarm, since another process would post it too by then', async (context) => {
    const world = await begin(context, { env: { POLICY_FILE: policyFile(context, { rules }) } })
    const { ana, bea, bot, clock, slack } = world
    await ana.types('/dremio-pat create tableau')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Reason: 'Dashboards' })
    slack.fail('chat.postMessage', { retryAfter: 180 }, { times: 2 })
    await ana.submits('Request')
    // Nobody waits for Slack any more.
    await slack.quiet()
    expect([cardsOf(world, 'UANA'), cardsOf(world, 'UBEA')]).toEqual([0, 0])
    clock.pass(2 * MINUTE)
    await bot.look()
    await bea.waitsFor('Why you:')
    expect([cardsOf(world, 'UANA'), cardsOf(world, 'UBEA')]).toEqual([1, 1])
  })
})
