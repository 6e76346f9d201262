// The form `Leaked token`, for pasting a token's value, and the confirmation form for a token whose id is known.
import type { ModalView } from '@slack/types'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import type { Words } from '../../../words/words.ts'
import { forms } from '../../action-catalog.ts'
import { hint, modal, plain } from '../block-kit.ts'
import { confirmationModal } from './revoke-modal.ts'
import { tokenLine } from './token-text.ts'

export function leakedTokenModal(words: Words): ModalView {
  return modal(words, forms.leakedToken, undefined, [
    {
      type: 'input',
      block_id: 'token',
      label: plain(words.labels.forms.leakedToken.fields.token),
      hint: plain(words.leaks.formHint),
      element: { type: 'plain_text_input', action_id: 'value', placeholder: plain(words.leaks.formPlaceholder) },
    },
    hint(words.leaks.effect),
  ])
}

/** `token` is undefined if it is not the person's own, or could not be looked up. */
export function confirmLeakModal(words: Words, tid: string, token: TokenSummary | undefined, now: number): ModalView {
  const line = token ? tokenLine(words, token, [token], now) : words.leaks.tokenById({ id: shortId(tid) })
  return confirmationModal(words, forms.confirmLeak, tid, { amount: 1, lines: [`• ${line}`] })
}
