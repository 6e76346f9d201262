// Offers to revoke a token that a person wrote in a chat or a command; the buttons only contain its id.
import { shortId } from '../../../core/tokens/token-id.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, blocksIf, button, hint, section } from '../block-kit.ts'

/** If one message contains more tokens than this, the others have to be pasted one by one. */
const MOST_OFFERED = 5

/** `tids` are the ids that could be read; `where` tells whether the value is still on the screen. */
export function leakOfferMessage(
  { leaks: words }: Words,
  tids: readonly string[],
  where: 'command' | 'message',
): Message {
  const text = words[where === 'command' ? 'inCommand' : 'inMessage']({ amount: tids.length })
  const [only, ...more] = tids
  if (only === undefined)
    return { text, blocks: [section(`${text} ${words.unreadable}`), actions(button(buttons.pasteLeakedToken, 'new'))] }
  const offer = section(`${text} ${words.revokeIfYours({ amount: tids.length })}`)
  if (more.length === 0) return { text, blocks: [offer, actions(button(buttons.revokeLeakedToken, only))] }
  const rows = tids.slice(0, MOST_OFFERED).map((tid) => ({
    ...section(words.tokenById({ id: shortId(tid, tids) })),
    accessory: button(buttons.revokeLeakedToken, tid),
  }))
  const rest = blocksIf(tids.length > MOST_OFFERED, hint(words.moreToPaste({ amount: tids.length - MOST_OFFERED })))
  return { text, blocks: [offer, ...rows, ...rest] }
}
