// The form `Review request`: decision, a lifetime that is at most what was asked, and a comment.
import type { ModalView } from '@slack/types'
import { commentError, LONGEST_COMMENT, lifetimeChoices, type Policy } from '../../core/policy/evaluate.ts'
import { movedOn, type Request } from '../../core/requests/request.ts'
import type { Verdict } from '../../core/requests/request-state.ts'
import { lifetimeInWords, readLifetime } from '../../core/time/duration.ts'
import { sentenceFor } from '../failure.ts'
import type { Fields, Form, Interaction } from '../interaction.ts'
import { progress } from '../views/approval-text.ts'
import { blocksIf, hint, LONGEST_TITLE, labelText, mention, plain, quoted, section } from '../views/block-kit.ts'
import { noteView, waitingView } from '../views/notice-modal.ts'
import { lifetimeOption } from './request-form.ts'

const TITLE = 'Review request'

/** What the form was opened with: fields that were not touched may arrive empty from some clients. */
interface Offered {
  request: string
  verdict: Verdict
  lifetime: number
}

export const reviewForm: Form = {
  id: 'review-form',
  check({ fields, meta }): Record<string, string> {
    const { verdict, comment } = readReview(fields, meta)
    const wrong = commentError(verdict, comment)
    return wrong === undefined ? {} : { comment: wrong }
  },
  async submit({ operations, actor, fields, meta }) {
    await operations.reviewRequest(actor, readReview(fields, meta))
  },
}

/** `verdict` is the decision that is chosen when the form opens. */
export async function openReviewForm(asked: Interaction, id: string, verdict: Verdict): Promise<void> {
  const form = await asked.open(waitingView(TITLE))
  try {
    const request = await asked.operations.openReview(asked.actor, id)
    const nothingLeft = request.state === 'pending' ? undefined : movedOn(request)
    await form.update(
      nothingLeft ? noteView(TITLE, sentenceFor(nothingLeft)) : reviewView(asked.policy(), request, verdict),
    )
  } catch (error) {
    await form.update(noteView(TITLE, asked.explain(error)))
  }
}

export function reviewView(policy: Policy, request: Request, verdict: Verdict): ModalView {
  // Somebody may have shortened it already, and the maximum may have come down since it was asked.
  const most = Math.min(request.lifetime, policy.lifetime.max)
  const offered: Offered = { request: request.id, verdict, lifetime: most }
  const soFar = progress(request)
  return {
    type: 'modal',
    callback_id: reviewForm.id,
    title: plain(TITLE, LONGEST_TITLE),
    submit: plain('Decide', LONGEST_TITLE),
    close: plain('Close', LONGEST_TITLE),
    private_metadata: JSON.stringify(offered),
    blocks: [
      section(
        `${mention(request.requester)} asks for ${labelText(request.label)} for ${lifetimeInWords(request.asked)}.`,
      ),
      quoted(`Reason: ${request.reason || '(none given)'}`),
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
    ],
  }
}

function decisionOption(verdict: Verdict) {
  return { text: plain(verdict === 'approved' ? 'Approve' : 'Deny'), value: verdict }
}

function readReview(fields: Fields, meta: string) {
  const offered = JSON.parse(meta) as Offered
  const verdict: Verdict = (fields.decision ?? offered.verdict) === 'denied' ? 'denied' : 'approved'
  const lifetime = fields.lifetime === undefined ? offered.lifetime : readLifetime(fields.lifetime)
  const comment = fields.comment?.trim()
  return {
    request: offered.request,
    verdict,
    ...(lifetime !== undefined && { lifetime }),
    ...(comment && { comment }),
  }
}
