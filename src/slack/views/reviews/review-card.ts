// An approver's card: who asks for what and why, the requester's background, and three buttons until it is decided.
import type { KnownBlock } from '@slack/types'
import type { RequesterBackground } from '../../../core/messenger.ts'
import type { Approver } from '../../../core/policy/evaluate.ts'
import type { Request } from '../../../core/requests/request.ts'
import type { RequestSchedule } from '../../../core/requests/request-schedule.ts'
import { counted, durationText } from '../../../core/time/duration.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import {
  approvalBy,
  comments,
  decision,
  isAsked,
  joinWords,
  progress,
  reasonBlock,
  stillAsked,
} from '../approval-text.ts'
import {
  actions,
  anyOf,
  blocksIf,
  button,
  header,
  hint,
  inlineText,
  labelText,
  mention,
  moment,
  section,
} from '../block-kit.ts'
import { reviewerTitles } from '../card-titles.ts'
import { policyChangeLine } from '../requests/policy-change-text.ts'
import { entriesInWords, whyYou } from '../reviewer-role-text.ts'

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

export function reviewCard(request: Request, context: ReviewCardContext): Message {
  const { reader } = context
  const pending = request.state === 'pending'
  const asks = pending ? 'asks' : 'asked'
  const title = pending ? pendingTitle(request, reader) : closedTitle(request)
  const soFar = pending ? progress(request) : ''
  return {
    text: `${title}: ${mention(request.requester)} ${asks} for a Dremio token, ${inlineText(request.label)}`,
    blocks: [
      header(title),
      section(`${mention(request.requester)} ${asks} for a Dremio token:\n${facts(request)}`),
      ...blocksIf(
        request.replaces,
        section(`It replaces a token of theirs, which ends ${moment(request.replaces?.expiresAt ?? 0)}.`),
      ),
      reasonBlock(request.reason),
      ...blocksIf(pending && context.background, section(known(context.background))),
      ...blocksIf(soFar, section(soFar)),
      ...blocksIf(!pending, section(outcome(request))),
      ...comments(request),
      ...blocksIf(policyChangeLine(request), hint(policyChangeLine(request))),
      ...(pending ? whatToDo(request, context) : []),
      hint(finePrint(request, context)),
    ],
  }
}

function pendingTitle(request: Request, reader: string): string {
  if (reader === request.channel) return reviewerTitles.channel
  const isMine = isAsked(reader, request) && !approvalBy(reader, request)
  return isMine ? reviewerTitles.yours : reviewerTitles.others
}

function facts({ state, label, asked, lifetime, requestedAt }: Request): string {
  if (state !== 'pending') return `${labelText(label)} for ${durationText(asked)}`
  const less = lifetime < asked ? ` instead of the ${durationText(asked)} asked for` : ''
  // A date and no relative time such as "in 7 days", nor an end counted from now, because the card stays and would be
  // wrong tomorrow.
  const earliest = moment(requestedAt + lifetime)
  return `${labelText(label)} for ${durationText(lifetime)}${less}, counted from when it is collected: it would end ${earliest} at the earliest.`
}

function known({ tokens, closed }: RequesterBackground = { tokens: [], closed: [] }): string {
  const labels = tokens.slice(0, MOST_KNOWN).map(labelText)
  if (tokens.length > MOST_KNOWN) labels.push(`${tokens.length - MOST_KNOWN} more`)
  const have = tokens.length === 0 ? 'no active token' : counted(tokens.length, 'active token')
  const before = closed
    .slice(0, MOST_KNOWN)
    .map(
      (earlier) =>
        `• ${labelText(earlier.label)} for ${durationText(earlier.asked)}, asked ${moment(earlier.requestedAt)}: ${end(earlier)}`,
    )
  return [
    `They have ${have} made with me${labels.length > 0 ? `: ${joinWords(labels)}` : ''}.`,
    ...(before.length === 0 ? ['This is their first request.'] : ['Their last requests:', ...before]),
  ].join('\n')
}

function end({ state, review }: Request): string {
  if (state === 'claimed') return 'collected'
  if (state === 'lapsed') return review ? 'approved, but lapsed' : 'lapsed'
  return state
}

