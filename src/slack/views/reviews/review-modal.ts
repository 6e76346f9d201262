// The form `Review request`: the decision, a lifetime of at most what was asked, and a comment.
import type { ModalView } from '@slack/types'
import { LONGEST_COMMENT, lifetimeChoices, type Policy } from '../../../core/policy/evaluate.ts'
import type { Request } from '../../../core/requests/request.ts'
import type { Verdict } from '../../../core/requests/request-state.ts'
import type { Words } from '../../../words/words.ts'
import { forms } from '../../action-catalog.ts'
import { progress, reasonBlock } from '../approval-text.ts'
import { blocksIf, hint, labelText, mention, modal, plain, section } from '../block-kit.ts'
import { lifetimeOption } from '../requests/new-request-modal.ts'

/** The values with which the form was opened, for clients that send untouched fields empty. */
export interface OfferedReview {
  request: string
  verdict: Verdict
  lifetime: number
}

/** `verdict` is the decision that is preselected in the form. */
export function reviewModal(words: Words, policy: Policy, request: Request, verdict: Verdict): ModalView {
  const { form } = words.reviews
  const { fields } = words.labels.forms.review
  // Another approver may have shortened the lifetime, and the policy's maximum may be lower now.
  const most = Math.min(request.lifetime, policy.lifetime.max)
  const offered: OfferedReview = { request: request.id, verdict, lifetime: most }
  const soFar = progress(words, request)
  return modal(words, forms.review, JSON.stringify(offered), [
    section(
      form.asks({
        requester: mention(request.requester),
        label: labelText(request.label),
        lifetime: request.asked,
      }),
    ),
    reasonBlock(words, request.reason),
    ...blocksIf(soFar, hint(soFar)),
    {
      type: 'input',
      block_id: 'decision',
      label: plain(fields.decision),
      element: {
        type: 'radio_buttons',
        action_id: 'value',
        options: (['approved', 'denied'] as const).map((one) => decisionOption(words, one)),
        initial_option: decisionOption(words, verdict),
      },
    },
    {
      type: 'input',
      block_id: 'lifetime',
      label: plain(fields.lifetime),
      hint: plain(form.lifetimeHint),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: lifetimeChoices(policy, most, most).map((lifetime) => lifetimeOption(words, lifetime)),
        initial_option: lifetimeOption(words, most),
      },
    },
    {
      type: 'input',
      block_id: 'comment',
      optional: verdict === 'approved',
      label: plain(fields.comment),
      hint: plain(form.commentHint),
      element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: LONGEST_COMMENT },
    },
  ])
}

function decisionOption({ reviews: { form } }: Words, verdict: Verdict) {
  return { text: plain(verdict === 'approved' ? form.approve : form.deny), value: verdict }
}
