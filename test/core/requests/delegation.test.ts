// Whom a delegation puts among those who are asked, and what it never gives them.
import { describe, expect, test } from 'vitest'
import { askingDelegate, type Delegation, holdsAt, withdrawingDelegate } from '../../../src/core/requests/delegation.ts'
import { type Request, requestSchema } from '../../../src/core/requests/request.ts'
import { requestStates } from '../../../src/core/requests/request-state.ts'
import { DAY } from '../../../src/core/time/duration.ts'

const delegation: Delegation = { approver: 'UBEA', delegate: 'UDAN', since: 0, until: DAY }
const byName = { entries: ['user:UBEA'] }

/** Ana's request, which waits for Bea and Carl. */
function waiting(change: Partial<Request> = {}): Request {
  return requestSchema.parse({
    id: 'k7m2q9xt',
    version: 3,
    state: 'pending',
    requester: 'UANA',
    label: 'tableau',
    asked: DAY,
    lifetime: DAY,
    reason: '',
    rule: 'every request is reviewed',
    policyVersion: 'built-in',
    approvers: ['UBEA', 'UCARL'],
    reviewerRoles: { UBEA: byName, UCARL: { entries: ['group:S0DATA'] } },
    requestedAt: 0,
    returns: 0,
    ...change,
  })
}

describe('what waits for an approver', () => {
  test('is put before their delegate, in their place and for what they stand for', () => {
    const request = waiting()
    expect(askingDelegate(request, delegation)).toEqual({
      ...request,
      version: 4,
      approvers: ['UBEA', 'UCARL', 'UDAN'],
      reviewerRoles: { ...request.reviewerRoles, UDAN: { entries: ['user:UBEA'], inPlaceOf: 'UBEA' } },
    })
  })

  test('is put before them also if nobody wrote down as what the approver was asked', () => {
    const { reviewerRoles } = askingDelegate(waiting({ reviewerRoles: {} }), delegation)
    expect(reviewerRoles).toEqual({ UDAN: { entries: [], inPlaceOf: 'UBEA' } })
  })

  const lent = { entries: ['group:S0DATA'], inPlaceOf: 'UCARL' }
  test.each<[string, Partial<Request>]>([
    ['their own', { requester: 'UDAN' }],
    ['for somebody else', { approvers: ['UCARL'] }],
    ['for the approver only in another’s place', { reviewerRoles: { UBEA: lent } }],
    ['for them already', { approvers: ['UBEA', 'UDAN'] }],
    ['for others, since the approver has approved', { quorum: 2, approvals: [{ by: 'UBEA', at: 1 }] }],
    [
      'for others, since an earlier delegate has approved',
      { quorum: 2, approvals: [{ by: 'UEVA', at: 1, inPlaceOf: 'UBEA' }] },
    ],
    ...requestStates
      .filter((state) => state !== 'pending')
      .map((state): [string, Partial<Request>] => [state, { state }]),
  ])('stays as it is if it is %s', (_what, change) => {
    const request = waiting(change)
    expect(askingDelegate(request, delegation)).toBe(request)
  })
})

describe('when a delegation ends', () => {
  const asked = askingDelegate(waiting(), delegation)

  test('nobody decides in the approver’s place any more, and the delegate’s card goes on', () => {
    expect(withdrawingDelegate(asked, delegation)).toEqual({
      ...waiting(),
      version: 5,
      approvers: ['UBEA', 'UCARL', 'UDAN'],
    })
  })

  test.each<[string, Partial<Request>]>([
    ['it has been decided', { state: 'approved' }],
    ['the delegate decides for themselves', { reviewerRoles: { UDAN: byName } }],
    ['the delegate decides in somebody else’s place', { reviewerRoles: { UDAN: { ...byName, inPlaceOf: 'UCARL' } } }],
    ['the delegate was never asked', { reviewerRoles: {} }],
  ])('a request stays as it is if %s', (_what, change) => {
    const request = { ...asked, ...change }
    expect(withdrawingDelegate(request, delegation)).toBe(request)
  })
})

test.each([
  [0, true],
  [DAY - 1, true],
  [DAY, false],
  [2 * DAY, false],
])('at %d ms of a day it holds: %s', (now, holds) => {
  expect(holdsAt(delegation, now)).toBe(holds)
})
