// `link`: links a person to their Dremio user by their e-mail address.

import type { Subcommand } from '../interaction.ts'
import { identityMessage } from '../views/sign-in/identity-message.ts'

export const link: Subcommand = {
  word: 'link',
  async run(interaction) {
    const linked = await interaction.operations.linkPerson(interaction.actor)
    await interaction.answer(identityMessage(interaction.words, linked))
  },
}
