// What is foreseen before anybody asks: under the form's fields and in the answer to `why`; and the list of requests.

import { describe, expect, test } from 'vitest'
import type { Decision } from '../../../../src/core/policy/evaluate.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import type { Explanation } from '../../../../src/operations/requests/explain-policy.ts'
import { newRequestModal, type Outlook } from '../../../../src/slack/views/requests/new-request-modal.ts'
import { policyMessage } from '../../../../src/slack/views/requests/policy-message.ts'
import { requestListMessage } from '../../../../src/slack/views/requests/request-list.ts'
import { english } from '../../../../src/words/words.ts'
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
  const foresees = (outlook: Outlook | undefined) => readForm(newRequestModal(english, aPolicy(), onCloud, {}, outlook))
  test.each([
    ['nothing yet', undefined, english.requestForm.lookingUp],
    [
      'one review',
      { person, activeTokens: 0, decision: one, reviewers: people('UBEA', 'UCARL') },
      '@Bea or @Carl will review this.',
    ],
    [
      'several approvals',
      { person, activeTokens: 2, decision: two, reviewers: people('UBEA', 'UCARL', 'UDAN') },
      'This needs 2 approvals from different groups: @Bea, @Carl, or @Dan.',
    ],
    [
      'no review',
      { person, activeTokens: 1, decision: atOnce, reviewers: people() },
      'No review needed (rule: “short <tokens>”).',
    ],
    [
      'a denial that another lifetime escapes',
      { denied: { rule: 'long', denial: { kind: 'rule', because: 'Too long.' } }, allowed: [DAY, 7 * DAY] },
      '30 days isn’t allowed (rule: “long”). Too long. Choose 1 day or 7 days.',
    ],
    [
      'a denial that another label may escape',
      { denied: { rule: 'no rule matches', denial: { kind: 'no rule' as const } }, allowed: [] },
      '30 days isn’t allowed. No rule allows this token. A different label might be allowed.',
    ],
    ['nothing, for now', { unknown: 'Dremio is away.' }, english.requestForm.unknown({ why: 'Dremio is away.' })],
  ] as [string, Outlook | undefined, string][])('%s', (_what, outlook, words) => {
    expect(foresees(outlook)).toContain(words)
  })

  test.each([
    [{ required: true }, 'Reason: ', undefined],
    [{ required: false }, 'Reason (optional): ', undefined],
    [
      { required: true, pattern: 'DATA-\\d+', hint: 'a ticket such as DATA-12' },
      '',
      english.requestForm.reasonHint({ hint: 'a ticket such as DATA-12' }),
    ],
    [{ required: true, pattern: 'DATA-\\d+' }, '', english.requestForm.reasonHint({})],
  ])('what a reason has to hold: %j', (reason, label, words) => {
    const text = readForm(newRequestModal(english, aPolicy({ reason }), onCloud, {}))
    expect(text).toContain(label)
    expect(/Include |certain format/.test(text)).toBe(words !== undefined)
    // A regular expression is for the bot admin, not for people.
    expect(text).not.toContain('\\d')
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
    return read(policyMessage(english, aPolicy(), lifetime, { outcome, ...usual, ...change }))
  }

  test.each([
    ['policy', 'Hours and days in the rules are Europe/Berlin time.'],
    ['requester', english.why.yourZone({ zone: 'Europe/Berlin' })],
  ] as const)('by which clock, if a rule asks for the time: the %s’s', (of, words) => {
    expect(says(atOnce)).not.toContain('Hours')
    expect(says(atOnce, { clock: { timeZone: 'Europe/Berlin', of } })).toContain(words)
  })

  const limits = 'You have 1 of 5 tokens. Lifetimes: 1 hour to 90 days.'

  test('at once', () => {
    const text = says(atOnce, {}, 7 * DAY)
    expect(text).toContain(english.why.atOnce({ lifetime: 7 * DAY, rule: 'short <tokens>' }))
    expect(text).toContain(limits)
    expect(text).toContain('[ New token ]')
  })

  test('by whom it would be reviewed', () => {
    const text = says(one, { reviewers: people('UBEA', 'UCARL') })
    expect(text).toContain('A token for 30 days needs approval from @Bea or @Carl (rule: “a rule”).')
    expect(text).toContain(english.why.lapses({ undecided: 3 * DAY, approved: 3 * DAY }))
    expect(says(two, { reviewers: people('UBEA', 'UCARL', 'UDAN') })).toContain(
      'needs 2 approvals from different groups: @Bea, @Carl, or @Dan (rule',
    )
  })

  test('denied, and which lifetimes are not', () => {
    const denied = {
      verdict: 'deny' as const,
      rule: 'no long ones',
      denial: { kind: 'rule' as const, because: 'Use OAuth.' },
    }
    expect(says(denied, { allowed: [DAY, 7 * DAY] })).toContain(
      'A token for 30 days would be denied (rule: “no long ones”). Use OAuth. Choose 1 day or 7 days.',
    )
    expect(says(denied)).toContain('Use OAuth.\n')
    const none = { verdict: 'deny' as const, rule: 'no rule matches', denial: { kind: 'no rule' as const } }
    expect(says(none, { dependsOnLabel: true })).toContain(
      'A token for 30 days would be denied. No rule allows this token. A different label might be allowed.',
    )
  })

  test('beyond the limits, which ones', () => {
    const denial = { kind: 'lifetime' as const, least: HOUR, most: 90 * DAY }
    const none = { verdict: 'deny' as const, rule: 'no rule matches', denial }
    expect(says(none, {}, 180 * DAY)).toContain('A token for 180 days would be denied: 90 days is the maximum.')
    expect(says(none, {}, HOUR / 2)).toContain('A token for 30 minutes would be denied: 1 hour is the minimum.')
  })

  test('nobody there to decide', () => {
    const text = says({ verdict: 'no approver', rule: 'a rule' })
    expect(text).toContain(english.why.nobody({ lifetime: 30 * DAY }))
  })
})

