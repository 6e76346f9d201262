// `connect [label or id]`: how to connect with a token, tool by tool, without showing the token.
import { answerConnectHelp } from '../handlers/connect/connect-help.ts'
import type { Subcommand } from '../interaction.ts'

export const connect: Subcommand = {
  word: 'connect',
  run: (interaction, words) => answerConnectHelp(interaction, words),
}
