// Answers a bot admin who left something out with how the word is typed.
import type { AdminSubcommand, Interaction } from '../../interaction.ts'
import { adminUsage } from '../../views/menu/admin-help.ts'

export async function answerAdminUsage(
  { actor, operations, answer, words }: Interaction,
  word: AdminSubcommand['word'],
): Promise<void> {
  await operations.admitAdministrator(actor)
  await answer(adminUsage(words, word))
}
