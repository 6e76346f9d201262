// Replaces tokens, and ends or extends the grace period of the old one.
import { BotError } from '../../../core/errors.ts'
import { tokensMeant } from '../../../core/tokens/tokens-meant.ts'
import { joined, type TypedWord } from '../../../core/typed-words.ts'
import type { ButtonClick, Interaction } from '../../interaction.ts'
import { rotationMessage } from '../../views/tokens/rotation.ts'
import {
  nothingToRotateMessage,
  rotationChoiceMessage,
  signInToRotateMessage,
} from '../../views/tokens/rotation-choice.ts'
import { openNewRequestFormAfter } from '../requests/new-request.ts'

/** The value is the id of the token to replace. */
export async function rotateToken(click: ButtonClick): Promise<void> {
  await rotate(click, click.value)
}

/** For a token whose label or reason no longer fits the policy. */
export async function rotateWithForm(click: ButtonClick): Promise<void> {
  await openNewRequestFormAfter(click, async () => {
    const { ask } = await click.operations.openRotation(click.actor, click.value)
    return { ...ask, replaces: click.value }
  })
}

export async function cutOldToken({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.cutOldToken(actor, value)
}

export async function keepOldToken({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.keepOldToken(actor, value)
}

/**
 * Replaces the token that the words name, or asks which one is meant. With `mayBeOther` it asks even if only one token
 * matches.
 */
export async function chooseToRotate(
  interaction: Interaction,
  typed: readonly TypedWord[],
  { mayBeOther = false } = {},
): Promise<void> {
  const { operations, actor, answer, now, words } = interaction
  const named = joined(typed)
  const { tokens, signIn, fresh } = await operations.listTokens(actor)
  const active = tokens.filter(({ state, working }) => state === 'active' && !working)
  const { tokens: meant, isSure } = named === '' ? { tokens: active, isSure: true } : tokensMeant(active, typed)
  const [first, another] = meant
  // Without a sign-in the bot may not know all tokens, so the only known one need not be the one that is meant.
  const mayBeMore = named === '' && signIn !== undefined
  if (first && !another && !mayBeMore && isSure && !mayBeOther) return rotate(interaction, first.tid)
  if (first) return answer(rotationChoiceMessage(words, meant, named, now(), signIn))
  if (signIn) return answer(signInToRotateMessage(words, signIn, named))
  if (active.length === 0) return answer(nothingToRotateMessage(words))
  throw new BotError('no_such_token', { words: named, labels: active.map(({ label }) => label), isSure: fresh })
}

async function rotate({ operations, actor, answer, words }: Interaction, tid: string): Promise<void> {
  await answer(rotationMessage(words, await operations.rotateToken(actor, tid)))
}
