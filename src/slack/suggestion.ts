// The button that offers the nearest known word to whoever mistyped one.

import type { Button } from './interaction.ts'
import { subcommands } from './subcommands/list.ts'

/** Its value is a subcommand's word, or `help`: nothing that somebody typed, so what stood behind the word is not in it. */
export const suggestedWord: Button = {
  id: 'command.suggested',
  async press(clicked) {
    const subcommand = subcommands.find(({ word }) => word !== '' && word === clicked.value)
    if (subcommand) return subcommand.suggested ? subcommand.suggested(clicked) : subcommand.run(clicked, [])
    await clicked.operations.admit(clicked.actor)
    await clicked.answer(clicked.help())
  },
}
