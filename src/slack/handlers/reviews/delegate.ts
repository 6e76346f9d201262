// Opens the form `Delegate reviews`, and submits the delegation.
import { isBotError } from '../../../core/errors.ts'
import { buttons, forms } from '../../action-catalog.ts'
import { sentenceFor } from '../../failure.ts'
import type { FieldErrors, Fields, FormHandler, Interaction } from '../../interaction.ts'
import { button } from '../../views/block-kit.ts'
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
  async submit({ operations, actor, fields, meta, words }) {
    const { delegate = '', until } = readDelegation(fields, meta)
    return delegatedMessage(words, await operations.delegateReviews(actor, { delegate, until }))
  },
  refused({ words }, error): FieldErrors | undefined {
    const { form } = words.delegation
    if (isBotError(error, 'delegation_too_long')) return { until: sentenceFor(words, error) }
    if (!isBotError(error, 'delegate_refused')) return undefined
    const { because } = error.facts
    return { delegate: because === 'yourself' ? form.yourself : form.refused[because] }
  },
  reopen: ({ words }) => button(words, buttons.runSuggestedWord, 'delegate'),
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
