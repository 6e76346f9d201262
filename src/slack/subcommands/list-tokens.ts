// `list`: shows a person their tokens, soonest expiry first.
import { answerTokenList } from '../handlers/tokens/token-list.ts'
import type { Subcommand } from '../interaction.ts'

export const listTokens: Subcommand = {
  word: 'list',
  run: (interaction) => answerTokenList(interaction),
}
