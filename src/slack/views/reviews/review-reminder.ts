// Reminds an approver who has not decided for a while: the essentials, and the button to decide while that is needed.
import type { Request } from '../../../core/requests/request.ts'
import type { Words } from '../../../words/words.ts'
import { buttons } from '../../action-catalog.ts'
import type { Message } from '../../interaction.ts'
import { progress, reasonBlock } from '../approval-text.ts'
import { actions, button, labelText, mention, moment, section } from '../block-kit.ts'

/** Enough to remember the request by; the whole reason is on the card. */
const MOST_OF_REASON = 300

/** `isAgain` is true if the request was approved, and another policy file needs a review of it. */
export function reviewReminder(words: Words, request: Request, { isAgain = false } = {}): Message {
  const { reviews } = words
  const { id, lifetime, reason, lapsesAt, policyChange } = request
  const about = { requester: mention(request.requester), label: labelText(request.label), lifetime }
  const text = isAgain
    ? reviews.neededAgain({ ...about, byFile: policyChange?.byFile ?? true })
    : reviews.reminder(about)
  const by = lapsesAt === undefined ? [] : [reviews.decideBy({ when: moment(lapsesAt) })]
  const soFar = progress(words, request)
  return {
    text,
    blocks: [
      section([text, ...(soFar ? [soFar] : []), ...by].join('\n')),
      ...(reason ? [reasonBlock(words, reason, MOST_OF_REASON)] : []),
      actions(
        button(words, buttons.approveRequest, id),
        button(words, buttons.denyRequest, id),
        button(words, buttons.reviewRequest, id),
      ),
    ],
  }
}

/** What a reminder becomes when nobody has to decide any more. */
export function settledReviewReminder({ reviews }: Words, { requester, label }: Request): Message {
  const text = reviews.reminderOver({ requester: mention(requester), label: labelText(label) })
  return { text, blocks: [section(text)] }
}
