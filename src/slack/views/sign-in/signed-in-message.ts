// Confirms a sign-in to Dremio in the direct messages, with a button to continue the pending action.
import type { SignedInAs } from '../../../core/messenger.ts'
import type { PendingAction } from '../../../core/sessions/sign-in.ts'
import { english } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, section } from '../block-kit.ts'
import { menuButtons } from '../menu/menu.ts'
import { signedInText } from '../sign-in-text.ts'

export function signedInMessage(as: SignedInAs, pendingAction: PendingAction): Message {
  const { text, shown } = signedInText(english, as)
  const next = pendingAction.kind === 'list' ? actions(button(buttons.myTokens, 'mine', 'primary')) : menuButtons()
  return { text, blocks: [section(`${shown}${whatNext[pendingAction.kind]}`), next] }
}

const whatNext: { readonly [K in PendingAction['kind']]: string } = {
  list: ' Here is the way to all of your tokens, also those that were made elsewhere:',
  link: ' I know now which Dremio user you are; `/dremio-pat whoami` shows it.',
  claim: ' Your request has moved on meanwhile, so there is nothing left to collect.',
  revoke: '',
  return: '',
  rotate: '',
}
