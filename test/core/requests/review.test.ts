// Deciding with one or several: people count and not clicks, the shortest lifetime holds, one denial ends it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Request } from '../../../src/core/requests/request.ts'
import {
  approvalOf,
  approve,
  approveByRule,
  deny,
  missing,
  type Reviewers,
  undecided,
} from '../../../src/core/requests/review.ts'
import { DAY } from '../../../src/core/time/duration.ts'
import { aRequest } from '../../redis/store.ts'

const LAPSES = 99_000
const asked = (change: Partial<Request> = {}) => aRequest({ approvers: ['UBEA', 'UCARL', 'UDAN'], ...change })

/** As what each may decide; a name after an arrow decides in that one's place. */
function reviewers(people: Record<string, string[] | [string[], string]>): Reviewers {
  return new Map(
    Object.entries(people).map(([id, standing]) => {
      const [first, second] = standing
      return Array.isArray(first)
        ? [id, { entries: first, inPlaceOf: second as string }]
        : [id, { entries: standing as string[] }]
    }),
  )
}

const three = reviewers({ UBEA: ['group:S1'], UCARL: ['group:S1', 'group:S2'], UDAN: ['group:S2'] })

function inTurn(request: Request, who: string[], among: Reviewers = three, lifetimes: (number | undefined)[] = []) {
  return who.reduce(
    (before, by, index) =>
      approve(before, {
        approval: {
          by,
          at: 2_000 + index,
          ...(lifetimes[index] !== undefined && { lifetime: lifetimes[index] }),
          ...(among.get(by)?.inPlaceOf !== undefined && { inPlaceOf: among.get(by)?.inPlaceOf }),
        },
        reviewers: among,
        lapsesAt: LAPSES,
      }),
    request,
  )
}

describe('approving alone', () => {
  test.each([
    ['as asked', undefined, 30 * DAY],
    ['for less', 7 * DAY, 7 * DAY],
    ['for more is cut to what was asked', 90 * DAY, 30 * DAY],
  ])('%s', (_what, lifetime, granted) => {
    const approved = inTurn(asked(), ['UBEA'], three, [lifetime])
    expect(approved).toMatchObject({ state: 'approved', lifetime: granted, asked: 30 * DAY, lapsesAt: LAPSES })
    expect(approved.review).toEqual({ by: 'UBEA', at: 2_000, verdict: 'approved' })
  })

  test('the second of two is told who was first', () => {
    expect(() => inTurn(asked(), ['UBEA', 'UCARL'])).toThrow(
      expect.objectContaining({ facts: { state: 'approved', review: { by: 'UBEA', verdict: 'approved' } } }),
    )
  })

  test('again, after it is approved, is as late as anybody else’s', () => {
    const approved = inTurn(asked(), ['UBEA'])
    expect(() => inTurn(approved, ['UBEA'])).toThrow(expect.objectContaining({ code: 'request_stale' }))
    expect(missing(approved, three)).toBe(0)
  })

  test('keeps the comment', () => {
    const approval = { by: 'UBEA', at: 2_000, comment: 'fine' }
    expect(approve(asked(), { approval, reviewers: three, lapsesAt: LAPSES }).review).toEqual({
      by: 'UBEA',
      at: 2_000,
      verdict: 'approved',
      comment: 'fine',
    })
    expect(Object.keys(inTurn(asked(), ['UBEA']).review ?? {})).not.toContain('comment')
  })

  test('a rule approves without anybody', () => {
    expect(approveByRule(asked(), 5, LAPSES)).toMatchObject({
      state: 'approved',
      review: { by: null },
      lapsesAt: LAPSES,
    })
  })
})

