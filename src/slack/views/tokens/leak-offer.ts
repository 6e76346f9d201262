// Offers to revoke a token that a person wrote in a chat or a command; the buttons only contain its id.
import { shortId } from '../../../core/tokens/token-id.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, blocksIf, button, hint, section } from '../block-kit.ts'
import { about, row } from '../rows.ts'

/** If one message contains more tokens than this, the others have to be pasted one by one. */
const MOST_OFFERED = 5

/** `tids` are the ids that could be read; `where` tells whether the value is still on the screen. */
export function leakOfferMessage(words: Words, tids: readonly string[], where: 'command' | 'message'): Message {
  const { leaks } = words
  const text = leaks[where === 'command' ? 'inCommand' : 'inMessage']({ amount: tids.length })
  const [only, ...more] = tids
  if (only === undefined)
    return {
      text,
      blocks: [section(`${text} ${leaks.unreadable}`), actions(button(words, buttons.pasteLeakedToken, 'new'))],
    }
  const offer = section(`${text} ${leaks.revokeIfYours({ amount: tids.length })}`)
  if (more.length === 0)
    return { text, blocks: [offer, actions(button(words, buttons.revokeLeakedToken, only, 'danger'))] }
  const rows = tids.slice(0, MOST_OFFERED).map((tid) => {
    const id = shortId(tid, tids)
    return row(leaks.tokenById({ id }), about(words, id, button(words, buttons.revokeLeakedToken, tid)))
  })
  const rest = blocksIf(tids.length > MOST_OFFERED, hint(leaks.moreToPaste({ amount: tids.length - MOST_OFFERED })))
  return { text, blocks: [offer, ...rows, ...rest] }
}
