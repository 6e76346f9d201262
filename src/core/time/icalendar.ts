// Writes a calendar file (RFC 5545) of the moments at which tokens expire.
import { HOUR } from './duration.ts'

export interface CalendarEntry {
  /** Stays the same for the same token, so that a second import changes the entry instead of adding one. */
  uid: string
  /** Milliseconds since epoch. */
  at: number
  summary: string
  description: string
}

/** Octets in one line, without its line break (section 3.1): https://www.rfc-editor.org/rfc/rfc5545 */
const LONGEST_LINE = 75
const encoder = new TextEncoder()

/** `now` is milliseconds since epoch. Calendar programs remind a day before each entry. */
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
    // The event ends when the token expires, so that a calendar shows it before that moment.
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

/**
 * Escapes a text value (section 3.3.11). Control characters are not allowed in text, and a lone carriage return would
 * end the line.
 */
function escaped(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/;/g, '\\;')
    .replace(/,/g, '\\,')
    .replace(/\r\n|\n|\r/g, '\\n')
    .replace(/\p{Cc}/gu, '')
}

/**
 * Folds a long line between characters, never inside one, because some readers decode characters before they unfold
 * lines.
 */
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
