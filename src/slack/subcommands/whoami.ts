// `whoami`: shows a person which Dremio user they are linked to, since when, and how that was proved.

import type { Subcommand } from '../interaction.ts'
import { identityMessage, notLinkedMessage } from '../views/sign-in/identity-message.ts'

export const whoami: Subcommand = {
  word: 'whoami',
  usage: '',
  summary: 'which Dremio user you are, and how that was proved',
  async run({ operations, actor, answer }) {
    const { link, assignment } = await operations.whoAmI(actor)
    await answer(link ? identityMessage(link) : notLinkedMessage(assignment))
  },
}
