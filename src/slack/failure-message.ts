// A failure as a message: its sentence, and where signing in helps, the link to do so, or the button that gives a new one.
import { isBotError } from '../core/errors.ts'
import type { Wish } from '../core/sign-in.ts'
import { showToken } from './cards/request-card.ts'
import { aboutTheLink, signInLink } from './cards/sign-in-link.ts'
import { actions, button, hint, section } from './cards/text.ts'
import { myTokens } from './cards/token-list.ts'
import type { Message } from './surface.ts'

/** `sentence` is `sentenceFor(error)`, perhaps with a reference number. */
export function failureMessage(sentence: string, error: unknown): Message {
  if (isBotError(error, 'sign_in_refused'))
    return { text: sentence, blocks: [section(sentence), again(error.facts.wish)] }
  if (!isBotError(error, 'sign_in_needed')) return { text: sentence }
  return {
    text: sentence,
    blocks: [section(sentence), actions(signInLink(error.facts)), hint(aboutTheLink(error.facts))],
  }
}

/** What was pressed first, to be pressed again. */
function again(wish: Wish | undefined) {
  return actions(
    wish?.kind === 'claim'
      ? button(showToken, 'Show token', wish.request, 'primary')
      : button(myTokens, 'My tokens', 'mine', 'primary'),
  )
}
