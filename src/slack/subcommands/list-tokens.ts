// `list`: shows a person their tokens, soonest expiry first.
import { answerTokenList } from '../handlers/tokens/token-list.ts'
import type { Subcommand } from '../interaction.ts'

export const listTokens: Subcommand = {
  word: 'list',
  usage: '',
  summary: 'your tokens, soonest expiry first',
  details:
    'Shows what Dremio knows of your tokens, also of those that were made outside this bot (once you have signed in, where that is needed), with a button to revoke each.',
  run: (interaction) => answerTokenList(interaction),
}
