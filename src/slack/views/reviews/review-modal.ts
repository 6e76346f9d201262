// The form `Review request`: the decision, a lifetime of at most what was asked, and a comment.
import type { ModalView } from '@slack/types'
import { LONGEST_COMMENT, lifetimeChoices, type Policy } from '../../../core/policy/evaluate.ts'
import type { Request } from '../../../core/requests/request.ts'
import type { Verdict } from '../../../core/requests/request-state.ts'
import { durationText } from '../../../core/time/duration.ts'
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
export function reviewModal(policy: Policy, request: Request, verdict: Verdict): ModalView {
  // Another approver may have shortened the lifetime, and the policy's maximum may be lower now.
  const most = Math.min(request.lifetime, policy.lifetime.max)
  const offered: OfferedReview = { request: request.id, verdict, lifetime: most }
  const soFar = progress(request)
  return modal(forms.review, JSON.stringify(offered), [
    section(`${mention(request.requester)} asks for ${labelText(request.label)} for ${durationText(request.asked)}.`),
    reasonBlock(request.reason),
    ...blocksIf(soFar, hint(soFar)),
    {
      type: 'input',
      block_id: 'decision',
      label: plain('Decision'),
      element: {
        type: 'radio_buttons',
        action_id: 'value',
        options: (['approved', 'denied'] as const).map(decisionOption),
        initial_option: decisionOption(verdict),
      },
    },
    {
      type: 'input',
      block_id: 'lifetime',
      label: plain('Lifetime'),
      hint: plain('You can shorten it, not lengthen it. It counts only if you approve.'),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: lifetimeChoices(policy, most, most).map(lifetimeOption),
        initial_option: lifetimeOption(most),
      },
    },
    {
      type: 'input',
      block_id: 'comment',
      optional: verdict === 'approved',
      label: plain('Comment'),
      hint: plain('The requester will read it. A denial needs one.'),
      element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: LONGEST_COMMENT },
    },
  ])
}

function decisionOption(verdict: Verdict) {
  return { text: plain(verdict === 'approved' ? 'Approve' : 'Deny'), value: verdict }
}
