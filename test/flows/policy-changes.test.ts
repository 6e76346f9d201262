// Another policy file while requests are open: each kind of change in each state, and what each person then sees.
import { writeFileSync } from 'node:fs'
import { describe, expect, type TestContext, test } from 'vitest'
import { stringify } from 'yaml'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import { english } from '../../src/words/words.ts'
import type { Actor } from '../world/slack/driver/person.ts'
import { startWorld, uids, type World, type WorldOptions } from '../world/world.ts'
import { policyFile, remindingAlways } from './policy-file.ts'
import { approved, asks, audit, cardOf, claimed, collectsInVain, creates, goesBy } from './story.ts'

const story = test.concurrent

const ours = { name: 'ours', when: { lifetimeUpTo: '90d' }, then: 'review', approvers: ['user:UBEA'] }
const free = { name: 'free', when: { lifetimeUpTo: '90d' }, then: 'approve' }
const closed = { name: 'closed', then: 'deny', because: 'Ask the data team.' }

/** What the file says afterwards. */
const files = {
  shorter: { lifetime: { max: '7d' }, rules: [ours] },
  'a longer minimum': { lifetime: { min: '7d' }, rules: [ours] },
  longer: { lifetime: { max: '180d' }, rules: [ours] },
  'a rule that denies in front': { rules: [closed, ours] },
  'nothing but a denial': { rules: [closed] },
  'more reviewers': { rules: [{ ...ours, approvers: ['user:UBEA', 'user:UCARL'], quorum: 2 }] },
  'other reviewers': { rules: [{ ...ours, approvers: ['user:UCARL'] }] },
  'the rule renamed': { rules: [{ ...ours, name: 'theirs' }] },
  'the rule gone': { rules: [{ name: 'tiny', when: { lifetimeUpTo: '1d' }, then: 'approve' }] },
  'a rule that approves': { rules: [free] },
  'another pattern of labels': { label: { pattern: '^prod-', hint: 'a label that begins with prod-' }, rules: [ours] },
  'a group that is denied': { rules: [{ ...closed, when: { inGroup: 'S0CON' } }, ours] },
  'nobody to review': { rules: [{ ...ours, approvers: ['user:UNOBODY'] }] },
} as const
type Change = keyof typeof files
const prodOnly = { kind: 'label form', form: { hint: 'a label that begins with prod-' } } as const

interface Begun {
  world: World
  /** The file says something else from now on; the alarms that follow from that have not run. */
  rereads(change: Change): Promise<void>
  /** The same, and they have run. */
  changes(change: Change): Promise<void>
}

async function begin(context: TestContext, rules: object[] = [ours], options: WorldOptions = {}): Promise<Begun> {
  const path = policyFile(context, remindingAlways({ rules }))
  const world = await startWorld({ ...options, env: { POLICY_FILE: path, ...options.env } })
  context.onTestFinished(() => world.close())
  const { bot, clock, slack } = world
  async function rereads(change: Change): Promise<void> {
    await slack.quiet()
    writeFileSync(path, stringify({ version: 1, ...remindingAlways(files[change]) }))
    clock.pass(MINUTE)
    await bot.rereadPolicy()
  }
  return {
    world,
    rereads,
    async changes(change) {
      await rereads(change)
      await bot.look()
      await slack.quiet()
    },
  }
}

const newest = (person: Actor) => person.messages.at(-1)?.text ?? ''
/** How many messages Ana got, also those that a newer one has replaced. */
const posted = ({ slack }: World) =>
  slack.requests.filter(({ method, args }) => method === 'chat.postMessage' && args.channel === 'UANA').length
const titleOf = (person: Actor) => (person.messages[0]?.text ?? '').split(':')[0]

