// When approvers may be reminded: in their own hours and on their own days, wherever they live.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type NudgeHours, nextNudge } from '../../../src/core/requests/nudge-hours.ts'
import { DAY, HOUR } from '../../../src/core/time/duration.ts'
import { everyDay, weekdays } from '../../../src/core/time/weekday.ts'
import { zonedTimeAt } from '../../../src/core/time/zoned-time.ts'

const office: NudgeHours = { nudgeHours: { from: 8 * 60, to: 18 * 60 }, nudgeDays: weekdays }
const always: NudgeHours = { nudgeHours: 'any', nudgeDays: everyDay }
const nights: NudgeHours = { nudgeHours: { from: 22 * 60, to: 6 * 60 }, nudgeDays: weekdays }
/** Wednesday, 4 November 2026. */
const at = (hour: number, day = 4) => Date.UTC(2026, 10, day, hour)

test.each<[what: string, from: number, hours: NudgeHours, zone: string, next: number]>([
  ['at once in office hours', at(12), office, 'UTC', at(12)],
  ['at eight if it is earlier', at(5), office, 'UTC', at(8)],
  ['tomorrow at eight if it is later', at(18), office, 'UTC', at(8, 5)],
  ['on Monday after Friday', at(19, 6), office, 'UTC', at(8, 9)],
  ['on Monday on a Sunday', at(12, 8), office, 'UTC', at(8, 9)],
  ['by the approver’s clock', at(5), office, 'Asia/Kolkata', at(5)],
  ['by the approver’s clock, in their night', at(12), office, 'America/Los_Angeles', at(16)],
  ['at any time if the policy says so', at(3, 8), always, 'UTC', at(3, 8)],
  ['at night across midnight', at(12), nights, 'UTC', at(22)],
  ['at night, after midnight of an allowed day', at(2, 9), nights, 'UTC', at(2, 9)],
  ['at night, from midnight of the first allowed day', at(23, 8), nights, 'UTC', at(0, 9)],
])('%s', (_what, from, hours, zone, next) => {
  expect(new Date(nextNudge(from, hours, zone)).toISOString()).toBe(new Date(next).toISOString())
})

describe('whatever the hours, days and zone', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'Asia/Kolkata',
    'America/St_Johns',
    'Pacific/Apia',
    'Nowhere/At_All',
  )
  const from = fc.integer({ min: at(0), max: at(0) + 400 * DAY })
  const days = fc.uniqueArray(fc.constantFrom(...everyDay), { minLength: 1 })
  const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 2, maxLength: 2 })

  test('the next moment is not before now, on an allowed day, within eight days', () => {
    fc.assert(
      fc.property(zone, from, days, minutes, (zone, from, nudgeDays, [first = 8, second = 18]) => {
        const hours: NudgeHours = { nudgeHours: { from: first * 60, to: second * 60 }, nudgeDays }
        const next = nextNudge(from, hours, zone)
        expect(next).toBeGreaterThanOrEqual(from)
        expect(next - from).toBeLessThanOrEqual(8 * DAY + HOUR)
        expect(nudgeDays).toContain(zonedTimeAt(next, zone).day)
        // Asked again at that moment, it is that moment.
        expect(nextNudge(next, hours, zone) - next).toBeLessThanOrEqual(HOUR)
      }),
    )
  })
})
