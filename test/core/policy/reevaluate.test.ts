// What another policy makes of an open request: a table of changes, and what holds for every policy.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideByRules, type Policy, type PolicyFacts } from '../../../src/core/policy/evaluate.ts'
import { applyReevaluation } from '../../../src/core/policy/policy-change.ts'
import { reevaluate } from '../../../src/core/policy/reevaluate.ts'
import { isClosed, type Request } from '../../../src/core/requests/request.ts'
import { approve, approveByRule } from '../../../src/core/requests/review.ts'
import { DAY, HOUR } from '../../../src/core/time/duration.ts'
import { aRequest, NOW } from '../../redis/store.ts'
import { ask as anyAsk, facts, policyOf, rules } from './arbitrary-policy.ts'

const here: PolicyFacts = {
  requester: 'UANA',
  groups: new Set(),
  activeTokens: 0,
  openRequests: 0,
  now: NOW,
  timeZone: 'UTC',
  rotation: false,
  replaces: false,
}

const byBea = { name: 'ours', then: 'review', approvers: ['user:UBEA'] }
const roles = { UBEA: { entries: ['user:UBEA'] }, UCARL: { entries: ['group:S1'] } }
const approval = (by: string) => ({ by, at: NOW, lifetime: 30 * DAY })
const review = (by: string | null) => ({ by, at: NOW, verdict: 'approved' as const })
const pending = (change: Partial<Request> = {}) => aRequest({ rule: 'ours', reviewerRoles: roles, ...change })
const approved = (by: string[], change: Partial<Request> = {}) =>
  pending({ state: 'approved', approvals: by.map(approval), review: review(by.at(-1) ?? null), ...change })

describe('an approved request', () => {
  test.each<[what: string, request: Request, rules: object[], outcome: object]>([
    ['stays so under the same rule', approved(['UBEA']), [byBea], { verdict: 'approved', rule: 'ours' }],
    [
      'stays so under the rule by another name',
      approved(['UBEA']),
      [{ ...byBea, name: 'theirs' }],
      { verdict: 'approved', rule: 'theirs' },
    ],
    [
      'stays so where the approver is the fallback now',
      approved(['UBEA']),
      [{ ...byBea, approvers: ['user:UDAN'], fallback: ['user:UBEA'] }],
      { verdict: 'approved' },
    ],
    [
      'needs a review where others decide now',
      approved(['UBEA']),
      [{ ...byBea, approvers: ['user:UDAN'] }],
      { verdict: 'review' },
    ],
    [
      'needs a review where more must approve',
      approved(['UBEA']),
      [{ ...byBea, approvers: ['user:UBEA', 'user:UDAN'], quorum: 2 }],
      { verdict: 'review' },
    ],
    [
      'stays so where two approved and two must',
      approved(['UBEA', 'UCARL']),
      [{ ...byBea, approvers: ['user:UBEA', 'group:S1'], quorum: 2 }],
      { verdict: 'approved' },
    ],
    ['needs a review if only a rule had approved it', approved([]), [byBea], { verdict: 'review' }],
    [
      'needs none if the rules approve it themselves',
      approved([]),
      [{ name: 'free', then: 'approve' }],
      { verdict: 'approved', rule: 'free' },
    ],
    [
      'is denied by a rule in front',
      approved(['UBEA']),
      [{ name: 'no', then: 'deny', because: 'Not here.' }, byBea],
      { verdict: 'denied', rule: 'no', denial: { kind: 'rule', because: 'Not here.' } },
    ],
    [
      'is denied where no rule is left for it',
      approved(['UBEA']),
      [{ ...byBea, when: { lifetimeUpTo: '7d' } }],
      { verdict: 'denied' },
    ],
    [
      'is judged by what was granted where what was asked for is not allowed any more',
      approved(['UBEA'], { lifetime: 7 * DAY }),
      [{ ...byBea, when: { lifetimeUpTo: '7d' } }],
      { verdict: 'approved', lifetime: 7 * DAY },
    ],
    [
      'is judged by what was asked for where both are allowed',
      approved(['UBEA'], { lifetime: 7 * DAY }),
      [{ name: 'short', when: { lifetimeUpTo: '7d' }, then: 'review', approvers: ['user:UDAN'] }, byBea],
      { verdict: 'approved', rule: 'ours' },
    ],
  ])('%s', (_what, request, rules, outcome) => {
    expect(reevaluate(policyOf(rules), request, here)).toMatchObject(outcome)
  })

  test('is denied where the reason has to name a ticket now', () => {
    const reason = { required: true, pattern: '[A-Z]+-[0-9]+', hint: 'a ticket such as DATA-12' }
    expect(reevaluate({ ...policyOf([byBea]), reason }, approved(['UBEA']), here)).toMatchObject({
      verdict: 'denied',
      denial: { kind: 'reason', problem: { kind: 'reason form', hint: 'a ticket such as DATA-12' } },
    })
  })

  test.each<[what: string, lifetime: Partial<Policy['lifetime']>, outcome: object]>([
    ['a shorter maximum', { max: 7 * DAY }, { verdict: 'approved', lifetime: 7 * DAY }],
    ['a longer maximum', { max: 180 * DAY }, { verdict: 'approved', lifetime: 30 * DAY }],
    [
      'a longer minimum',
      { min: 60 * DAY },
      { verdict: 'denied', denial: { kind: 'lifetime', least: 60 * DAY, most: 90 * DAY } },
    ],
  ])('meets %s', (_what, lifetime, outcome) => {
    const policy = policyOf([byBea])
    expect(
      reevaluate({ ...policy, lifetime: { ...policy.lifetime, ...lifetime } }, approved(['UBEA']), here),
    ).toMatchObject(outcome)
  })

  test('is denied for another Dremio user than it was asked for', () => {
    const outcome = reevaluate(policyOf([byBea]), approved(['UBEA'], { uid: 'one' }), { ...here, uid: 'other' })
    expect(outcome).toMatchObject({ verdict: 'denied', rule: 'no rule matches' })
  })

  test.each([
    ['the same', 'one', 'one'],
    ['not known when it was asked', undefined, 'other'],
    ['not known now', 'one', undefined],
  ])('is not denied for a Dremio user that is %s', (_what, uid, now) => {
    const request = approved(['UBEA'], uid === undefined ? {} : { uid })
    expect(reevaluate(policyOf([byBea]), request, { ...here, uid: now }).verdict).toBe('approved')
  })
})

