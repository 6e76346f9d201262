// The approvers' cards: what they tell for a decision, who is missing, what happens next, and what is left once it is decided.

import { describe, expect, test } from 'vitest'
import type { Request } from '../../../../src/core/requests/request.ts'
import { requestStates } from '../../../../src/core/requests/request-state.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import { type ReviewCardContext, reviewCard } from '../../../../src/slack/views/reviews/review-card.ts'
import { reviewModal } from '../../../../src/slack/views/reviews/review-modal.ts'
import { reviewReminder } from '../../../../src/slack/views/reviews/review-reminder.ts'
import { english } from '../../../../src/words/words.ts'
import { aPolicy, approvedByBea, approvedByCarl, aRequest, asked, forTwo, read, readForm } from '../../reading.ts'

const steps = {
  nudgeAt: asked + 4 * HOUR,
  escalateAt: asked + DAY,
  remindClaimAt: undefined,
  lapsesAt: asked + 3 * DAY,
}
const never = { nudgeAt: undefined, escalateAt: undefined, remindClaimAt: undefined, lapsesAt: undefined }

function card(request: Request, context: Partial<ReviewCardContext> = {}): string {
  return read(reviewCard(english, request, { reader: 'UBEA', steps, fallback: ['group:S0DATA'], ...context }))
}

describe('an undecided request', () => {
  test('tells who asks for what, why, until when, by which rule, and why this person is asked', () => {
    const text = card(aRequest())
    expect(text.split('\n')).toEqual([
      '@Ana wants a Dremio token.',
      '> Dashboards for the board meeting',
      'Label: tableau',
      'Lifetime: 30 days',
      'Has: unknown, I couldn’t look it up',
      'Due: December 5',
      '[ Approve ]  [ Deny ]  [ Review ]',
      expect.stringMatching(/^ {2}Why you: /),
    ])
    expect(text).toContain('[ Approve ]  [ Deny ]  [ Review ]')
    expect(text).toContain('Why you: you’re their manager. Rule: “everybody else asks their manager”.')
  })

  test.each([
    [{ entries: ['group:S0DATA'] }, 'Why you: you’re in @data.'],
    [{ entries: ['user:UBEA'] }, 'Why you: the rule names you.'],
    [{ entries: ['manager', 'group:S0DATA'] }, 'Why you: you’re their manager and you’re in @data.'],
    [{ entries: ['manager'], inPlaceOf: 'UCARL' }, 'Why you: you review for @Carl, who is their manager.'],
    [{ entries: ['group:S0SEC', 'user:UCARL'], inPlaceOf: 'UCARL' }, 'who is in @security and is named by the rule.'],
  ])('says why one is asked: %j', (standing, words) => {
    expect(card(aRequest({ reviewerRoles: { UBEA: standing } }))).toContain(words)
  })

  test('tells the requester’s tokens and last requests', () => {
    const text = card(aRequest(), {
      background: {
        tokens: ['dbt', 'notebook', 'power bi', 'excel', 'r'],
        otherRequests: 3,
        closed: [
          aRequest({ state: 'claimed', label: 'dbt', requestedAt: asked - 20 * DAY }),
          aRequest({ state: 'denied', label: 'root', requestedAt: asked - 21 * DAY }),
          aRequest({ state: 'lapsed', label: 'old', requestedAt: asked - 22 * DAY }),
        ],
      },
    })
    expect(text).toContain('Has: 5 tokens (dbt, notebook, power bi, and 2 others), 3 other open requests\n')
    expect(text).toContain(
      'Earlier: dbt (30 days, Nov 12, 2026) approved; root (30 days, Nov 11, 2026) denied; old (30 days, Nov 10, 2026) lapsed',
    )
    const newcomer = card(aRequest(), { background: { tokens: [], otherRequests: 0, closed: [] } })
    expect(newcomer).toContain('\nHas: no tokens\n')
    expect(newcomer).not.toContain('Earlier')
  })

  test('tells that the requester’s tokens and requests could not be looked up, rather than that there are none', () => {
    const text = card(aRequest(), { background: undefined })
    expect(text).toContain('\nHas: unknown, I couldn’t look it up\n')
    expect(text).not.toContain('no tokens')
  })

  test('tells by when to decide, and who else would be asked before that', () => {
    const next = (context: Partial<ReviewCardContext>) =>
      card(aRequest(), context).match(/(?:Due|If nobody|I’ll also ask).*/g)
    const due = 'Due: December 5'
    expect(next({})).toEqual([due, 'If nobody decides by tomorrow at 2:00 PM, I’ll also ask @data.'])
    expect(next({ maybeEarlier: true })).toEqual([due, 'I’ll also ask @data by tomorrow at 2:00 PM.'])
    expect(next({ steps: { ...never, lapsesAt: asked + DAY, escalateAt: asked + 2 * DAY } })).toEqual(['Due: tomorrow'])
  })

  test('shows a short reason below who asks, and a long one below the facts', () => {
    const lines = (reason: string) => card(aRequest({ reason })).split('\n').slice(0, 8)
    expect(lines('')).toContain(english.reviews.noReason)
    const long = 'The board meets on the 14th. '.repeat(5).trim()
    for (const reason of [long, 'Two\nlines']) {
      expect(lines(reason)[1]).toBe('Label: tableau')
      expect(lines(reason).slice(5)).toEqual(
        ['Reason:', ...reason.split('\n').map((line) => `> ${line}`)]
          .concat('[ Approve ]  [ Deny ]  [ Review ]')
          .slice(0, 3),
      )
    }
  })

  test('is true tomorrow as well: it says moments, no distances', () => {
    expect(JSON.stringify(reviewCard(english, forTwo(), { reader: 'UBEA', steps, fallback: [] }))).not.toMatch(
      /\bin \d+ (day|hour|minute)|\bago\b|\bnow\b/,
    )
  })
})

