// The private menu: number of tokens, next expiry, what waits for this person, and three buttons.
import type { Request } from '../../../core/requests/request.ts'
import type { RequestList } from '../../../operations/requests/list-requests.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, hint, section } from '../block-kit.ts'
import { waitingFor } from '../requests/request-list.ts'
import { row } from '../rows.ts'

/** `tokens` is the summary of the tokens, or the reason why there is none. */
export function menuMessage(
  words: Words,
  tokens: string,
  requests: RequestList,
  { reader, mayAdminister }: { reader: string; mayAdminister: boolean },
): Message {
  const { menu } = words
  const { mine } = requests
  const toReview = waitingFor(reader, requests)
  const ready = mine.filter(({ state }) => state === 'approved')
  const waiting = [
    ...(mine.length > 0
      ? [row(menu.waiting({ open: mine.length, ready: ready.length, toReview: 0 }), showTokenButton(words, ready))]
      : []),
    ...(toReview.length > 0
      ? [row(menu.waiting({ open: 0, ready: 0, toReview: toReview.length }), reviewButton(words, toReview))]
      : []),
  ]
  return {
    text: [tokens, ...waiting.map(({ text }) => text?.text)].join(' '),
    blocks: [
      section(tokens),
      ...waiting,
      menuButtons(words),
      hint([...(waiting.length > 0 ? [menu.howToSee] : []), mayAdminister ? menu.moreForAdmins : menu.more].join('\n')),
    ],
  }
}

/** It opens the one request that waits, or the list if there are several. */
function reviewButton(words: Words, [one, another]: Request[]) {
  return one && button(words, another ? buttons.openRequestList : buttons.reviewRequest, one.id)
}

/** Several tokens that are ready are in the list of requests. */
function showTokenButton(words: Words, [one, another]: Request[]) {
  return one && !another ? button(words, buttons.showListedToken, one.id) : undefined
}

export function menuButtons(words: Words) {
  return actions(
    button(words, buttons.newToken, 'new', 'primary'),
    button(words, buttons.myTokens, 'mine'),
    button(words, buttons.showHelp, 'help'),
  )
}

export function outdatedMessage(words: Words, what: 'button' | 'form' | 'shortcut'): Message {
  const text = words.failures.outdated[what]
  return { text, blocks: [section(text), menuButtons(words)] }
}

/** For a person who wrote free text to the bot. */
export function notUnderstoodMessage(words: Words): Message {
  const text = words.menu.notUnderstood
  return { text, blocks: [section(text), menuButtons(words)] }
}
