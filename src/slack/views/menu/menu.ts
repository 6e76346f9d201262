// The private menu: number of tokens, next expiry, what waits for this person, and three buttons.
import type { Request } from '../../../core/requests/request.ts'
import type { RequestList } from '../../../operations/requests/list-requests.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, hint, section } from '../block-kit.ts'
import { waitingFor } from '../requests/request-list.ts'

/** `tokens` is the summary of the tokens, or the reason why there is none. */
export function menuMessage(words: Words, tokens: string, requests: RequestList, reader: string): Message {
  const { menu } = words
  const { mine } = requests
  const toReview = waitingFor(reader, requests)
  const open = mine.length
  const ready = mine.filter(({ state }) => state === 'approved').length
  const waiting = open + toReview.length > 0 && menu.waiting({ open, ready, toReview: toReview.length })
  return {
    text: waiting ? `${tokens} ${waiting}` : tokens,
    blocks: [
      section(tokens),
      ...(waiting ? [{ ...section(`${waiting} ${menu.howToSee}`), ...reviewButton(words, toReview) }] : []),
      menuButtons(words),
      hint(menu.more),
    ],
  }
}

/** It opens the one request that waits, or the list if there are several. */
function reviewButton(words: Words, [one, another]: Request[]) {
  if (!one) return {}
  return { accessory: button(words, another ? buttons.openRequestList : buttons.reviewRequest, one.id) }
}

export function menuButtons(words: Words) {
  return actions(
    button(words, buttons.newToken, 'new', 'primary'),
    button(words, buttons.myTokens, 'mine'),
    button(words, buttons.showHelp, 'help'),
  )
}

export function outdatedMessage(words: Words, what: 'button' | 'form'): Message {
  const text = words.failures.outdated[what]
  return { text, blocks: [section(text), menuButtons(words)] }
}

/** For a person who wrote free text to the bot. */
export function notUnderstoodMessage(words: Words): Message {
  const text = words.menu.notUnderstood
  return { text, blocks: [section(text), menuButtons(words)] }
}
