// Confirms a sign-in to Dremio in the direct messages, with a button to continue the pending action.
import type { SignedInAs } from '../../../core/messenger.ts'
import type { PendingAction } from '../../../core/sessions/sign-in.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, section } from '../block-kit.ts'
import { menuButtons } from '../menu/menu.ts'
import { signedInText } from '../sign-in-text.ts'

export function signedInMessage(words: Words, as: SignedInAs, { kind }: PendingAction): Message {
  const { text, shown } = signedInText(words, as)
  const next = kind === 'list' ? actions(button(buttons.myTokens, 'mine', 'primary')) : menuButtons()
  return { text, blocks: [section([shown, whatNext(words, kind)].join(' ').trim()), next] }
}

function whatNext({ signIn: words }: Words, kind: PendingAction['kind']): string {
  switch (kind) {
    case 'list':
      return words.allTokens
    case 'link':
      return words.linked
    case 'claim':
      return words.nothingToGet
    case 'revoke':
    case 'return':
    case 'rotate':
      return ''
  }
}
