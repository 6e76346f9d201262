// The reminder of tokens that expire: one with its buttons, or several with a menu each, while there is something to do.
import type { KnownBlock } from '@slack/types'
import { type RemindedToken, snoozesFor } from '../../../core/reminders/due-reminders.ts'
import type { Reminder, ReminderRow } from '../../../core/reminders/reminder-message.ts'
import type { ReminderRowStatus } from '../../../core/reminders/reminder-record.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import {
  actions,
  blocksIf,
  button,
  date,
  dayOrMoment,
  header,
  hint,
  labelText,
  mention,
  section,
  timeLeft,
} from '../block-kit.ts'
import { about, overflowMenu, row, subjects } from '../rows.ts'

type ReminderWords = Words['reminders']

// A digest of more tokens is no longer read: the list has all of them.
const MOST_SHOWN = 15

export function reminderMessage(
  all: Words,
  { owner, to, rows }: Pick<Reminder, 'owner' | 'to' | 'rows'>,
  now: number,
): Message {
  const { reminders: words } = all
  if (to !== owner) return managerMessage(words, owner, rows, now)
  const [only, ...others] = rows
  if (only && others.length === 0)
    return {
      text: statusText(words, only, now),
      blocks: single(all, only, now),
    }
  const open = rows.filter(({ status }) => isOpen(status))
  const shown = [...soonestFirst(open), ...rows.filter(({ status }) => !isOpen(status))].slice(0, MOST_SHOWN)
  const names = subjects(shown.map(({ token, tid }) => token?.label ?? tid))
  const text = digestTitle(words, open, rows.length, now)
  return {
    text,
    blocks: [
      header(text),
      ...shown.map((reminderRow, index) => digestRow(all, reminderRow, now, names[index] ?? '')),
      ...blocksIf(rows.length > MOST_SHOWN, hint(words.more({ amount: rows.length - MOST_SHOWN }))),
      ...blocksIf(
        rows.some(({ status }) => status === 'due'),
        hint(words.changeReminders),
      ),
    ],
  }
}

/** For example `3 of your tokens expire soon`, or that nothing is left to do. */
function digestTitle(words: ReminderWords, open: readonly ReminderRow[], all: number, now: number): string {
  if (open.length === 0) return words.done({ amount: all })
  const expired = open.filter(({ token }) => token && token.expiresAt <= now).length
  return words.title({ open: open.length, expired })
}

function soonestFirst(rows: readonly ReminderRow[]): ReminderRow[] {
  return [...rows].sort((first, second) => (first.token?.expiresAt ?? 0) - (second.token?.expiresAt ?? 0))
}

function isOpen(status: ReminderRowStatus): boolean {
  return status === 'due' || status === 'ended'
}

function single(all: Words, reminderRow: ReminderRow, now: number): KnownBlock[] {
  const { reminders: words } = all
  const { status, token, tid, state } = reminderRow
  const text = section(statusText(words, reminderRow, now))
  if (status === 'ended') return [text, actions(button(all, buttons.requestExpiredAgain, tid, 'primary'))]
  if (status === 'not renewed') return [text, actions(button(all, buttons.giveBackToken, tid))]
  if (status !== 'due' || !token) return [text]
  const origin = words.origin({ createdHere: token.madeHere, snoozes: state.snoozes ?? 0 })
  return [text, reminderButtons(all, token, now), hint(`${origin}\n${words.footnote}`)]
}

function reminderButtons(words: Words, token: RemindedToken, now: number) {
  const { tid } = token
  return actions(
    button(words, buttons.rotateToken, tid, 'primary'),
    ...(snoozesFor(token, now).length > 0 ? [button(words, buttons.snoozeReminder, tid)] : []),
    button(words, buttons.doNotRenew, tid),
    button(words, buttons.revokeToken, tid),
  )
}

