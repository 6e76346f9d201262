// A person's open requests and those that wait for their review, as one private message.
import type { KnownBlock } from '@slack/types'
import type { Request } from '../../../core/requests/request.ts'
import { counted, durationText, MINUTE } from '../../../core/time/duration.ts'
import type { RequestList } from '../../../operations/requests/list-requests.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { approvalBy, progress, soManyOf, stillAsked } from '../approval-text.ts'
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
} from '../block-kit.ts'

// At most two blocks for each request, and two lists; a message may have fifty blocks.
const MOST_SHOWN = 10

export function requestListMessage(list: RequestList, now: number, reader: string): Message {
  const { mine } = list
  const toReview = waitingFor(reader, list)
  const nothing = mine.length === 0 && toReview.length === 0
  return {
    text: `You have ${counted(mine.length, 'open request')}; ${counted(toReview.length, 'request')} to review.`,
    blocks: [
      ...blocksIf(nothing, section('You have no open request, and none waits for your review.')),
      ...blocksIf(nothing, actions(button(buttons.newToken, 'new'))),
      ...blocksIf(mine.length, header('Your open requests')),
      ...mine.slice(0, MOST_SHOWN).flatMap((request) => myRow(request, now)),
      ...blocksIf(mine.length > MOST_SHOWN, hint(`and ${mine.length - MOST_SHOWN} more`)),
      ...blocksIf(toReview.length, header('Waiting for your review')),
      ...toReview.slice(0, MOST_SHOWN).flatMap((request) => reviewRow(request, now)),
      ...blocksIf(toReview.length > MOST_SHOWN, hint(`and ${toReview.length - MOST_SHOWN} more`)),
    ],
  }
}

/**
 * Requests that wait for this reader. Those that the reader has approved, or the approver whose place they take, wait
 * for others.
 */
export function waitingFor(reader: string, { toReview }: Pick<RequestList, 'toReview'>): Request[] {
  return toReview.filter((request) => !approvalBy(reader, request))
}

function myRow(request: Request, now: number): KnownBlock[] {
  const what = `${labelText(request.label)} for ${durationText(request.lifetime)}`
  const soFar = request.state === 'pending' && request.approvals.length > 0 ? `\n${progress(request)}` : ''
  const words = section(`${what} · ${stateText(request)}${lapsesText(request, now)}${soFar}`)
  const cancel = button(buttons.cancelListedRequest, request.id)
  if (request.state === 'pending') return [{ ...words, accessory: cancel }]
  const show = button(buttons.showListedToken, request.id)
  return [words, request.state === 'approved' ? actions(show, cancel) : actions(show)]
}

function stateText(request: Request): string {
  const { state, approvals } = request
  if (state === 'unsure') return 'not certain; *Show token* sorts it out'
  if (state !== 'pending') return 'approved, not collected yet'
  const left = stillAsked(request)
  if (approvals.length === 0) return `waiting for ${soManyOf(left, request.quorum)}`
  return `waiting for ${anyOf(left)}`
}

/** A private answer is read at once, so it may show a relative time. */
function lapsesText({ state, lapsesAt }: Request, now: number): string {
  if (lapsesAt === undefined || (state !== 'pending' && state !== 'approved')) return ''
  return ` · lapses ${relativeTime(now, lapsesAt)}`
}

function reviewRow(request: Request, now: number): KnownBlock[] {
  const asked = now - request.requestedAt < MINUTE ? 'just now' : relativeTime(now, request.requestedAt)
  const what = `${labelText(request.label)} for ${durationText(request.lifetime)}`
  const words = `${mention(request.requester)}: ${what}, asked ${asked}${lapsesText(request, now)}`
  const soFar = progress(request)
  const row = section(soFar ? `${words}\n${soFar}` : words)
  return [{ ...row, accessory: button(buttons.reviewRequest, request.id) }]
}
