// Replaces tokens, and cuts short or lengthens the time that the old one keeps working.
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

/** Its value is the id of the token to replace. */
export async function rotateToken(click: ButtonClick): Promise<void> {
  await rotate(click, click.value)
}

/** For a token whose label or reason does not fit the policy any more. */
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

/** Replaces the token that the words name, or asks which one is meant. `mayBeOther` asks even if only one token fits. */
export async function chooseToRotate(
  interaction: Interaction,
  typed: readonly TypedWord[],
  { mayBeOther = false } = {},
): Promise<void> {
  const { operations, actor, answer, now } = interaction
  const words = joined(typed)
  const { tokens, signIn } = await operations.listTokens(actor)
  const active = tokens.filter(({ state, working }) => state === 'active' && !working)
  const { tokens: meant, isSure } = words === '' ? { tokens: active, isSure: true } : tokensMeant(active, typed)
  const [one, another] = meant
  // Without words, the only token that the bot knows of need not be the only one there is.
  const mayBeMore = words === '' && signIn !== undefined
  if (one && !another && !mayBeMore && isSure && !mayBeOther) return rotate(interaction, one.tid)
  if (one) return answer(rotationChoiceMessage(meant, words, now(), signIn))
  if (signIn) return answer(signInToRotateMessage(signIn, words))
  if (active.length === 0) return answer(nothingToRotateMessage())
  throw new BotError('no_such_token', { words, labels: active.map(({ label }) => label) })
}

async function rotate({ operations, actor, answer }: Interaction, tid: string): Promise<void> {
  await answer(rotationMessage(await operations.rotateToken(actor, tid)))
}
