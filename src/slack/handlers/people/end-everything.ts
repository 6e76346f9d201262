// Opens the form `End everything`, and ends everything of somebody when it is submitted.
import { buttons, forms } from '../../action-catalog.ts'
import type { ButtonClick, FormHandler } from '../../interaction.ts'
import { button } from '../../views/block-kit.ts'
import { endEverythingModal, endedMessage } from '../../views/people/ended.ts'
import { openFilled } from '../open-filled.ts'

/** The value is a Slack id. */
export async function endEverything(click: ButtonClick): Promise<void> {
  const { operations, actor, value, words } = click
  const content = async () => endEverythingModal(words, await operations.showPerson(actor, value))
  await openFilled(click, forms.endEverything, content, { toEnd: true })
}

/** The metadata is a Slack id. */
export const endEverythingForm: FormHandler = {
  async submit({ operations, actor, meta, words }) {
    return endedMessage(words, await operations.endEverything(actor, meta))
  },
  reopen: ({ meta, words }) => button(words, buttons.endEverything, meta),
}
