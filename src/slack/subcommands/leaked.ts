// `leaked`: opens the form for pasting a leaked token.
import { openLeakedTokenForm } from '../handlers/tokens/leaked-token.ts'
import type { Subcommand } from '../interaction.ts'

export const leaked: Subcommand = {
  word: 'leaked',
  run: (interaction) => openLeakedTokenForm(interaction),
}
