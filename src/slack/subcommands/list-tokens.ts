// `list`: shows a person their tokens, soonest expiry first.
import { english } from '../../words/words.ts'
import { answerTokenList } from '../handlers/tokens/token-list.ts'
import type { Subcommand } from '../interaction.ts'

export const listTokens: Subcommand = {
  word: 'list',
  usage: '',
  ...english.tokens.command,
  run: (interaction) => answerTokenList(interaction),
}
