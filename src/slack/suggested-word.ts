// Handles the buttons that stand for a word that could be typed: the nearest known one, or one of the help.
import { readWords } from './command-text.ts'
import type { ButtonClick } from './interaction.ts'
import { admin } from './subcommands/admin.ts'
import { subcommands } from './subcommands/list.ts'

/**
 * The value is `help`, a subcommand's word, or `admin` and a word of it. Nothing that the person typed is in it, so the
 * arguments are not repeated.
 */
export async function runSuggestedWord(click: ButtonClick): Promise<void> {
  const [name, ...rest] = readWords(click.value)
  const subcommand = subcommands.find(({ word }) => word !== '' && word === name?.text)
  if (subcommand) return subcommand.suggested ? subcommand.suggested(click) : subcommand.run(click, rest)
  await click.operations.admit(click.actor)
  await click.answer(await click.help())
}

/** The list of what bot admins can do. */
export async function showAdminHelp(click: ButtonClick): Promise<void> {
  await admin.run(click, [])
}