describe('a request that waits for a review', () => {
  /** `pushed`: how many messages Ana has beside her card. */
  const waiting: [Change, { ana: string; says: string; bea?: string; carl?: string; pushed: number }][] = [
    [
      'shorter',
      {
        ana: english.requests.titles.waiting,
        says: english.requests.what({ label: 'tableau', lifetime: 7 * DAY, asked: 30 * DAY }),
        pushed: 1,
      },
    ],
    [
      'longer',
      {
        ana: english.requests.titles.waiting,
        says: english.requests.what({ label: 'tableau', lifetime: 30 * DAY }),
        pushed: 0,
      },
    ],
    [
      'a rule that denies in front',
      {
        ana: english.requests.titles.denied,
        says: 'Ask the data team.',
        bea: english.reviews.titles.denied,
        pushed: 1,
      },
    ],
    [
      'nothing but a denial',
      {
        ana: english.requests.titles.denied,
        says: 'Denied by the rule “closed”.',
        bea: english.reviews.titles.denied,
        pushed: 1,
      },
    ],
    [
      'more reviewers',
      {
        ana: english.requests.titles.waiting,
        says: 'It needs approval from @Bea and @Carl.',
        carl: english.reviews.titles.yours,
        pushed: 0,
      },
    ],
    [
      'other reviewers',
      {
        ana: english.requests.titles.waiting,
        says: '@Carl will review it',
        bea: english.reviews.titles.others,
        carl: english.reviews.titles.yours,
        pushed: 0,
      },
    ],
    ['the rule renamed', { ana: english.requests.titles.waiting, says: '@Bea will review it', pushed: 0 }],
    [
      'the rule gone',
      {
        ana: english.requests.titles.denied,
        says: 'No rule allows this token.',
        bea: english.reviews.titles.denied,
        pushed: 1,
      },
    ],
    [
      'a rule that approves',
      {
        ana: english.requests.titles.approved,
        says: 'Approved by the rule “free”.',
        bea: english.reviews.titles.approved,
        pushed: 1,
      },
    ],
    [
      'another pattern of labels',
      {
        ana: english.requests.titles.denied,
        says: english.denials.because({ denial: prodOnly, mine: true }),
        bea: english.reviews.titles.denied,
        pushed: 1,
      },
    ],
    [
      'nobody to review',
      {
        ana: english.requests.titles.denied,
        says: english.denials.because({ denial: { kind: 'no approver', managerUnreadable: false }, mine: true }),
        bea: english.reviews.titles.denied,
        pushed: 1,
      },
    ],
  ]

  for (const [change, seen] of waiting) {
    story(`is shown as it stands after ${change}`, async (context) => {
      const { world, changes } = await begin(context)
      const { ana, bea, carl } = world
      await asks(world)
      await bea.waitsFor('Why you:')
      await changes(change)
      expect(cardOf(world)).toBe(english.requests.notification({ label: 'tableau', title: seen.ana }))
      expect(ana.sees()).toContain(seen.says)
      expect(titleOf(bea)).toBe(seen.bea ?? english.reviews.titles.yours)
      expect(titleOf(carl)).toBe(seen.carl ?? '')
      expect(ana.messages).toHaveLength(1 + seen.pushed)
      if (seen.pushed > 0) expect(newest(ana)).toContain('The rules changed')
      // Once more is nothing new.
      const before = [ana, bea, carl].map((person) => person.sees())
      await world.bot.rereadPolicy()
      await goesBy(world, MINUTE)
      expect([ana, bea, carl].map((person) => person.sees())).toEqual(before)
    })
  }

  story('is not approved for longer than today’s file allows, and the reviewer looks again first', async (context) => {
    const { world, rereads } = await begin(context)
    const { ana, bea } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await rereads('shorter')
    await bea.presses('Approve')
    await bea.waitsFor('It’s limited to 7 days now. Look at the request again, then decide.')
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.waiting }),
    )
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    expect(ana.sees()).toContain(english.requests.what({ label: 'tableau', lifetime: 7 * DAY }))
  })

  story('is not approved for less than the minimum, also in a form that offered it', async (context) => {
    const { world, rereads } = await begin(context)
    const { ana, bea } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await bea.presses('Review')
    await bea.waitsFor((person) => person.form?.submit === 'Decide')
    await bea.fills({ Lifetime: '1 day' })
    await rereads('a longer minimum')
    await bea.submits('Decide')
    await bea.waitsFor('Choose 7 days or longer.')
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.waiting }),
    )
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
  })

  story('needs two approvals from the moment at which the file says so', async (context) => {
    const { world, rereads } = await begin(context)
    const { ana, bea, carl } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await rereads('more reviewers')
    await bea.presses('Approve')
    await ana.waitsFor('1 of 2 approvals')
    await carl.waitsFor('Why you:')
    await carl.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
  })

  story('with one of two approvals is approved when one is enough', async (context) => {
    const two = { ...ours, approvers: ['user:UBEA', 'user:UCARL'], quorum: 2 }
    const { world, changes } = await begin(context, [two])
    const { ana, bea, carl } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    await ana.waitsFor('1 of 2 approvals')
    await changes('the rule renamed')
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.approved }),
    )
    expect(ana.sees()).toContain('Approved by @Bea.')
    expect(titleOf(carl)).toBe(english.reviews.titles.approved)
  })

  for (const [button, change, says] of [
    ['Approve', 'a rule that denies in front', 'It’s denied now. Ask the data team.'],
    ['Review', 'the rule gone', 'It’s denied now. No rule allows this token.'],
    ['Approve', 'a rule that approves', 'It’s approved now, so there’s nothing to decide.'],
    ['Approve', 'other reviewers', english.failures.notReviewer],
  ] as const) {
    story(`meets today’s file at ${button}: ${change}`, async (context) => {
      const { world, rereads } = await begin(context)
      const { bea } = world
      await asks(world)
      await bea.waitsFor('Why you:')
      await rereads(change)
      await bea.presses(button)
      await bea.waitsFor(says)
    })
  }
})

