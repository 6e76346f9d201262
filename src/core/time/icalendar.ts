// A calendar file of the days on which tokens end, as RFC 5545 wants it.
import { HOUR } from './duration.ts'

export interface CalendarEntry {
  /** The same for the same token, so that importing it again changes the entry instead of adding one. */
  uid: string
  /** Milliseconds since epoch. */
  at: number
  summary: string
  description: string
}

/** Octets in one line, without its end (3.1): https://www.rfc-editor.org/rfc/rfc5545. */
const LONGEST_LINE = 75
const encoder = new TextEncoder()

/** `now` is milliseconds since epoch. Each entry reminds by itself, a day before. */
export function icalendarOf(entries: readonly CalendarEntry[], now: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//dremio-pat//reminders//EN',
    'CALSCALE:GREGORIAN',
    ...entries.flatMap((entry) => linesOf(entry, now)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function linesOf({ uid, at, summary, description }: CalendarEntry, now: number): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${utc(now)}`,
    // Ends at that moment, so that it stands before it in the day's list.
    `DTSTART:${utc(at - HOUR)}`,
    `DTEND:${utc(at)}`,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(summary)}`,
    'TRIGGER:-P1D',
    'END:VALARM',
    'END:VEVENT',
  ]
}

/** `20261201T090000Z`. */
function utc(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

/** Text values (3.3.11); control characters are not text, and a bare carriage return would end the line. */
function escaped(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/;/g, '\\;')
    .replace(/,/g, '\\,')
    .replace(/\r\n|\n|\r/g, '\\n')
    .replace(/\p{Cc}/gu, '')
}

/** Cut between characters, never within one: some readers put the octets together only after they have read characters. */
function folded(line: string): string {
  const lines: string[] = []
  let current = ''
  let octets = 0
  for (const character of line) {
    const more = encoder.encode(character).length
    if (octets + more > LONGEST_LINE) {
      lines.push(current)
      current = ' '
      octets = 1
    }
    current += character
    octets += more
  }
  return [...lines, current].join('\r\n')
}
