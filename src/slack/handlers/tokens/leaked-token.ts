// Reports a leaked token, pasted in the form `Leaked token` or known by its id; only the id is passed on.
import { isBotError } from '../../../core/errors.ts'
import { looksLikeSecret, tidsIn } from '../../../core/tokens/token-value.ts'
import type { Words } from '../../../words/words.ts'
import { buttons, forms } from '../../action-catalog.ts'
import type { ButtonClick, FormHandler, Interaction, Message, ModalSubmission } from '../../interaction.ts'
import { button } from '../../views/block-kit.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import { leakMessage } from '../../views/tokens/leak-message.ts'
import { confirmLeakModal, leakedTokenModal } from '../../views/tokens/leaked-token-modal.ts'
import { openFilled } from '../open-filled.ts'

export async function openLeakedTokenForm({ actor, operations, open, explain, words }: Interaction): Promise<void> {
  const form = await open(leakedTokenModal(words), { toEnd: true })
  try {
    await operations.admitToRevoke(actor)
  } catch (error) {
    await form.update(noticeModal(words, forms.leakedToken, explain(error)))
  }
}

export const leakedTokenForm: FormHandler = {
  check({ fields, words }) {
    const error = tokenError(words, fields.token ?? '')
    return error === undefined ? {} : { token: error }
  },
  submit: (submission) => report(submission, pastedTid(submission)),
  // What was pasted is never sent again: its id is enough to go on.
  again: (submission) => confirmLeakModal(submission.words, pastedTid(submission), undefined, submission.now()),
  reopen: (submission) => button(submission.words, buttons.revokeLeakedToken, pastedTid(submission)),
}

/** The value is the id of a token whose secret was written somewhere else. */
export async function revokeLeakedToken(click: ButtonClick): Promise<void> {
  const { actor, operations, now, words, value: tid } = click
  const content = async () => {
    await operations.admitToRevoke(actor)
    // The label helps the person, but an unavailable Dremio must not prevent the report of a leak.
    const mine = await operations.listTokensToRevoke(actor).then(
      ({ tokens }) => tokens.find((token) => token.tid === tid),
      () => undefined,
    )
    return confirmLeakModal(words, tid, mine, now())
  }
  await openFilled(click, forms.confirmLeak, content, { toEnd: true })
}

export const confirmLeakForm: FormHandler = {
  submit: (submission) => report(submission, submission.meta),
  reopen: ({ meta, words }) => button(words, buttons.revokeLeakedToken, meta),
}

async function report({ operations, actor, failure, now, words }: Interaction, tid: string): Promise<Message> {
  try {
    return leakMessage(words, await operations.reportLeak(actor, tid), actor.id, now())
  } catch (error) {
    // The report was taken all the same, and what to do about another person's token has to stay on the screen.
    if (isBotError(error, 'unknown_leak')) return failure(error)
    throw error
  }
}

function pastedTid({ fields }: Pick<ModalSubmission, 'fields'>): string {
  return tidsInField(fields.token ?? '')[0] ?? ''
}

/** A value that was copied across a line break contains white space. */
function tidsInField(text: string): string[] {
  const tids = tidsIn(text)
  return tids.length > 0 ? tids : tidsIn(text.replace(/\s+/g, ''))
}

/** What is wrong with the pasted text, without quoting it. */
function tokenError({ leaks: words }: Words, text: string): string | undefined {
  const tids = tidsInField(text)
  if (tids.length === 1) return undefined
  if (tids.length > 1) return words.pasteOne
  return looksLikeSecret(text) ? words.notWhole : words.notAToken
}