describe('an approved request', () => {
  const collecting: [
    Change,
    { ana: string; says: string; bea?: string; carl?: string; pushed: number; lifetime?: number },
  ][] = [
    [
      'shorter',
      {
        ana: english.requests.titles.approved,
        says: english.requests.what({ label: 'tableau', lifetime: 7 * DAY }),
        pushed: 1,
        lifetime: 7 * DAY,
      },
    ],
    [
      'longer',
      {
        ana: english.requests.titles.approved,
        says: english.requests.what({ label: 'tableau', lifetime: 30 * DAY }),
        pushed: 0,
        lifetime: 30 * DAY,
      },
    ],
    [
      'a rule that denies in front',
      {
        ana: english.requests.titles.denied,
        says: '@Bea had approved.',
        bea: english.reviews.titles.denied,
        pushed: 1,
      },
    ],
    [
      'nothing but a denial',
      {
        ana: english.requests.titles.denied,
        says: 'Ask the data team.',
        bea: english.reviews.titles.denied,
        pushed: 1,
      },
    ],
    [
      'more reviewers',
      {
        ana: english.requests.titles.waiting,
        says: '1 of 2 approvals: @Bea.',
        bea: english.reviews.titles.others,
        carl: english.reviews.titles.yours,
        pushed: 1,
      },
    ],
    [
      'other reviewers',
      {
        ana: english.requests.titles.waiting,
        says: '@Carl',
        bea: english.reviews.titles.others,
        carl: english.reviews.titles.yours,
        pushed: 1,
      },
    ],
    [
      'the rule renamed',
      { ana: english.requests.titles.approved, says: 'Approved by @Bea.', pushed: 0, lifetime: 30 * DAY },
    ],
    [
      'the rule gone',
      {
        ana: english.requests.titles.denied,
        says: 'No rule allows this token.',
        bea: english.reviews.titles.denied,
        pushed: 1,
      },
    ],
    [
      'a rule that approves',
      { ana: english.requests.titles.approved, says: 'Approved by @Bea.', pushed: 0, lifetime: 30 * DAY },
    ],
    [
      'another pattern of labels',
      {
        ana: english.requests.titles.denied,
        says: english.denials.because({ denial: prodOnly, mine: true }),
        bea: english.reviews.titles.denied,
        pushed: 1,
      },
    ],
    [
      'nobody to review',
      {
        ana: english.requests.titles.denied,
        says: english.denials.because({ denial: { kind: 'no approver', managerUnreadable: false }, mine: true }),
        bea: english.reviews.titles.denied,
        pushed: 1,
      },
    ],
  ]

  for (const [change, seen] of collecting) {
    story(`is shown as it stands after ${change}, and is collected so or not at all`, async (context) => {
      const { world, changes } = await begin(context)
      const { ana, bea, carl, dremio, clock } = world
      await approved(world)
      await changes(change)
      expect(cardOf(world)).toBe(english.requests.notification({ label: 'tableau', title: seen.ana }))
      expect(ana.sees()).toContain(seen.says)
      expect(titleOf(bea)).toBe(seen.bea ?? english.reviews.titles.approved)
      expect(titleOf(carl)).toBe(seen.carl ?? '')
      // Beside her card stands the newest message: that it was approved, or what has changed since.
      expect(ana.messages).toHaveLength(2)
      expect(posted(world) - 2).toBe(seen.pushed)
      if (seen.lifetime === undefined) {
        expect(creates(world)).toBe(0)
        return
      }
      await ana.presses('Show token', { on: english.requests.titles.approved })
      await ana.waitsFor(english.requests.titles.claimed)
      const [token] = dremio.tokensOf(uids.ana)
      expect(token?.expiresAt).toBe(clock.now() + seen.lifetime)
    })

    story(`meets today’s file at the claim: ${change}`, async (context) => {
      const { world, rereads } = await begin(context)
      const { ana, dremio, clock } = world
      await approved(world)
      await rereads(change)
      if (seen.pushed === 0) {
        await ana.presses('Show token')
        await ana.waitsFor(english.requests.titles.claimed)
        expect(dremio.tokensOf(uids.ana)[0]?.expiresAt).toBe(clock.now() + (seen.lifetime ?? 0))
        return
      }
      expect(await collectsInVain(world)).toContain('The rules have changed since your request was approved.')
      expect(creates(world)).toBe(0)
      expect(cardOf(world)).toBe(english.requests.notification({ label: 'tableau', title: seen.ana }))
    })
  }

  story('by a rule alone needs the review that the file wants now, and is asked about once', async (context) => {
    const { world, changes } = await begin(context, [free])
    const { ana, bea } = world
    await ana.types('/dremio-pat create tableau 30d')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Reason: 'Dashboards' })
    await ana.submits('Request')
    await ana.waitsFor(english.requests.titles.approved)
    await changes('the rule renamed')
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.waiting }),
    )
    expect(ana.sees()).toContain('was approved, and needs a review again. @Bea will review it.')
    expect(titleOf(bea)).toBe(english.reviews.titles.yours)
    expect(bea.messages).toHaveLength(1)
    await bea.presses('Approve')
    await ana.waitsFor('Approved by @Bea.')
    await ana.presses('Show token', { on: english.requests.titles.approved })
    await ana.waitsFor(english.requests.titles.claimed)
  })

  story('whose reviewers become more is asked about again, also those who had a card', async (context) => {
    const any = { ...ours, approvers: ['user:UBEA', 'user:UCARL'] }
    const { world, changes } = await begin(context, [any])
    const { ana, carl } = world
    await asks(world)
    await world.bea.waitsFor('Why you:')
    await world.bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    await changes('more reviewers')
    expect(carl.sees()).toContain(
      english.reviews.neededAgain({ requester: '@Ana', label: 'tableau', lifetime: 30 * DAY, byFile: true }),
    )
    await carl.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    await world.slack.quiet()
    expect(newest(carl)).toContain(english.reviews.reminderOver({ requester: '<@UANA>', label: '*tableau*' }))
    expect((await audit(world)).match(/request.policy_changed/g)).toHaveLength(1)
  })
})