function whatToDo(request: Request, context: ReviewCardContext): KnownBlock[] {
  const { id, channel } = request
  const { reader } = context
  if (reader !== channel && !isAsked(reader, request)) return []
  const isDone = reader !== channel && approvalBy(reader, request) !== undefined
  return [
    ...blocksIf(
      isDone,
      section(`Your part is done. ${anyOf(stillAsked(request))} can decide now, and you see here how it ends.`),
    ),
    ...blocksIf(
      !isDone,
      actions(button(buttons.approveRequest, id), button(buttons.denyRequest, id), button(buttons.reviewRequest, id)),
    ),
    hint(whatHappensElse(request, context, isDone)),
  ]
}

/** In order of time: `If nobody decides: I remind you today at 18:00, and it lapses Friday at 14:00.` */
function whatHappensElse(
  { channel, approvals, approvers }: Request,
  context: ReviewCardContext,
  isDone: boolean,
): string {
  const { reader, steps, fallback, maybeEarlier } = context
  const { nudgeAt, escalateAt, lapsesAt } = steps
  const inChannel = reader === channel
  const notYet = fallback.filter((entry) => !approvers.some((id) => entry === `user:${id}`))
  // In a channel, mentioning a group would notify all its members.
  const others = inChannel ? 'others' : entriesInWords(notYet)
  const whom = inChannel || isDone ? 'them' : 'you'
  const before = [
    { at: nudgeAt, words: `I remind ${whom} ${moment(nudgeAt ?? 0)}` },
    {
      at: notYet.length > 0 ? escalateAt : undefined,
      words: `I also ask ${others} ${maybeEarlier ? 'by ' : ''}${moment(escalateAt ?? 0)}`,
    },
  ]
    .filter(({ at }) => at !== undefined && at < (lapsesAt ?? Number.POSITIVE_INFINITY))
    .sort((first, second) => (first.at ?? 0) - (second.at ?? 0))
    .map(({ words }) => words)
  const lapses = lapsesAt === undefined ? 'it stays open' : `it lapses ${moment(lapsesAt)}`
  const hasBegun = approvals.length > 0
  return `If nobody ${hasBegun ? 'else ' : ''}decides: ${[...before, lapses].join(', ')}.`
}

function finePrint(request: Request, { reader, fallback }: ReviewCardContext): string {
  const { state, rule, review, channel } = request
  if (state !== 'pending') {
    return review
      ? `Decided ${moment(review.at)}, under the rule “${inlineText(review.rule ?? rule)}”.`
      : `Rule: “${inlineText(rule)}”.`
  }
  const why =
    reader === channel
      ? `It waits for ${anyOf(stillAsked(request))}; nobody else can decide.`
      : whyYou(request, reader, fallback)
  return `Rule: “${inlineText(rule)}”. ${why}`
}

function closedTitle({ state, review }: Request): string {
  if (state === 'cancelled' || state === 'lapsed') return reviewerTitles[state]
  // Reviewers see only the decision; the state of the claim is shown to the requester.
  return reviewerTitles[review?.verdict ?? 'approved']
}

function outcome(request: Request): string {
  const { requester, state, lapsesAt } = request
  const decided = verdict(request)
  if (state === 'cancelled') return `${decided} Cancelled by ${mention(requester)}; nothing is left to do.`.trim()
  if (state === 'lapsed')
    return `${decided} It lapsed${lapsesAt === undefined ? '' : ` ${moment(lapsesAt)}`}; nothing is left to do.`.trim()
  return state === 'claimed' ? `${decided} ${mention(requester)} has collected the token.` : decided
}

/** For example `Approved by @Bea and @Carl for 7 days instead of 30 days.`; without a decision, who had approved. */
function verdict(request: Request): string {
  const { review, asked, lifetime } = request
  if (review?.verdict !== 'approved') return decision(request)
  const shortened = lifetime < asked ? ` for ${durationText(lifetime)} instead of ${durationText(asked)}` : ''
  return `${decision(request).replace(/\.$/, '')}${shortened}.`
}
