// Handles *I'm done with it*: revokes the token at once, or opens the form that asks before.
import { buttons, forms } from '../../action-catalog.ts'
import type { ButtonClick, FormHandler, Message } from '../../interaction.ts'
import { button } from '../../views/block-kit.ts'
import { noticeModalOf } from '../../views/notice-modal.ts'
import { giveBackModal } from '../../views/tokens/give-back-modal.ts'
import { revokedMessage } from '../../views/tokens/revoked-message.ts'
import { openFilled } from '../open-filled.ts'

/** The value is the token's id. In a form, the answer takes the place of the form. */
export async function giveBackToken(click: ButtonClick): Promise<void> {
  const { operations, actor, value: tid, words, form, answer } = click
  const giveBack = async () => revokedMessage(words, await operations.giveBackToken(actor, tid))
  if (!form) return answer(await giveBack())
  const message: Message = await giveBack().catch((error: unknown) => click.failure(error))
  const isShown = await form.update(noticeModalOf(words, forms.giveBack, message)).catch(() => false)
  if (!isShown) await answer(message)
}

/** Slack asks nothing before it reports a choice in an overflow menu, so this form does. */
export async function askToGiveBack(click: ButtonClick): Promise<void> {
  const { actor, operations, now, words, value: tid } = click
  const content = async () => giveBackModal(words, tid, await operations.openGiveBack(actor, tid), now())
  await openFilled(click, forms.giveBack, content, { toEnd: true })
}

export const giveBackForm: FormHandler = {
  submit: async ({ operations, actor, meta, words }) =>
    revokedMessage(words, await operations.giveBackToken(actor, meta)),
  reopen: ({ meta, words }) => button(words, buttons.askToGiveBack, meta),
}
