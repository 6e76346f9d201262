// The settings of reminders, and the calendar file.
import { allOf, distance, duration } from './grammar.ts'

export const reminderSettings = {
  off: 'Reminders are off. I won’t message you about expiring tokens.',
  /** `before` in milliseconds; `at` is an hour, undefined for any. */
  on: ({ before, at }: { before: readonly number[]; at: string | undefined }) => {
    const early = `${allOf(before.map(duration), before.length)} before a token expires`
    return at === undefined
      ? `Reminders are on: ${early}, at any hour.`
      : `Reminders are on: ${early}, at ${at} in your time zone.`
  },
  noneExpire: 'You don’t have any expiring tokens.',
  /** The token that expires first of so many; `left` is milliseconds. */
  next: ({ label, tokens, left, when }: { label: string; tokens: number; left: number; when: string }) =>
    tokens === 1
      ? `${label} expires ${distance(left)} (${when}).`
      : `${label} expires first (of ${tokens}), ${distance(left)} (${when}).`,
  optionOn: 'On',
  optionOff: 'Off',
  /** `milliseconds` before a token expires. */
  optionBefore: ({ milliseconds }: { milliseconds: number }) => duration(milliseconds),
  anyHour: 'Any hour',
  aboutHour: 'Your Slack time zone. On a token’s last day I may message you at any time.',
  aboutCalendar: 'The calendar file has labels and dates only. It won’t update later.',

  calendarSent: 'The calendar file is in our direct messages.',
  nothingForCalendar: 'No expiring tokens, so there’s nothing for your calendar.',
  /** The dates as text. */
  datesInstead: 'I’m not allowed to send files in this workspace. Here are the dates instead:',
  dateLine: ({ label, when }: { label: string; when: string }) => `• ${label} expires ${when}`,
  moreDates: ({ amount }: { amount: number }) => `• and ${amount} more`,
  calendarTitle: 'When your Dremio tokens expire',
  calendarComment:
    'Open this file to add the dates when your Dremio tokens expire to your calendar. It has no tokens in it.',
  /** In the calendar itself. */
  calendarEntry: ({ label }: { label: string }) => `Dremio token ${label} expires`,
  calendarDescription: 'Anything using it loses access then. In Slack, /dremio-pat list shows your tokens.',
}
