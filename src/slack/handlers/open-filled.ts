// Opens a form at once, and fills it with what was looked up, or with what went wrong.
import type { DrawnForm } from '../action-catalog.ts'
import type { Interaction, OpenForm } from '../interaction.ts'
import { noticeModal, waitingModal } from '../views/notice-modal.ts'

/** A look-up may take longer than the three seconds in which a form can be opened. `options` as in `Interaction.open`. */
export async function openFilled(
  interaction: Interaction,
  form: DrawnForm,
  content: () => Promise<Parameters<OpenForm['update']>[0]>,
  options?: { toEnd: true },
): Promise<void> {
  const opened = await interaction.open(waitingModal(interaction.words, form), options)
  try {
    await opened.update(await content())
  } catch (error) {
    await opened.update(noticeModal(interaction.words, form, interaction.explain(error)))
  }
}