describe('the list of requests', () => {
  const list = (mine = [aRequest()], toReview = [aRequest()]) =>
    read(requestListMessage(english, { mine, toReview }, asked, 'UBEA'))

  test('says of mine who is missing and when they lapse', () => {
    const text = list([
      aRequest(),
      forTwo(),
      forTwo({ label: 'dbt', approvals: [approvedByCarl] }),
      aRequest({ state: 'approved', lapsesAt: asked + DAY }),
      aRequest({ state: 'unsure' }),
    ])
    expect(text).toContain('tableau · 30 days · waiting for @Bea · lapses in 3 days (December 5)')
    expect(text).toContain('waiting for 2 of @Bea, @Carl, or @Dan · lapses')
    expect(text).toContain(
      'dbt · 30 days · waiting for @Bea · lapses in 3 days (December 5)\n1 of 2 approvals: @Carl. Needs one more',
    )
    expect(text).toContain('approved and ready · lapses in 24 hours')
    expect(text).toContain('something went wrong; press Show token to fix it\n')
  })

  test('leaves out what I have approved, and says how far the others are', () => {
    const request = forTwo({ approvals: [approvedByCarl] })
    expect(list([], [request, forTwo({ label: 'mine', approvals: [approvedByBea] })])).toBe(
      [
        '# Waiting for your review',
        '@Ana · tableau · 30 days · asked just now · decide by December 5',
        '1 of 2 approvals: @Carl. Needs one more, from another group.',
        '[ Review ]',
      ].join('\n'),
    )
    expect(list([], [forTwo({ approvals: [approvedByBea] })])).toContain(english.requests.list.nothing)
  })

  test('stays within Slack’s limits', () => {
    const many = Array.from({ length: 30 }, () => forTwo({ label: '&'.repeat(150), approvals: [approvedByCarl] }))
    expect(list(many, many)).toContain(english.requests.list.more({ more: 20 }))
  })
})

describe('the form says quietly when no token is needed', () => {
  test.each([
    ['cloud', 'Tableau, Power BI, and AI assistants', 'https://docs.dremio.com/dremio-cloud'],
    ['software', 'Tableau and Power BI', 'https://docs.dremio.com/current'],
  ] as const)('on %s, with Dremio’s page about it, whatever else is known', (edition, tools, docs) => {
    for (const outlook of [undefined, { unknown: 'Slack is away.' }]) {
      const form = readForm(newRequestModal(english, aPolicy(), { ...onCloud, edition }, {}, outlook))
      expect(form).toContain(`  Do you need a token? ${tools} can sign in with OAuth instead. `)
      expect(form).toContain(`Learn more (${docs}/security/authentication)\n[ Request ]`)
    }
  })
})
