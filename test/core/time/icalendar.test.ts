// The calendar file: what RFC 5545 wants, whatever is in a label.
import { describe, expect, test } from 'vitest'
import { type CalendarEntry, icalendarOf } from '../../../src/core/time/icalendar.ts'

const now = Date.UTC(2026, 10, 24, 9)
const entry: CalendarEntry = {
  uid: '11111111-1111-4111-8111-111111111111@dremio-pat',
  at: Date.UTC(2026, 11, 1, 14, 30),
  summary: 'Dremio token tableau ends',
  description: 'Renew it.',
}
const unfolded = (file: string) => file.replaceAll('\r\n ', '').split('\r\n')

describe('the calendar file', () => {
  test('holds an entry for each token, with a reminder of its own', () => {
    const lines = unfolded(icalendarOf([entry], now))
    expect(lines).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//dremio-pat//reminders//EN',
      'CALSCALE:GREGORIAN',
      'BEGIN:VEVENT',
      'UID:11111111-1111-4111-8111-111111111111@dremio-pat',
      'DTSTAMP:20261124T090000Z',
      'DTSTART:20261201T133000Z',
      'DTEND:20261201T143000Z',
      'SUMMARY:Dremio token tableau ends',
      'DESCRIPTION:Renew it.',
      'TRANSP:TRANSPARENT',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'DESCRIPTION:Dremio token tableau ends',
      'TRIGGER:-P1D',
      'END:VALARM',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })

  test('cannot be broken by a label', () => {
    const file = icalendarOf([{ ...entry, summary: 'a,b;c\\d\r\nEND:VCALENDAR\n\u0007' }], now)
    expect(unfolded(file)).toContain('SUMMARY:a\\,b\\;c\\\\d\\nEND:VCALENDAR\\n')
    expect(file.match(/END:VCALENDAR\r\n/g)).toHaveLength(1)
  })

  test('has no line longer than 75 octets, and cuts none within a character', () => {
    const summary = `Dremio token ${'Überweisungsprüfung 🧾 '.repeat(8)}ends`
    const file = icalendarOf([{ ...entry, summary }], now)
    for (const line of file.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
    expect(file).not.toMatch(/[^\r]\n/)
    expect(unfolded(file)).toContain(`SUMMARY:${summary}`)
  })
})
