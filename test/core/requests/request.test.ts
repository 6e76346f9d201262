// The life of a request: every state and every move, as one table.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BotError } from '../../../src/core/errors.ts'
import {
  asOf,
  cancel,
  claimIsFresh,
  claimMayCreate,
  clearOrphan,
  finishClaim,
  isClosed,
  isOver,
  type Move,
  mayBeClaimed,
  mayHaveLeftToken,
  move,
  moveOfAttempt,
  moves,
  type Request,
  requestSchema,
  stale,
  startClaim,
} from '../../../src/core/requests/request.ts'
import { type RequestState, requestStates } from '../../../src/core/requests/request-state.ts'
import { DAY, MINUTE } from '../../../src/core/time/duration.ts'

function aRequest(change: Partial<Request> = {}): Request {
  return {
    id: 'k7m2q9xt',
    version: 1,
    state: 'pending',
    requester: 'UANA',
    label: 'tableau',
    asked: 30 * DAY,
    lifetime: 30 * DAY,
    reason: 'dashboards',
    rule: 'every request is reviewed',
    policyVersion: 'built-in',
    approvers: ['UBEA'],
    reviewerRoles: {},
    quorum: 1,
    differentGroups: false,
    approvals: [],
    requestedAt: 1_000,
    nudges: 0,
    returns: 0,
    ...change,
  }
}

// Written out rather than taken from the code: what may happen in which state, and where it leads.
const table: Record<RequestState, Partial<Record<Move, RequestState>>> = {
  pending: {
    approve: 'approved',
    support: 'pending',
    nudge: 'pending',
    passOver: 'pending',
    escalate: 'pending',
    deny: 'denied',
    denyByPolicy: 'denied',
    cancel: 'cancelled',
    lapse: 'lapsed',
  },
  approved: {
    startClaim: 'claiming',
    cancel: 'cancelled',
    lapse: 'lapsed',
    denyByPolicy: 'denied',
    reviewAgain: 'pending',
  },
  claiming: { finishClaim: 'claimed', undoClaim: 'approved', markClaimUnknown: 'unsure' },
  claimed: { returnToken: 'approved' },
  unsure: { undoClaim: 'approved', finishClaim: 'claimed', cancel: 'cancelled' },
  denied: {},
  cancelled: {},
  lapsed: {},
}

const cases = requestStates.flatMap((state) =>
  (Object.keys(moves) as Move[]).map((name) => ({ state, name, to: table[state][name] })),
)

describe('every state and every move', () => {
  test.each(cases)('$state, $name: $to', ({ state, name, to }) => {
    const before = aRequest({ state, version: 7 })
    if (to === undefined) {
      expect(() => move(before, name)).toThrow(new BotError('request_stale', { state }))
      return
    }
    expect(move(before, name)).toEqual({ ...before, state: to, version: 8 })
  })

  test('a closed request stays closed, unless its token did not arrive', () => {
    const closed = requestStates.filter((state) => isClosed(aRequest({ state })))
    expect(closed).toEqual(['denied', 'cancelled', 'lapsed', 'claimed'])
    expect(closed.filter((state) => Object.keys(table[state]).length > 0)).toEqual(['claimed'])
  })

  test('no sequence of moves leads to two tokens that are claimed at once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...(Object.keys(moves) as Move[])), { maxLength: 40 }), (names) => {
        let request = aRequest()
        let held = 0
        for (const name of names) {
          try {
            request = name === 'startClaim' ? startClaim(request, 1) : move(request, name)
          } catch {
            continue
          }
          if (name === 'finishClaim') held += 1
          if (name === 'returnToken') held -= 1
          expect(held).toBe(request.state === 'claimed' ? 1 : 0)
          expect(requestSchema.parse(request)).toEqual(request)
        }
      }),
    )
  })
})

describe('claiming', () => {
  test('each attempt has a number of its own', () => {
    const first = startClaim(aRequest({ state: 'approved' }), 5_000)
    const second = startClaim(move(first, 'undoClaim'), 9_000)
    expect([first.claim, second.claim]).toEqual([
      { attempt: 1, startedAt: 5_000 },
      { attempt: 2, startedAt: 9_000 },
    ])
    expect(finishClaim(second, 'a-tid').claim).toEqual({ attempt: 2, startedAt: 9_000, tid: 'a-tid' })
  })

  const claiming = startClaim(aRequest({ state: 'approved' }), 5_000)

  test.each([
    ['at its start', 0, { runs: true, mayCreate: true }],
    ['before its second minute', MINUTE - 1, { runs: true, mayCreate: true }],
    ['from then on, when what follows might not end in time', MINUTE, { runs: true, mayCreate: false }],
    ['before two minutes are over', 2 * MINUTE - 1, { runs: true, mayCreate: false }],
    ['after two minutes, when it is taken for dead', 2 * MINUTE, { runs: false, mayCreate: false }],
  ])('may still run, and may still ask Dremio for a token, %s', (_when, after, { runs, mayCreate }) => {
    expect(claimIsFresh(claiming, 5_000 + after)).toBe(runs)
    expect(claimMayCreate(claiming, 5_000 + after)).toBe(mayCreate)
  })

  test('is nothing that an approved request does yet', () => {
    expect(claimIsFresh({ ...claiming, state: 'approved' }, 5_000)).toBe(false)
    expect(claimMayCreate({ ...claiming, state: 'approved' }, 5_000)).toBe(false)
  })

  test('remembers for which Dremio user it runs', () => {
    expect(startClaim(aRequest({ state: 'approved' }), 5_000, 'a-uid').claim).toHaveProperty('uid', 'a-uid')
    expect(claiming.claim).not.toHaveProperty('uid')
  })

  test('is too late once the request has lapsed, whether or not anybody has written that', () => {
    const approved = aRequest({ state: 'approved', lapsesAt: 9_000 })
    expect(startClaim(approved, 8_999).state).toBe('claiming')
    expect(() => startClaim(approved, 9_000)).toThrow(new BotError('request_stale', { state: 'lapsed' }))
  })

  test('is over for an attempt after which another one began', () => {
    const second = startClaim(move(claiming, 'undoClaim'), 9_000)
    expect(() => moveOfAttempt(second, 1, 'markClaimUnknown')).toThrow(
      new BotError('request_stale', { state: 'claiming' }),
    )
    expect(moveOfAttempt(second, 2, 'markClaimUnknown', { returns: 1 })).toEqual({
      ...second,
      state: 'unsure',
      returns: 1,
      version: second.version + 1,
    })
    expect(() => moveOfAttempt(aRequest({ state: 'claiming' }), 1, 'undoClaim')).toThrow(BotError)
  })
})

