// The requester's card and what comes beside it: who decides, who is missing, what time has done, and until when.

import { describe, expect, test } from 'vitest'
import { builtInPolicy } from '../../../../src/core/policy/evaluate.ts'
import type { RequestNotice } from '../../../../src/core/requests/notice-kinds.ts'
import type { Request } from '../../../../src/core/requests/request.ts'
import { requestStates } from '../../../../src/core/requests/request-state.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import type { Token } from '../../../../src/core/tokens/token.ts'
import { auditLine } from '../../../../src/slack/views/audit-line.ts'
import { moment } from '../../../../src/slack/views/block-kit.ts'
import { type RequestCardContext, requestCard } from '../../../../src/slack/views/requests/request-card.ts'
import { requestNoticeMessage } from '../../../../src/slack/views/requests/request-notice.ts'
import { askedInTheEnd } from '../../../../src/slack/views/reviewer-role-text.ts'
import { english } from '../../../../src/words/words.ts'
import { aToken, NOW, OLD_TID, retiring, TID } from '../../../playground/gallery/records.ts'
import { approvedByBea, approvedByCarl, aRequest, asked, forTwo, read } from '../../reading.ts'

const card = (request: Request, context?: RequestCardContext) => read(requestCard(english, request, context))
const policy = builtInPolicy([], 'cloud')
/** What is told beside the card; `askedToo` are people whom only the rule's fallback names. */
function notice(request: Request, kind: RequestNotice, askedToo: string[] = []) {
  const roles = Object.fromEntries(askedToo.map((id) => [id, { entries: [`user:${id}`] }]))
  const message = requestNoticeMessage(
    english,
    {
      ...request,
      approvers: [...new Set([...request.approvers, ...askedToo])],
      reviewerRoles: { ...request.reviewerRoles, ...roles },
    },
    kind,
    {
      token: undefined,
      old: undefined,
      fallback: askedToo.map((id) => `user:${id}` as const),
      policy,
      background: undefined,
      now: asked,
    },
  )
  if (!message) throw new Error('Nothing is told')
  return message
}
const approved = { by: 'UBEA', verdict: 'approved' as const, at: asked + HOUR }

test('a denial by other rules repeats what a rule says as plain text', () => {
  const request = aRequest({
    state: 'denied',
    review: { by: null, verdict: 'denied', at: asked, comment: 'Ask <!channel> & *me*.' },
    policyChange: { at: asked, kind: 'denied', byFile: true, lifetime: DAY },
  })
  expect(notice(request, 'policy changed').text).toContain("Ask &lt;!channel&gt; &amp; 'me'.")
})

describe('while it waits', () => {
  test('it says who will review it and when it lapses', () => {
    const reviewerRoles = { UBEA: { entries: ['user:UBEA'] }, UCARL: { entries: ['user:UCARL'] } }
    const text = card(aRequest({ approvers: ['UBEA', 'UCARL'], reviewerRoles }))
    expect(text).toContain(
      `# ${english.requests.titles.waiting}\ntableau · 30 days\n@Bea or @Carl will review it. ${english.requests.willMessageYou}`,
    )
    expect(text).toContain(english.requests.lapsesUnlessDecided({ when: 'December 5 at 2:00 PM' }))
    expect(text).toContain('[ Cancel request ]')
    expect(text).not.toMatch(/Reminded|also asked/)
  })

  test('it says how many have to approve', () => {
    expect(card(forTwo())).toContain('It needs 2 approvals from different groups: @Bea, @Carl, or @Dan.')
    const both = forTwo({ approvers: ['UBEA', 'UCARL'], differentGroups: false })
    expect(card(both)).toContain('It needs approval from @Bea and @Carl.')
  })

  test('it says who has, for how long, who is missing, and what they wrote', () => {
    const text = card(
      forTwo({ approvals: [{ ...approvedByBea, lifetime: 7 * DAY, comment: 'A week.' }], lifetime: 7 * DAY }),
    )
    expect(text).toContain('tableau · 7 days (you asked for 30 days)')
    expect(text).toContain(
      '1 of 2 approvals: @Bea (7 days). Needs one more, from another group. Waiting for @Carl or @Dan.',
    )
    expect(text).toContain('@Bea:\n> A week.')
  })

  test('it says whom time has asked as well, and how often they were reminded', () => {
    const text = card(aRequest({ escalatedAt: asked + DAY, nudges: 2 }), { askedToo: ['UCARL'] })
    expect(text).toContain(english.requests.askedToo({ people: ['@Carl'], when: 'tomorrow at 2:00 PM' }))
    expect(text).toContain('Reminded twice.')
    expect(card(aRequest({ nudges: 1 }))).toContain('Reminded once.')
  })

  test('it is true tomorrow as well: it says moments, no distances', () => {
    const message = requestCard(english, forTwo({ escalatedAt: asked, nudges: 3 }), { askedToo: ['UCARL'] })
    expect(JSON.stringify(message)).not.toMatch(/\bin \d+ (day|hour|minute)|\bago\b|\bnow\b/)
  })
})

