// Until when people mean, in their own time zone.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDeadline } from '../../../src/core/time/deadline.ts'
import { DAY, HOUR } from '../../../src/core/time/duration.ts'

/** The moment as ISO text, or undefined. */
function read(words: string, timeZone: string, now: string): string | undefined {
  const until = parseDeadline(words, { now: Date.parse(now), timeZone })
  return until === undefined ? undefined : new Date(until).toISOString()
}

describe('a day lasts until its end where the person lives', () => {
  // 2026-11-25 is a Wednesday.
  const now = '2026-11-25T12:00:00Z'
  test.each([
    // A date, in zones of whole, half and quarter hours, east and west, and beyond the date line.
    ['2026-12-01', 'UTC', now, '2026-12-01T23:59:59.999Z'],
    ['2026-12-01', 'Europe/Berlin', now, '2026-12-01T22:59:59.999Z'],
    ['2026-12-01', 'America/Los_Angeles', now, '2026-12-02T07:59:59.999Z'],
    ['2026-12-01', 'Asia/Kolkata', now, '2026-12-01T18:29:59.999Z'],
    ['2026-12-01', 'Asia/Kathmandu', now, '2026-12-01T18:14:59.999Z'],
    ['2026-12-01', 'America/St_Johns', now, '2026-12-02T03:29:59.999Z'],
    ['2026-12-01', 'Pacific/Kiritimati', now, '2026-12-01T09:59:59.999Z'],
    ['2026-12-01', 'Pacific/Pago_Pago', now, '2026-12-02T10:59:59.999Z'],
    ['2026-12-01', 'Mars/Olympus', now, '2026-12-01T23:59:59.999Z'],
    // Today, and days that are over: whether that is refused is not for the reader to say.
    ['2026-11-25', 'UTC', now, '2026-11-25T23:59:59.999Z'],
    ['2026-11-24', 'UTC', now, '2026-11-24T23:59:59.999Z'],
    ['2028-02-29', 'UTC', now, '2028-02-29T23:59:59.999Z'],
    // Weekdays, long and short: the next one; today's own name is the one in a week.
    ['friday', 'UTC', now, '2026-11-27T23:59:59.999Z'],
    ['Fri', 'UTC', now, '2026-11-27T23:59:59.999Z'],
    [' SUNDAY ', 'UTC', now, '2026-11-29T23:59:59.999Z'],
    ['thurs', 'UTC', now, '2026-11-26T23:59:59.999Z'],
    ['tue', 'UTC', now, '2026-12-01T23:59:59.999Z'],
    ['wednesday', 'UTC', now, '2026-12-02T23:59:59.999Z'],
    ['today', 'UTC', now, '2026-11-25T23:59:59.999Z'],
    // However it is decorated.
    ['*Friday*.', 'UTC', now, '2026-11-27T23:59:59.999Z'],
    ['`2026-12-01`,', 'UTC', now, '2026-12-01T23:59:59.999Z'],
    ['２０２６-１２-０１', 'UTC', now, '2026-12-01T23:59:59.999Z'],
    ['tomorrow!', 'UTC', now, '2026-11-26T23:59:59.999Z'],
    ['tomorrow', 'UTC', now, '2026-11-26T23:59:59.999Z'],
    // Which day it is depends on where one is: Wednesday evening in New York is Thursday in Kolkata.
    ['thursday', 'America/New_York', '2026-11-25T23:00:00Z', '2026-11-27T04:59:59.999Z'],
    ['thursday', 'Asia/Kolkata', '2026-11-25T23:00:00Z', '2026-12-03T18:29:59.999Z'],
    ['tomorrow', 'Asia/Kolkata', '2026-11-25T23:00:00Z', '2026-11-27T18:29:59.999Z'],
    ['today', 'Pacific/Kiritimati', '2026-12-31T11:00:00Z', '2027-01-01T09:59:59.999Z'],
    // Clocks go back (a day of 25 hours) and forward (one of 23), by half an hour on Lord Howe.
    ['2026-10-25', 'Europe/Berlin', '2026-10-20T12:00:00Z', '2026-10-25T22:59:59.999Z'],
    ['2026-10-24', 'Europe/Berlin', '2026-10-20T12:00:00Z', '2026-10-24T21:59:59.999Z'],
    ['sunday', 'Europe/Berlin', '2026-03-24T12:00:00Z', '2026-03-29T21:59:59.999Z'],
    ['saturday', 'Europe/Berlin', '2026-03-24T12:00:00Z', '2026-03-28T22:59:59.999Z'],
    ['2026-10-04', 'Australia/Lord_Howe', '2026-10-01T00:00:00Z', '2026-10-04T12:59:59.999Z'],
    // A day without a midnight at its beginning, and one that ends twice: clocks change at 24:00 there.
    ['2026-04-23', 'Africa/Cairo', '2026-04-20T00:00:00Z', '2026-04-23T21:59:59.999Z'],
    ['2026-10-29', 'Africa/Cairo', '2026-10-20T00:00:00Z', '2026-10-29T21:59:59.999Z'],
    // A day that Samoa left out.
    ['2011-12-30', 'Pacific/Apia', '2011-12-25T00:00:00Z', '2011-12-30T09:59:59.999Z'],
  ])('%j in %s at %s is %s', (words, timeZone, at, until) => {
    expect(read(words, timeZone, at)).toBe(until)
  })
})

test.each([
  ['12h', 12 * HOUR],
  ['7d', 7 * DAY],
  ['2W', 14 * DAY],
  ['1mo', 30 * DAY],
  ['3 days', 3 * DAY],
  ['for 3 days', 3 * DAY],
  ['a week', 7 * DAY],
  ['7 d.', 7 * DAY],
])('a duration counts from now, whatever clocks do: %s', (word, milliseconds) => {
  const now = Date.parse('2026-10-24T12:34:56.789Z')
  expect(parseDeadline(word, { now, timeZone: 'Europe/Berlin' })).toBe(now + milliseconds)
})

test.each([
  '',
  ' ',
  'fr',
  'frid-day',
  'fridays',
  'someday',
  'off',
  '0d',
  '-1d',
  '7',
  '2026-02-30',
  '2026-13-01',
  '2026-00-10',
  '2026-1-1',
  '01.12.2026',
  '12/01/2026',
  '2026-12-01T10:00',
  'friday friday',
  'until friday',
  '<!channel>',
])('%j is no time', (words) => {
  expect(parseDeadline(words, { now: 0, timeZone: 'UTC' })).toBeUndefined()
})

test('a millisecond after the end of a day it is the next one, in every zone and at any time of the year', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
  const days = fc.date({ min: new Date('2024-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(zones, days, (timeZone, day) => {
      const date = day.toISOString().slice(0, 10)
      const until = parseDeadline(date, { now: 0, timeZone }) ?? Number.NaN
      const shown = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
      expect(shown(until)).toBe(date)
      expect(shown(until + 1) > date).toBe(true)
    }),
  )
})
