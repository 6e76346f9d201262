// Opens the form `Delegate reviews`, and submits the delegation.
import { isBotError } from '../../../core/errors.ts'
import { buttons, forms } from '../../action-catalog.ts'
import { sentenceFor } from '../../failure.ts'
import type { ButtonClick, FieldErrors, Fields, FormHandler, Interaction } from '../../interaction.ts'
import { button } from '../../views/block-kit.ts'
import { noticeModalOf } from '../../views/notice-modal.ts'
import { delegateModal, type OfferedDelegation } from '../../views/reviews/delegate-modal.ts'
import { delegatedMessage, delegationEndedMessage } from '../../views/reviews/delegation-message.ts'
import { openFilled } from '../open-filled.ts'

export const delegateForm: FormHandler = {
  check({ fields, meta, words }): Record<string, string> {
    const { noDelegate, yourself, past, tooLate } = words.delegation.form
    const offered = JSON.parse(meta) as OfferedDelegation
    const { delegate, day } = readDelegation(fields, offered)
    const { today = '', last = '', day: proposed } = offered
    const who = delegate === undefined ? noDelegate : delegate === offered.approver ? yourself : undefined
    const isOutside = day !== undefined && day !== proposed && (day < today || day > last)
    return {
      ...(who !== undefined && { delegate: who }),
      ...(isOutside && { day: day < today ? past : tooLate }),
    }
  },
  async submit({ operations, actor, fields, meta, words }) {
    const { delegate = '', until } = readDelegation(fields, JSON.parse(meta) as OfferedDelegation)
    return delegatedMessage(words, await operations.delegateReviews(actor, { delegate, until }))
  },
  refused({ words, fields }, error): FieldErrors | undefined {
    const { form } = words.delegation
    if (isBotError(error, 'delegation_too_long')) {
      const sentence = sentenceFor(words, error)
      return fields.until === undefined ? { day: sentence } : { until: sentence }
    }
    if (!isBotError(error, 'delegate_refused')) return undefined
    const { because } = error.facts
    return { delegate: because === 'yourself' ? form.yourself : form.refused[because] }
  },
  reopen: ({ words, actor }) => button(words, buttons.openDelegation, actor.id),
}

export async function openDelegateForm(interaction: Interaction): Promise<void> {
  const { actor, operations, now, words } = interaction
  await openFilled(interaction, forms.delegate, async () =>
    delegateModal(words, actor.id, await operations.openDelegation(actor), now()),
  )
}

/** Pressed in the form or in a message. */
export async function endDelegation({ operations, actor, answer, form, words }: ButtonClick): Promise<void> {
  const ended = delegationEndedMessage(words, await operations.endDelegation(actor))
  if (form) await form.update(noticeModalOf(words, forms.delegate, ended))
  else await answer(ended)
}

/** A form of an earlier version offered durations, under the name `until`. */
function readDelegation(fields: Fields, offered: OfferedDelegation) {
  const day = fields.day ?? offered.day
  return {
    delegate: fields.delegate ?? offered.delegate,
    day,
    until: fields.until ?? (day === offered.day ? (offered.until ?? day) : day) ?? '7d',
  }
}
