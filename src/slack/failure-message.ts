// A failure as a message: its sentence, and where signing in helps, the link to do so.
import { isBotError } from '../core/errors.ts'
import { aboutTheLink, signInLink } from './cards/sign-in-link.ts'
import { actions, hint, section } from './cards/text.ts'
import type { Message } from './surface.ts'

/** `sentence` is `sentenceFor(error)`, perhaps with a reference number. */
export function failureMessage(sentence: string, error: unknown): Message {
  if (!isBotError(error, 'sign_in_needed')) return { text: sentence }
  return {
    text: sentence,
    blocks: [section(sentence), actions(signInLink(error.facts)), hint(aboutTheLink(error.facts))],
  }
}
