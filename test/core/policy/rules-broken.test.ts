// Which rules a living token breaks: a table, and what holds for every policy.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideByRules, type Policy } from '../../../src/core/policy/evaluate.ts'
import { lifetimeOf, type NotKnown, rulesBroken, type TokenFacts } from '../../../src/core/policy/rules-broken.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time/duration.ts'
import { NOW } from '../../redis/store.ts'
import { ask as anyAsk, facts as anyFacts, policyOf, rules, schema } from './arbitrary-policy.ts'

const known = {
  requester: 'UANA',
  groups: new Set<string>(),
  activeTokens: 0,
  openRequests: 0,
  now: NOW,
  timeZone: 'UTC',
  rotation: false,
  replaces: false,
}
const facts = (change: Partial<typeof known> | { rotation: undefined } = {}, counted = 1): TokenFacts => ({
  counted,
  rules: { ...known, ...change },
})
const token = (lifetime: number, label = 'tableau') => ({ label, createdAt: NOW, expiresAt: NOW + lifetime })
const policy = (content: object): Policy => ({ ...schema.parse(content), version: 'test' })
const all = { name: 'all', then: 'approve' }
const contractors = { name: 'contractors', when: { inGroup: 'S0CON' }, then: 'deny', because: 'Use OAuth.' }
const renewals = { name: 'renewals', when: { rotation: true }, then: 'approve' }
const unread: NotKnown = { because: 'groups', groups: ['S0CON'] }

describe('a token', () => {
  test.each<[what: string, content: object, subject: ReturnType<typeof token>, given: TokenFacts, broken: object[]]>([
    ['breaks nothing', { rules: [all] }, token(30 * DAY), facts(), []],
    [
      'has a label that is not allowed',
      { label: { pattern: '^prod-' }, rules: [all] },
      token(DAY),
      facts(),
      [{ kind: 'label form', form: 'undescribed' }],
    ],
    [
      'lives longer than is allowed',
      { lifetime: { max: '7d' }, rules: [all] },
      token(30 * DAY),
      facts(),
      [{ kind: 'lifetime', lifetime: 30 * DAY, most: 7 * DAY }],
    ],
    [
      'lives a few seconds longer, as Dremio counts',
      { lifetime: { max: '7d' }, rules: [{ ...all, when: { lifetimeUpTo: '7d' } }] },
      token(7 * DAY + 3 * SECOND),
      facts(),
      [],
    ],
    [
      'lives shorter than the minimum, which harms nobody',
      { lifetime: { min: '7d' }, rules: [all] },
      token(DAY),
      facts(),
      [],
    ],
    [
      'is one too many',
      { tokens: { maxActive: 2 }, rules: [all] },
      token(DAY),
      facts({}, 3),
      [{ kind: 'too many tokens', active: 3, most: 2 }],
    ],
    [
      'does not count, being created elsewhere',
      { tokens: { maxActive: 2 }, rules: [all] },
      token(DAY),
      { ...facts(), counted: undefined },
      [],
    ],
    [
      'is denied by a rule',
      { rules: [contractors, all] },
      token(DAY),
      facts({ groups: new Set(['S0CON']) }),
      [{ kind: 'denied', rule: 'contractors', denial: { kind: 'rule', because: 'Use OAuth.' } }],
    ],
    [
      'fits no rule',
      { rules: [contractors] },
      token(DAY),
      facts(),
      [{ kind: 'denied', rule: 'no rule matches', denial: { kind: 'no rule' } }],
    ],
    [
      'lives too long and is denied as well',
      { lifetime: { max: '7d' }, rules: [contractors, { ...all, when: { lifetimeUpTo: '7d' } }] },
      token(30 * DAY),
      facts({ groups: new Set(['S0CON']) }),
      [{ kind: 'lifetime' }, { kind: 'denied', rule: 'contractors' }],
    ],
    [
      'would need a review, which is no breach',
      { rules: [{ name: 'ask', then: 'review', approvers: ['user:UBEA'] }] },
      token(DAY),
      facts(),
      [],
    ],
    [
      'of whose owner a group cannot be read is checked as far as that goes',
      { label: { pattern: '^prod-' }, rules: [contractors, all] },
      token(DAY),
      { counted: 1, rules: unread },
      [{ kind: 'label form' }, { kind: 'unknown', notKnown: unread }],
    ],
    ['renewed another one', { rules: [renewals] }, token(DAY), facts({ rotation: true }), []],
    [
      'replaced one that is not stored any more, and the rules ask',
      { rules: [renewals] },
      token(DAY),
      facts({ rotation: undefined }),
      [{ kind: 'unknown', notKnown: { because: 'replaced token' } }],
    ],
    [
      'replaced such a one, and the rules say the same either way',
      { rules: [renewals, all] },
      token(DAY),
      facts({ rotation: undefined }),
      [],
    ],
  ])('%s', (_, content, subject, given, broken) => {
    const found = rulesBroken(policy(content), subject, given)
    expect(found).toHaveLength(broken.length)
    expect(found).toMatchObject(broken)
  })

  test('is denied exactly where the rules would deny it if it were asked for', () => {
    fc.assert(
      fc.property(rules, anyAsk, anyFacts, (some, ask, given) => {
        const today = policyOf(some)
        const subject = token(ask.lifetime, ask.label)
        const lifetime = Math.max(today.lifetime.min, Math.min(lifetimeOf(subject), today.lifetime.max))
        const decision = decideByRules(today, { ...ask, lifetime, reason: '' }, given)
        const found = rulesBroken(today, subject, { counted: 1, rules: given })
        expect(found.some(({ kind }) => kind === 'denied')).toBe(decision.verdict === 'deny')
        expect(found.some(({ kind }) => kind === 'unknown')).toBe(false)
      }),
    )
  })
})

test.each([
  [7 * DAY, 7 * DAY],
  [7 * DAY + 20 * SECOND, 7 * DAY],
  [12 * HOUR - SECOND, 12 * HOUR],
  [90 * MINUTE, 90 * MINUTE],
  [30 * SECOND, MINUTE],
])('%i ms between two moments are a lifetime of %i ms', (between, lifetime) => {
  expect(lifetimeOf(token(between))).toBe(lifetime)
})
