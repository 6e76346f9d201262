// `admin outstanding`: tokens and claims that should have been ended or settled.
import { answerOutstanding } from '../../handlers/tokens/token-list.ts'
import type { AdminSubcommand } from '../../interaction.ts'

export const outstanding: AdminSubcommand = {
  word: 'outstanding',
  run: (interaction) => answerOutstanding(interaction),
}
