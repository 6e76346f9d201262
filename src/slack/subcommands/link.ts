// `link`: links a person to their Dremio user by their e-mail address.

import type { Subcommand } from '../interaction.ts'
import { identityMessage } from '../views/sign-in/identity-message.ts'

export const link: Subcommand = {
  word: 'link',
  usage: '',
  summary: 'link yourself to your Dremio user',
  details:
    'Looks for the one Dremio user with your Slack e-mail address. It happens by itself when you ask for a token.',
  async run({ operations, actor, answer }) {
    await answer(identityMessage(await operations.linkPerson(actor)))
  },
}