describe('a request whose time is up', () => {
  const lapsing = (state: RequestState) => aRequest({ state, lapsesAt: 9_000 })

  test.each(requestStates)('is over when it is %s only if it could lapse', (state) => {
    const canLapse = state === 'pending' || state === 'approved'
    expect(isOver(lapsing(state), 8_999)).toBe(false)
    expect(isOver(lapsing(state), 9_000)).toBe(canLapse)
    expect(isOver(aRequest({ state }), Number.MAX_SAFE_INTEGER)).toBe(false)
    expect(asOf(lapsing(state), 8_999)).toEqual(lapsing(state))
    expect(asOf(lapsing(state), 9_000)).toEqual(canLapse ? { ...lapsing(state), state: 'lapsed' } : lapsing(state))
  })

  test.each<[RequestState, boolean]>([
    ['pending', false],
    ['approved', true],
    ['denied', false],
    ['cancelled', false],
    ['lapsed', false],
    ['claiming', true],
    ['claimed', false],
    ['unsure', true],
  ])('and *Show token*: %s may lead to a token: %s', (state, may) => {
    expect(mayBeClaimed(aRequest({ state }), 10 * MINUTE)).toBe(may)
  })

  test('leads to no token any more, nor does one that is collected at this moment', () => {
    expect(mayBeClaimed(lapsing('approved'), 8_999)).toBe(true)
    expect(mayBeClaimed(lapsing('approved'), 9_000)).toBe(false)
    const claiming = startClaim(aRequest({ state: 'approved' }), 5_000)
    expect(mayBeClaimed(claiming, 5_000 + 2 * MINUTE - 1)).toBe(false)
    expect(mayBeClaimed(claiming, 5_000 + 2 * MINUTE)).toBe(true)
  })
})

describe('a token that may be left at Dremio', () => {
  const claim = { attempt: 1, startedAt: 5_000 }

  test.each<[RequestState, boolean]>([
    ['pending', false],
    ['approved', false],
    ['denied', false],
    ['cancelled', false],
    ['lapsed', false],
    ['claiming', true],
    ['claimed', false],
    ['unsure', true],
  ])('by a request that is %s: %s', (state, may) => {
    expect(mayHaveLeftToken(aRequest({ state, claim }))).toBe(may)
    expect(mayHaveLeftToken(aRequest({ state, claim: { ...claim, orphanPossible: true } }))).toBe(
      may || state === 'cancelled',
    )
  })

  test('is looked for after a cancelled claim, until it is cleared up', () => {
    const cancelled = cancel(aRequest({ state: 'unsure', claim }))
    expect(cancelled).toMatchObject({ state: 'cancelled', claim: { ...claim, orphanPossible: true } })
    expect(clearOrphan(cancelled)).toEqual({ ...cancelled, claim, version: cancelled.version + 1 })
  })

  test('is not looked for where nothing was begun, or an earlier claim ended well', () => {
    expect(cancel(aRequest({ state: 'approved', claim })).claim).toEqual(claim)
    expect(cancel(aRequest({ state: 'unsure' }))).not.toHaveProperty('claim')
    const unclaimed = aRequest({ state: 'cancelled' })
    expect(clearOrphan(unclaimed)).toBe(unclaimed)
  })
})

test('a late click is told what the request is, and who decided', () => {
  const review = { by: 'UBEA', verdict: 'denied' as const, at: 7_000, comment: 'no' }
  expect(stale(aRequest({ state: 'denied', review })).facts).toEqual({
    state: 'denied',
    review: { by: 'UBEA', verdict: 'denied' },
  })
  expect(stale(aRequest()).facts).toEqual({ state: 'pending' })
})

test('a request that was stored before several could approve wants one approval', () => {
  const { quorum, differentGroups, reviewerRoles, approvals, nudges, ...stored } = aRequest()
  const whole = { quorum: 1, differentGroups: false, reviewerRoles: {}, approvals: [], nudges: 0 }
  expect(requestSchema.parse(stored)).toEqual({ ...stored, ...whole })
})
