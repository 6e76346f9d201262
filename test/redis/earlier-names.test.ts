// A record that an earlier version wrote is read with today's names.
import { expect, test } from 'vitest'
import { parseStored } from '../../src/redis/earlier-names.ts'

test.each<[what: string, stored: object, read: object]>([
  [
    'a request',
    { standings: { UBEA: { entries: ['manager'] } }, rotates: { tid: 't' }, claim: { attempt: 1, leftBehind: true } },
    {
      reviewerRoles: { UBEA: { entries: ['manager'] } },
      replaces: { tid: 't' },
      claim: { attempt: 1, orphanPossible: true },
    },
  ],
  ['a token', { label: 'notes', chasedAt: 1 }, { label: 'notes', receiptReminderAt: 1 }],
  [
    'what somebody was reminded of',
    {
      notes: { t1: { letGo: true } },
      elsewhere: [],
      lookAt: 5,
      messages: [{ place: {}, about: [{ shown: 'let go' }] }],
    },
    {
      tokens: { t1: { doNotRenew: true } },
      externalTokens: [],
      nextCheckAt: 5,
      messages: [{ location: {}, about: [{ shown: 'not renewed' }] }],
    },
  ],
  ['a ticket', { wish: { kind: 'list' } }, { pendingAction: { kind: 'list' } }],
  ['what has today’s names', { tokens: {}, nextCheckAt: 5 }, { tokens: {}, nextCheckAt: 5 }],
])('%s', (_what, stored, read) => {
  expect(parseStored(JSON.stringify(stored))).toEqual(read)
})
