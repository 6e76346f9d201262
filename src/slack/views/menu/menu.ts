// The private menu: how many tokens, the next expiry, what waits for this person, and three buttons to begin with.
import type { Request } from '../../../core/requests/request.ts'
import { counted } from '../../../core/time/duration.ts'
import type { RequestList } from '../../../operations/requests/list-requests.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { actions, button, hint, section } from '../block-kit.ts'
import { waitingFor } from '../requests/request-list.ts'

/** `tokens` sums their tokens up in words, or says why that is not possible now. */
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

/** How many of somebody's own requests wait for nobody but them. */
function toCollect(mine: Request[]): string {
  const approved = mine.filter(({ state }) => state === 'approved').length
  if (approved === 0) return ''
  return approved === mine.length ? ', ready to collect' : `, ${approved} of them ready to collect`
}

/** It opens the one request that waits, or the list of those that do. */
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

/** To somebody who wrote to the bot as if it could read. */
export function notUnderstoodMessage(): Message {
  const text = 'I do not understand what is written here. Type `/dremio-pat`, or press a button.'
  return { text, blocks: [section(text), menuButtons()] }
}
