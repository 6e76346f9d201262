// Confirms a sign-in to Dremio in the direct messages, with a button to continue the pending action.
import type { SignedInAs } from '../../../core/messenger.ts'
import type { PendingAction } from '../../../core/sessions/sign-in.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, section } from '../block-kit.ts'
import { menuButtons } from '../menu/menu.ts'
import { signedInText } from '../sign-in-text.ts'

export function signedInMessage(words: Words, as: SignedInAs, pendingAction: PendingAction): Message {
  const { text, shown } = signedInText(words, as)
  const next =
    pendingAction.kind === 'list' ? actions(button(words, buttons.myTokens, 'mine', 'primary')) : menuButtons(words)
  return { text, blocks: [section([shown, ...outcome(words.identity, pendingAction)].join(' ')), next] }
}

function outcome({ afterSignIn }: Words['identity'], { kind }: PendingAction): string[] {
  return kind === 'list' || kind === 'link' ? [afterSignIn[kind]] : []
}
