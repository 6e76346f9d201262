// `admin show @person`: all that is known of somebody, with buttons for what an administrator may do.
import { answerAdminUsage } from '../../handlers/menu/admin-help.ts'
import { answerPerson } from '../../handlers/people/person.ts'
import type { AdminSubcommand } from '../../interaction.ts'
import { whoIs } from './named-person.ts'

export const show: AdminSubcommand = {
  word: 'show',
  async run(interaction, [who]) {
    if (who === undefined) return answerAdminUsage(interaction, 'show')
    await answerPerson(interaction, whoIs(who))
  },
}
