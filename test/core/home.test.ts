// When a Home has to be read again without anybody changing a record.
import { describe, expect, test } from 'vitest'
import { type AdministratorHome, type Home, nextChangeOf } from '../../src/core/home.ts'
import { rulesFor } from '../../src/core/reminders/reminder-record.ts'
import { DAY, HOUR, MINUTE } from '../../src/core/time/duration.ts'
import type { TokenCounts } from '../../src/core/tokens/token-counts.ts'
import { aPolicy } from '../slack/records.ts'

const NOW = Date.UTC(2026, 10, 29, 12)
const home: Home = {
  person: 'UANA',
  pages: {},
  now: NOW,
  tokens: { list: [], external: 'known' },
  mostTokens: 5,
  needs: { receipts: [], replaced: [], toRevoke: [], signsIn: false },
  requests: [],
  approver: undefined,
  administrator: undefined,
  link: undefined,
  reminders: rulesFor(aPolicy().reminders, {}),
}
const approver = { reviews: [], decisions: [], delegation: undefined }
const delegation = { approver: 'UANA', delegate: 'UBEA', since: NOW - DAY, until: NOW + HOUR }
const tokens: TokenCounts = {
  byState: { active: 0, retiring: 0, expired: 0, revoked: 0 },
  ...{ expiring7: 0, expiring30: 0, createdElsewhere: 0, ofLeavers: 0, total: 0, unreadable: 0 },
}
const administrator: AdministratorHome = {
  tokens: { counts: tokens, breaking: [] },
  health: [],
  authMethod: 'oauth',
  policyVersion: 'built-in',
  outstanding: { tokens: [], claims: [], leaversTokens: [], leavers: new Set<string>(), canRevoke: true },
  links: [],
}

describe('Home is read again', () => {
  test.each<[string, Partial<Home>, number]>([
    ['within a day, if nothing ends', {}, DAY],
    ['soon, if a part could not be read', { tokens: 'unknown' }, 5 * MINUTE],
    ['soon, if what an approver sees could not be read', { approver: 'unknown' }, 5 * MINUTE],
    [
      'soon, if a part of what a bot admin sees could not be read',
      { administrator: { ...administrator, links: 'unknown' } },
      5 * MINUTE,
    ],
    ['every quarter of an hour for bot admins, who read what works', { administrator }, 15 * MINUTE],
    ['when a delegation ends', { approver: { ...approver, delegation } }, HOUR + 1_000],
    ['when the delegation ends by which they review', { approver: { ...approver, reviewsUntil: NOW + 1 } }, 1_001],
    ['within a day, if the delegation is over', { approver: { ...approver, reviewsUntil: NOW } }, DAY],
  ])('%s', (_, change, after) => {
    expect(nextChangeOf({ ...home, ...change })).toBe(NOW + after)
  })
})
