// `revoke [label or id]` and `revoke all`: opens the confirmation form.
import { meantBy, openRevokeForm } from '../handlers/tokens/revoke.ts'
import type { Subcommand } from '../interaction.ts'

export const revoke: Subcommand = {
  word: 'revoke',
  usage: '[label or id | all]',
  summary: 'end one of your tokens, or every one',
  details:
    'Asks once more before anything is ended. `revoke tableau` ends the one with that label, `revoke all` ends every one. If your words match more than one token, I ask which one you mean; without words you choose from a list.',
  run: (interaction, words) => openRevokeForm(interaction, meantBy(words)),
}
