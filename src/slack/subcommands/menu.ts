// `/dremio-pat` alone: shows the private menu.
import { answerMenu } from '../handlers/menu/menu.ts'
import type { Subcommand } from '../interaction.ts'

export const menu: Subcommand = {
  word: '',
  run: (interaction) => answerMenu(interaction),
}
