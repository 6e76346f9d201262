// `create [label] [lifetime]`: opens the request form, prefilled from the words.
import { isLabel, readAskedWords } from '../../core/policy/evaluate.ts'
import { openNewRequestForm } from '../handlers/requests/new-request.ts'
import type { Subcommand } from '../interaction.ts'

export const create: Subcommand = {
  word: 'create',
  async run(interaction, words) {
    const policy = interaction.policy()
    const { label, ...lifetime } = readAskedWords(words, (text) => isLabel(policy, text))
    await openNewRequestForm(interaction, { ...(label && { label }), ...lifetime })
  },
}
