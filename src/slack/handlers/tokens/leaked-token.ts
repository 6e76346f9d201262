// Reports a leaked token, pasted in the form `Leaked token` or known by its id; only the id is passed on.
import { looksLikeSecret, tidsIn } from '../../../core/tokens/token-value.ts'
import { forms } from '../../action-catalog.ts'
import type { ButtonClick, FormHandler, Interaction } from '../../interaction.ts'
import { noticeModal, waitingModal } from '../../views/notice-modal.ts'
import { leakMessage } from '../../views/tokens/leak-message.ts'
import { confirmLeakModal, leakedTokenModal } from '../../views/tokens/leaked-token-modal.ts'

export async function openLeakedTokenForm({ actor, operations, open, explain }: Interaction): Promise<void> {
  const form = await open(leakedTokenModal(), { toEnd: true })
  try {
    await operations.admitToRevoke(actor)
  } catch (error) {
    await form.update(noticeModal(forms.leakedToken, explain(error)))
  }
}

export const leakedTokenForm: FormHandler = {
  check({ fields }) {
    const error = tokenError(fields.token ?? '')
    return error === undefined ? {} : { token: error }
  },
  submit: (submission) => report(submission, tidsInField(submission.fields.token ?? '')[0]),
}

/** The value is the id of a token whose secret was written somewhere else. */
export async function revokeLeakedToken({
  actor,
  operations,
  open,
  explain,
  now,
  value: tid,
}: ButtonClick): Promise<void> {
  const form = await open(waitingModal(forms.confirmLeak), { toEnd: true })
  try {
    await operations.admitToRevoke(actor)
    // The label helps the person, but an unavailable Dremio must not prevent the report of a leak.
    const mine = await operations.listTokensToRevoke(actor).then(
      ({ tokens }) => tokens.find((token) => token.tid === tid),
      () => undefined,
    )
    await form.update(confirmLeakModal(tid, mine, now()))
  } catch (error) {
    await form.update(noticeModal(forms.confirmLeak, explain(error)))
  }
}

export const confirmLeakForm: FormHandler = {
  submit: (submission) => report(submission, submission.meta),
}

async function report({ operations, actor, answer, now }: Interaction, tid = ''): Promise<void> {
  await answer(leakMessage(await operations.reportLeak(actor, tid), actor.id, now()))
}

/** A value that was copied across a line break contains white space. */
function tidsInField(text: string): string[] {
  const tids = tidsIn(text)
  return tids.length > 0 ? tids : tidsIn(text.replace(/\s+/g, ''))
}

/** What is wrong with the pasted text, without quoting it. */
function tokenError(text: string): string | undefined {
  const tids = tidsInField(text)
  if (tids.length === 1) return undefined
  if (tids.length > 1) return 'That is more than one token. Paste them one at a time.'
  return looksLikeSecret(text)
    ? 'That is not a whole token: characters are missing, too many or wrong. Paste all of it, as it was shown.'
    : 'That cannot be a Dremio token. Its value is 64 letters and digits, + and /, and ends with ==.'
}
