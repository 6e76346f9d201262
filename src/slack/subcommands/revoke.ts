// `revoke [label or id]` and `revoke all`: opens the confirmation form.
import { meantBy, openRevokeForm } from '../handlers/tokens/revoke.ts'
import type { Subcommand } from '../interaction.ts'

export const revoke: Subcommand = {
  word: 'revoke',
  run: (interaction, words) => openRevokeForm(interaction, meantBy(words)),
}