describe('a quorum', () => {
  test('of two waits for the second person, and holds the shortest lifetime', () => {
    const one = inTurn(asked({ quorum: 2 }), ['UBEA'], three, [7 * DAY])
    expect(one).toMatchObject({ state: 'pending', lifetime: 7 * DAY, approvals: [{ by: 'UBEA' }] })
    expect(missing(one, three)).toBe(1)
    const two = inTurn(one, ['UDAN'], three, [90 * DAY])
    expect(two).toMatchObject({ state: 'approved', lifetime: 7 * DAY, review: { by: 'UDAN' } })
    expect(two.approvals.map(({ by }) => by)).toEqual(['UBEA', 'UDAN'])
  })

  test('counts people, not clicks', () => {
    const one = inTurn(asked({ quorum: 2 }), ['UBEA'])
    expect(() => inTurn(one, ['UBEA'])).toThrow(
      expect.objectContaining({ code: 'approved_already', facts: { by: 'UBEA', you: 'UBEA', missing: 1 } }),
    )
  })

  test('does not count who lost the right meanwhile', () => {
    const one = inTurn(asked({ quorum: 2 }), ['UBEA'])
    const without = reviewers({ UCARL: ['group:S1'], UDAN: ['group:S2'] })
    expect(inTurn(one, ['UCARL'], without)).toMatchObject({ state: 'pending' })
    expect(inTurn(one, ['UCARL', 'UDAN'], without)).toMatchObject({ state: 'approved' })
    expect(approvalOf(one, three, 'UBEA')).toMatchObject({ by: 'UBEA' })
    expect(approvalOf(one, without, 'UBEA')).toBeUndefined()
  })

  test('hears an approver and their delegate as one voice', () => {
    const among = reviewers({ UBEA: ['group:S1'], UDAN: [['group:S1'], 'UBEA'], UCARL: ['group:S1'] })
    const one = inTurn(asked({ quorum: 2 }), ['UDAN'], among)
    expect(() => inTurn(one, ['UBEA'], among)).toThrow(
      expect.objectContaining({ code: 'approved_already', facts: { by: 'UDAN', you: 'UBEA', missing: 1 } }),
    )
    expect(undecided(one, among)).toEqual(['UCARL'])
    expect(inTurn(one, ['UCARL'], among).state).toBe('approved')
  })

  test.each<[string, Record<string, string[]>, string[], boolean]>([
    ['two of one group', { UBEA: ['group:S1'], UCARL: ['group:S1'] }, ['UBEA', 'UCARL'], false],
    ['one of each', { UBEA: ['group:S1'], UCARL: ['group:S2'] }, ['UBEA', 'UCARL'], true],
    [
      'one in both, and one in the first',
      { UBEA: ['group:S1', 'group:S2'], UCARL: ['group:S1'] },
      ['UBEA', 'UCARL'],
      true,
    ],
    ['the same in the other order', { UBEA: ['group:S1', 'group:S2'], UCARL: ['group:S1'] }, ['UCARL', 'UBEA'], true],
    [
      'two who are in both',
      { UBEA: ['group:S1', 'group:S2'], UCARL: ['group:S1', 'group:S2'] },
      ['UBEA', 'UCARL'],
      true,
    ],
    ['the manager and the group', { UBEA: ['manager'], UCARL: ['group:S1'] }, ['UBEA', 'UCARL'], true],
  ])('from different groups: %s', (_what, people, who, agrees) => {
    const request = asked({ quorum: 2, differentGroups: true })
    expect(inTurn(request, who, reviewers(people)).state).toBe(agrees ? 'approved' : 'pending')
  })

  test('is never reached by fewer people than it wants, nor missed by enough', () => {
    const people = fc.uniqueArray(fc.constantFrom('UBEA', 'UCARL', 'UDAN', 'UEVE', 'UFAY'), { minLength: 1 })
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 4 }), (who, quorum) => {
        const among: Reviewers = new Map(who.map((id) => [id, { entries: ['group:S1'] }]))
        const enough = inTurn(asked({ quorum }), who.slice(0, quorum), among)
        expect(enough.state).toBe(who.length >= quorum ? 'approved' : 'pending')
        expect(enough.approvals.length).toBe(Math.min(quorum, who.length))
      }),
    )
  })
})

test('nobody decides after its time is up, though nobody may have written that it has lapsed', () => {
  const lapsing = asked({ lapsesAt: 2_000 })
  const late = expect.objectContaining({ code: 'request_stale', facts: { state: 'lapsed' } })
  expect(() => inTurn(lapsing, ['UBEA'])).toThrow(late)
  expect(() => deny(lapsing, { by: 'UBEA', at: 2_000 })).toThrow(late)
  expect(inTurn({ ...lapsing, lapsesAt: 2_001 }, ['UBEA']).state).toBe('approved')
  expect(deny(lapsing, { by: 'UBEA', at: 1_999 }).state).toBe('denied')
})

test('one denial ends it, however many have approved', () => {
  const one = inTurn(asked({ quorum: 2 }), ['UBEA'])
  expect(deny(one, { by: 'UCARL', at: 3_000, comment: 'no' })).toMatchObject({
    state: 'denied',
    review: { by: 'UCARL', verdict: 'denied', comment: 'no' },
  })
})
