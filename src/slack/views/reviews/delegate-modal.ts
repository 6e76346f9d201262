// The form `Delegate reviews`: who reviews for an approver and until which day, and who does so now.
import type { ModalView } from '@slack/types'
import { LONGEST_DELEGATION } from '../../../core/requests/delegation.ts'
import { DAY } from '../../../core/time/duration.ts'
import { zonedTimeAt } from '../../../core/time/zoned-time.ts'
import type { DelegationOffer } from '../../../operations/reviews/open-delegation.ts'
import type { Words } from '../../../words/words.ts'
import { buttons, forms } from '../../action-catalog.ts'
import { actions, blocksIf, button, hint, mention, modal, moment, plain, section } from '../block-kit.ts'

/** How long a delegation lasts if its approver chooses no other day, milliseconds. */
const USUAL = 7 * DAY

/**
 * The values with which the form was opened, for clients that send untouched fields empty. Days are dates where the
 * approver lives, `2026-12-01`. A form of an earlier version has no days.
 */
export interface OfferedDelegation {
  approver: string
  delegate?: string
  /** The end of the present delegation, milliseconds since epoch: it stays to the minute if its day does. */
  until?: number
  day?: string
  today?: string
  last?: string
}

export function delegateModal(
  words: Words,
  approver: string,
  { delegation, timeZone }: DelegationOffer,
  now: number,
): ModalView {
  const { form } = words.delegation
  const { fields } = words.labels.forms.delegate
  const day = dayIn(timeZone, delegation?.until ?? now + USUAL)
  const offered: OfferedDelegation = {
    approver,
    ...(delegation && { delegate: delegation.delegate, until: delegation.until }),
    day,
    today: dayIn(timeZone, now),
    // A day is meant to its end, and thirty days from now end within a day.
    last: dayIn(timeZone, now + LONGEST_DELEGATION - DAY),
  }
  return modal(words, forms.delegate, JSON.stringify(offered), [
    section(
      delegation
        ? form.present({ delegate: mention(delegation.delegate), until: moment(delegation.until) })
        : form.nobody,
    ),
    ...blocksIf(delegation, actions(button(words, buttons.endDelegation, approver))),
    {
      type: 'input',
      block_id: 'delegate',
      label: plain(fields.delegate),
      hint: plain(form.delegateHint),
      element: {
        type: 'users_select',
        action_id: 'value',
        placeholder: plain(form.delegatePlaceholder),
        ...(delegation && { initial_user: delegation.delegate }),
      },
    },
    {
      type: 'input',
      block_id: 'day',
      label: plain(fields.until),
      hint: plain(form.untilHint),
      element: { type: 'datepicker', action_id: 'value', initial_date: day },
    },
    ...blocksIf(delegation, hint(form.replaces)),
  ])
}

function dayIn(timeZone: string, at: number): string {
  return new Date(zonedTimeAt(at, timeZone).date).toISOString().slice(0, 10)
}
