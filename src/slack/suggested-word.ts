// Handles the button that offers the nearest known word to a person who mistyped one.
import type { ButtonClick } from './interaction.ts'
import { subcommands } from './subcommands/list.ts'

/**
 * The value is a subcommand's word or `help`. Nothing that the person typed is in it, so the arguments are not
 * repeated.
 */
export async function runSuggestedWord(click: ButtonClick): Promise<void> {
  const subcommand = subcommands.find(({ word }) => word !== '' && word === click.value)
  if (subcommand) return subcommand.suggested ? subcommand.suggested(click) : subcommand.run(click, [])
  await click.operations.admit(click.actor)
  await click.answer(await click.help())
}
