// `requests`: shows a person their open requests, and those that wait for their review.
import { answerRequestList } from '../handlers/requests/request.ts'
import type { Subcommand } from '../interaction.ts'

export const requests: Subcommand = {
  word: 'requests',
  run: (interaction) => answerRequestList(interaction),
}
