// Asks which token a person wants to replace, or says that there is none.
import type { SignInOffer } from '../../../core/sessions/sign-in.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, hint, labelText, relativeTime, section } from '../block-kit.ts'
import { aboutSignInLink, signInButton } from '../sign-in-text.ts'
import { idAmong } from './token-text.ts'

// One section with a button for each; a message may have fifty blocks:
// https://docs.slack.dev/reference/block-kit/blocks
const MOST_SHOWN = 20

/** `words` name a token, or are empty; `signIn` is offered if there may be tokens that the bot does not know. */
export function rotationChoiceMessage(
  tokens: { tid: string; label: string; expiresAt: number }[],
  words: string,
  now: number,
  signIn: SignInOffer | undefined,
): Message {
  const text =
    tokens.length === 1 || words === ''
      ? 'Which token do you want to replace?'
      : 'More than one token fits. Which one do you mean?'
  return {
    text,
    blocks: [
      section(text),
      ...tokens.slice(0, MOST_SHOWN).map((token) => ({
        ...section(`${labelText(token.label)} (${idAmong(token, tokens)}), ends ${relativeTime(now, token.expiresAt)}`),
        accessory: button(buttons.rotateToken, token.tid),
      })),
      ...(signIn && words === ''
        ? [
            hint(`These are the tokens made with me. Sign in to see the others too. ${aboutSignInLink(signIn)}`),
            actions(signInButton(signIn)),
          ]
        : []),
      ...(tokens.length > MOST_SHOWN ? [hint('There are more: name one, `/dremio-pat rotate label`.')] : []),
    ],
  }
}

/** The token may have been created outside the bot, and only shows up after a sign-in. */
export function signInToRotateMessage(signIn: SignInOffer, words: string): Message {
  const none =
    words === ''
      ? 'I know of no active token that was made with me.'
      : 'I know of no such token among those made with me.'
  const text = `${none} Sign in to Dremio to see the others.`
  return { text, blocks: [section(text), actions(signInButton(signIn)), hint(aboutSignInLink(signIn))] }
}

export function nothingToRotateMessage(): Message {
  const text = 'You have no active token that could be replaced.'
  return { text, blocks: [section(text), actions(button(buttons.newToken, 'new', 'primary'))] }
}
