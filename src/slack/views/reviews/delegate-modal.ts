// The form `Delegate reviews`: who decides in an approver's place and for how long, and who does so now.
import type { ModalView } from '@slack/types'
import type { Delegation } from '../../../core/requests/delegation.ts'
import { forms } from '../../action-catalog.ts'
import { blocksIf, hint, modal, plain, section } from '../block-kit.ts'
import { delegationText } from './delegation-message.ts'

/** The durations that the form offers, in words and in the format of the operation. */
const spans = [
  { words: '1 day', until: '1d' },
  { words: '3 days', until: '3d' },
  { words: '1 week', until: '1w' },
  { words: '2 weeks', until: '2w' },
  { words: '30 days', until: '30d' },
] as const
export const usualSpan = spans[2]

/** The values with which the form was opened, for clients that send untouched fields empty. */
export interface OfferedDelegation {
  approver: string
  delegate?: string
}

export function delegateModal(approver: string, delegation: Delegation | undefined): ModalView {
  const offered: OfferedDelegation = { approver, ...(delegation && { delegate: delegation.delegate }) }
  return modal(forms.delegate, JSON.stringify(offered), [
    section(delegation ? delegationText(delegation) : 'Nobody decides in your place now.'),
    ...blocksIf(delegation, hint('Saving replaces that. `/dremio-pat delegate off` ends it.')),
    {
      type: 'input',
      block_id: 'delegate',
      label: plain('Delegate'),
      hint: plain('They decide as you do, never on a request of their own. You can still decide as well.'),
      element: {
        type: 'users_select',
        action_id: 'value',
        placeholder: plain('Who decides in your place?'),
        ...(delegation && { initial_user: delegation.delegate }),
      },
    },
    {
      type: 'input',
      block_id: 'until',
      label: plain('Until'),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: spans.map(option),
        initial_option: option(usualSpan),
      },
    },
    hint('Counted from now. Until a day: `/dremio-pat delegate @person until friday`, or `until 2026-12-01`.'),
  ])
}

function option({ words, until }: (typeof spans)[number]) {
  return { text: plain(words), value: until }
}
