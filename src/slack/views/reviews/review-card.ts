// An approver's card: who asks for what and why, the requester's background, and three buttons until it is decided.
import type { KnownBlock, SectionBlock } from '@slack/types'
import { cleanText } from '../../../core/clean-text.ts'
import type { RequesterBackground } from '../../../core/messenger.ts'
import type { Approver } from '../../../core/policy/evaluate.ts'
import type { Request } from '../../../core/requests/request.ts'
import type { RequestSchedule } from '../../../core/requests/request-schedule.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { approvalBy, comments, decision, isAsked, progress, reasonBlock, stillAskedText } from '../approval-text.ts'
import {
  actions,
  blocksIf,
  button,
  date,
  dateOfYear,
  formatted,
  header,
  hint,
  inlineText,
  LONGEST_FIELD,
  labelText,
  mention,
  moment,
  quotation,
  section,
} from '../block-kit.ts'
import { policyChangeLine } from '../requests/policy-change-text.ts'
import { mentioned, whyYou } from '../reviewer-role-text.ts'

/** At most this many earlier requests are shown. */
const MOST_KNOWN = 3
/** Characters; about three lines on a phone. */
export const SHORT_REASON = 120

export interface ReviewCardContext {
  /** Slack id of the reader: an approver, or the request's channel. */
  reader: string
  steps: RequestSchedule
  /** The rule's fallback, which is asked if the request is not decided. */
  fallback: readonly Approver[]
  /** True if the fallback may be asked earlier than in `steps`, because the approvers are away. */
  maybeEarlier?: boolean
  /** Undefined if it could not be looked up. */
  background?: RequesterBackground | undefined
}

export function reviewCard(words: Words, request: Request, context: ReviewCardContext): Message {
  return request.state === 'pending' ? openCard(words, request, context) : closedCard(words, request, context)
}

/** It has no title, because on a phone the first line has to say who wants what. */
function openCard(words: Words, request: Request, context: ReviewCardContext): Message {
  const requester = mention(request.requester)
  const soFar = progress(words, request)
  const change = policyChangeLine(words, request)
  const title = pendingTitle(words, request, context.reader)
  return {
    text: words.reviews.notification({ title, requester, label: inlineText(request.label), isOpen: true }),
    blocks: [
      ...whoWantsWhat(words, request, context),
      ...blocksIf(soFar, section(soFar)),
      ...comments(words, request, { mine: false }),
      ...blocksIf(change, hint(change)),
      ...whatToDo(words, request, context),
      hint(finePrint(words, request, context).join('\n')),
    ],
  }
}

function closedCard(words: Words, request: Request, context: ReviewCardContext): Message {
  const { reviews } = words
  const requester = mention(request.requester)
  const title = closedTitle(words, request)
  const change = policyChangeLine(words, request)
  const what = reviews.what({ label: labelText(request.label), lifetime: request.asked })
  return {
    text: reviews.notification({ title, requester, label: inlineText(request.label), isOpen: false }),
    blocks: [
      header(title),
      ...withReason(
        words,
        [reviews.wanted({ requester }), what, ...replacesText(words, request)].join('\n'),
        request.reason,
      ),
      section(outcome(words, request)),
      ...comments(words, request, { mine: false }),
      ...blocksIf(change, hint(change)),
      hint(finePrint(words, request, context).join('\n')),
    ],
  }
}

function pendingTitle({ reviews }: Words, request: Request, reader: string): string {
  if (reader === request.channel) return reviews.titles.channel
  const isMine = isAsked(reader, request) && !approvalBy(reader, request)
  return isMine ? reviews.titles.yours : reviews.titles.others
}

/** A short reason stands with the rest; a long one would push the facts off the screen, so it comes after them. */
function whoWantsWhat(words: Words, request: Request, { background, steps }: ReviewCardContext): KnownBlock[] {
  const { reviews } = words
  const { reason, lifetime, asked } = request
  const intro = [reviews.wants({ requester: mention(request.requester) }), ...replacesText(words, request)].join('\n')
  const [text, ...rest] = withReason(words, intro, reason)
  const fields = [
    reviews.fields.label({ label: inlineText(request.label) }),
    reviews.fields.lifetime({ lifetime, asked: lifetime < asked ? asked : undefined }),
    background
      ? reviews.fields.now({
          labels: background.tokens.map((label) => inlineText(label)),
          requests: background.otherRequests,
        })
      : reviews.fields.nowUnknown,
    ...(steps.lapsesAt === undefined ? [] : [reviews.fields.due({ when: date(steps.lapsesAt) })]),
  ]
  return [{ ...text, fields: fields.map((field) => formatted(field, LONGEST_FIELD)) }, ...rest]
}

