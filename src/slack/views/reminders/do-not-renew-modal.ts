// The form `Do not renew`: asks before reminders of a token stop, where Slack itself cannot ask.
import type { ModalView } from '@slack/types'
import type { Words } from '../../../words/words.ts'
import { forms } from '../../action-catalog.ts'
import { labelText, modal, moment, section, timeLeft } from '../block-kit.ts'

/** `tid` is the token's id. */
export function doNotRenewModal(
  words: Words,
  tid: string,
  { label, expiresAt }: { label: string; expiresAt: number },
  now: number,
): ModalView {
  const { reminders, labels } = words
  const expiry = { label: labelText(label), left: timeLeft(now, expiresAt), when: moment(expiresAt) }
  return modal(words, forms.doNotRenew, tid, [
    section(`${reminders.expires(expiry)}\n${labels.confirmations.doNotRenew.text}`),
  ])
}
