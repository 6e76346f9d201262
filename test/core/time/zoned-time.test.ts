// What the clock on a wall shows, in zones that do what zones do.
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../src/core/time/duration.ts'
import { momentOf, zonedTimeAt } from '../../../src/core/time/zoned-time.ts'

const at = (iso: string) => Date.parse(iso)
const clock = (hour: number, minute = 0) => hour * 60 + minute

describe('the clock on the wall', () => {
  test.each([
    ['UTC', '2026-11-24T18:05:59Z', '2026-11-24', clock(18, 5), 'tue'],
    ['Asia/Kolkata', '2026-11-24T18:35:00Z', '2026-11-25', clock(0, 5), 'wed'],
    ['Asia/Kathmandu', '2026-11-24T18:15:00Z', '2026-11-25', clock(0, 0), 'wed'],
    ['America/St_Johns', '2026-11-24T03:29:00Z', '2026-11-23', clock(23, 59), 'mon'],
    ['Pacific/Kiritimati', '2026-11-24T10:00:00Z', '2026-11-25', clock(0), 'wed'],
    ['Pacific/Niue', '2026-11-24T10:59:00Z', '2026-11-23', clock(23, 59), 'mon'],
    ['Nowhere/At_All', '2026-11-29T00:00:00Z', '2026-11-29', clock(0), 'sun'],
  ])('in %s at %s shows %s', (zone, moment, date, minute, day) => {
    expect(zonedTimeAt(at(moment), zone)).toEqual({ date: at(`${date}T00:00:00Z`), minute, day })
  })

  test.each([
    ['Asia/Kolkata', '2026-11-24', clock(9), '2026-11-24T03:30:00Z'],
    ['America/St_Johns', '2026-11-24', clock(9), '2026-11-24T12:30:00Z'],
    ['Europe/Berlin', '2026-03-28', clock(9), '2026-03-28T08:00:00Z'],
    ['Europe/Berlin', '2026-03-29', clock(9), '2026-03-29T07:00:00Z'],
    // That hour is left out: it is an hour later on the wall.
    ['Europe/Berlin', '2026-03-29', clock(2, 30), '2026-03-29T01:30:00Z'],
    // That hour comes twice: the first one counts.
    ['Europe/Berlin', '2026-10-25', clock(2, 30), '2026-10-25T00:30:00Z'],
    ['Europe/Berlin', '2026-10-25', clock(3), '2026-10-25T02:00:00Z'],
    ['America/New_York', '2026-11-01', clock(1, 30), '2026-11-01T05:30:00Z'],
    // By half an hour only.
    ['Australia/Lord_Howe', '2026-10-04', clock(2, 15), '2026-10-03T15:45:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', clock(1, 45), '2026-04-04T14:45:00Z'],
    // Midnight itself is left out.
    ['America/Santiago', '2026-09-06', clock(0), '2026-09-06T04:00:00Z'],
    // The whole day is left out: the same time of the next one.
    ['Pacific/Apia', '2011-12-30', clock(9), '2011-12-30T19:00:00Z'],
    ['Pacific/Kiritimati', '2026-11-24', clock(0), '2026-11-23T10:00:00Z'],
  ])('in %s on %s reaches minute %i at %s', (zone, date, minute, moment) => {
    expect(new Date(momentOf({ date: at(`${date}T00:00:00Z`), minute }, zone))).toEqual(new Date(moment))
  })

  test('reaches every minute that it shows', () => {
    for (const zone of ['Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia']) {
      for (
        let moment = at('2026-01-01T00:00:00Z');
        moment < at('2027-01-01T00:00:00Z');
        moment += 5 * DAY + 97 * MINUTE
      ) {
        const first = momentOf(zonedTimeAt(moment, zone), zone)
        // The first of two, where it comes twice.
        expect([0, HOUR, HOUR / 2]).toContain(moment - first)
      }
    }
  })
})
