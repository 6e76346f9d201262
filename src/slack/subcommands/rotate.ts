// `rotate [label or id]`: replaces a token by a new one with the same label and lifetime, then retires the old one.
import { chooseToRotate } from '../handlers/tokens/rotation.ts'
import type { Subcommand } from '../interaction.ts'

export const rotate: Subcommand = {
  word: 'rotate',
  run: (interaction, words) => chooseToRotate(interaction, words),
  suggested: (interaction) => chooseToRotate(interaction, [], { mayBeOther: true }),
}