/** One block for each token, so that a few of them fit on the screen of a phone. */
function digestRow(all: Words, reminderRow: ReminderRow, now: number, name: string): KnownBlock {
  const { reminders: words } = all
  const { status, token, tid, state } = reminderRow
  const label = token ? labelText(token.label) : words.someToken
  if (status === 'ended') {
    const text = words.rowExpired({ label, when: token && date(token.expiresAt) })
    return row(text, about(all, name, button(all, buttons.requestExpiredAgain, tid)))
  }
  if (status === 'not renewed') {
    return row(statusText(words, reminderRow, now), about(all, name, button(all, buttons.giveBackToken, tid)))
  }
  if (status !== 'due' || !token) return section(statusText(words, reminderRow, now))
  const text = words.row({
    label,
    left: timeLeft(now, token.expiresAt),
    when: date(token.expiresAt),
    createdHere: token.madeHere,
    snoozes: state.snoozes ?? 0,
  })
  return row(
    text,
    overflowMenu(all, [
      [buttons.rotateToken, tid],
      ...(snoozesFor(token, now).length > 0 ? [[buttons.snoozeReminder, tid] as const] : []),
      [buttons.askNotToRenew, tid],
      [buttons.revokeToken, tid],
    ]),
  )
}

function statusText(words: ReminderWords, { status, token, state }: ReminderRow, now: number): string {
  const label = token ? labelText(token.label) : words.someToken
  const when = token ? dayOrMoment(token.expiresAt, now) : ''
  switch (status) {
    case 'due':
      return token ? words.expires({ label, left: timeLeft(now, token.expiresAt), when }) : words.someTokenExpires
    case 'ended':
      return words.expired({ label, when: token && when })
    case 'again':
      return words.again({ label })
    case 'snoozed':
      // Only the date, because the reminder comes at the person's usual hour on the next day on which reminders are
      // sent.
      return words.snoozed({ label, ...(state.snoozedUntil !== undefined && { until: date(state.snoozedUntil) }) })
    case 'not renewed':
      return words.notRenewed({ label, expires: when })
    case 'replaced':
      return words.rotated({ label })
    case 'revoked':
      return words.revoked({ label, givenBack: token?.givenBack === true })
    case 'expired':
      return words.over({ label, when })
    case 'waiting':
      return token ? words.expires({ label, left: timeLeft(now, token.expiresAt), when }) : words.someTokenExpires
  }
}

/** For the owner's manager. It has no buttons, because people cannot renew other people's tokens. */
function managerMessage(words: ReminderWords, id: string, rows: readonly ReminderRow[], now: number): Message {
  const owner = mention(id)
  const waiting = rows.flatMap(({ status, token }) => (status === 'waiting' && token ? [token] : []))
  const [first, another] = waiting
  if (first === undefined) {
    const text = words.resolved({ owner, ...labelsOf(rows) })
    return { text, blocks: [section(text)] }
  }
  const facts = ({ label, expiresAt }: RemindedToken) => ({
    label: labelText(label),
    left: timeLeft(now, expiresAt),
    when: dayOrMoment(expiresAt, now),
  })
  const why = hint(words.whyManager({ amount: waiting.length }))
  if (another === undefined) {
    const text = words.unanswered({ owner, ...facts(first) })
    return { text, blocks: [section(text), why] }
  }
  const text = words.severalUnanswered({ owner, amount: waiting.length })
  const lines = waiting.map((token) => `• ${words.expires(facts(token))}`)
  return { text, blocks: [section([text, ...lines].join('\n')), why] }
}

/** For administrators, about a reminder that cannot be delivered. */
export function undeliveredMessage({ reminders: words }: Words, { owner, to, rows }: Reminder): Message {
  const ofOthers = to === owner ? {} : { owner: mention(owner) }
  const text = words.undelivered({ reader: mention(to), ...ofOthers, ...labelsOf(rows) })
  return { text, blocks: [section(text)] }
}

/** The labels, and of how many tokens nothing is known any more. */
function labelsOf(rows: readonly ReminderRow[]): { labels: string[]; unknown: number } {
  const labels = rows.flatMap(({ token }) => (token ? [labelText(token.label)] : []))
  return { labels, unknown: rows.length - labels.length }
}
