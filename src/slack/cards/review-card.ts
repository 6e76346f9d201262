// An approver's card: who asks for what and why, and three buttons until somebody has decided.
import type { KnownBlock } from '@slack/types'
import { lifetimeInWords } from '../../core/lifetime.ts'
import type { Request } from '../../core/request.ts'
import type { Button, Message } from '../surface.ts'
import { openReviewForm } from './review-form.ts'
import { actions, button, header, hint, mention, moment, named, quoted, said, section, when } from './text.ts'

export const approveNow: Button = {
  id: 'review-card.approve',
  async press({ operations, actor, value }) {
    await operations.reviewRequest(actor, { request: value, verdict: 'approved' })
  },
}

export const denyWithComment: Button = {
  id: 'review-card.deny',
  press: (clicked) => openReviewForm(clicked, clicked.value, 'denied'),
}

export const reviewAtLength: Button = {
  id: 'review-card.review',
  press: (clicked) => openReviewForm(clicked, clicked.value, 'approved'),
}

export function reviewCard(request: Request, now: number): Message {
  const pending = request.state === 'pending'
  const asks = pending ? 'asks' : 'asked'
  const title = pending ? 'A request waits for your review' : closedTitle(request)
  return {
    text: `${title}: ${mention(request.requester)} ${asks} for a Dremio token, ${said(request.label)}`,
    blocks: [
      header(title),
      section(`${mention(request.requester)} ${asks} for a Dremio token:\n${facts(request, now)}`),
      quoted(`Reason: ${request.reason || '(none given)'}`),
      ...when(!pending, section(outcome(request))),
      ...when(request.review?.comment, quoted(`“${request.review?.comment}”`)),
      ...when(pending, buttons(request.id)),
      hint(finePrint(request)),
    ],
  }
}

function facts(request: Request, now: number): string {
  const asked = lifetimeInWords(request.asked)
  // No distance such as "in 7 days": the card stays, and would be wrong tomorrow.
  const end = request.state === 'pending' ? `. Collected now, it would end ${moment(now + request.asked)}.` : ''
  return `${named(request.label)} for ${asked}${end}`
}

function finePrint({ state, rule, review }: Request): string {
  if (state === 'pending') return `Rule: “${said(rule)}”. You are asked because you are an approver under it.`
  return review ? `Decided ${moment(review.at)}, under the rule “${said(rule)}”.` : `Rule: “${said(rule)}”.`
}

function buttons(id: string): KnownBlock {
  return actions(
    button(approveNow, 'Approve', id, 'primary'),
    button(denyWithComment, 'Deny', id, 'danger'),
    button(reviewAtLength, 'Review', id),
  )
}

function closedTitle({ state, review }: Request): string {
  if (state === 'cancelled' || state === 'lapsed')
    return `This request ${state === 'lapsed' ? 'has lapsed' : 'was cancelled'}`
  return `This request is ${review?.verdict ?? state}`
}

function outcome({ requester, state, review, asked, lifetime }: Request): string {
  const verdict = review?.verdict === 'approved' ? 'Approved' : 'Denied'
  const shortened = lifetime < asked ? ` for ${lifetimeInWords(lifetime)} instead of ${lifetimeInWords(asked)}` : ''
  const by = review?.by ? ` by ${mention(review.by)}` : ''
  const decided = review ? `${verdict}${by}${shortened}.` : ''
  if (state === 'cancelled') return `${decided} Cancelled by ${mention(requester)}; nothing is left to do.`.trim()
  if (state === 'lapsed') return `${decided} It lapsed; nothing is left to do.`.trim()
  return state === 'claimed' ? `${decided} ${mention(requester)} has collected the token.` : decided
}
