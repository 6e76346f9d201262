// Confirms or declines a link that another administrator asked for, directly from the card.
import type { ButtonClick } from '../../interaction.ts'

export async function confirmLink({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.decideLink(actor, value, 'confirmed')
}

export async function declineLink({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.decideLink(actor, value, 'declined')
}
