// The life of a request: every state and every move, as one table.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BotError } from '../../../src/core/errors.ts'
import {
  CLAIM_LEASE,
  claimIsFresh,
  finishClaim,
  isClosed,
  type Move,
  move,
  moves,
  type Request,
  requestSchema,
  startClaim,
} from '../../../src/core/requests/request.ts'
import { type RequestState, requestStates } from '../../../src/core/requests/request-state.ts'
import { DAY } from '../../../src/core/time/duration.ts'

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
    escalate: 'pending',
    deny: 'denied',
    cancel: 'cancelled',
    lapse: 'lapsed',
  },
  approved: { startClaim: 'claiming', cancel: 'cancelled', lapse: 'lapsed' },
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

  test('is taken for dead after its lease, not before', () => {
    const claiming = startClaim(aRequest({ state: 'approved' }), 5_000)
    expect(claimIsFresh(claiming, 5_000 + CLAIM_LEASE - 1)).toBe(true)
    expect(claimIsFresh(claiming, 5_000 + CLAIM_LEASE)).toBe(false)
    expect(claimIsFresh(aRequest({ state: 'approved' }), 5_000)).toBe(false)
  })
})
