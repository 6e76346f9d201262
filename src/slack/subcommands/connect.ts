// `connect [label or id]`: how to connect with a token, tool by tool, without showing the token.
import { answerConnectHelp } from '../handlers/connect/connect-help.ts'
import type { Subcommand } from '../interaction.ts'

export const connect: Subcommand = {
  word: 'connect',
  usage: '[label or id]',
  summary: 'how to connect: what your tool wants, by name',
  details:
    'Choose your tool (JDBC, ODBC, Python, dbt, DBeaver, Tableau, Power BI, curl): I say which host, user name and settings it wants here, and where your token goes. `connect dbt` opens at that tool; with the label of a token it also says when that one ends. Nobody can show the token itself again.',
  run: (interaction, words) => answerConnectHelp(interaction, words),
}
