// Hours and days by the clock on the requester's wall: zones of half hours, both changes of the clock, midnight.
import { describe, expect, test } from 'vitest'
import { decide, policySchema } from '../../../src/core/policy/evaluate.ts'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'

const schema = policySchema({ edition: 'cloud', approvers: [] })

function holdsAt(
  when: { hours?: string; days?: 'weekdays' | 'all' | ('sat' | 'sun' | 'mon')[] },
  now: string,
  timeZone: string,
) {
  const policy = { ...schema.parse({ rules: [{ name: 'it holds', when, then: 'approve' }] }), version: 'test' }
  const facts = {
    requester: 'UANA',
    groups: new Set<string>(),
    activeTokens: 0,
    openRequests: 0,
    rotation: false,
    replaces: false,
    timeZone,
  }
  const ask = { label: 'tableau', lifetime: DAY, reason: '' }
  return decide(policy, ask, { ...facts, now: Date.parse(now) }).verdict === 'approve'
}

describe('hours', () => {
  test.each<[hours: string, zone: string, now: string, holds: boolean]>([
    ['08:00-18:00', 'UTC', '2026-11-04T07:59:59.999Z', false],
    ['08:00-18:00', 'UTC', '2026-11-04T08:00:00Z', true],
    ['08:00-18:00', 'UTC', '2026-11-04T17:59:59.999Z', true],
    ['08:00-18:00', 'UTC', '2026-11-04T18:00:00Z', false],
    ['00:00-24:00', 'UTC', '2026-11-04T00:00:00Z', true],
    ['00:00-24:00', 'UTC', '2026-11-04T23:59:59Z', true],
    // Across midnight.
    ['22:00-06:00', 'UTC', '2026-11-04T21:59:00Z', false],
    ['22:00-06:00', 'UTC', '2026-11-04T22:00:00Z', true],
    ['22:00-06:00', 'UTC', '2026-11-05T00:00:00Z', true],
    ['22:00-06:00', 'UTC', '2026-11-05T05:59:00Z', true],
    ['22:00-06:00', 'UTC', '2026-11-05T06:00:00Z', false],
    ['22:00-06:00', 'UTC', '2026-11-05T12:00:00Z', false],
    // Five and a half hours ahead, five and three quarters, three and a half behind, nearly thirteen ahead.
    ['08:00-18:00', 'Asia/Kolkata', '2026-11-04T02:29:00Z', false],
    ['08:00-18:00', 'Asia/Kolkata', '2026-11-04T02:30:00Z', true],
    ['08:00-18:00', 'Asia/Kolkata', '2026-11-04T12:30:00Z', false],
    ['08:00-18:00', 'Asia/Kathmandu', '2026-11-04T02:14:00Z', false],
    ['08:00-18:00', 'Asia/Kathmandu', '2026-11-04T02:15:00Z', true],
    ['08:00-18:00', 'America/St_Johns', '2026-11-04T11:29:00Z', false],
    ['08:00-18:00', 'America/St_Johns', '2026-11-04T11:30:00Z', true],
    ['08:00-18:00', 'Pacific/Chatham', '2026-11-03T18:14:00Z', false],
    ['08:00-18:00', 'Pacific/Chatham', '2026-11-03T18:15:00Z', true],
    // The week in which the clocks of Berlin are put forward (29 March), and back (25 October).
    ['08:00-18:00', 'Europe/Berlin', '2026-03-28T06:59:00Z', false],
    ['08:00-18:00', 'Europe/Berlin', '2026-03-28T07:00:00Z', true],
    ['08:00-18:00', 'Europe/Berlin', '2026-03-29T06:00:00Z', true],
    ['08:00-18:00', 'Europe/Berlin', '2026-03-29T16:00:00Z', false],
    ['08:00-18:00', 'Europe/Berlin', '2026-10-25T06:59:00Z', false],
    ['08:00-18:00', 'Europe/Berlin', '2026-10-25T07:00:00Z', true],
    // The hour that is left out: the clock goes from 01:59 to 03:00.
    ['02:00-03:00', 'Europe/Berlin', '2026-03-29T00:59:59Z', false],
    ['02:00-03:00', 'Europe/Berlin', '2026-03-29T01:00:00Z', false],
    // The hour that is there twice.
    ['02:00-03:00', 'Europe/Berlin', '2026-10-25T00:00:00Z', true],
    ['02:00-03:00', 'Europe/Berlin', '2026-10-25T01:00:00Z', true],
    ['02:00-03:00', 'Europe/Berlin', '2026-10-25T02:00:00Z', false],
    ['02:00-03:00', 'America/New_York', '2026-03-08T07:00:00Z', false],
    ['01:00-02:00', 'America/New_York', '2026-11-01T05:30:00Z', true],
    ['01:00-02:00', 'America/New_York', '2026-11-01T06:30:00Z', true],
    // Half an hour is left out: 02:00 becomes 02:30.
    ['02:00-02:30', 'Australia/Lord_Howe', '2026-10-03T15:30:00Z', false],
    ['02:30-03:00', 'Australia/Lord_Howe', '2026-10-03T15:30:00Z', true],
    // What nobody knows is read as UTC.
    ['08:00-18:00', 'Mars/Olympus_Mons', '2026-11-04T08:00:00Z', true],
    ['08:00-18:00', '', '2026-11-04T07:59:00Z', false],
  ])('%s in %s at %s: %s', (hours, timeZone, now, holds) => {
    expect(holdsAt({ hours }, now, timeZone)).toBe(holds)
  })

  test('are as many on the day as the clock shows, also when it is changed', () => {
    const quartersOn = (day: string, hours: string) =>
      Array.from({ length: 4 * 48 }, (_, quarter) => new Date(Date.parse(day) - 12 * HOUR + quarter * 15 * MINUTE))
        .map((at) => at.toISOString())
        .filter((at) => holdsAt({ hours, days: ['sun'] }, at, 'Europe/Berlin')).length
    expect(quartersOn('2026-03-22T00:00Z', '00:00-04:00')).toBe(16)
    expect(quartersOn('2026-03-29T00:00Z', '00:00-04:00')).toBe(12)
    expect(quartersOn('2026-10-25T00:00Z', '00:00-04:00')).toBe(20)
  })
})

