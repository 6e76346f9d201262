// Opens the form `Delegate reviews`, and submits the delegation.
import { forms } from '../../action-catalog.ts'
import type { Fields, FormHandler, Interaction } from '../../interaction.ts'
import { noticeModal, waitingModal } from '../../views/notice-modal.ts'
import { delegateModal, type OfferedDelegation, usualSpan } from '../../views/reviews/delegate-modal.ts'
import { delegatedMessage } from '../../views/reviews/delegation-message.ts'

export const delegateForm: FormHandler = {
  check({ fields, meta, words }): Record<string, string> {
    const { noDelegate, yourself } = words.delegation.form
    const { delegate, approver } = readDelegation(fields, meta)
    if (delegate === undefined) return { delegate: noDelegate }
    return delegate === approver ? { delegate: yourself } : {}
  },
  async submit({ operations, actor, answer, fields, meta, words }) {
    const { delegate = '', until } = readDelegation(fields, meta)
    await answer(delegatedMessage(words, await operations.delegateReviews(actor, { delegate, until })))
  },
}

export async function openDelegateForm({ actor, operations, open, explain, words }: Interaction): Promise<void> {
  const form = await open(waitingModal(words, forms.delegate))
  try {
    const delegation = await operations.openDelegation(actor)
    await form.update(delegateModal(words, actor.id, delegation))
  } catch (error) {
    await form.update(noticeModal(words, forms.delegate, explain(error)))
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
