// The form `Snooze reminder`: how long reminders of a token pause, at most until its end.
import type { ModalView } from '@slack/types'
import { counted, DAY, durationText } from '../../../core/time/duration.ts'
import type { SnoozeOffer } from '../../../operations/reminders/open-snooze.ts'
import { forms } from '../../action-catalog.ts'
import { hint, labelText, modal, plain, relativeTime, section } from '../block-kit.ts'

/**
 * The values with which the form was opened, for clients that send untouched fields empty. `length` in milliseconds.
 */
export interface OfferedSnooze {
  tid: string
  length: number
}

/** `tid` is the token's id. */
export function snoozeModal(tid: string, { label, expiresAt, lengths, snoozes }: SnoozeOffer, now: number): ModalView {
  const [shortest = DAY] = lengths
  const offered: OfferedSnooze = { tid, length: shortest }
  const before =
    snoozes === 0 ? '' : ` You have snoozed it ${snoozes === 1 ? 'once' : counted(snoozes, 'time')} so far.`
  return modal(forms.snooze, JSON.stringify(offered), [
    section(`${labelText(label)} ends ${relativeTime(now, expiresAt)}.${before}`),
    {
      type: 'input',
      block_id: 'until',
      label: plain('Until'),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: lengths.map(option),
        initial_option: option(shortest),
      },
    },
    hint('I come back to it at your usual hour, and on its last day in any case.'),
  ])
}

function option(length: number) {
  return { text: plain(length === 7 * DAY ? '1 week' : durationText(length)), value: `${length}` }
}
