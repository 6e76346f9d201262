// The form `Leaked token`, and what is offered where a token was written down: only its id goes on from here.
import type { ModalView } from '@slack/types'
import type { TokenSummary } from '../../core/tokens/token.ts'
import { looksLikeSecret, tidsIn } from '../../core/tokens/token-value.ts'
import type { Button, ButtonClick, Form, Interaction, Message } from '../interaction.ts'
import { actions, button, hint, LONGEST_TITLE, plain, section } from '../views/block-kit.ts'
import { noteView, waitingView } from '../views/notice-modal.ts'
import { leakMessage } from './leak-message.ts'
import { confirmView, REVOKE_TITLE, tokenLine } from './revoke-form.ts'

const TITLE = 'Leaked token'
/** More than these in one message are pasted one by one. */
const MOST_OFFERED = 5

export const leakedForm: Form = {
  id: 'leaked-form',
  check({ fields }) {
    const error = tokenError(fields.token ?? '')
    return error === undefined ? {} : { token: error }
  },
  submit: (submitted) => report(submitted, tidsInField(submitted.fields.token ?? '')[0]),
}

/** Asked once more where an id is at hand, because somebody wrote the value down elsewhere. */
export const leakConfirmation: Form = {
  id: 'leaked-form.confirmed',
  submit: (submitted) => report(submitted, submitted.meta),
}

export const pasteLeaked: Button = {
  id: 'leaked-form.open',
  press: (clicked) => openLeakedForm(clicked),
}

export const revokeLeaked: Button = {
  id: 'leaked-form.revoke',
  press: (clicked) => openConfirmation(clicked),
}

async function report({ operations, actor, answer, now }: Interaction, tid = ''): Promise<void> {
  await answer(leakMessage(await operations.reportLeak(actor, tid), actor.id, now()))
}

export async function openLeakedForm({ actor, operations, open, explain }: Interaction): Promise<void> {
  const form = await open(leakedView(), { toEnd: true })
  try {
    await operations.admitToEnd(actor)
  } catch (error) {
    await form.update(noteView(TITLE, explain(error)))
  }
}

async function openConfirmation({ actor, operations, open, explain, now, value: tid }: ButtonClick): Promise<void> {
  const form = await open(waitingView(REVOKE_TITLE), { toEnd: true })
  try {
    await operations.admitToEnd(actor)
    // Its label helps, but a Dremio that is away must not keep anybody from saying that a token got out.
    const mine = await operations.listTokensToEnd(actor).then(
      ({ tokens }) => tokens.find((token) => token.tid === tid),
      () => undefined,
    )
    await form.update(confirmView(leakConfirmation.id, tid, 'Revoke this token?', [known(mine, tid, now())]))
  } catch (error) {
    await form.update(noteView(REVOKE_TITLE, explain(error)))
  }
}

function known(token: TokenSummary | undefined, tid: string, now: number): string {
  return token ? tokenLine(token, now) : `• the one whose id begins with \`${tid.slice(0, 8)}\``
}

function leakedView(): ModalView {
  return {
    type: 'modal',
    callback_id: leakedForm.id,
    title: plain(TITLE, LONGEST_TITLE),
    submit: plain('Revoke it', LONGEST_TITLE),
    close: plain('Close', LONGEST_TITLE),
    blocks: [
      {
        type: 'input',
        block_id: 'token',
        label: plain('Token'),
        hint: plain('I read from it which token it is, and keep nothing else of it. I do not use it.'),
        element: { type: 'plain_text_input', action_id: 'value', placeholder: plain('Paste its value') },
      },
      hint('Whatever uses it stops working at once. This cannot be undone.'),
    ],
  }
}

/** A value that was copied over the end of a line has a blank in it. */
function tidsInField(text: string): string[] {
  const tids = tidsIn(text)
  return tids.length > 0 ? tids : tidsIn(text.replace(/\s+/g, ''))
}

/** What is wrong with what was pasted; never any of it. */
function tokenError(text: string): string | undefined {
  const tids = tidsInField(text)
  if (tids.length === 1) return undefined
  if (tids.length > 1) return 'That is more than one token. Paste them one at a time.'
  return looksLikeSecret(text)
    ? 'That is not a whole token: characters are missing, too many or wrong. Paste all of it, as it was shown.'
    : 'That cannot be a Dremio token. Its value is 64 letters and digits, + and /, and ends with ==.'
}

/** Where a value was written down that does not belong there. */
export function leakOffer(tids: readonly string[], where: 'command' | 'message'): Message {
  const text =
    where === 'command'
      ? 'That looks like a token. I did nothing with it and keep it nowhere, but never write one down in a chat.'
      : 'That looks like a token. I keep it nowhere, but I cannot delete what you write: delete that message yourself, now.'
  const [only, ...more] = tids
  if (only === undefined) {
    const then = 'I cannot read which one it is. If you have all of it, I revoke it.'
    return { text, blocks: [section(`${text} ${then}`), actions(button(pasteLeaked, TITLE, 'new'))] }
  }
  const then = 'Whoever has seen it can do with it whatever its owner can. If it is a token of yours, revoke it:'
  if (more.length === 0)
    return { text, blocks: [section(`${text} ${then}`), actions(button(revokeLeaked, 'Revoke', only, 'danger'))] }
  const rows = tids.slice(0, MOST_OFFERED).map((tid) => ({
    ...section(`The one whose id begins with \`${tid.slice(0, 8)}\``),
    accessory: button(revokeLeaked, 'Revoke', tid, 'danger'),
  }))
  const rest =
    tids.length > MOST_OFFERED ? [hint(`and ${tids.length - MOST_OFFERED} more: \`/dremio-pat leaked\``)] : []
  return { text, blocks: [section(`${text} ${then}`), ...rows, ...rest] }
}
