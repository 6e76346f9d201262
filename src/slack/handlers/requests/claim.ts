// Collects a token, and takes in whether it arrived, wherever the buttons for that are.
import { BotError } from '../../../core/errors.ts'
import type { ButtonClick } from '../../interaction.ts'

/** People who have to sign in first find the link on the card. */
export async function showToken({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.claimToken(actor, value)
}

/** In a list, which is no card: people who have to sign in first find the link in the answer as well. */
export async function showListedToken({ operations, actor, value }: ButtonClick): Promise<void> {
  const offer = await operations.claimToken(actor, value)
  if (offer) throw new BotError('sign_in_needed', offer)
}

/** For people to whom the message with the secret is gone. */
export async function confirmReceipt({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.confirmReceipt(actor, value)
}

/** For people whom the message with the secret never reached. */
export async function reportMissing({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.returnToken(actor, value)
}
