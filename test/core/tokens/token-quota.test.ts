// What counts towards the limit on active tokens, at the asking and at the collecting, and which ones could go.
import { describe, expect, test } from 'vitest'
import type { Request } from '../../../src/core/requests/request.ts'
import { DAY, MINUTE } from '../../../src/core/time/duration.ts'
import type { Token } from '../../../src/core/tokens/token.ts'
import { countBefore, countBeside, revocationCandidates, tokenQuota } from '../../../src/core/tokens/token-quota.ts'
import { aRequest, aToken, NOW } from '../../redis/store.ts'

const renewing = (tid: string, change: Partial<Request> = {}) =>
  aRequest({ ...change, replaces: { tid, expiresAt: NOW + DAY } })
const claiming = (id: string, startedAt: number, state: Request['state'] = 'claiming') =>
  aRequest({ id, state, claim: { attempt: 1, startedAt } })

const ids = ({ active, open }: ReturnType<typeof tokenQuota>) => [active.length, open.map(({ id }) => id)]

describe('at the asking', () => {
  test.each<[what: string, tokens: Token[], open: Request[], held: unknown]>([
    ['nothing', [], [], [0, []]],
    ['a token that works', [aToken()], [], [1, []]],
    ['one that is being replaced', [aToken({ state: 'retiring' })], [], [1, []]],
    ['none that is revoked', [aToken({ state: 'revoked' })], [], [0, []]],
    ['none that has expired', [aToken({ expiresAt: NOW })], [], [0, []]],
    ['a request that waits', [], [aRequest({ id: 'a' })], [0, ['a']]],
    [
      'one that is approved, being collected, or not certain',
      [],
      [aRequest({ id: 'a', state: 'approved' }), claiming('b', NOW), claiming('c', 0, 'unsure')],
      [0, ['a', 'b', 'c']],
    ],
    ['none whose time is over', [], [aRequest({ lapsesAt: NOW })], [0, []]],
    ['none that renews a token that works', [aToken({ tid: 'x', request: 'old' })], [renewing('x')], [1, []]],
    [
      'one that renews a token that was revoked',
      [aToken({ tid: 'x', request: 'old', state: 'revoked' })],
      [renewing('x', { id: 'a' })],
      [0, ['a']],
    ],
    [
      'one that renews a token that has expired',
      [aToken({ tid: 'x', request: 'old', expiresAt: NOW })],
      [renewing('x', { id: 'a' })],
      [0, ['a']],
    ],
    ['none whose token is there already', [aToken({ request: 'a' })], [claiming('a', NOW)], [1, []]],
  ])('%s counts', (_what, tokens, open, held) => {
    expect(ids(tokenQuota(tokens, open, NOW))).toEqual(held)
  })
})

describe('of a chain of rotations', () => {
  const chain = (...changes: Partial<Token>[]) =>
    changes.map((change, index) =>
      aToken({ tid: tidOf(index), ...(index > 0 && { replaces: tidOf(index - 1) }), ...change }),
    )
  const tidOf = (index: number) => `${index}`.repeat(8).concat('-0000-4000-8000-000000000000')
  const retiring: Partial<Token> = { state: 'retiring', retiresAt: NOW + DAY }

  test.each<[what: string, tokens: Token[], held: number]>([
    ['the newest and not the one before it, in its grace period', chain(retiring, {}), 1],
    ['not the one before it while the receipt is awaited', chain({}, { delivery: 'shown' }), 1],
    ['every earlier one', chain(retiring, retiring, retiring, {}), 3],
    ['an earlier one between others that are gone', chain(retiring, { state: 'revoked' }, retiring, {}), 2],
    ['one whose grace period is over', chain({ state: 'retiring', retiresAt: NOW }, {}), 2],
    ['one that should have been revoked', chain({ ...retiring, outstandingSince: NOW - DAY }, {}), 2],
  ])('%s counts', (_what, tokens, held) => {
    expect(tokenQuota(tokens, [], NOW).active).toHaveLength(held)
  })
})

describe('for the condition on active tokens', () => {
  const mine = aRequest({ id: 'm', requestedAt: NOW })
  test.each<[what: string, tokens: Token[], open: Request[], held: number]>([
    ['every token that works', [aToken({ request: 'a' })], [], 1],
    ['an earlier request', [], [aRequest({ id: 'z', requestedAt: NOW - 1 })], 1],
    [
      'one of the same moment, in the order of their ids',
      [],
      [aRequest({ id: 'a', requestedAt: NOW }), aRequest({ id: 'z', requestedAt: NOW })],
      1,
    ],
    ['no later request', [], [aRequest({ id: 'a', requestedAt: NOW + 1 })], 0],
    ['a later one that is being collected', [], [{ ...claiming('a', NOW), requestedAt: NOW + 1 }], 1],
    ['not the request itself', [aToken({ request: 'm' })], [mine], 0],
  ])('%s counts', (_what, tokens, open, held) => {
    expect(countBefore(mine, tokenQuota(tokens, open, NOW), NOW)).toBe(held)
  })
})

describe('at the collecting', () => {
  const mine = claiming('mine', NOW)
  test.each<[what: string, request: Request, tokens: Token[], open: Request[], held: number]>([
    ['every token that works', mine, [aToken({ request: 'a' }), aToken({ request: 'b' })], [], 2],
    ['not the request itself, nor what is left of it', mine, [aToken({ request: 'mine' })], [mine], 0],
    ['not what only waits', mine, [], [aRequest({ id: 'a' }), aRequest({ id: 'b', state: 'approved' })], 0],
    ['what is being collected elsewhere', mine, [], [claiming('other', NOW - 1)], 1],
    ['not what died there', mine, [], [claiming('other', NOW - 2 * MINUTE)], 0],
    ['nothing twice', mine, [aToken({ request: 'other' })], [claiming('other', NOW)], 1],
  ])('%s', (_what, request, tokens, open, held) => {
    expect(countBeside(request, tokenQuota(tokens, open, NOW), NOW)).toBe(held)
  })

  test('not the one that it renews', () => {
    const old = aToken({ request: 'a' })
    expect(countBeside(renewing(old.tid), tokenQuota([old, aToken({ request: 'b' })], [], NOW), NOW)).toBe(1)
  })
})

test('those that end soonest could go, five at most', () => {
  const tokens = [7, 3, 9, 1, 5, 8].map((days) => aToken({ label: `${days}`, expiresAt: NOW + days * DAY }))
  expect(revocationCandidates(tokenQuota(tokens, [], NOW)).map(({ label }) => label)).toEqual(['1', '3', '5', '7', '8'])
})
