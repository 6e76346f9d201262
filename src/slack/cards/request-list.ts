// My open requests and those that wait for my review, as one private message.
import type { KnownBlock } from '@slack/types'
import { BotError } from '../../core/errors.ts'
import { counted, lifetimeInWords, MINUTE } from '../../core/lifetime.ts'
import type { Request } from '../../core/request.ts'
import type { RequestList } from '../../operations/list-requests.ts'
import { sentenceFor } from '../failure.ts'
import { failureMessage } from '../failure-message.ts'
import type { Asked, Button, Message } from '../surface.ts'
import { newToken } from './request-form.ts'
import { reviewAtLength } from './review-card.ts'
import { actions, anyOf, button, header, hint, mention, named, section, until, when } from './text.ts'

// At most two blocks each, two lists, and a message holds fifty.
const MOST_SHOWN = 10

/** As on the card, but the list it stands in is drawn again. */
export const cancelListed: Button = {
  id: 'request-list.cancel',
  async press({ operations, actor, value, replace, now }) {
    await operations.cancelRequest(actor, value)
    await replace(requestListMessage(await operations.listRequests(actor), now()))
  },
}

/** As on the card; whoever has to sign in first finds the link there as well. */
export const showListed: Button = {
  id: 'request-list.show-token',
  async press({ operations, actor, value, answer }) {
    const offer = await operations.claimToken(actor, value)
    if (!offer) return
    const needed = new BotError('sign_in_needed', offer)
    await answer(failureMessage(sentenceFor(needed), needed))
  },
}

export const openRequestList: Button = {
  id: 'request-list.open',
  press: (clicked) => answerRequestList(clicked),
}

export async function answerRequestList(asked: Asked): Promise<void> {
  await asked.answer(requestListMessage(await asked.operations.listRequests(asked.actor), asked.now()))
}

export function requestListMessage({ mine, toReview }: RequestList, now: number): Message {
  const nothing = mine.length === 0 && toReview.length === 0
  return {
    text: `You have ${counted(mine.length, 'open request')}; ${counted(toReview.length, 'request')} to review.`,
    blocks: [
      ...when(nothing, section('You have no open request, and none waits for your review.')),
      ...when(nothing, actions(button(newToken, 'New token', 'new'))),
      ...when(mine.length, header('Your open requests')),
      ...mine.slice(0, MOST_SHOWN).flatMap(myRow),
      ...when(mine.length > MOST_SHOWN, hint(`and ${mine.length - MOST_SHOWN} more`)),
      ...when(toReview.length, header('Waiting for your review')),
      ...toReview.slice(0, MOST_SHOWN).flatMap((request) => reviewRow(request, now)),
      ...when(toReview.length > MOST_SHOWN, hint(`and ${toReview.length - MOST_SHOWN} more`)),
    ],
  }
}

function myRow(request: Request): KnownBlock[] {
  const words = section(`${named(request.label)} for ${lifetimeInWords(request.lifetime)} · ${where(request)}`)
  const cancel = button(cancelListed, 'Cancel request', request.id)
  if (request.state === 'pending') return [{ ...words, accessory: cancel }]
  const show = button(showListed, 'Show token', request.id, 'primary')
  return [words, request.state === 'approved' ? actions(show, cancel) : actions(show)]
}

function where({ state, approvers }: Request): string {
  if (state === 'pending') return `waiting for ${anyOf(approvers)}`
  if (state === 'unsure') return 'not certain; *Show token* sorts it out'
  return 'approved, not collected yet'
}

function reviewRow(request: Request, now: number): KnownBlock[] {
  const asked = now - request.requestedAt < MINUTE ? 'just now' : until(now, request.requestedAt)
  const words = `${mention(request.requester)}: ${named(request.label)} for ${lifetimeInWords(request.asked)}, asked ${asked}`
  return [{ ...section(words), accessory: button(reviewAtLength, 'Review', request.id) }]
}
