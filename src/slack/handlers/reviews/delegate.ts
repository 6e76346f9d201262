// Opens the form `Delegate reviews`, and submits the delegation.
import { forms } from '../../action-catalog.ts'
import type { Fields, FormHandler, Interaction } from '../../interaction.ts'
import { noticeModal, waitingModal } from '../../views/notice-modal.ts'
import { delegateModal, type OfferedDelegation, usualSpan } from '../../views/reviews/delegate-modal.ts'
import { delegatedMessage } from '../../views/reviews/delegation-message.ts'

export const delegateForm: FormHandler = {
  check({ fields, meta }): Record<string, string> {
    const { delegate, approver } = readDelegation(fields, meta)
    if (delegate === undefined) return { delegate: 'Choose who decides in your place.' }
    return delegate === approver ? { delegate: 'That is you. Choose somebody else.' } : {}
  },
  async submit({ operations, actor, answer, now, fields, meta }) {
    const { delegate = '', until } = readDelegation(fields, meta)
    await answer(delegatedMessage(await operations.delegateReviews(actor, { delegate, until }), now()))
  },
}

export async function openDelegateForm({ actor, operations, open, explain, words }: Interaction): Promise<void> {
  const form = await open(waitingModal(words, forms.delegate))
  try {
    const delegation = await operations.openDelegation(actor)
    await form.update(delegateModal(actor.id, delegation))
  } catch (error) {
    await form.update(noticeModal(forms.delegate, explain(error)))
  }
}

function readDelegation(fields: Fields, meta: string) {
  const offered = JSON.parse(meta) as OfferedDelegation
  return {
    approver: offered.approver,
    delegate: fields.delegate ?? offered.delegate,
    until: fields.until ?? usualSpan.until,
  }
}
