// `admin unlink @person`: takes back which Dremio user somebody is.
import { answerAdminUsage } from '../../handlers/menu/admin-help.ts'
import type { AdminSubcommand } from '../../interaction.ts'
import { mention } from '../../views/block-kit.ts'
import { whoIs } from './named-person.ts'

export const unlink: AdminSubcommand = {
  word: 'unlink',
  async run(interaction, [who]) {
    if (who === undefined) return answerAdminUsage(interaction, 'unlink')
    const { operations, actor, answer, words } = interaction
    const whom = whoIs(who)
    await operations.unlinkByHand(actor, whom)
    await answer({ text: words.admin.unlinked({ who: mention(whom) }) })
  },
}
