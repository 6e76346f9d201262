// What is foreseen before anybody asks: under the form's fields and in the answer to `why`; and the list of requests.
import { describe, expect, test } from 'vitest'
import type { Decision } from '../../../../src/core/policy/evaluate.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import type { Explanation } from '../../../../src/operations/requests/explain-policy.ts'
import { newRequestModal, type Outlook } from '../../../../src/slack/views/requests/new-request-modal.ts'
import { policyMessage } from '../../../../src/slack/views/requests/policy-message.ts'
import { requestListMessage } from '../../../../src/slack/views/requests/request-list.ts'
import {
  aPolicy,
  approvedByBea,
  approvedByCarl,
  aRequest,
  asked,
  forTwo,
  onCloud,
  read,
  readForm,
} from '../../reading.ts'

const person = {
  id: 'UANA',
  name: 'Ana',
  teams: [],
  emailConfirmed: true,
  timeZone: 'UTC',
  deleted: false,
  bot: false,
  guest: false,
  stranger: false,
  invited: false,
  away: false,
}
const people = (...ids: string[]) => new Map(ids.map((id) => [id, { entries: ['group:S0DATA'] }]))
const review = { verdict: 'review' as const, rule: 'a rule', approvers: [], fallback: [] }
const one = { ...review, quorum: 1, differentGroups: false }
const two = { ...review, quorum: 2, differentGroups: true }
const atOnce = { verdict: 'approve' as const, rule: 'short <tokens>' }

describe('the form foresees', () => {
  const foresees = (outlook: Outlook | undefined) => readForm(newRequestModal(aPolicy(), onCloud, {}, outlook))
  test.each([
    ['nothing yet', undefined, 'One moment, I am looking up who would decide …'],
    [
      'one review',
      { person, activeTokens: 0, decision: one, reviewers: people('UBEA', 'UCARL') },
      'You have no active token. @Bea or @Carl would review this request.',
    ],
    [
      'several approvals',
      { person, activeTokens: 2, decision: two, reviewers: people('UBEA', 'UCARL', 'UDAN') },
      'You have 2 active tokens. 2 of @Bea, @Carl or @Dan would have to approve this request, each from another group.',
    ],
    [
      'no review',
      { person, activeTokens: 1, decision: atOnce, reviewers: people() },
      'You have 1 active token. No review is needed: the rule “short <tokens>” approves it.',
    ],
    [
      'a denial that another lifetime escapes',
      { denied: { rule: 'long', because: 'Too long.' }, allowed: [DAY, 7 * DAY] },
      'For 30 days it would be denied, by the rule “long”. Too long. You can ask for 1 day or 7 days.',
    ],
    [
      'a denial that another label may escape',
      { denied: { rule: 'no rule matches', because: 'No rule allows this token.' }, allowed: [] },
      'For 30 days it would be denied: No rule allows this token. With another label it may be fine.',
    ],
    [
      'nothing, for now',
      { unknown: 'Dremio is away.' },
      'I do not know yet who would decide. Dremio is away. You can send this all the same.',
    ],
  ] as [string, Outlook | undefined, string][])('%s', (_what, outlook, words) => {
    expect(foresees(outlook)).toContain(words)
  })

  test.each([
    [{ required: true }, 'Reason: ', undefined],
    [{ required: false }, 'Reason (optional): ', undefined],
    [{ required: true, pattern: 'DATA-\\d+', hint: 'a ticket such as DATA-12' }, '', 'Name a ticket such as DATA-12.'],
    [{ required: true, pattern: 'DATA-\\d+' }, '', 'Name what fits DATA-\\d+.'],
  ])('what a reason has to hold: %j', (reason, label, words) => {
    const text = readForm(newRequestModal(aPolicy({ reason }), onCloud, {}))
    expect(text).toContain(label)
    expect(text.includes('Name ')).toBe(words !== undefined)
    expect(text).toContain(words ?? '')
  })
})

