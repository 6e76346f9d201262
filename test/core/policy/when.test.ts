// Hours and days by the policy's clock, else the requester's: zones of half hours, both changes of the clock, midnight.
import { describe, expect, test } from 'vitest'
import { decide, policySchema } from '../../../src/core/policy/evaluate.ts'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'

const schema = policySchema({ edition: 'cloud', approvers: [] })

function holdsAt(
  when: { hours?: string; days?: 'weekdays' | 'all' | ('sat' | 'sun' | 'mon')[] },
  now: string,
  timeZone: string,
  ofPolicy: { timeZone?: string } = {},
) {
  const rules = [{ name: 'it holds', when, then: 'approve' }]
  const policy = { ...schema.parse({ rules, ...ofPolicy }), version: 'test' }
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

describe('a policy with a zone of its own', () => {
  const inOffice = { hours: '08:00-18:00', days: 'weekdays' as const }

  test.each<[what: string, zone: string, requester: string, now: string, holds: boolean]>([
    ['two in the night there', 'Europe/Berlin', 'Europe/Berlin', '2026-11-04T01:00:00Z', false],
    [
      'the same, with a Slack zone in which it is day',
      'Europe/Berlin',
      'America/Los_Angeles',
      '2026-11-04T01:00:00Z',
      false,
    ],
    ['the same, in which it is ten in the morning', 'Europe/Berlin', 'Asia/Tokyo', '2026-11-04T01:00:00Z', false],
    ['noon there, midnight where the requester is', 'Europe/Berlin', 'Pacific/Auckland', '2026-11-04T11:00:00Z', true],
    [
      'noon there, and Slack names no zone that exists',
      'Europe/Berlin',
      'Mars/Olympus_Mons',
      '2026-11-04T11:00:00Z',
      true,
    ],
    [
      'Saturday there, Friday where the requester is',
      'Pacific/Auckland',
      'America/New_York',
      '2026-11-06T20:00:00Z',
      false,
    ],
    [
      'Monday there, Sunday where the requester is',
      'Pacific/Auckland',
      'America/New_York',
      '2026-11-08T22:00:00Z',
      true,
    ],
    // 29 March: Berlin's clocks are put forward, New York's were three weeks before. 25 October: Berlin's are put back.
    ['eight in summer time, a minute before', 'Europe/Berlin', 'America/New_York', '2026-03-30T05:59:59Z', false],
    ['eight in summer time', 'Europe/Berlin', 'America/New_York', '2026-03-30T06:00:00Z', true],
    ['the Friday before, at the same moment', 'Europe/Berlin', 'America/New_York', '2026-03-27T06:00:00Z', false],
    ['six in the evening of the last day of summer time', 'Europe/Berlin', 'UTC', '2026-10-23T16:00:00Z', false],
    ['the same moment, on the first working day after it', 'Europe/Berlin', 'UTC', '2026-10-26T16:00:00Z', true],
  ])('%s: %s, %s, at %s: %s', (_what, zone, requester, now, holds) => {
    expect(holdsAt(inOffice, now, requester, { timeZone: zone })).toBe(holds)
  })

  test('counts the hour that a day leaves out, or has twice, by its own clock', () => {
    const berlin = { timeZone: 'Europe/Berlin' }
    const early = { hours: '02:00-03:00' }
    expect(holdsAt(early, '2026-03-29T01:00:00Z', 'UTC', berlin)).toBe(false)
    expect(holdsAt(early, '2026-10-25T00:00:00Z', 'UTC', berlin)).toBe(true)
    expect(holdsAt(early, '2026-10-25T01:00:00Z', 'America/New_York', berlin)).toBe(true)
    expect(holdsAt(early, '2026-10-25T02:00:00Z', 'UTC', berlin)).toBe(false)
  })

  test.each(['UTC', 'Asia/Tokyo', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', ''])(
    'decides the same for a requester whose Slack says %j, at every hour of a week',
    (requester) => {
      for (let hour = 0; hour < 7 * 24; hour += 1) {
        const now = new Date(Date.parse('2026-03-26T00:30Z') + hour * HOUR).toISOString()
        const expected = holdsAt(inOffice, now, 'Europe/Berlin')
        expect(holdsAt(inOffice, now, requester, { timeZone: 'Europe/Berlin' }), now).toBe(expected)
      }
    },
  )
})