function withReason(words: Words, intro: string, reason: string): [SectionBlock, ...KnownBlock[]] {
  if (reason === '') return [section(`${intro}\n${words.reviews.noReason}`)]
  const shown = cleanText(reason)
  const isShort = shown.length <= SHORT_REASON && !shown.includes('\n')
  return isShort ? [quotation(intro, reason)] : [section(intro), reasonBlock(words, reason)]
}

function replacesText({ reviews }: Words, { replaces }: Request): string[] {
  return replaces ? [reviews.replaces({ when: moment(replaces.expiresAt) })] : []
}

function earlierText({ reviews }: Words, background: RequesterBackground | undefined): string[] {
  if (!background) return []
  const earlier = background.closed.slice(0, MOST_KNOWN).map((request) =>
    reviews.earlierRequest({
      label: inlineText(request.label),
      lifetime: request.asked,
      when: dateOfYear(request.requestedAt),
      end: end(request),
    }),
  )
  return earlier.length === 0 ? [] : [reviews.earlier({ requests: earlier })]
}

function end({ state, review }: Request): Parameters<Words['reviews']['earlierRequest']>[0]['end'] {
  if (state === 'lapsed') return review ? ('approved, lapsed' as const) : 'lapsed'
  return state === 'denied' || state === 'cancelled' ? state : 'approved'
}

function whatToDo(words: Words, request: Request, context: ReviewCardContext): KnownBlock[] {
  const { id, channel } = request
  const { reader } = context
  if (reader !== channel && !isAsked(reader, request)) return []
  const isDone = reader !== channel && approvalBy(reader, request) !== undefined
  if (isDone) return [section(words.reviews.yourPartIsDone({ people: stillAskedText(request) }))]
  return [
    actions(
      button(words, buttons.approveRequest, id),
      button(words, buttons.denyRequest, id),
      button(words, buttons.reviewRequest, id),
    ),
  ]
}

/** Who is asked as well if nobody decides; empty if nobody is, or if the request lapses before. */
function whoElse(
  { reviews }: Words,
  { channel, approvers }: Request,
  { reader, steps, fallback, maybeEarlier = false }: ReviewCardContext,
): string[] {
  const { escalateAt, lapsesAt } = steps
  const notYet = fallback.filter((entry) => !approvers.some((id) => entry === `user:${id}`))
  if (notYet.length === 0 || escalateAt === undefined || escalateAt >= (lapsesAt ?? Number.POSITIVE_INFINITY)) return []
  // In a channel, mentioning a group would notify all its members.
  const whom = reader === channel ? { others: [], withManager: false } : mentioned(notYet)
  return [reviews.willAskOthers({ ...whom, when: moment(escalateAt), atTheLatest: maybeEarlier })]
}

/** By which rule and why this reader is asked, who else will be, and what the requester asked for before. */
function finePrint(words: Words, request: Request, context: ReviewCardContext): string[] {
  const { reviews } = words
  const { reader, fallback, background } = context
  const { state, review, channel } = request
  const rule = inlineText(request.rule)
  if (state !== 'pending') {
    return [
      review
        ? reviews.decided({ when: moment(review.at), rule: inlineText(review.rule ?? request.rule) })
        : reviews.rule({ rule }),
    ]
  }
  if (reader === channel) {
    const people = stillAskedText(request)
    return [reviews.inChannel({ people, rule }), ...whoElse(words, request, context), ...earlierText(words, background)]
  }
  if (!isAsked(reader, request)) return [reviews.notAskedAnymore]
  if (approvalBy(reader, request)) {
    const { lapsesAt } = context.steps
    const lapses = lapsesAt === undefined ? [] : [reviews.lapsesUnlessDecided({ when: moment(lapsesAt) })]
    return [[reviews.rule({ rule }), ...lapses].join(' ')]
  }
  return [
    [whyYou(words, request, reader, fallback), ...whoElse(words, request, context)].join(' '),
    ...earlierText(words, background),
  ]
}

function closedTitle({ reviews }: Words, { state, review }: Request): string {
  if (state === 'cancelled' || state === 'lapsed') return reviews.titles[state]
  // Reviewers see only the decision; the state of the claim is shown to the requester.
  return reviews.titles[review?.verdict ?? 'approved']
}

function outcome(words: Words, request: Request): string {
  const { state, lapsesAt } = request
  const requester = mention(request.requester)
  const decided = decision(words, request)
  const { reviews } = words
  switch (state) {
    case 'cancelled':
      return `${decided} ${reviews.cancelledBy({ requester: request.cancelledBy === undefined ? requester : mention(request.cancelledBy) })}`.trim()
    case 'lapsed':
      return `${decided} ${reviews.lapsed({ when: lapsesAt === undefined ? undefined : moment(lapsesAt) })}`.trim()
    case 'claimed':
      return `${decided} ${reviews.received({ requester })}`.trim()
    default:
      return decided
  }
}
