// `leaked`: opens the form for pasting a leaked token.
import { openLeakedTokenForm } from '../handlers/tokens/leaked-token.ts'
import type { Subcommand } from '../interaction.ts'

export const leaked: Subcommand = {
  word: 'leaked',
  usage: '',
  summary: 'a token got out: paste it, and I revoke it',
  details:
    'Opens a form for the token’s value. I read from it which token it is, without asking anybody, and keep nothing else of it: it is in no log and no message. If it is yours, it is revoked; if not, I tell its owner where I know them.',
  run: (interaction) => openLeakedTokenForm(interaction),
}
