// `leaked`: opens the form for pasting a leaked token.
import { english } from '../../words/words.ts'
import { openLeakedTokenForm } from '../handlers/tokens/leaked-token.ts'
import type { Subcommand } from '../interaction.ts'

export const leaked: Subcommand = {
  word: 'leaked',
  usage: '',
  ...english.leaks.command,
  run: (interaction) => openLeakedTokenForm(interaction),
}
