// The form `I'm done with it`: asks before a token is revoked, where Slack itself cannot ask.
import type { ModalView } from '@slack/types'
import type { Words } from '../../../words/words.ts'
import { forms } from '../../action-catalog.ts'
import { labelText, modal, moment, section, timeLeft } from '../block-kit.ts'

/** `tid` is the token's id. */
export function giveBackModal(
  words: Words,
  tid: string,
  { label, expiresAt }: { label: string; expiresAt: number },
  now: number,
): ModalView {
  const expiry = { label: labelText(label), left: timeLeft(now, expiresAt), when: moment(expiresAt) }
  return modal(words, forms.giveBack, tid, [
    section(`${words.reminders.expires(expiry)}\n${words.labels.confirmations.giveBack.text}`),
  ])
}
