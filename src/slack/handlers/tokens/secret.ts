// Handles the buttons on the message with a secret: they carry the token's id and remove the message.
import { isBotError } from '../../../core/errors.ts'
import type { ButtonClick } from '../../interaction.ts'

export async function secretSaved({ operations, actor, value, remove }: ButtonClick): Promise<void> {
  try {
    await operations.confirmReceipt(actor, value)
  } catch (error) {
    // The token is revoked already, and the secret of a revoked token must not stay on the screen.
    if (isBotError(error, 'token_stale')) await remove()
    throw error
  }
  await remove()
}

export async function secretMissing({ operations, actor, value, remove }: ButtonClick): Promise<void> {
  try {
    await operations.returnToken(actor, value)
  } catch (error) {
    // The token is revoked anyway, or will be after the sign-in, so its secret must not stay on the screen.
    if (isBotError(error, 'too_many_returns', 'token_stale', 'saved_already', 'sign_in_needed')) await remove()
    throw error
  }
  await remove()
}

/**
 * Hiding the message proves no receipt, because the person may have saved the secret or not. Anybody may hide it at any
 * time.
 */
export async function hideSecret({ remove }: ButtonClick): Promise<void> {
  await remove()
}