describe('why', () => {
  function says(
    outcome: Decision | { verdict: 'no approver'; rule: string },
    change: Partial<Explanation> = {},
    lifetime = 30 * DAY,
  ) {
    const nobody = people()
    const usual = {
      reviewers: nobody,
      activeTokens: 1,
      openRequests: 0,
      maxActive: 5,
      allowed: [],
      dependsOnLabel: false,
    }
    return read(policyMessage(aPolicy(), lifetime, { outcome, ...usual, ...change }))
  }

  test.each([
    ['policy', 'Hours and days in the rules are Europe/Berlin time.'],
    ['requester', 'Hours and days in the rules are your Slack time zone (Europe/Berlin).'],
  ] as const)('by which clock, if a rule asks for the time: the %s’s', (of, words) => {
    expect(says(atOnce)).not.toContain('Hours')
    expect(says(atOnce, { clock: { timeZone: 'Europe/Berlin', of } })).toContain(words)
  })

  const limits = 'You have 1 of at most 5 active tokens. Lifetimes lie between 1 hour and 90 days.'

  test('at once', () => {
    const text = says(atOnce, {}, 7 * DAY)
    expect(text).toContain('A token for 7 days would be approved at once, by the rule “short <tokens>”.')
    expect(text).toContain(limits)
    expect(text).toContain('[ New token ]')
  })

  test('by whom it would be reviewed', () => {
    const text = says(one, { reviewers: people('UBEA', 'UCARL') })
    expect(text).toContain(
      'A token for 30 days would be reviewed, by the rule “a rule”. @Bea or @Carl would review it.',
    )
    expect(text).toContain(
      'An undecided request lapses after 3 days, an approved one that nobody collects after 3 days.',
    )
    expect(says(two, { reviewers: people('UBEA', 'UCARL', 'UDAN') })).toContain(
      '2 of @Bea, @Carl or @Dan would have to approve it, each from another group.',
    )
  })

  test('denied, and which lifetimes are not', () => {
    const denied = { verdict: 'deny' as const, rule: 'no long ones', because: 'Use OAuth.' }
    expect(says(denied, { allowed: [DAY, 7 * DAY] })).toContain(
      'A token for 30 days would be denied, by the rule “no long ones”. Use OAuth. You can ask for 1 day or 7 days.',
    )
    expect(says(denied)).toContain('Use OAuth.\n')
    const none = { verdict: 'deny' as const, rule: 'no rule matches', because: 'No rule allows this token.' }
    expect(says(none, { dependsOnLabel: true })).toContain(
      'A token for 30 days would be denied: No rule allows this token. With another label it may be fine.',
    )
  })

  test('beyond the limits, which ones', () => {
    const none = { verdict: 'deny' as const, rule: 'no rule matches', because: 'Lifetimes lie between …' }
    expect(says(none, {}, 180 * DAY)).toContain('A token for 180 days would be denied: 90 days is the maximum.')
    expect(says(none, {}, HOUR / 2)).toContain('A token for 30 minutes would be denied: 1 hour is the minimum.')
  })

  test('nobody there to decide', () => {
    const text = says({ verdict: 'no approver', rule: 'a rule' })
    expect(text).toContain(
      'A token for 30 days would be refused: the rule “a rule” wants a review, but too few people are there',
    )
    expect(text).toContain('An administrator should name approvers')
  })
})

describe('the list of requests', () => {
  const list = (mine = [aRequest()], toReview = [aRequest()]) =>
    read(requestListMessage({ mine, toReview }, asked, 'UBEA'))

  test('says of mine who is missing and when they lapse', () => {
    const text = list([
      aRequest(),
      forTwo(),
      forTwo({ label: 'dbt', approvals: [approvedByCarl] }),
      aRequest({ state: 'approved', lapsesAt: asked + DAY }),
      aRequest({ state: 'unsure' }),
    ])
    expect(text).toContain('tableau for 30 days · waiting for @Bea · lapses in 3 days (Dec 5, 2026 at 2:00 PM)')
    expect(text).toContain('waiting for 2 of @Bea, @Carl or @Dan · lapses')
    expect(text).toContain(
      'dbt for 30 days · waiting for @Bea · lapses in 3 days (Dec 5, 2026 at 2:00 PM)\n1 of 2 approvals so far: @Carl. One more',
    )
    expect(text).toContain('approved, not collected yet · lapses in 24 hours')
    expect(text).toContain('not certain; *Show token* sorts it out\n'.replaceAll('*', ''))
  })

  test('leaves out what I have approved, and says how far the others are', () => {
    const request = forTwo({ approvals: [approvedByCarl] })
    expect(list([], [request, forTwo({ label: 'mine', approvals: [approvedByBea] })])).toBe(
      [
        '# Waiting for your review',
        '@Ana: tableau for 30 days, asked just now · lapses in 3 days (Dec 5, 2026 at 2:00 PM)',
        '1 of 2 approvals so far: @Carl. One more is needed, from another group.',
        '[ Review ]',
      ].join('\n'),
    )
    expect(list([], [forTwo({ approvals: [approvedByBea] })])).toContain('none waits for your review')
  })

  test('stays within Slack’s limits', () => {
    const many = Array.from({ length: 30 }, () => forTwo({ label: '&'.repeat(150), approvals: [approvedByCarl] }))
    expect(list(many, many)).toContain('and 20 more')
  })
})

describe('the form says quietly when no token is needed', () => {
  test.each([
    ['cloud', 'Tableau, Power BI and AI assistants (over MCP)', 'https://docs.dremio.com/dremio-cloud'],
    ['software', 'Tableau and Power BI', 'https://docs.dremio.com/current'],
  ] as const)('on %s, with Dremio’s page about it, whatever else is known', (edition, tools, docs) => {
    for (const outlook of [undefined, { unknown: 'Slack is away.' }]) {
      const form = readForm(newRequestModal(aPolicy(), { ...onCloud, edition }, {}, outlook))
      expect(form).toContain(`  You may not need a token: ${tools} can let you sign in with OAuth. `)
      expect(form).toContain(`What Dremio says about it (${docs}/security/authentication)\n[ Request ]`)
    }
  })
})