describe('once it is decided', () => {
  test('it says by whom, and until when it has to be collected', () => {
    const text = card(aRequest({ state: 'approved', review: approved, lapsesAt: asked + 3 * DAY }))
    expect(text).toContain(`Approved by @Bea.\n${english.requests.getItBy({ when: 'December 5 at 2:00 PM' })}`)
    expect(text).toContain('[ Show token ]  [ Cancel request ]')
  })

  test('by several it names each, what was shortened, and what each wrote', () => {
    const approvals = [
      { ...approvedByBea, lifetime: 7 * DAY, comment: 'A week.' },
      { ...approvedByCarl, lifetime: 7 * DAY, by: 'UDAN', inPlaceOf: 'UCARL' },
    ]
    const text = card(forTwo({ state: 'approved', approvals, review: { ...approved, by: 'UDAN' }, lifetime: 7 * DAY }))
    expect(text).toContain('Approved by @Bea and @Dan (for @Carl) for 7 days instead of 30 days.')
    expect(text).toContain('@Bea:\n> A week.')
  })

  test('by the rule it names the rule, whatever signs are in its name', () => {
    const text = card(aRequest({ state: 'approved', rule: 'a <b> & c', review: { ...approved, by: null } }))
    expect(text).toContain('Approved by the rule “a <b> & c”.')
  })

  test('denied says who and why', () => {
    const review = { by: 'UCARL', verdict: 'denied' as const, at: asked, comment: 'Use OAuth.' }
    const text = card(forTwo({ state: 'denied', approvals: [approvedByBea], lifetime: 7 * DAY, review }))
    expect(text).toContain('tableau · 30 days\n')
    expect(text).toContain('Denied by @Carl. @Bea had approved.\n@Carl:\n> Use OAuth.\n[ Request again ]')
  })
})

describe('once it has lapsed', () => {
  const LAPSED = 'December 5 at 2:00 PM'
  test.each([
    ['was not decided', {}, english.requests.lapsed({ isApproved: false, when: LAPSED })],
    ['was not collected', { review: approved }, english.requests.lapsed({ isApproved: true, when: LAPSED })],
    [
      'was given back before',
      { review: approved, returns: 1 },
      english.requests.lapsed({ isApproved: true, when: LAPSED }),
    ],
  ])('the card and a message say that it %s', (_what, change, words) => {
    const request = aRequest({ state: 'lapsed', ...change })
    expect(card(request)).toContain(words)
    const message = notice(request, 'lapsed', [])
    const told = 'review' in change ? english.requestNotices.notFetched : english.requestNotices.undecided
    expect(read(message)).toContain(told({ label: 'tableau', when: LAPSED }))
    expect(read(message)).toContain('[ Request again ]')
  })

  test('the notification says which of the two it was', () => {
    expect(notice(aRequest(), 'lapsed', []).text).toContain('Your request *tableau* has lapsed: it wasn’t decided by ')
    expect(notice(aRequest({ review: approved }), 'lapsed', []).text).toContain(
      'Your request *tableau* has lapsed: you didn’t get the token by ',
    )
  })
})

describe('once its token is created', () => {
  const claimed = { state: 'claimed', claim: { attempt: 1, startedAt: asked, tid: TID } } as const
  const shown = (token: Token, context: RequestCardContext = {}) =>
    card(aRequest(claimed), { policy, now: NOW, token, ...context })

  test.each<[string, Partial<Token>, string]>([
    ['its owner revoked it', {}, 'tableau no longer works.'],
    ['its owner gave it back', { givenBack: true }, 'tableau is revoked: you gave it back.'],
    ['it was replaced, and given back', { givenBack: true, replacedBy: OLD_TID }, 'tableau was replaced.'],
    [
      'nobody confirmed it',
      { delivery: 'shown', endedFor: 'unconfirmed' },
      'tableau is revoked because you didn’t confirm that you saved it.',
    ],
  ])('and revoked because %s, it says so', (_, change, text) => {
    const drawn = shown(aToken({ state: 'revoked', delivery: 'confirmed', ...change }))
    expect(drawn).toContain(text)
    expect(drawn).not.toContain(english.labels.buttons.doneWithIt)
  })

  test.each<[string, Partial<Token>, boolean]>([
    ['was saved', { delivery: 'confirmed' }, true],
    ['was shown', { delivery: 'shown' }, true],
    ['retires', { delivery: 'confirmed', ...retiring }, true],
    ['did not arrive', { delivery: 'undelivered' }, false],
    ['has expired', { delivery: 'confirmed', expiresAt: NOW - 1 }, false],
  ])('and %s, it may be given back: %#', (_, change, isOffered) => {
    expect(shown(aToken(change)).includes(english.labels.buttons.doneWithIt)).toBe(isOffered)
  })

  test('it does not promise to revoke what only its owner can', () => {
    expect(shown(aToken())).toContain('and I’ll revoke it.')
    expect(shown(aToken(), { onlyOwnerRevokes: true })).toContain('and I’ll ask you to sign in')
  })
})

