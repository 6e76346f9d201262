// `whoami`: which Dremio user I am, since when and how that was proved.
import { identityMessage } from '../cards/identity-message.ts'
import { newToken } from '../cards/request-form.ts'
import type { Subcommand } from '../interaction.ts'
import { actions, button, section } from '../views/block-kit.ts'

export const whoami: Subcommand = {
  word: 'whoami',
  usage: '',
  summary: 'which Dremio user you are, and how that was proved',
  async run({ operations, actor, answer }) {
    const { link } = await operations.whoAmI(actor)
    if (link) return answer(identityMessage(link))
    const text = 'You are not linked to a Dremio user yet. Type `/dremio-pat link`, or just ask for a token.'
    await answer({ text, blocks: [section(text), actions(button(newToken, 'New token', 'new'))] })
  },
}
