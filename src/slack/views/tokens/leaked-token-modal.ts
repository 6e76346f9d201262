// The form `Leaked token`, for pasting a token's value, and the confirmation form for a token whose id is known.
import type { ModalView } from '@slack/types'
import type { TokenSummary } from '../../../core/tokens/token.ts'
import { shortId } from '../../../core/tokens/token-id.ts'
import { forms } from '../../action-catalog.ts'
import { hint, modal, plain } from '../block-kit.ts'
import { confirmationModal } from './revoke-modal.ts'
import { tokenLine } from './token-text.ts'

export function leakedTokenModal(): ModalView {
  return modal(forms.leakedToken, undefined, [
    {
      type: 'input',
      block_id: 'token',
      label: plain('Token'),
      hint: plain('I read from it which token it is, and keep nothing else of it. I do not use it.'),
      element: { type: 'plain_text_input', action_id: 'value', placeholder: plain('Paste its value') },
    },
    hint('Whatever uses it stops working at once. This cannot be undone.'),
  ])
}

/** `token` is undefined if it is not the person's own, or could not be looked up. */
export function confirmLeakModal(tid: string, token: TokenSummary | undefined, now: number): ModalView {
  const line = token ? tokenLine(token, [token], now) : `• the one whose id begins with \`${shortId(tid)}\``
  return confirmationModal(forms.confirmLeak, tid, 'Revoke this token?', [line])
}
