// Asks which token a person wants to replace, or says that there is none.
import type { SignInOffer } from '../../../core/sessions/sign-in.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, blocksIf, button, hint, section } from '../block-kit.ts'
import { about, row } from '../rows.ts'
import { aboutSignInLink, signInButton } from '../sign-in-text.ts'
import { tokenLine, tokenOptionText } from './token-text.ts'

// One section with a button for each; a message may have fifty blocks:
// https://docs.slack.dev/reference/block-kit/blocks
const MOST_SHOWN = 20

/** `typed` names a token, or is empty; `signIn` is offered if there may be tokens that the bot does not know. */
export function rotationChoiceMessage(
  words: Words,
  tokens: { tid: string; label: string; expiresAt: number }[],
  typed: string,
  now: number,
  signIn: SignInOffer | undefined,
): Message {
  const text = tokens.length === 1 || typed === '' ? words.rotation.whichOne : words.rotation.severalMatch
  return {
    text,
    blocks: [
      section(text),
      ...tokens
        .slice(0, MOST_SHOWN)
        .map((token) =>
          row(
            tokenLine(words, token, tokens, now),
            about(words, tokenOptionText(token, tokens), button(words, buttons.rotateToken, token.tid)),
          ),
        ),
      ...(signIn && typed === ''
        ? [hint(`${words.tokens.signInForAll} ${aboutSignInLink(words, signIn)}`), actions(signInButton(words, signIn))]
        : []),
      ...blocksIf(tokens.length > MOST_SHOWN, hint(words.rotation.more)),
    ],
  }
}

/** The token may have been created outside the bot, and only shows up after a sign-in. */
export function signInToRotateMessage(words: Words, signIn: SignInOffer, typed: string): Message {
  const text = typed === '' ? words.tokens.noneUntilSignIn : words.tokens.notFoundUntilSignIn
  return { text, blocks: [section(text), actions(signInButton(words, signIn)), hint(aboutSignInLink(words, signIn))] }
}

export function nothingToRotateMessage(words: Words): Message {
  const text = words.rotation.none
  return { text, blocks: [section(text), actions(button(words, buttons.newToken, 'new', 'primary'))] }
}
