// `link`: links me to my Dremio user by my e-mail address.
import { identityMessage } from '../cards/identity-message.ts'
import type { Subcommand } from '../interaction.ts'

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
