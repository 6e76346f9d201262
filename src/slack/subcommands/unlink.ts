// `unlink`: removes the link between a person and their Dremio user.

import type { Subcommand } from '../interaction.ts'
import { unlinkedMessage } from '../views/sign-in/identity-message.ts'

export const unlink: Subcommand = {
  word: 'unlink',
  async run(interaction) {
    const ended = await interaction.operations.unlinkPerson(interaction.actor)
    await interaction.answer(unlinkedMessage(interaction.words, ended))
  },
}
