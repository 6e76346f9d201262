// The form `Delegate reviews`: who reviews for an approver and for how long, and who does so now.
import type { ModalView } from '@slack/types'
import type { Delegation } from '../../../core/requests/delegation.ts'
import type { Words } from '../../../words/words.ts'
import { forms } from '../../action-catalog.ts'
import { blocksIf, hint, mention, modal, moment, plain, section } from '../block-kit.ts'

/** The durations that the form offers, in the format of the operation. */
const spans = [
  { days: 1, until: '1d' },
  { days: 3, until: '3d' },
  { weeks: 1, until: '1w' },
  { weeks: 2, until: '2w' },
  { days: 30, until: '30d' },
] as const
export const usualSpan = spans[2]

/** The values with which the form was opened, for clients that send untouched fields empty. */
export interface OfferedDelegation {
  approver: string
  delegate?: string
}

export function delegateModal(words: Words, approver: string, delegation: Delegation | undefined): ModalView {
  const { form } = words.delegation
  const { fields } = words.labels.forms.delegate
  const offered: OfferedDelegation = { approver, ...(delegation && { delegate: delegation.delegate }) }
  return modal(words, forms.delegate, JSON.stringify(offered), [
    section(
      delegation
        ? form.present({ delegate: mention(delegation.delegate), until: moment(delegation.until) })
        : form.nobody,
    ),
    ...blocksIf(delegation, hint(form.replaces)),
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
      block_id: 'until',
      label: plain(fields.until),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: spans.map((span) => option(words, span)),
        initial_option: option(words, usualSpan),
      },
    },
    hint(form.untilHint),
  ])
}

function option({ delegation: { form } }: Words, span: (typeof spans)[number]) {
  return { text: plain('weeks' in span ? form.weeks(span) : form.days(span)), value: span.until }
}
