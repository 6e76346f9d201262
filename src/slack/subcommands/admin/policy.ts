// `admin policy`: the rules in use, in words, and the way to preview another file.
import { answerPolicy } from '../../handlers/policy/policy.ts'
import type { AdminSubcommand } from '../../interaction.ts'

export const policy: AdminSubcommand = {
  word: 'policy',
  run: (interaction) => answerPolicy(interaction),
}
