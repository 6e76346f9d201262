// `unlink`: removes the link between a person and their Dremio user.

import type { Subcommand } from '../interaction.ts'
import { unlinkedMessage } from '../views/sign-in/identity-message.ts'

export const unlink: Subcommand = {
  word: 'unlink',
  usage: '',
  summary: 'forget which Dremio user you are',
  details: 'Your tokens stay as they are. `link`, or the next request, links you again.',
  async run({ operations, actor, answer }) {
    await answer(unlinkedMessage(await operations.unlinkPerson(actor)))
  },
}
