// `revoke [label or id]` and `revoke all`: opens the confirmation form.
import { english } from '../../words/words.ts'
import { meantBy, openRevokeForm } from '../handlers/tokens/revoke.ts'
import type { Subcommand } from '../interaction.ts'

export const revoke: Subcommand = {
  word: 'revoke',
  usage: '[label or id | all]',
  ...english.revocation.command,
  run: (interaction, words) => openRevokeForm(interaction, meantBy(words)),
}
