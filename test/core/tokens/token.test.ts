// Tokens as they are listed: marks, states, and the order in which they end.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLine } from '../../../src/core/clean-text.ts'
import { DAY } from '../../../src/core/time/duration.ts'
import { markedLabel, readMark, remembered, summarize, type Token } from '../../../src/core/tokens/token.ts'

const NOW = 1_700_000_000_000
const UID = 'f3cf7b44-69c6-4008-b319-b297559c9040'
const tidOf = (digit: number) => `${digit}c2cda83-f2be-43ea-bf51-adda9c101023`

function aToken(change: Partial<Token> = {}): Token {
  return {
    tid: tidOf(1),
    uid: UID,
    owner: 'UANA',
    label: 'tableau',
    createdAt: NOW - DAY,
    expiresAt: NOW + DAY,
    request: 'k7m2q9xt',
    version: 1,
    state: 'active',
    delivery: 'shown',
    ...change,
  }
}

const listed = (digit: number, label: string, expiresAt: number) => ({
  tid: tidOf(digit),
  uid: UID,
  label,
  createdAt: NOW - DAY,
  expiresAt,
})

describe('the mark in a label', () => {
  test('carries the request and the attempt', () => {
    const label = markedLabel({ id: 'k7m2q9xt', label: 'tableau', claim: { attempt: 2, startedAt: 0 } })
    expect(label).toBe('tableau [k7m2q9xt-2]')
    expect(readMark(label)).toEqual({ label: 'tableau', request: 'k7m2q9xt', attempt: 2 })
  })

  test('is read back whatever the label', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 999 }), (label, attempt) => {
        const marked = markedLabel({ id: 'k7m2q9xt', label, claim: { attempt, startedAt: 0 } })
        expect(readMark(marked)).toEqual({ label: cleanLine(label), request: 'k7m2q9xt', attempt })
      }),
    )
  })

  test.each(['PATforAPI', 'tableau [x]', '[k7m2q9xt-1]', 'tableau [k7m2q9xt-1] '])('%j has none', (label) => {
    expect(readMark(label)).toEqual({ label: label.trim() })
  })

  test('is not read from a label of which only the clean form looks so', () => {
    expect(readMark('tableau [k7m2q9xt-1]\u200b')).toEqual({ label: 'tableau [k7m2q9xt-1]' })
    expect(readMark('in\u202evoice\n two [k7m2q9xt-1]')).toMatchObject({ label: 'invoice two', request: 'k7m2q9xt' })
  })
})

describe('a list', () => {
  test('tells the soonest expiry first and what has expired last', () => {
    const list = [listed(1, 'late', NOW + 9 * DAY), listed(2, 'dead', NOW - 1), listed(3, 'soon', NOW + 1)]
    expect(summarize(list, [], NOW).map(({ label, state }) => `${label} ${state}`)).toEqual([
      'soon active',
      'late active',
      'dead expired',
    ])
  })

  test('tells tokens made here from others, by their mark', () => {
    const list = [listed(1, 'tableau [k7m2q9xt-1]', NOW + 1), listed(2, 'PATforAPI', NOW + 2)]
    expect(summarize(list, [aToken()], NOW).map(({ label, madeHere }) => [label, madeHere])).toEqual([
      ['tableau', true],
      ['PATforAPI', false],
    ])
  })

  test('points out the token that the bot itself works with', () => {
    const list = [listed(1, 'mine', NOW + 1), listed(2, 'bot', NOW + 2)]
    expect(summarize(list, [], NOW, [tidOf(2)]).map(({ working }) => working)).toEqual([false, true])
  })

  test('that is from memory leaves out what is revoked', () => {
    const known = [
      aToken({ tid: tidOf(1), state: 'revoked' }),
      aToken({ tid: tidOf(2), expiresAt: NOW }),
      aToken({ tid: tidOf(3) }),
    ]
    expect(remembered(known, NOW).map(({ tid, state }) => [tid, state])).toEqual([
      [tidOf(3), 'active'],
      [tidOf(2), 'expired'],
    ])
  })
})