describe('a request that several must approve', () => {
  test('says how many, before anybody has', () => {
    expect(card(forTwo())).toContain('Needs 2 approvals from different groups.')
    expect(card(forTwo({ differentGroups: false }))).toContain('Needs 2 approvals.')
  })

  test('names who has, what they granted and wrote, and how many are missing', () => {
    const shorter = { ...approvedByBea, lifetime: 7 * DAY, comment: 'A *week* is enough.' }
    const text = card(forTwo({ approvals: [shorter], lifetime: 7 * DAY }), { reader: 'UCARL' })
    expect(text).toContain('1 of 2 approvals: @Bea (7 days). Needs one more, from another group.')
    expect(text).toContain('@Bea:\n> A week is enough.')
    expect(text).toContain('Lifetime: 7 days (30 days requested)')
    expect(text).toContain('[ Approve ]  [ Deny ]  [ Review ]')
  })

  test('says that two of one group count once', () => {
    const reviewerRoles = { UBEA: { entries: ['group:S0DATA'] }, UCARL: { entries: ['group:S0DATA'] } }
    const text = card(forTwo({ reviewerRoles, approvals: [approvedByBea, approvedByCarl] }), { reader: 'UDAN' })
    expect(text).toContain(
      '@Bea and @Carl approved; together that counts as 1 of 2. Needs one more, from another group.',
    )
  })

  test('has no buttons any more for who has approved, but who can still decide', () => {
    const text = card(forTwo({ approvals: [approvedByBea] }))
    expect(
      reviewCard(english, forTwo({ approvals: [approvedByBea] }), { reader: 'UBEA', steps, fallback: [] }).text,
    ).toContain(english.reviews.titles.others)
    expect(text).not.toContain('[ ')
    expect(text).toContain('1 of 2 approvals: @Bea.')
    expect(text).toContain(english.reviews.yourPartIsDone({ people: ['@Carl', '@Dan'] }))
    expect(text).toContain(english.reviews.lapsesUnlessDecided({ when: 'December 5 at 2:00 PM' }))
  })

  test.each([
    ['UDAN', approvedByCarl],
    ['UCARL', { ...approvedByCarl, by: 'UDAN', inPlaceOf: 'UCARL' }],
  ])('nor for %s, who has one voice with whoever approved', (reader, approval) => {
    const text = card(forTwo({ approvals: [approval] }), { reader })
    expect(text).not.toContain('[ ')
    expect(text).toContain(english.reviews.yourPartIsDone({ people: ['@Bea'] }))
  })

  test('says in whose place somebody approved', () => {
    const approval = { ...approvedByCarl, by: 'UDAN', inPlaceOf: 'UCARL' }
    expect(card(forTwo({ approvals: [approval] }))).toContain('1 of 2 approvals: @Dan (for @Carl).')
  })
})

describe('the card in a channel', () => {
  test('has the buttons, whoever approved, and says who can use them without calling a group', () => {
    const request = forTwo({ channel: 'C0TEAM', approvals: [approvedByBea] })
    const text = card(request, { reader: 'C0TEAM' })
    expect(reviewCard(english, request, { reader: 'C0TEAM', steps, fallback: [] }).text).toContain(
      english.reviews.titles.channel,
    )
    expect(text).toContain('[ Approve ]  [ Deny ]  [ Review ]')
    expect(text).toContain('Only @Carl or @Dan can decide.')
    expect(text).toContain('If nobody decides by tomorrow at 2:00 PM, I’ll also ask others.')
    expect(text).not.toContain('Why you')
    expect(text).not.toContain('@data')
  })
})

