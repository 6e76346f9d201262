// The form `Delegate reviews`: who decides in my place and for how long, and who does so now.
import type { ModalView } from '@slack/types'
import type { Delegation } from '../../core/requests/delegation.ts'
import type { Fields, Form, Interaction } from '../interaction.ts'
import { blocksIf, hint, LONGEST_TITLE, plain, section } from '../views/block-kit.ts'
import { noteView, waitingView } from '../views/notice-modal.ts'
import { delegatedMessage, standingWords } from './delegation-message.ts'

const TITLE = 'Delegate reviews'

/** What the form offers, in words and as the operation reads them. */
const spans = [
  { words: '1 day', until: '1d' },
  { words: '3 days', until: '3d' },
  { words: '1 week', until: '1w' },
  { words: '2 weeks', until: '2w' },
  { words: '30 days', until: '30d' },
] as const
const usual = spans[2]

/** What the form was opened with: fields that were not touched may arrive empty from some clients. */
interface Offered {
  approver: string
  delegate?: string
}

export const delegateForm: Form = {
  id: 'delegate-form',
  check({ fields, meta }): Record<string, string> {
    const { delegate, approver } = readDelegation(fields, meta)
    if (delegate === undefined) return { delegate: 'Choose who decides in your place.' }
    return delegate === approver ? { delegate: 'That is you. Choose somebody else.' } : {}
  },
  async submit({ operations, actor, answer, now, fields, meta }) {
    const { delegate = '', until } = readDelegation(fields, meta)
    const { delegation, shown } = await operations.delegateReviews(actor, { delegate, until })
    await answer(delegatedMessage(delegation, shown, now()))
  },
}

export async function openDelegateForm(asked: Interaction): Promise<void> {
  const form = await asked.open(waitingView(TITLE))
  try {
    const delegation = await asked.operations.openDelegation(asked.actor)
    await form.update(delegateView(asked.actor.id, delegation))
  } catch (error) {
    await form.update(noteView(TITLE, asked.explain(error)))
  }
}

function delegateView(approver: string, delegation: Delegation | undefined): ModalView {
  const offered: Offered = { approver, ...(delegation && { delegate: delegation.delegate }) }
  return {
    type: 'modal',
    callback_id: delegateForm.id,
    title: plain(TITLE, LONGEST_TITLE),
    submit: plain('Save', LONGEST_TITLE),
    close: plain('Close', LONGEST_TITLE),
    private_metadata: JSON.stringify(offered),
    blocks: [
      section(delegation ? standingWords(delegation) : 'Nobody decides in your place now.'),
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
          initial_option: option(usual),
        },
      },
      hint('Counted from now. Until a day: `/dremio-pat delegate @person until friday`, or `until 2026-12-01`.'),
    ],
  }
}

function option({ words, until }: (typeof spans)[number]) {
  return { text: plain(words), value: until }
}

function readDelegation(fields: Fields, meta: string) {
  const offered = JSON.parse(meta) as Offered
  return {
    approver: offered.approver,
    delegate: fields.delegate ?? offered.delegate,
    until: fields.until ?? usual.until,
  }
}
