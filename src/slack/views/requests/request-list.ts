// A person's open requests and those that wait for their review, as one private message.
import type { KnownBlock } from '@slack/types'
import type { Request } from '../../../core/requests/request.ts'
import type { RequestList } from '../../../operations/requests/list-requests.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { approvalBy, missingOn, progress, stillAskedText } from '../approval-text.ts'
import { actions, blocksIf, button, header, hint, labelText, mention, moment, section, timeLeft } from '../block-kit.ts'

// At most two blocks for each request, and two lists; a message may have fifty blocks.
const MOST_SHOWN = 10

export function requestListMessage(words: Words, list: RequestList, now: number, reader: string): Message {
  const { requests, reviews } = words
  const { mine } = list
  const toReview = waitingFor(reader, list)
  const nothing = mine.length === 0 && toReview.length === 0
  return {
    text: requests.list.notification({ mine: mine.length, toReview: toReview.length }),
    blocks: [
      ...blocksIf(nothing, section(requests.list.nothing)),
      ...blocksIf(nothing, actions(button(words, buttons.newToken, 'new'))),
      ...blocksIf(mine.length, header(requests.list.mine)),
      ...mine.slice(0, MOST_SHOWN).flatMap((request) => myRow(words, request, now)),
      ...blocksIf(mine.length > MOST_SHOWN, hint(requests.list.more({ more: mine.length - MOST_SHOWN }))),
      ...blocksIf(toReview.length, header(reviews.list.title)),
      ...toReview.slice(0, MOST_SHOWN).flatMap((request) => reviewRow(words, request, now)),
      ...blocksIf(toReview.length > MOST_SHOWN, hint(requests.list.more({ more: toReview.length - MOST_SHOWN }))),
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

function myRow(words: Words, request: Request, now: number): KnownBlock[] {
  const soFar = request.state === 'pending' && request.approvals.length > 0 ? progress(words, request) : ''
  const line = stateLine(words, request, now)
  const row = section(soFar ? `${line}\n${soFar}` : line)
  const cancel = button(words, buttons.cancelListedRequest, request.id)
  if (request.state === 'pending') return [{ ...row, accessory: cancel }]
  const show = button(words, buttons.showListedToken, request.id)
  return [row, request.state === 'approved' ? actions(show, cancel) : actions(show)]
}

/** A private answer is read at once, so it may show a relative time. */
function stateLine({ requests: { list } }: Words, request: Request, now: number): string {
  const { state, lifetime, lapsesAt } = request
  const what = { label: labelText(request.label), lifetime }
  if (state === 'unsure') return list.unsure(what)
  const isOpen = state === 'pending' || state === 'approved'
  const lapses =
    isOpen && lapsesAt !== undefined ? { left: timeLeft(now, lapsesAt), when: moment(lapsesAt) } : undefined
  if (state !== 'pending') return list.approved({ ...what, lapses })
  const needed = missingOn(request)
  return list.waiting({ ...what, people: stillAskedText(request), needed, lapses })
}

function reviewRow(words: Words, request: Request, now: number): KnownBlock[] {
  const { lifetime, requestedAt, lapsesAt } = request
  const line = words.reviews.list.row({
    requester: mention(request.requester),
    label: labelText(request.label),
    lifetime,
    since: now - requestedAt,
    when: lapsesAt === undefined ? undefined : moment(lapsesAt),
  })
  const soFar = progress(words, request)
  const row = section(soFar ? `${line}\n${soFar}` : line)
  return [{ ...row, accessory: button(words, buttons.reviewRequest, request.id) }]
}
