// `/dremio-pat` alone: shows the private menu.
import { answerMenu } from '../handlers/menu/menu.ts'
import type { Subcommand } from '../interaction.ts'

export const menu: Subcommand = {
  word: '',
  usage: '',
  summary: 'a menu: your tokens, the next expiry, what waits for you',
  run: (interaction) => answerMenu(interaction),
}
