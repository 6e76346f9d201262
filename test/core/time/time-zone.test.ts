// Names of time zones: which ones Node knows, and which one was meant.
import { expect, test } from 'vitest'
import { isTimeZone, nearestTimeZone } from '../../../src/core/time/time-zone.ts'

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['US/Pacific', true],
  ['europe/berlin', true],
  ['Asia/Kolkata', true],
  ['Europe/Berln', false],
  ['+01:00', false],
  ['01:00', false],
  ['', false],
  ['A'.repeat(200), false],
])('%j is a time zone: %s', (name, known) => {
  expect(isTimeZone(name)).toBe(known)
})

test.each([
  ['Europe/Berln', 'Europe/Berlin'],
  ['EUROPE/BERLNI', 'Europe/Berlin'],
  ['Berlin', 'Europe/Berlin'],
  ['Germany/Berlin', 'Europe/Berlin'],
  ['new york', 'America/New_York'],
  ['Tokio', 'Asia/Tokyo'],
  ['Mars/Olympus_Mons', undefined],
  ['', undefined],
  ['x'.repeat(100_000), undefined],
])('%.20j means %s', (typed, meant) => {
  expect(nearestTimeZone(typed)).toBe(meant)
})
