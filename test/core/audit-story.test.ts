// Stories by the rules: what counts as an id, whose comment it is, and what is true of a token in the end.
import { describe, expect, test } from 'vitest'
import type { AuditEntry, WrittenEntry } from '../../src/core/audit.ts'
import { commentOn, hasBeginning, outcomeOf, peopleIn, readStoryId, type Story } from '../../src/core/audit-story.ts'
import { DAY, MINUTE } from '../../src/core/time/duration.ts'
import { aRequest, aToken, NOW } from '../redis/store.ts'

const TID = '48099374-0cf7-4b5a-938a-671d1be2e409'

test.each([
  ['k7m2q9xt', 'k7m2q9xt'],
  ['K7M2Q9XT', 'k7m2q9xt'],
  ['`k7m2q9xt`', 'k7m2q9xt'],
  ['k7m2q9xt…', 'k7m2q9xt'],
  ['48099374...', '48099374'],
  [TID, TID],
  [TID.toUpperCase(), TID],
  [TID.slice(0, 13), TID.slice(0, 13)],
  ['48099374-', '48099374-'],
  ['tableau', undefined],
  ['k7m2q9x', undefined],
  ['k7m2q9xtz', undefined],
  ['k7m2q9xt 48099374', undefined],
  [`${TID}0`, undefined],
  ['', undefined],
])('“%s” is the id %s', (typed, id) => {
  expect(readStoryId(typed)).toBe(id)
})

const written = (entry: Partial<AuditEntry>, at = NOW): WrittenEntry => ({
  at,
  entry: { action: 'request.approved', by: 'UBERT', for: 'UANNA', ...entry },
})

describe('what a reviewer wrote', () => {
  const request = aRequest({
    approvals: [{ by: 'UBERT', at: NOW, comment: 'Fine.' }],
    review: { by: 'UCARA', verdict: 'denied', at: NOW, comment: 'No.' },
  })

  test.each<[string, WrittenEntry, string | undefined]>([
    ['with their approval', written({}), 'Fine.'],
    ['with one of several approvals', written({ action: 'request.approval_added' }), 'Fine.'],
    ['with their denial', written({ action: 'request.denied', by: 'UCARA' }), 'No.'],
    ['not with somebody else’s', written({ by: 'UDAN' }), undefined],
    ['not with an earlier one', written({}, NOW - 2 * MINUTE), undefined],
    ['not with what else they did', written({ action: 'request.cancelled' }), undefined],
  ])('is told %s', (_, entry, comment) => {
    expect(commentOn(entry, request)).toBe(comment)
  })
})

const story = (change: Partial<Story>): Story => ({
  ...{ request: 'k7m2q9xt', owner: 'UANNA', label: 'tableau', tokens: [], entries: [] },
  ...change,
})
const got = written({ action: 'claim.finished', tid: TID, lifetime: DAY })
const kept = aToken({ tid: TID, expiresAt: NOW + DAY })

describe('what is true in the end', () => {
  test.each<[string, Partial<Story>, object | undefined]>([
    ['a token that works', { tokens: [{ tid: TID, kept }] }, { is: 'working', at: NOW + DAY }],
    [
      'one in its grace period',
      { tokens: [{ tid: TID, kept: { ...kept, state: 'retiring', retiresAt: NOW + MINUTE } }] },
      { is: 'working', at: NOW + MINUTE },
    ],
    [
      'one whose time is over',
      { tokens: [{ tid: TID, kept: { ...kept, expiresAt: NOW } }] },
      { is: 'expired', at: NOW },
    ],
    ['a revoked one', { tokens: [{ tid: TID, kept: { ...kept, state: 'revoked' } }] }, { is: 'revoked' }],
    ['the last of two', { tokens: [{ tid: 'x' }, { tid: TID, kept }] }, { is: 'working', at: NOW + DAY }],
    ['from the audit, one that works', { tokens: [{ tid: TID }], entries: [got] }, { is: 'working', at: NOW + DAY }],
    [
      'from the audit, one whose time is over',
      { tokens: [{ tid: TID }], entries: [{ ...got, at: NOW - 2 * DAY }] },
      { is: 'expired', at: NOW - DAY },
    ],
    [
      'from the audit, a revoked one',
      { tokens: [{ tid: TID }], entries: [got, written({ action: 'token.revoked', tid: TID })] },
      { is: 'revoked' },
    ],
    ['a request', { kept: aRequest() }, { is: 'request', state: 'pending' }],
    ['one whose time is over', { kept: aRequest({ lapsesAt: NOW }) }, { is: 'request', state: 'lapsed' }],
    [
      'from the audit, a denied request',
      { entries: [written({ action: 'request.denied' })] },
      { is: 'request', state: 'denied' },
    ],
    ['of what is not known', { entries: [written({})] }, undefined],
    ['of nothing', {}, undefined],
  ])('%s', (_, change, outcome) => {
    expect(outcomeOf(story(change), NOW)).toEqual(outcome)
  })
})

test('a story begins where the request was made; a token from elsewhere has no beginning', () => {
  expect(hasBeginning(story({ entries: [written({})] }))).toBe(false)
  expect(hasBeginning(story({ entries: [written({ action: 'request.created' })] }))).toBe(true)
  const { request: _, ...elsewhere } = story({ entries: [written({})] })
  expect(hasBeginning(elsewhere)).toBe(true)
})

test('everybody who is named in it has to be named by name', () => {
  const entries = [written({ note: 'in place of UDAN' }), written({ by: 'bot' })]
  expect(peopleIn(story({ entries }))).toEqual(['UANNA', 'UBERT', 'UDAN'])
})