describe('when the fallback is asked', () => {
  test('a message says who, and when it lapses', () => {
    expect(read(notice(aRequest(), 'escalated', ['UCARL', 'UDAN']))).toBe(
      english.requestNotices.askedToo({ label: 'tableau', people: ['@Carl', '@Dan'], when: 'December 5 at 2:00 PM' }),
    )
  })

  test('those are named who stand for nothing else', () => {
    const reviewerRoles = {
      UBEA: { entries: ['manager', 'group:S0DATA'] },
      UCARL: { entries: ['group:S0DATA'] },
      UDAN: { entries: ['group:S0DATA'], inPlaceOf: 'UCARL' },
    }
    const request = aRequest({ approvers: ['UBEA', 'UCARL', 'UDAN', 'UEVE'], reviewerRoles })
    expect(askedInTheEnd(request, ['group:S0DATA'])).toEqual(['UCARL', 'UDAN'])
    expect(askedInTheEnd(request, [])).toEqual([])
  })
})

describe('whatever people write', () => {
  const hostile = ['<!channel> & <@UBEA> *b* `c` ~d~ \n'.repeat(60), '&<>'.repeat(400), '👩‍👩‍👧‍👦'.repeat(90)]
  const people = Array.from({ length: 20 }, (_, index) => `UPERSON${index}`)

  test.each(hostile.flatMap((words) => requestStates.map((state) => [state, words] as const)))(
    'fits into Slack’s limits and formats nothing: %s, %j',
    (state, words) => {
      const text = words.slice(0, 1_000)
      const request = aRequest({
        state,
        label: text.slice(0, 150),
        reason: text,
        rule: text.slice(0, 100),
        quorum: 20,
        approvers: people,
        approvals: people.map((by, index) => ({
          by,
          at: asked,
          lifetime: DAY * (30 - index),
          comment: text,
          inPlaceOf: `UABSENT${index}`,
        })),
        review: { by: 'UBEA', verdict: 'denied', at: asked, comment: text },
        escalatedAt: asked,
        nudges: 9,
      })
      card(request, { askedToo: people })
      read(notice(request, 'lapsed', people))
      read(notice(request, 'escalated', people))
    },
  )
})

describe('lines for the audit channel', () => {
  const about = { for: 'UANA', label: 'tableau', lifetime: 30 * DAY, rule: 'r' }
  test.each([
    [
      { action: 'request.approval_added', by: 'UDAN', ...about, note: 'in place of UCARL' },
      '<@UDAN> approved <@UANA>’s request *tableau* (30 days), and more approvals are needed · rule “r” · on behalf of <@UCARL>',
    ],
    [
      { action: 'request.escalated', by: 'bot', ...about },
      'The bot asked more approvers about <@UANA>’s request *tableau* (30 days) · rule “r”',
    ],
    [{ action: 'request.lapsed', by: 'bot', ...about }, '<@UANA>’s request *tableau* (30 days) lapsed · rule “r”'],
    [
      { action: 'delegation.started', by: 'UBEA', for: 'UCARL', note: 'until 2026-12-05T13:00:00.000Z' },
      `<@UBEA> delegated reviews to <@UCARL> · until ${moment(asked + 3 * DAY)}`,
    ],
    [
      {
        action: 'claim.finished',
        by: 'UANA',
        ...about,
        tid: '48099374-0cf7-4b5a-938a-671d1be2e409',
        request: 'k7m2q9xt',
      },
      '<@UANA> got *tableau* (30 days) · rule “r” · 48099374',
    ],
    [
      { action: 'request.created', by: 'UANA', ...about, request: 'k7m2q9xt' },
      '<@UANA> requested *tableau* (30 days) · rule “r” · k7m2q9xt',
    ],
    [
      {
        action: 'token.revoked',
        by: 'bot',
        for: 'UANA',
        label: 'tableau',
        tid: '48099374-0cf7-4b5a-938a-671d1be2e409',
        note: 'replaced by 6c2cda83-f2be-43ea-bf51-adda9c101023',
      },
      'The bot revoked <@UANA>’s *tableau* · replaced by 6c2cda83 · 48099374',
    ],
    [{ action: 'delegation.ended', by: 'UBEA', for: 'UCARL' }, '<@UBEA> ended the delegation to <@UCARL>'],
  ] as const)('%j', (entry, line) => {
    expect(auditLine(english, entry, { person: (id) => `<@${id}>` })).toBe(line)
  })
})
