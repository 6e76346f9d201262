// `unlink`: forgets which Dremio user I am.

import type { Subcommand } from '../interaction.ts'
import { inlineText } from '../views/block-kit.ts'

export const unlink: Subcommand = {
  word: 'unlink',
  usage: '',
  summary: 'forget which Dremio user you are',
  details: 'Your tokens stay as they are. `link`, or the next request, links you again.',
  async run({ operations, actor, answer }) {
    const { dremioName, uid } = await operations.unlinkPerson(actor)
    await answer({
      text: `You are no longer linked to ${inlineText(dremioName || uid)}. Your tokens stay as they are.`,
    })
  },
}
