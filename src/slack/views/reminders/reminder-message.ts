// The reminder of tokens that expire: one or several in one message, with buttons while there is something to do.
import type { KnownBlock } from '@slack/types'
import { type RemindedToken, snoozesFor } from '../../../core/reminders/due-reminders.ts'
import type { Reminder, ReminderRow } from '../../../core/reminders/reminder-message.ts'
import type { ReminderRowStatus, TokenReminderState } from '../../../core/reminders/reminder-record.ts'
import { counted } from '../../../core/time/duration.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import {
  actions,
  blocksIf,
  button,
  date,
  header,
  hint,
  inlineText,
  labelText,
  mention,
  moment,
  relativeTime,
  section,
} from '../block-kit.ts'

// Three blocks for each row and three around them; a message may have fifty.
const MOST_SHOWN = 15

export function reminderMessage({ owner, to, rows }: Pick<Reminder, 'owner' | 'to' | 'rows'>, now: number): Message {
  if (to !== owner) return managerMessage(owner, rows, now)
  const [only, ...others] = rows
  if (only && others.length === 0)
    return { text: statusText(only, now), blocks: [...row(only, now), ...footnote(rows)] }
  const open = rows.filter(({ status }) => isOpen(status))
  const text = digestTitle(open, rows.length, now)
  return {
    text,
    blocks: [
      header(text),
      ...[...soonestFirst(open), ...rows.filter(({ status }) => !isOpen(status))]
        .slice(0, MOST_SHOWN)
        .flatMap((reminderRow) => row(reminderRow, now)),
      ...blocksIf(rows.length > MOST_SHOWN, hint(`and ${rows.length - MOST_SHOWN} more: \`/dremio-pat list\``)),
      ...footnote(rows),
    ],
  }
}

/** For example `3 of your Dremio tokens end soon`, or that nothing is left to do. */
function digestTitle(open: readonly ReminderRow[], all: number, now: number): string {
  if (open.length === 0) return `${counted(all, 'Dremio token')} of yours: nothing is left to do here`
  const ended = open.filter(({ token }) => token && token.expiresAt <= now).length
  if (ended === open.length) return `${counted(ended, 'Dremio token')} of yours ${ended === 1 ? 'has' : 'have'} expired`
  const end = `${counted(open.length, 'Dremio token')} of yours ${open.length === 1 ? 'ends' : 'end'} soon`
  return ended === 0 ? end : `${end} or have expired`
}

function soonestFirst(rows: readonly ReminderRow[]): ReminderRow[] {
  return [...rows].sort((first, second) => (first.token?.expiresAt ?? 0) - (second.token?.expiresAt ?? 0))
}

function isOpen(status: ReminderRowStatus): boolean {
  return status === 'due' || status === 'ended'
}

function row(reminderRow: ReminderRow, now: number): KnownBlock[] {
  const { status, token, tid, state } = reminderRow
  const text = section(statusText(reminderRow, now))
  if (status === 'ended') return [text, actions(button(buttons.requestExpiredAgain, tid))]
  if (status !== 'due' || !token) return [text]
  return [text, hint(origin(token, state)), reminderButtons(token, now)]
}

function reminderButtons(token: RemindedToken, now: number) {
  const { tid } = token
  return actions(
    button(buttons.rotateToken, tid, 'primary'),
    ...(snoozesFor(token, now).length > 0 ? [button(buttons.snoozeReminder, tid)] : []),
    button(buttons.doNotRenew, tid),
    button(buttons.revokeToken, tid, 'danger'),
  )
}

function origin({ madeHere }: RemindedToken, { snoozes = 0 }: TokenReminderState): string {
  const made = madeHere ? 'Made with me.' : 'Made outside this bot.'
  return snoozes === 0 ? made : `${made} Snoozed ${snoozes === 1 ? 'once' : counted(snoozes, 'time')} so far.`
}

function footnote(rows: readonly ReminderRow[]): KnownBlock[] {
  return blocksIf(
    rows.some(({ status }) => status === 'due'),
    hint('Whatever uses a token stops working when it ends. When I remind you: `/dremio-pat reminders`'),
  )
}

function statusText({ status, token, state }: ReminderRow, now: number): string {
  const it = token ? `Your Dremio token ${labelText(token.label)}` : 'A Dremio token of yours'
  const ends = token ? moment(token.expiresAt) : ''
  switch (status) {
    case 'due':
      return `${it} ends ${token ? relativeTime(now, token.expiresAt) : ''}.`
    case 'ended':
      return `${it} has expired (${ends}). Whatever used it is locked out now.`
    case 'again':
      return `${it}: I have reminded you again since.`
    case 'snoozed': {
      const times = state.snoozes === undefined || state.snoozes === 1 ? '' : `, for the ${ordinal(state.snoozes)} time`
      return `${it}: you snoozed it${times}, until ${snoozedUntilText(state)}.`
    }
    case 'not renewed':
      return `${it} is not to be renewed. I remind you of it no more. It ends ${ends}.`
    case 'replaced':
      return `${it} is rotated: a new one takes its place.`
    case 'revoked':
      return `${it} is revoked. There is nothing left to do.`
    case 'expired':
      return `${it} has expired (${ends}).`
    case 'waiting':
      return `${it} ends ${ends}.`
  }
}

function snoozedUntilText({ snoozedUntil }: TokenReminderState): string {
  // Only the date, because the reminder comes at the person's usual hour on the next day on which reminders are sent.
  return snoozedUntil === undefined ? 'later' : date(snoozedUntil)
}

function ordinal(count: number): string {
  const last = count % 100 > 10 && count % 100 < 14 ? 0 : count % 10
  return `${count}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`
}

/** For the owner's manager. It has no buttons, because people cannot renew other people's tokens. */
function managerMessage(owner: string, rows: readonly ReminderRow[], now: number): Message {
  const waiting = rows.filter(({ status }) => status === 'waiting')
  const who = mention(owner)
  if (waiting.length === 0) {
    const labels = rows.map(({ token }) => (token ? labelText(token.label) : 'a token')).join(', ')
    const text = `Settled, or over: the Dremio ${rows.length === 1 ? 'token' : 'tokens'} of ${who} that I wrote about here (${labels}).`
    return { text, blocks: [section(text)] }
  }
  const listed = waiting.flatMap(({ token }) =>
    token ? [`• ${labelText(token.label)} ends ${relativeTime(now, token.expiresAt)}`] : [],
  )
  const text = `${who} has not answered my reminders: ${waiting.length === 1 ? `the Dremio token ${inlineText(waiting[0]?.token?.label ?? '')} ends` : `${waiting.length} Dremio tokens end`} soon.`
  return {
    text,
    blocks: [
      section(`${text}\n${listed.join('\n')}`),
      hint(
        'Whatever uses it stops working then. Only they can renew it; I write to you because you are their manager, and only once.',
      ),
    ],
  }
}

/** For administrators, about a reminder that cannot be delivered. */
export function undeliveredMessage(words: Words, { owner, to, rows }: Reminder): Message {
  const labels = rows.map(({ token }) => (token ? labelText(token.label) : 'a token'))
  const ofOthers = to === owner ? {} : { owner: mention(owner) }
  const text = words.reminders.undelivered({ reader: mention(to), ...ofOthers, labels })
  return { text, blocks: [section(text)] }
}
