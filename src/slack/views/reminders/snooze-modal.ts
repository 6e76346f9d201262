// The form `Snooze reminder`: how long reminders of a token pause, at most until its end.
import type { ModalView } from '@slack/types'
import { DAY } from '../../../core/time/duration.ts'
import type { SnoozeOffer } from '../../../operations/reminders/open-snooze.ts'
import type { Words } from '../../../words/words.ts'
import { forms } from '../../action-catalog.ts'
import { hint, labelText, modal, moment, plain, section, timeLeft } from '../block-kit.ts'

/**
 * The values with which the form was opened, for clients that send untouched fields empty. `length` in milliseconds.
 */
export interface OfferedSnooze {
  tid: string
  length: number
}

/** `tid` is the token's id. */
export function snoozeModal(
  words: Words,
  tid: string,
  { label, expiresAt, lengths, snoozes }: SnoozeOffer,
  now: number,
): ModalView {
  const [shortest = DAY] = lengths
  const offered: OfferedSnooze = { tid, length: shortest }
  const option = (length: number) => ({ text: plain(words.reminders.optionSnooze({ length })), value: `${length}` })
  return modal(words, forms.snooze, JSON.stringify(offered), [
    section(
      words.reminders.snoozing({
        label: labelText(label),
        left: timeLeft(now, expiresAt),
        when: moment(expiresAt),
        snoozes,
      }),
    ),
    {
      type: 'input',
      block_id: 'until',
      label: plain(words.labels.forms.snooze.fields.until),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: lengths.map(option),
        initial_option: option(shortest),
      },
    },
    hint(words.reminders.afterSnooze),
  ])
}
