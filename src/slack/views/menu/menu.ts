// The private menu: number of tokens, next expiry, what waits for this person, and three buttons.
import type { Request } from '../../../core/requests/request.ts'
import { counted } from '../../../core/time/duration.ts'
import type { RequestList } from '../../../operations/requests/list-requests.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, hint, section } from '../block-kit.ts'
import { waitingFor } from '../requests/request-list.ts'

/** `tokens` is the summary of the tokens, or the reason why there is none. */
export function menuMessage(tokens: string, requests: RequestList, reader: string): Message {
  const { mine } = requests
  const toReview = waitingFor(reader, requests)
  const waiting = [
    ...(mine.length > 0 ? [`You have ${counted(mine.length, 'open request')}${toCollect(mine)}.`] : []),
    ...(toReview.length > 0
      ? [`${counted(toReview.length, 'request')} ${toReview.length === 1 ? 'waits' : 'wait'} for your review.`]
      : []),
  ].join(' ')
  const them = mine.length + toReview.length === 1 ? 'it' : 'them'
  return {
    text: waiting ? `${tokens} ${waiting}` : tokens,
    blocks: [
      section(tokens),
      ...(waiting
        ? [{ ...section(`${waiting} Type \`/dremio-pat requests\` to see ${them}.`), ...reviewButton(toReview) }]
        : []),
      menuButtons(),
      hint('Everything else: `/dremio-pat help`'),
    ],
  }
}

/** How many of the person's own requests are ready to collect. */
function toCollect(mine: Request[]): string {
  const approved = mine.filter(({ state }) => state === 'approved').length
  if (approved === 0) return ''
  return approved === mine.length ? ', ready to collect' : `, ${approved} of them ready to collect`
}

/** It opens the one request that waits, or the list if there are several. */
function reviewButton([one, another]: Request[]) {
  if (!one) return {}
  return { accessory: button(another ? buttons.openRequestList : buttons.reviewRequest, one.id) }
}

export function menuButtons() {
  return actions(
    button(buttons.newToken, 'new', 'primary'),
    button(buttons.myTokens, 'mine'),
    button(buttons.showHelp, 'help'),
  )
}

export function outdatedMessage(what: 'button' | 'form'): Message {
  const text = `That ${what} is from an older version of me, and nothing was done. Type \`/dremio-pat\` to start again.`
  return { text, blocks: [section(text), menuButtons()] }
}

/** For a person who wrote free text to the bot. */
export function notUnderstoodMessage(): Message {
  const text = 'I do not understand what is written here. Type `/dremio-pat`, or press a button.'
  return { text, blocks: [section(text), menuButtons()] }
}