describe('days', () => {
  test.each<[days: 'weekdays' | 'all' | ('sat' | 'sun' | 'mon')[], zone: string, now: string, holds: boolean]>([
    ['weekdays', 'UTC', '2026-11-06T23:59:59Z', true],
    ['weekdays', 'UTC', '2026-11-07T00:00:00Z', false],
    ['weekdays', 'UTC', '2026-11-08T23:59:59Z', false],
    ['weekdays', 'UTC', '2026-11-09T00:00:00Z', true],
    ['weekdays', 'Asia/Kolkata', '2026-11-06T18:30:00Z', false],
    ['weekdays', 'America/New_York', '2026-11-07T04:59:00Z', true],
    ['weekdays', 'Pacific/Kiritimati', '2026-11-06T10:00:00Z', false],
    ['all', 'UTC', '2026-11-08T12:00:00Z', true],
    [['sat', 'sun'], 'UTC', '2026-11-08T12:00:00Z', true],
    [['mon'], 'UTC', '2026-11-08T12:00:00Z', false],
    // The Sunday on which the clocks are changed is one hour shorter, or longer, but no other day.
    [['sun'], 'Europe/Berlin', '2026-03-28T23:00:00Z', true],
    [['sun'], 'Europe/Berlin', '2026-03-29T21:59:00Z', true],
    [['sun'], 'Europe/Berlin', '2026-03-29T22:00:00Z', false],
    [['sun'], 'Europe/Berlin', '2026-10-24T22:00:00Z', true],
    [['sun'], 'Europe/Berlin', '2026-10-25T22:59:00Z', true],
    [['sun'], 'Europe/Berlin', '2026-10-25T23:00:00Z', false],
  ])('%s in %s at %s: %s', (days, timeZone, now, holds) => {
    expect(holdsAt({ days }, now, timeZone)).toBe(holds)
  })

  test('with hours across midnight, the day at that moment counts', () => {
    const night = { hours: '22:00-06:00', days: ['sat'] as 'sat'[] }
    expect(holdsAt(night, '2026-11-07T02:00:00Z', 'UTC')).toBe(true)
    expect(holdsAt(night, '2026-11-07T23:00:00Z', 'UTC')).toBe(true)
    expect(holdsAt(night, '2026-11-08T02:00:00Z', 'UTC')).toBe(false)
  })
})
