// Which token is meant to be replaced: the one that the words name, or a choice among several.
import { BotError } from '../../core/errors.ts'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import { tokensMeant } from '../../core/tokens/tokens-meant.ts'
import { joined, type TypedWord } from '../../core/typed-words.ts'
import type { Interaction, Message } from '../interaction.ts'
import { actions, button, hint, labelText, relativeTime, section } from '../views/block-kit.ts'
import { newToken } from './request-form.ts'
import { rotate, rotateThis } from './rotation.ts'
import { aboutTheLink, signInLink } from './sign-in-link.ts'

// A section and a button each, and a message holds fifty blocks: https://docs.slack.dev/reference/block-kit/blocks
const MOST_SHOWN = 20

/** `mayBeOther` asks also where only one token comes into question. */
export async function chooseToRotate(
  asked: Interaction,
  typed: readonly TypedWord[],
  { mayBeOther = false } = {},
): Promise<void> {
  const words = joined(typed)
  const { tokens, signIn } = await asked.operations.listTokens(asked.actor)
  const active = tokens.filter(({ state, working }) => state === 'active' && !working)
  const { tokens: meant, isSure } = words === '' ? { tokens: active, isSure: true } : tokensMeant(active, typed)
  const [one, another] = meant
  // Without words, the only one that I know of need not be the only one there is.
  const mayBeMore = words === '' && signIn !== undefined
  if (one && !another && !mayBeMore && isSure && !mayBeOther) return rotate(asked, one.tid)
  if (one) return asked.answer(choice(meant, words, asked.now(), signIn))
  if (signIn) return asked.answer(unknownYet(signIn, words))
  if (active.length === 0) return asked.answer(nothing())
  throw new BotError('no_such_token', { words, labels: active.map(({ label }) => label) })
}

const SEVERAL = 'More than one token fits. Which one do you mean?'

type Choice = { tid: string; label: string; expiresAt: number }[]

function choice(tokens: Choice, words: string, now: number, signIn: SignInOffer | undefined): Message {
  const text = tokens.length === 1 || words === '' ? 'Which token do you want to replace?' : SEVERAL
  return {
    text,
    blocks: [
      section(text),
      ...tokens.slice(0, MOST_SHOWN).map(({ tid, label, expiresAt }) => ({
        ...section(`${labelText(label)} (${tid.slice(0, 8)}), ends ${relativeTime(now, expiresAt)}`),
        accessory: button(rotateThis, 'Rotate', tid),
      })),
      ...(signIn && words === ''
        ? [
            hint(`These are the tokens made with me. Sign in to see the others too. ${aboutTheLink(signIn)}`),
            actions(signInLink(signIn)),
          ]
        : []),
      ...(tokens.length > MOST_SHOWN ? [hint('There are more: name one, `/dremio-pat rotate label`.')] : []),
    ],
  }
}

/** It may be one that was made elsewhere. */
function unknownYet(signIn: SignInOffer, words: string): Message {
  const none =
    words === ''
      ? 'I know of no active token that was made with me.'
      : 'I know of no such token among those made with me.'
  const text = `${none} Sign in to Dremio to see the others.`
  return { text, blocks: [section(text), actions(signInLink(signIn)), hint(aboutTheLink(signIn))] }
}

function nothing(): Message {
  const text = 'You have no active token that could be replaced.'
  return { text, blocks: [section(text), actions(button(newToken, 'New token', 'new', 'primary'))] }
}
