// An approver's card: who asks for what and why, the requester's background, and three buttons until it is decided.
import type { KnownBlock } from '@slack/types'
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
  dateOfYear,
  header,
  hint,
  inlineText,
  labelText,
  mention,
  moment,
  section,
} from '../block-kit.ts'
import { policyChangeLine } from '../requests/policy-change-text.ts'
import { mentioned, whyYou } from '../reviewer-role-text.ts'

/** At most this many tokens and earlier requests are shown. */
const MOST_KNOWN = 3

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
  const { reviews } = words
  const { reader } = context
  const isOpen = request.state === 'pending'
  const requester = mention(request.requester)
  const title = isOpen ? pendingTitle(words, request, reader) : closedTitle(words, request)
  const soFar = isOpen ? progress(words, request) : ''
  const change = policyChangeLine(words, request)
  return {
    text: reviews.notification({ title, requester, label: inlineText(request.label), isOpen }),
    blocks: [
      header(title),
      section(`${isOpen ? reviews.wants({ requester }) : reviews.wanted({ requester })}\n${facts(words, request)}`),
      ...blocksIf(request.replaces, section(reviews.replaces({ when: moment(request.replaces?.expiresAt ?? 0) }))),
      reasonBlock(words, request.reason),
      ...blocksIf(isOpen, section(known(words, requester, context.background))),
      ...blocksIf(soFar, section(soFar)),
      ...blocksIf(!isOpen, section(outcome(words, request))),
      ...comments(words, request, { mine: false }),
      ...blocksIf(change, hint(change)),
      ...(isOpen ? whatToDo(words, request, context) : []),
      hint(finePrint(words, request, context)),
    ],
  }
}

function pendingTitle({ reviews }: Words, request: Request, reader: string): string {
  if (reader === request.channel) return reviews.titles.channel
  const isMine = isAsked(reader, request) && !approvalBy(reader, request)
  return isMine ? reviews.titles.yours : reviews.titles.others
}

function facts({ reviews }: Words, request: Request): string {
  const { state, asked } = request
  const label = labelText(request.label)
  if (state !== 'pending') return reviews.what({ label, lifetime: asked })
  const { lifetime } = request
  return reviews.what({ label, lifetime, asked: lifetime < asked ? asked : undefined })
}

function known({ reviews }: Words, requester: string, background: RequesterBackground | undefined): string {
  if (!background) return reviews.backgroundUnknown
  const { tokens, otherRequests, closed } = background
  const before = closed.slice(0, MOST_KNOWN).map((earlier) =>
    reviews.earlierRequest({
      label: labelText(earlier.label),
      lifetime: earlier.asked,
      when: dateOfYear(earlier.requestedAt),
      end: end(earlier),
    }),
  )
  return [
    reviews.tokens({ requester, labels: tokens.map(labelText) }),
    ...(otherRequests === 0 ? [] : [reviews.otherRequests({ amount: otherRequests })]),
    ...(before.length === 0 ? [reviews.nothingDecided] : [reviews.earlier, ...before]),
  ].join('\n')
}

function end({ state, review }: Request): Parameters<Words['reviews']['earlierRequest']>[0]['end'] {
  if (state === 'lapsed') return review ? 'approved, lapsed' : 'lapsed'
  return state === 'denied' || state === 'cancelled' ? state : 'approved'
}

function whatToDo(words: Words, request: Request, context: ReviewCardContext): KnownBlock[] {
  const { id, channel } = request
  const { reader } = context
  if (reader !== channel && !isAsked(reader, request)) return []
  const isDone = reader !== channel && approvalBy(reader, request) !== undefined
  return [
    ...blocksIf(isDone, section(words.reviews.yourPartIsDone({ people: stillAskedText(request) }))),
    ...blocksIf(
      !isDone,
      actions(
        button(words, buttons.approveRequest, id),
        button(words, buttons.denyRequest, id),
        button(words, buttons.reviewRequest, id),
      ),
    ),
    ...whatHappensElse(words, request, context, isDone).map(hint),
  ]
}

/** By when to decide, and who would be asked before that. */
function whatHappensElse(
  { reviews }: Words,
  { channel, approvers }: Request,
  { reader, steps, fallback, maybeEarlier = false }: ReviewCardContext,
  isDone: boolean,
): string[] {
  const { escalateAt, lapsesAt } = steps
  const notYet = fallback.filter((entry) => !approvers.some((id) => entry === `user:${id}`))
  const isAskedBefore =
    notYet.length > 0 && escalateAt !== undefined && escalateAt < (lapsesAt ?? Number.POSITIVE_INFINITY)
  // In a channel, mentioning a group would notify all its members.
  const whom = reader === channel ? { others: [], withManager: false } : mentioned(notYet)
  const lines = [
    ...(isAskedBefore ? [reviews.willAskOthers({ ...whom, when: moment(escalateAt), atTheLatest: maybeEarlier })] : []),
    ...(lapsesAt === undefined
      ? []
      : [
          isDone
            ? reviews.lapsesUnlessDecided({ when: moment(lapsesAt) })
            : reviews.decideBy({ when: moment(lapsesAt) }),
        ]),
  ]
  return lines.length > 0 ? [lines.join(' ')] : []
}

function finePrint(words: Words, request: Request, { reader, fallback }: ReviewCardContext): string {
  const { reviews } = words
  const { state, review, channel } = request
  const rule = inlineText(request.rule)
  if (state !== 'pending') {
    return review
      ? reviews.decided({ when: moment(review.at), rule: inlineText(review.rule ?? request.rule) })
      : reviews.rule({ rule })
  }
  return reader === channel
    ? reviews.inChannel({ people: stillAskedText(request), rule })
    : whyYou(words, request, reader, fallback)
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
      return `${decided} ${reviews.cancelledBy({ requester })}`.trim()
    case 'lapsed':
      return `${decided} ${reviews.lapsed({ when: lapsesAt === undefined ? undefined : moment(lapsesAt) })}`.trim()
    case 'claimed':
      return `${decided} ${reviews.received({ requester })}`.trim()
    default:
      return decided
  }
}
