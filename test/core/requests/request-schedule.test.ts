// What time will do to a request, as a table: reminders with growing pauses, the fallback, lapsing.
import { describe, expect, test } from 'vitest'
import { builtInPolicy } from '../../../src/core/policy/evaluate.ts'
import type { Request } from '../../../src/core/requests/request.ts'
import { type RequestSchedule, requestSchedule } from '../../../src/core/requests/request-schedule.ts'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import { aRequest } from '../../redis/store.ts'

const { request: usual } = builtInPolicy([], 'cloud')
const ASKED = 1_000_000

interface Case {
  when: string
  request?: Partial<Request>
  times?: Partial<typeof usual>
  hasFallback?: boolean
  tooFewHere?: boolean
  steps: Partial<RequestSchedule>
}

test.each<Case>([
  {
    when: 'it was just asked',
    steps: { nudgeAt: ASKED + 4 * HOUR, escalateAt: ASKED + DAY, lapsesAt: ASKED + 3 * DAY },
  },
  { when: 'it was reminded of once', request: { nudges: 1 }, steps: { nudgeAt: ASKED + DAY } },
  {
    when: 'it was reminded of once, late: the pause is kept',
    request: { nudges: 1, nudgedAt: ASKED + 10 * HOUR },
    steps: { nudgeAt: ASKED + 30 * HOUR },
  },
  {
    when: 'it was reminded of once, in time',
    request: { nudges: 1, nudgedAt: ASKED + 4 * HOUR },
    steps: { nudgeAt: ASKED + DAY },
  },
  { when: 'it was reminded of as often as it may be', request: { nudges: 2 }, steps: { nudgeAt: undefined } },
  { when: 'nobody is to be reminded', times: { nudgeAfter: [] }, steps: { nudgeAt: undefined } },
  { when: 'there is no fallback', hasFallback: false, steps: { escalateAt: undefined } },
  { when: 'the fallback was asked', request: { escalatedAt: ASKED + 1 }, steps: { escalateAt: undefined } },
  { when: 'they are away, but the policy does not mind', tooFewHere: true, steps: { escalateAt: ASKED + DAY } },
  {
    when: 'they are away, and the policy skips them',
    tooFewHere: true,
    times: { skipAway: 15 * MINUTE },
    steps: { escalateAt: ASKED + 15 * MINUTE },
  },
  { when: 'they are here again', times: { skipAway: 15 * MINUTE }, steps: { escalateAt: ASKED + DAY } },
  {
    when: 'they are away, and skipping them takes longer than waiting',
    tooFewHere: true,
    times: { skipAway: 2 * DAY },
    steps: { escalateAt: ASKED + DAY },
  },
  { when: 'it knows itself when it lapses', request: { lapsesAt: ASKED + 7 }, steps: { lapsesAt: ASKED + 7 } },
  {
    when: 'it is approved: only collecting is left, counted from the decision',
    request: { state: 'approved', review: { by: 'UBEA', verdict: 'approved', at: ASKED + DAY } },
    steps: { nudgeAt: undefined, escalateAt: undefined, lapsesAt: ASKED + 4 * DAY },
  },
  {
    when: 'it is approved, and nobody knows when',
    request: { state: 'approved' },
    steps: { lapsesAt: ASKED + 3 * DAY },
  },
  {
    when: 'it is approved and knows itself when it lapses',
    request: { state: 'approved', lapsesAt: ASKED + 9 },
    steps: { lapsesAt: ASKED + 9 },
  },
  ...(['claiming', 'claimed', 'unsure', 'denied', 'cancelled', 'lapsed'] as const).map((state) => ({
    when: `it is ${state}`,
    request: { state, lapsesAt: ASKED },
    steps: { nudgeAt: undefined, escalateAt: undefined, lapsesAt: undefined },
  })),
])('$when', ({ request, times, hasFallback = true, tooFewHere, steps }) => {
  const found = requestSchedule(
    aRequest({ requestedAt: ASKED, ...request }),
    { request: { ...usual, ...times } },
    { hasFallback, ...(tooFewHere !== undefined && { tooFewHere }) },
  )
  expect(found).toMatchObject(steps)
})

describe('reminders', () => {
  test('come after longer and longer pauses', () => {
    const moments = [0, 1, 2].map((nudges) => {
      const request = aRequest({ requestedAt: ASKED, nudges })
      return requestSchedule(
        request,
        { request: { ...usual, nudgeAfter: [HOUR, 4 * HOUR, DAY] } },
        { hasFallback: true },
      ).nudgeAt
    })
    expect(moments).toEqual([ASKED + HOUR, ASKED + 4 * HOUR, ASKED + DAY])
  })
})
