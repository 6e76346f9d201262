// Collects a token, and records whether it arrived, for the buttons on cards and lists.
import { BotError } from '../../../core/errors.ts'
import type { ButtonClick } from '../../interaction.ts'

/** If the person has to sign in first, the card gets the link. */
export async function showToken({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.claimToken(actor, value)
}

/** In a list there is no card, so the link for signing in is also in the answer. */
export async function showListedToken({
  operations,
  actor,
  value,
  answer,
  isOnHome,
  form,
  words,
}: ButtonClick): Promise<void> {
  const offer = await operations.claimToken(actor, value)
  if (offer) throw new BotError('sign_in_needed', offer)
  if (isOnHome || form) await answer({ text: words.home.needs.tokenShown })
}

/** For people whose message with the secret is gone. */
export async function confirmReceipt({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.confirmReceipt(actor, value)
}

/** For people who never got the message with the secret. */
export async function reportMissing({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.returnToken(actor, value)
}