describe('a decided request', () => {
  const at = asked + 3 * HOUR
  test('says by whom, when and why, without buttons', () => {
    const text = card(
      aRequest({ state: 'denied', review: { by: 'UBEA', verdict: 'denied', at, comment: 'Use *OAuth*.' } }),
    )
    expect(text).toContain(`# ${english.reviews.titles.denied}`)
    expect(text).toContain('Denied by @Bea.\n@Bea:\n> Use OAuth.')
    expect(text).toContain(
      english.reviews.decided({ when: 'today at 5:00 PM', rule: 'everybody else asks their manager' }),
    )
    expect(text).not.toContain('[ ')
    expect(text).not.toMatch(/If nobody|Decide by/)
  })

  test('by several names each, and what each wrote', () => {
    const approvals = [
      { ...approvedByBea, comment: 'Fine.' },
      { ...approvedByCarl, lifetime: 7 * DAY, comment: 'For a week.' },
    ]
    const review = { by: 'UCARL', verdict: 'approved' as const, at, comment: 'For a week.' }
    const text = card(forTwo({ state: 'approved', approvals, review, lifetime: 7 * DAY }))
    expect(text).toContain('Approved by @Bea and @Carl for 7 days instead of 30 days.')
    expect(text).toContain('@Bea:\n> Fine.\n@Carl:\n> For a week.')
  })

  test('names who had approved what was denied in the end', () => {
    const review = { by: 'UCARL', verdict: 'denied' as const, at, comment: 'No.' }
    const text = card(forTwo({ state: 'denied', approvals: [approvedByBea], review }))
    expect(text).toContain('Denied by @Carl. @Bea had approved.\n@Carl:\n> No.')
  })

  test.each([
    ['cancelled', {}, '@Ana cancelled it.'],
    ['lapsed', {}, 'Lapsed December 5 at 2:00 PM.'],
    ['lapsed', { approvals: [approvedByBea] }, '@Bea had approved. Lapsed December 5 at 2:00 PM.'],
  ] as const)('that is %s %j', (state, change, words) => {
    expect(
      card(aRequest({ state, ...change, approvals: [...('approvals' in change ? change.approvals : [])] })),
    ).toContain(words)
  })
})

describe('a reminder', () => {
  test('has the essentials, when it lapses, and the way to decide', () => {
    const text = read(reviewReminder(english, forTwo({ approvals: [approvedByBea] })))
    expect(text).toContain('Reminder: @Ana is waiting for your decision on tableau (30 days).\n1 of 2 approvals: @Bea.')
    expect(text).toContain(english.reviews.decideBy({ when: 'December 5 at 2:00 PM' }))
    expect(text).toContain('Reason:\n> Dashboards for the board meeting\n[ Approve ]  [ Deny ]  [ Review ]')
  })
})

describe('the form', () => {
  test('offers nothing above what is left of the lifetime that was asked for, and says who is missing', () => {
    const request = forTwo({ approvals: [{ ...approvedByBea, lifetime: 7 * DAY }], lifetime: 7 * DAY })
    const text = readForm(reviewModal(english, aPolicy(), request, 'approved'))
    expect(text).toContain('1 of 2 approvals: @Bea (7 days). Needs one more, from another group.')
    expect(options(reviewModal(english, aPolicy(), request, 'approved'))).toEqual(['1 day', '7 days'])
  })

  test('nor above the maximum, which may have come down since', () => {
    const { lifetime } = aPolicy()
    const view = reviewModal(
      english,
      aPolicy({ lifetime: { ...lifetime, max: 10 * DAY, choices: [DAY] } }),
      aRequest(),
      'denied',
    )
    readForm(view)
    expect(options(view)).toEqual(['1 day', '10 days'])
    expect(view.private_metadata).toContain(`"lifetime":${10 * DAY}`)
  })
})

function options(view: ReturnType<typeof reviewModal>): string[] {
  const text = JSON.stringify(view.blocks.find(({ block_id }) => block_id === 'lifetime'))
  return [...text.matchAll(/"text":"(\d+ \w+)"[^{}]*\},"value"/g)].slice(0, -1).map(([, words]) => words ?? '')
}

describe('whatever people write', () => {
  const hostile = ['<!channel> & <@UBEA> *b* `c` ~d~ \n'.repeat(60), '&<>'.repeat(400), '👩‍👩‍👧‍👦'.repeat(90)]
  const people = Array.from({ length: 20 }, (_, index) => `UPERSON${index}`)
  const cases = hostile.flatMap((words) => requestStates.map((state) => [state, words] as const))

  test.each(cases)('fits into Slack’s limits and calls nobody: %s, %j', (state, words) => {
    const text = words.slice(0, 1_000)
    const request = aRequest({
      state,
      label: text.slice(0, 150),
      reason: text,
      rule: text.slice(0, 100),
      quorum: 20,
      approvers: people,
      reviewerRoles: Object.fromEntries(
        people.map((id, index) => [
          id,
          { entries: [`group:S${index}`, 'manager'], inPlaceOf: people[19 - index] ?? id },
        ]),
      ),
      approvals: people.slice(1).map((by, index) => ({ by, at: asked, lifetime: DAY * (30 - index), comment: text })),
      ...(state !== 'pending' && {
        review: { by: 'UPERSON1', verdict: 'approved' as const, at: asked, comment: text },
      }),
    })
    const closed = [1, 2, 3].map(() => aRequest({ state: 'lapsed', label: text.slice(0, 150) }))
    const background = { tokens: people.map(() => text.slice(0, 150)), otherRequests: 9, closed }
    const fallback = people.map((id) => `user:${id}` as const)
    for (const reader of ['UPERSON0', 'UPERSON5', 'C0TEAM']) card(request, { reader, background, fallback })
    read(reviewReminder(english, request))
    readForm(reviewModal(english, aPolicy(), request, 'approved'))
  })
})
