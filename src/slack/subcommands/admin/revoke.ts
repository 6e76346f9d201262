// `admin revoke @person [label or id | all]`: opens the form that ends one or all of somebody's tokens.
import { answerAdminUsage } from '../../handlers/menu/admin-help.ts'
import { meantBy, openRevokeForm } from '../../handlers/tokens/revoke.ts'
import type { AdminSubcommand } from '../../interaction.ts'
import { whoIs } from './named-person.ts'

export const revoke: AdminSubcommand = {
  word: 'revoke',
  async run(interaction, [who, ...rest]) {
    if (who === undefined) return answerAdminUsage(interaction, 'revoke')
    await openRevokeForm(interaction, meantBy(rest), whoIs(who))
  },
}
