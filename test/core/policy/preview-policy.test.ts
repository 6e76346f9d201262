// The preview of another policy: what counts as another decision, in which order it is told, and what holds for every policy.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Policy } from '../../../src/core/policy/evaluate.ts'
import { applyReevaluation } from '../../../src/core/policy/policy-change.ts'
import {
  amountOf,
  inOrder,
  type PolicyPreview,
  previewRequest,
  previewToken,
  summaryOf,
} from '../../../src/core/policy/preview-policy.ts'
import { reevaluate } from '../../../src/core/policy/reevaluate.ts'
import type { BrokenRule } from '../../../src/core/policy/rules-broken.ts'
import type { Request } from '../../../src/core/requests/request.ts'
import { DAY } from '../../../src/core/time/duration.ts'
import { aRequest, NOW } from '../../redis/store.ts'
import { ask as anyAsk, facts as anyFacts, policyOf, rules } from './arbitrary-policy.ts'

const label: BrokenRule = { kind: 'label form', form: 'usual' }
const tooLong: BrokenRule = { kind: 'lifetime', lifetime: 30 * DAY, most: 7 * DAY }
const unknown: BrokenRule = { kind: 'unknown', notKnown: { because: 'slack' } }
const token = { tid: 'a', owner: 'UANA', label: 'tableau', madeHere: true, createdAt: NOW, expiresAt: NOW + DAY }

test.each<[today: BrokenRule[], other: BrokenRule[], outcome: string]>([
  [[], [], 'fine'],
  [[], [label], 'breaks'],
  [[label], [label], 'breaks-already'],
  [[label], [label, tooLong], 'breaks'],
  [[label, tooLong], [label], 'breaks-already'],
  [[label], [], 'mended'],
  [[], [unknown], 'unknown'],
  [[label], [unknown], 'unknown'],
  [[unknown], [label], 'breaks'],
  [[unknown], [], 'fine'],
  [[], [label, unknown], 'breaks'],
])('a token that breaks %j today and %j then', (today, other, outcome) => {
  expect(previewToken(token, { today, other }).outcome).toBe(outcome)
})

const pending = aRequest({ policyVersion: 'today' })
const changed = (kind: 'denied' | 'reviewers', change: Partial<Request>): Request => ({
  ...pending,
  ...{ version: 2, policyChange: { at: NOW, kind, byFile: true, lifetime: pending.lifetime } },
  ...change,
})
const denied = changed('denied', { state: 'denied', review: { by: null, verdict: 'denied', at: NOW } })

describe('a request', () => {
  test.each<[what: string, today: Request, other: Request, outcome: string]>([
    ['is decided as before', pending, { ...pending, version: 2, policyVersion: 'other' }, 'same'],
    ['is denied by the other file only', pending, denied, 'denied'],
    ['is denied by both, as soon as somebody looks', denied, denied, 'same'],
    ['waits for others', pending, changed('reviewers', { quorum: 2 }), 'reviewers'],
    [
      'was changed by a file before',
      { ...pending, policyChange: { at: NOW - DAY, kind: 'reviewers', byFile: true, lifetime: 1 } },
      { ...pending, version: 2, policyChange: { at: NOW - DAY, kind: 'reviewers', byFile: true, lifetime: 1 } },
      'same',
    ],
  ])('%s', (_, today, other, outcome) => {
    expect(previewRequest(pending, { today, other, now: NOW }).outcome).toBe(outcome)
  })

  const versioned = (policy: Policy, version: string): Policy => ({ ...policy, version })

  test('is told exactly as the switch would make it, unless that changes nothing or today’s file does the same', () => {
    fc.assert(
      fc.property(
        ...([rules, rules, anyAsk, anyFacts, fc.constantFrom('pending', 'approved')] as const),
        (some, others, ask, given, state) => {
          const today = versioned(policyOf(some), 'today')
          const other = versioned(policyOf(others), 'other')
          const request = aRequest({ ...ask, state, asked: ask.lifetime, policyVersion: 'today' })
          const under = (policy: Policy) =>
            applyReevaluation(request, reevaluate(policy, request, given), {
              ...{ now: NOW, policyVersion: policy.version, times: policy.request },
              asked: { reviewers: new Map(), reviewerRoles: {}, withFallback: false },
            })
          const [before, after] = [under(today), under(other)]
          const preview = previewRequest(request, { today: before, other: after, now: NOW })
          const seen = (one: Request) => [one.state, one.lifetime]
          const isLike = (one: Request) => String(seen(one)) === String(seen(after))
          if (preview.outcome === 'same') expect(isLike(request) || isLike(before)).toBe(true)
          if (!isLike(request) && !isLike(before))
            expect(preview).toMatchObject({ outcome: after.policyChange?.kind, after })
        },
      ),
    )
  })
})

describe('a preview', () => {
  const same = { outcome: 'same', request: pending } as const
  const fine = previewToken(token, { today: [], other: [] })
  const preview = (change: Partial<PolicyPreview>): PolicyPreview => ({
    ...{ today: 'a', other: 'b', requests: [], tokens: [], unreadable: 0 },
    ...change,
  })

  test('tells first what matters most, and does not tell what stays', () => {
    const found = inOrder(
      preview({
        requests: [
          same,
          { outcome: 'approved', request: pending, after: pending },
          { outcome: 'denied', request: pending, after: denied },
        ],
        tokens: [
          fine,
          previewToken(token, { today: [label], other: [] }),
          previewToken(token, { today: [], other: [label] }),
        ],
      }),
    )
    expect(found.requests.map(({ outcome }) => outcome)).toEqual(['denied', 'approved', 'same'])
    expect(found.tokens.map(({ outcome }) => outcome)).toEqual(['breaks', 'mended', 'fine'])
    expect(amountOf(found)).toBe(4)
  })

  test.each<[what: string, change: Partial<PolicyPreview>, summary: object]>([
    ['nothing', { requests: [same], tokens: [fine] }, { differs: false, isWhole: true }],
    [
      'a request',
      { requests: [{ outcome: 'denied', request: pending, after: denied }] },
      { differs: true, isWhole: true },
    ],
    [
      'what is broken already',
      { tokens: [previewToken(token, { today: [label], other: [label] })] },
      { differs: false, isWhole: true },
    ],
    [
      'what is not known',
      { tokens: [previewToken(token, { today: [], other: [unknown] })] },
      { differs: false, isWhole: false },
    ],
    ['what cannot be read', { unreadable: 1 }, { differs: false, isWhole: false }],
    [
      'a token',
      { tokens: [previewToken(token, { today: [], other: [label, unknown] })] },
      { differs: true, isWhole: false },
    ],
  ])('of %s', (_, change, summary) => {
    expect(summaryOf(preview(change))).toEqual(summary)
  })
})
