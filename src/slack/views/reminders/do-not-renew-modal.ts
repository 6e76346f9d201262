// The form `Do not renew`: asks before reminders of a token stop, where Slack itself cannot ask.
import type { ModalView } from '@slack/types'
import type { Words } from '../../../words/words.ts'
import { buttons, forms } from '../../action-catalog.ts'
import { button, labelText, modal, moment, section, timeLeft } from '../block-kit.ts'
import { row } from '../rows.ts'

/** `tid` is the token's id. */
export function doNotRenewModal(
  words: Words,
  tid: string,
  { label, expiresAt }: { label: string; expiresAt: number },
  now: number,
): ModalView {
  const { reminders } = words
  const expiry = { label: labelText(label), left: timeLeft(now, expiresAt), when: moment(expiresAt) }
  return modal(words, forms.doNotRenew, tid, [
    section(`${reminders.expires(expiry)}\n${reminders.letItExpire}`),
    row(reminders.orEndItNow, button(words, buttons.giveBackToken, tid)),
  ])
}
