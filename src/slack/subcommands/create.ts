// `create [label] [lifetime]`: opens the request form, prefilled from the words.
import { isLabel, readAskedWords } from '../../core/policy/evaluate.ts'
import { openNewRequestForm } from '../handlers/requests/new-request.ts'
import type { Subcommand } from '../interaction.ts'

export const create: Subcommand = {
  word: 'create',
  usage: '[label] [lifetime]',
  summary: 'ask for a new token',
  details:
    'Opens the form, filled in as far as your words go: `create tableau 30d`, `create tableau for 2 weeks`. Lifetimes read `12h`, `7d`, `2w`, `3mo`, or `7 days`. A label may be quoted: `create "my laptop" 7d`.',
  async run(interaction, words) {
    const policy = interaction.policy()
    const { label, ...lifetime } = readAskedWords(words, (text) => isLabel(policy, text))
    await openNewRequestForm(interaction, { ...(label && { label }), ...lifetime })
  },
}
