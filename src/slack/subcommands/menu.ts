// `/dremio-pat` alone: the private menu.
import { answerMenu } from '../cards/menu.ts'
import type { Subcommand } from '../interaction.ts'

export const menu: Subcommand = {
  word: '',
  usage: '',
  summary: 'a menu: your tokens, the next expiry, what waits for you',
  run: (asked) => answerMenu(asked),
}
