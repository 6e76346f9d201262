// `whoami`: shows a person which Dremio user they are linked to, since when, and how that was proved.

import type { Subcommand } from '../interaction.ts'
import { identityMessage, notLinkedMessage } from '../views/sign-in/identity-message.ts'

export const whoami: Subcommand = {
  word: 'whoami',
  async run(interaction) {
    const { link, assignment } = await interaction.operations.whoAmI(interaction.actor)
    const { answer, words } = interaction
    await answer(link ? identityMessage(words, link) : notLinkedMessage(words, assignment))
  },
}