describe('a request of which its reviewers are reminded at that moment', () => {
  story('is changed a moment later, and not at the next click only', async (context) => {
    const { world, rereads } = await begin(context, [ours], { slack: { groups: [{ id: 'S0CON', users: ['UANA'] }] } })
    const { ana, bea, bot, clock, slack } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    clock.pass(4 * HOUR - MINUTE)
    await rereads('a group that is denied')
    // The new file is read, then the reminder is written down, and the change comes too late.
    const [reminding, looking] = [slack.hold('chat.postMessage'), slack.hold('usergroups.users.list')]
    const looked = bot.look()
    await Promise.all([reminding.reached, looking.reached])
    reminding.release()
    await ana.waitsFor(english.requests.reminded({ times: 1 }))
    looking.release()
    await looked
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.waiting }),
    )
    await goesBy(world, MINUTE)
    expect(cardOf(world)).toBe(
      english.requests.notification({ label: 'tableau', title: english.requests.titles.denied }),
    )
    expect(ana.messages.filter(({ text }) => text.includes('The rules changed'))).toHaveLength(1)
  })
})

describe('a request of which nothing is open', () => {
  const ends: [string, (world: World) => Promise<unknown>][] = [
    ['collected', (world) => claimed(world)],
    [
      'cancelled',
      async (world) => {
        await approved(world)
        await world.ana.presses('Cancel request')
        await world.ana.waitsFor(english.requests.titles.cancelled)
      },
    ],
    [
      'lapsed',
      async (world) => {
        await approved(world)
        await goesBy(world, 4 * DAY)
        await world.ana.waitsFor(english.requests.titles.lapsed)
      },
    ],
  ]
  for (const [end, goes] of ends) {
    for (const change of ['shorter', 'nothing but a denial', 'other reviewers'] as const) {
      story(`is left alone: ${end}, ${change}`, async (context) => {
        const { world, changes } = await begin(context)
        const { ana, bea, carl } = world
        await goes(world)
        await world.slack.quiet()
        const before = [ana, bea, carl].map((person) => person.messages.map(({ text }) => text))
        await changes(change)
        expect([ana, bea, carl].map((person) => person.messages.map(({ text }) => text))).toEqual(before)
      })
    }
  }
})

