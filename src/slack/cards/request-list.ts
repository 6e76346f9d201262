// My open requests and those that wait for my review, as one private message.
import type { KnownBlock } from '@slack/types'
import { BotError } from '../../core/errors.ts'
import type { Request } from '../../core/requests/request.ts'
import { counted, lifetimeInWords, MINUTE } from '../../core/time/duration.ts'
import type { RequestList } from '../../operations/requests/list-requests.ts'
import type { Button, Interaction, Message } from '../interaction.ts'
import { approvalBy, progress, soManyOf, stillAsked } from '../views/approval-text.ts'
import {
  actions,
  anyOf,
  blocksIf,
  button,
  header,
  hint,
  labelText,
  mention,
  relativeTime,
  section,
} from '../views/block-kit.ts'
import { newToken } from './request-form.ts'
import { reviewAtLength } from './review-card.ts'

// At most two blocks each, two lists, and a message holds fifty.
const MOST_SHOWN = 10

/** As on the card, but the list it stands in is drawn again. */
export const cancelListed: Button = {
  id: 'request-list.cancel',
  async press({ operations, actor, value, replace, now }) {
    await operations.cancelRequest(actor, value)
    await replace(requestListMessage(await operations.listRequests(actor), now(), actor.id))
  },
}

/** As on the card; whoever has to sign in first finds the link in the answer as well. */
export const showListed: Button = {
  id: 'request-list.show-token',
  async press({ operations, actor, value }) {
    const offer = await operations.claimToken(actor, value)
    if (offer) throw new BotError('sign_in_needed', offer)
  },
}

export const openRequestList: Button = {
  id: 'request-list.open',
  press: (clicked) => answerRequestList(clicked),
}

export async function answerRequestList(asked: Interaction): Promise<void> {
  const { operations, actor, answer, now } = asked
  await answer(requestListMessage(await operations.listRequests(actor), now(), actor.id))
}

export function requestListMessage(list: RequestList, now: number, reader: string): Message {
  const { mine } = list
  const toReview = waitingFor(reader, list)
  const nothing = mine.length === 0 && toReview.length === 0
  return {
    text: `You have ${counted(mine.length, 'open request')}; ${counted(toReview.length, 'request')} to review.`,
    blocks: [
      ...blocksIf(nothing, section('You have no open request, and none waits for your review.')),
      ...blocksIf(nothing, actions(button(newToken, 'New token', 'new'))),
      ...blocksIf(mine.length, header('Your open requests')),
      ...mine.slice(0, MOST_SHOWN).flatMap((request) => myRow(request, now)),
      ...blocksIf(mine.length > MOST_SHOWN, hint(`and ${mine.length - MOST_SHOWN} more`)),
      ...blocksIf(toReview.length, header('Waiting for your review')),
      ...toReview.slice(0, MOST_SHOWN).flatMap((request) => reviewRow(request, now)),
      ...blocksIf(toReview.length > MOST_SHOWN, hint(`and ${toReview.length - MOST_SHOWN} more`)),
    ],
  }
}

/** What somebody has approved, or who they stand in for, waits for others. */
export function waitingFor(reader: string, { toReview }: Pick<RequestList, 'toReview'>): Request[] {
  return toReview.filter((request) => !approvalBy(reader, request))
}

function myRow(request: Request, now: number): KnownBlock[] {
  const what = `${labelText(request.label)} for ${lifetimeInWords(request.lifetime)}`
  const soFar = request.state === 'pending' && request.approvals.length > 0 ? `\n${progress(request)}` : ''
  const words = section(`${what} · ${where(request)}${lapses(request, now)}${soFar}`)
  const cancel = button(cancelListed, 'Cancel request', request.id)
  if (request.state === 'pending') return [{ ...words, accessory: cancel }]
  const show = button(showListed, 'Show token', request.id, 'primary')
  return [words, request.state === 'approved' ? actions(show, cancel) : actions(show)]
}

function where(request: Request): string {
  const { state, approvals } = request
  if (state === 'unsure') return 'not certain; *Show token* sorts it out'
  if (state !== 'pending') return 'approved, not collected yet'
  const left = stillAsked(request)
  if (approvals.length === 0) return `waiting for ${soManyOf(left, request.quorum)}`
  return `waiting for ${anyOf(left)}`
}

/** A private answer is read now, so that a distance is right in it. */
function lapses({ state, lapsesAt }: Request, now: number): string {
  if (lapsesAt === undefined || (state !== 'pending' && state !== 'approved')) return ''
  return ` · lapses ${relativeTime(now, lapsesAt)}`
}

function reviewRow(request: Request, now: number): KnownBlock[] {
  const asked = now - request.requestedAt < MINUTE ? 'just now' : relativeTime(now, request.requestedAt)
  const what = `${labelText(request.label)} for ${lifetimeInWords(request.lifetime)}`
  const words = `${mention(request.requester)}: ${what}, asked ${asked}${lapses(request, now)}`
  const soFar = progress(request)
  const row = section(soFar ? `${words}\n${soFar}` : words)
  return [{ ...row, accessory: button(reviewAtLength, 'Review', request.id) }]
}
