// Handles the button that offers the nearest known word to somebody who mistyped one.
import type { ButtonClick } from './interaction.ts'
import { subcommands } from './subcommands/list.ts'

/** Its value is a subcommand's word, or `help`: nothing that somebody typed, so what followed the word is not in it. */
export async function runSuggestedWord(click: ButtonClick): Promise<void> {
  const subcommand = subcommands.find(({ word }) => word !== '' && word === click.value)
  if (subcommand) return subcommand.suggested ? subcommand.suggested(click) : subcommand.run(click, [])
  await click.operations.admit(click.actor)
  await click.answer(click.help())
}
