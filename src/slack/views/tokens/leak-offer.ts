// Offers to revoke a token that a person wrote in a chat or a command; the buttons only contain its id.
import { shortId } from '../../../core/tokens/token-id.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, hint, section } from '../block-kit.ts'

/** If one message contains more tokens than this, the others have to be pasted one by one. */
const MOST_OFFERED = 5

/** `tids` are the ids that could be read; `where` tells whether the value is still on the screen. */
export function leakOfferMessage(tids: readonly string[], where: 'command' | 'message'): Message {
  const text =
    where === 'command'
      ? 'That looks like a token. I did nothing with it and keep it nowhere, but never write one down in a chat.'
      : 'That looks like a token. I keep it nowhere, but I cannot delete what you write: delete that message yourself, now.'
  const [only, ...more] = tids
  if (only === undefined) {
    const then = 'I cannot read which one it is. If you have all of it, I revoke it.'
    return { text, blocks: [section(`${text} ${then}`), actions(button(buttons.pasteLeakedToken, 'new'))] }
  }
  const then = 'Whoever has seen it can do with it whatever its owner can. If it is a token of yours, revoke it:'
  if (more.length === 0)
    return { text, blocks: [section(`${text} ${then}`), actions(button(buttons.revokeLeakedToken, only))] }
  const rows = tids.slice(0, MOST_OFFERED).map((tid) => ({
    ...section(`The one whose id begins with \`${shortId(tid, tids)}\``),
    accessory: button(buttons.revokeLeakedToken, tid),
  }))
  const rest =
    tids.length > MOST_OFFERED ? [hint(`and ${tids.length - MOST_OFFERED} more: \`/dremio-pat leaked\``)] : []
  return { text, blocks: [section(`${text} ${then}`), ...rows, ...rest] }
}
