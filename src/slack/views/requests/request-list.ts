// A person's open requests and those that wait for their review, as one private message.
import type { KnownBlock } from '@slack/types'
import type { Request } from '../../../core/requests/request.ts'
import type { RequestList } from '../../../operations/requests/list-requests.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { approvalBy, missingOn, progress, stillAskedText } from '../approval-text.ts'
import {
  actions,
  blocksIf,
  button,
  dayOrMoment,
  header,
  hint,
  labelText,
  mention,
  section,
  timeLeft,
} from '../block-kit.ts'
import { about, overflowMenu, row, subjects } from '../rows.ts'

// At most two blocks for each request, and two lists; a message may have fifty blocks.
const MOST_SHOWN = 10

export function requestListMessage(words: Words, list: RequestList, now: number, reader: string): Message {
  const { requests, reviews } = words
  const { mine } = list
  const toReview = waitingFor(reader, list)
  const myNames = subjects(mine.map(({ label }) => label))
  const theirNames = subjects(toReview.map(({ label }) => label))
  const nothing = mine.length === 0 && toReview.length === 0
  return {
    text: requests.list.notification({ mine: mine.length, toReview: toReview.length }),
    blocks: [
      ...blocksIf(nothing, section(requests.list.nothing)),
      ...blocksIf(nothing, actions(button(words, buttons.newToken, 'new'))),
      ...blocksIf(mine.length, header(requests.list.mine)),
      ...mine
        .slice(0, MOST_SHOWN)
        .flatMap((request, index) => myRow(words, request, now, myNames[index] ?? '', isOnlyOne(mine))),
      ...blocksIf(mine.length > MOST_SHOWN, hint(requests.list.more({ more: mine.length - MOST_SHOWN }))),
      ...blocksIf(toReview.length, header(reviews.list.title)),
      ...toReview
        .slice(0, MOST_SHOWN)
        .flatMap((request, index) => reviewRow(words, request, now, theirNames[index] ?? '')),
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

/** True if a single request has a token that can be shown, so that its button is the one to press. */
function isOnlyOne(mine: readonly Request[]): boolean {
  return mine.filter(({ state }) => state !== 'pending').length === 1
}

function myRow(words: Words, request: Request, now: number, name: string, isEmphasized: boolean): KnownBlock[] {
  const soFar = request.state === 'pending' && request.approvals.length > 0 ? progress(words, request) : ''
  const line = stateLine(words, request, now)
  const text = soFar ? `${line}\n${soFar}` : line
  // A wide button beside the text would leave it half of a phone.
  if (request.state === 'pending') return [row(text, overflowMenu(words, [[buttons.cancelListedRequest, request.id]]))]
  const cancel = about(words, name, button(words, buttons.cancelListedRequest, request.id))
  const style = isEmphasized ? 'primary' : undefined
  const show = about(words, name, button(words, buttons.showListedToken, request.id, style))
  return [section(text), request.state === 'approved' ? actions(show, cancel) : actions(show)]
}

/** A private answer is read at once, so it may show a relative time. */
function stateLine({ requests: { list } }: Words, request: Request, now: number): string {
  const { state, lifetime, lapsesAt } = request
  const what = { label: labelText(request.label), lifetime }
  if (state === 'unsure') return list.unsure(what)
  const isOpen = state === 'pending' || state === 'approved'
  const lapses =
    isOpen && lapsesAt !== undefined ? { left: timeLeft(now, lapsesAt), when: dayOrMoment(lapsesAt, now) } : undefined
  if (state !== 'pending') return list.approved({ ...what, lapses })
  const needed = missingOn(request)
  return list.waiting({ ...what, people: stillAskedText(request), needed, lapses })
}

function reviewRow(words: Words, request: Request, now: number, name: string): KnownBlock[] {
  const { lifetime, requestedAt, lapsesAt } = request
  const line = words.reviews.list.row({
    requester: mention(request.requester),
    label: labelText(request.label),
    lifetime,
    since: now - requestedAt,
    when: lapsesAt === undefined ? undefined : dayOrMoment(lapsesAt, now),
  })
  const soFar = progress(words, request)
  return [row(soFar ? `${line}\n${soFar}` : line, about(words, name, button(words, buttons.reviewRequest, request.id)))]
}