describe('two parts at once', () => {
  for (const change of ['nothing but a denial', 'shorter', 'other reviewers'] as const) {
    story(`change it once, and no token is made on the old terms: ${change}`, async (context) => {
      const { world, rereads } = await begin(context, [ours], { layout: 'two of each' })
      const { ana, bot, dremio } = world
      await approved(world)
      const press = ana.aims('Show token')
      await rereads(change)
      await Promise.all([bot.look(), press(), press()])
      await world.slack.quiet()
      const notices = ana.messages.filter(({ text }) => text.includes('The rules changed'))
      expect(notices).toHaveLength(1)
      for (const { expiresAt, createdAt } of dremio.tokensOf(uids.ana)) expect(expiresAt - createdAt).toBe(7 * DAY)
      if (change !== 'shorter') expect(creates(world)).toBe(0)
    })
  }
})

describe('the message that told of an approval', () => {
  for (const [change, title] of [
    ['other reviewers', english.requests.titles.waiting],
    ['nothing but a denial', english.requests.titles.denied],
  ] as const) {
    story(`is replaced by the one that tells of ${change}`, async (context) => {
      const { world, changes } = await begin(context)
      await approved(world)
      await changes(change)
      const { ana } = world
      await ana.waitsFor(title)
      expect(ana.sees()).not.toContain('[ Show token ]')
      const by = ['<@UBEA>']
      const told = english.decisionMessages.approved({ label: '*tableau*', by, lifetime: 30 * DAY })
      expect(ana.sees()).not.toContain(ana.reads(told))
      expect(ana.messages.at(-1)?.text).toContain('The rules changed')
    })
  }

  story('comes also where the file had shortened the request at the same moment', async (context) => {
    const { world, rereads } = await begin(context)
    const { ana, bea, slack } = world
    await asks(world)
    await bea.waitsFor('Why you:')
    await rereads('shorter')
    await bea.presses('Approve')
    await slack.quiet()
    await bea.presses('Approve')
    await ana.waitsFor(english.requests.titles.approved)
    const told = { label: '*tableau*', by: ['<@UBEA>'], lifetime: 7 * DAY, asked: 30 * DAY }
    await ana.waitsFor(ana.reads(english.decisionMessages.approved(told)))
  })
})
