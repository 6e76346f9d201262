// Reminds an approver who has not decided for a while: the essentials, and the button to decide while that is needed.
import type { Request } from '../../../core/requests/request.ts'
import { durationText } from '../../../core/time/duration.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { progress, reasonBlock } from '../approval-text.ts'
import { actions, button, labelText, mention, moment, section } from '../block-kit.ts'
import { whatChanged } from '../requests/policy-change-text.ts'

/** Enough to remember the request by; the whole reason is on the card. */
const MOST_OF_REASON = 300

/** `isAgain` is true if the request was approved, and another policy file needs a review of it. */
export function reviewReminder(request: Request, { isAgain = false } = {}): Message {
  const { id, requester, label, lifetime, reason, requestedAt, lapsesAt } = request
  const who = mention(requester)
  const what = `a Dremio token, ${labelText(label)} for ${durationText(lifetime)}`
  const text = isAgain
    ? `${request.policyChange ? whatChanged(request.policyChange) : 'The rules changed'}: ${who} was approved for ${what}, and needs your decision now.`
    : `A reminder: ${who} still waits for your decision on ${what}.`
  const lapses = lapsesAt === undefined ? '' : ` It lapses ${moment(lapsesAt)}, unless it is decided before.`
  const soFar = progress(request)
  return {
    text,
    blocks: [
      section(`${text}\n${soFar && `${soFar}\n`}Asked ${moment(requestedAt)}.${lapses}`),
      ...(reason ? [reasonBlock(reason, MOST_OF_REASON)] : []),
      actions(button(buttons.approveRequest, id), button(buttons.denyRequest, id), button(buttons.reviewRequest, id)),
    ],
  }
}

/** What a reminder becomes when nobody has to decide any more. */
export function settledReviewReminder({ requester, label }: Request): Message {
  const text = `${mention(requester)} does not wait any more for a decision on ${labelText(label)}. The card says how it ended.`
  return { text, blocks: [section(text)] }
}
