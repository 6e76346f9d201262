// What an approver sees on Home: what waits for their review, who reviews for them, and what they decided.
import type { KnownBlock } from '@slack/types'
import type { ApproverHome, Home } from '../../../core/home.ts'
import type { Request } from '../../../core/requests/request.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import { progress } from '../approval-text.ts'
import {
  actions,
  button,
  date,
  dayOrMoment,
  header,
  hint,
  labelText,
  mention,
  quotation,
  section,
} from '../block-kit.ts'
import { about, row, subjects } from '../rows.ts'
import { pagedList } from './paging.ts'

// Two blocks each, and one for each decision.
const REVIEWS_SHOWN = 5
const DECISIONS_SHOWN = 5
/** The whole reason is in the form that *Review* opens. */
const SHORT_REASON = 140

export function reviewBlocks(words: Words, { approver, now, pages, person }: Home): KnownBlock[] {
  const { reviews: text } = words.home
  if (approver === undefined) return []
  const title = header(text.title)
  if (approver === 'unknown') return [title, section(text.unknown)]
  const { reviews } = approver
  const standIn = standInRow(words, approver)
  if (reviews.length === 0) return [title, section(text.none), standIn]
  const names = subjects(reviews.map(({ label }) => label))
  return [
    title,
    ...pagedList(
      words,
      { list: 'reviews', title: text.title, pages },
      {
        items: reviews,
        size: REVIEWS_SHOWN,
        draw: (request, index) => reviewRow(words, request, { now, person, name: names[index] ?? '' }),
      },
    ),
    standIn,
  ]
}

function reviewRow(
  words: Words,
  request: Request,
  { now, person, name }: { now: number; person: string; name: string },
): KnownBlock[] {
  const { id, requester, lifetime, requestedAt, lapsesAt } = request
  const { reviews } = words.home
  const onBehalfOf = request.reviewerRoles[person]?.inPlaceOf
  const line = reviews.row({
    requester: mention(requester),
    label: labelText(request.label),
    lifetime,
    when: dayOrMoment(requestedAt, now),
    onBehalfOf: onBehalfOf === undefined ? undefined : mention(onBehalfOf),
    lapses: lapsesAt === undefined ? undefined : dayOrMoment(lapsesAt, now),
  })
  const intro = [line, progress(words, request)].filter(Boolean).join('\n')
  return [
    request.reason === '' ? section(intro) : quotation(intro, request.reason.replace(/\s+/g, ' '), SHORT_REASON),
    actions(
      about(words, name, button(words, buttons.approveRequest, id)),
      about(words, name, button(words, buttons.denyRequest, id)),
      about(words, name, button(words, buttons.reviewRequest, id)),
    ),
  ]
}

/** Below what waits: it asks for nothing. */
export function decisionBlocks(words: Words, { approver, pages, person }: Home): KnownBlock[] {
  if (approver === undefined || approver === 'unknown') return []
  const { decisions: text } = words.home
  return [
    header(text.title),
    ...(approver.decisions.length === 0 ? [hint(text.none)] : []),
    ...pagedList(
      words,
      { list: 'decisions', title: text.title, pages },
      {
        items: approver.decisions,
        size: DECISIONS_SHOWN,
        draw: (request) => [hint(decisionText(words, request, person))],
      },
    ),
  ]
}

function standInRow(words: Words, { delegation }: Pick<ApproverHome, 'delegation'>): KnownBlock {
  const { reviews } = words.home
  return delegation
    ? row(
        reviews.standIn({ delegate: mention(delegation.delegate), until: date(delegation.until) }),
        button(words, buttons.endDelegation, delegation.approver),
      )
    : row(reviews.noStandIn, button(words, buttons.openDelegation, 'open'))
}

function decisionText(words: Words, request: Request, person: string): string {
  const { requester, lifetime, approvals, review } = request
  const isDenied = review?.verdict === 'denied' && review.by === person
  const at = isDenied ? review.at : (approvals.findLast(({ by }) => by === person)?.at ?? review?.at ?? 0)
  return words.home.decisions.row({
    requester: mention(requester),
    label: labelText(request.label),
    lifetime,
    verdict: isDenied ? 'denied' : 'approved',
    when: date(at),
  })
}
