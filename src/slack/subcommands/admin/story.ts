// `admin story <id>`: who asked for a token, who approved it and why, and what became of it.
import { joined } from '../../../core/typed-words.ts'
import { answerStory } from '../../handlers/administration/story.ts'
import { answerAdminUsage } from '../../handlers/menu/admin-help.ts'
import type { AdminSubcommand } from '../../interaction.ts'

export const story: AdminSubcommand = {
  word: 'story',
  async run(interaction, typed) {
    if (typed.length === 0) return answerAdminUsage(interaction, 'story')
    await answerStory(interaction, joined(typed))
  },
}