/** A request as it is made under the policy, decided by the rule or by everybody who is asked. */
function made(
  policy: Policy,
  asked: { label: string; lifetime: number; reason: string },
  facts: PolicyFacts,
  byAll: boolean,
) {
  const decision = decideByRules(policy, asked, facts)
  if (decision.verdict === 'deny') return undefined
  const request = aRequest({
    ...asked,
    asked: asked.lifetime,
    rule: decision.rule,
    policyVersion: policy.version,
    requestedAt: facts.now,
    requester: facts.requester,
  })
  const times = { at: facts.now, lapsesAt: facts.now + 3 * DAY }
  if (decision.verdict === 'approve') return approveByRule(request, times.at, times.lapsesAt)
  const reviewers = new Map(decision.approvers.map((entry, index) => [`U${index}`, { entries: [entry] as string[] }]))
  const waiting: Request = { ...request, quorum: decision.quorum, reviewerRoles: Object.fromEntries(reviewers) }
  if (!byAll) return waiting
  return [...reviewers.keys()].reduce(
    (before, by) =>
      before.state === 'approved'
        ? before
        : approve(before, { approval: { by, at: times.at }, reviewers, lapsesAt: times.lapsesAt }),
    waiting,
  )
}

const rest = { ...byBea, name: 'the rest' }
const ask = anyAsk.map((asked) => ({ ...asked, lifetime: (asked.lifetime % (90 * DAY)) + HOUR }))

test('an approval that another rule allows by now keeps the name of the rule under which it was given', () => {
  const request = approved(['UBEA'])
  const policy = policyOf([{ ...byBea, name: 'theirs' }])
  const context = { now: NOW + DAY, policyVersion: 'another', times: policy.request }
  const after = applyReevaluation(request, reevaluate(policy, request, here), context)
  expect(after).toMatchObject({ rule: 'theirs', review: { by: 'UBEA', rule: 'ours' }, policyVersion: 'another' })
  expect(after.policyChange).toBeUndefined()
})

describe('whatever the rules are', () => {
  test('the policy under which a request was made changes nothing about it', () => {
    fc.assert(
      fc.property(rules, ask, facts, fc.boolean(), (rules, ask, facts, byAll) => {
        const policy = policyOf([...rules, rest])
        const request = made(policy, ask, facts, byAll)
        if (!request) return
        const result = reevaluate(policy, request, facts)
        const context = { now: facts.now, policyVersion: policy.version, times: policy.request }
        expect(applyReevaluation(request, result, context)).toBe(request)
      }),
    )
  })

  test('another one never lengthens a lifetime, and leaves an open request only with what it allows', () => {
    fc.assert(
      fc.property(
        rules,
        rules,
        ask,
        facts,
        fc.boolean(),
        fc.integer({ min: 1, max: 90 }),
        (one, other, ask, facts, byAll, days) => {
          const request = made(policyOf([...one, rest]), ask, facts, byAll)
          if (!request) return
          const today = { ...policyOf(other, `${days}d`), version: 'another' }
          const result = reevaluate(today, request, facts)
          const context = { now: facts.now, policyVersion: today.version, times: today.request }
          const after = applyReevaluation(request, result, context)
          expect(after.lifetime).toBeLessThanOrEqual(request.lifetime)
          if (isClosed(after)) return
          expect(after.lifetime).toBeLessThanOrEqual(today.lifetime.max)
          const { label, reason, asked, lifetime } = after
          const verdicts = [Math.min(asked, today.lifetime.max), lifetime].map(
            (lifetime) => decideByRules(today, { label, reason, lifetime }, facts).verdict,
          )
          expect(verdicts.some((verdict) => verdict !== 'deny')).toBe(true)
          // Twice is the same as once.
          const again = reevaluate(today, after, facts)
          expect(applyReevaluation(after, again, context).state).toBe(after.state)
        },
      ),
    )
  })
})
