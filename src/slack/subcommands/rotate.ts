// `rotate [label or id]`: replaces a token by a new one with the same label and lifetime, then retires the old one.
import { chooseToRotate } from '../handlers/tokens/rotation.ts'
import type { Subcommand } from '../interaction.ts'

export const rotate: Subcommand = {
  word: 'rotate',
  usage: '[label or id]',
  summary: 'replace a token: a new one first, then the old one retires',
  details:
    'Asks for a new token with the same label and lifetime, by the same rules as any other. The old one works until you say that you have saved the new one, and a while longer; on the card you can cut it short or keep it longer.',
  run: (interaction, words) => chooseToRotate(interaction, words),
  suggested: (interaction) => chooseToRotate(interaction, [], { mayBeOther: true }),
}
