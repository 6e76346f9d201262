// `admin list @person`: somebody's tokens.
import { answerAdminUsage } from '../../handlers/menu/admin-help.ts'
import { answerTokensOf } from '../../handlers/tokens/token-list.ts'
import type { AdminSubcommand } from '../../interaction.ts'
import { whoIs } from './named-person.ts'

export const listTokensOf: AdminSubcommand = {
  word: 'list',
  async run(interaction, [who]) {
    if (who === undefined) return answerAdminUsage(interaction, 'list')
    await answerTokensOf(interaction, whoIs(who))
  },
}
