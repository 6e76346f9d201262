// Decides requests: directly from the card, or in the form `Review request`, which it opens.
import { commentProblem } from '../../../core/policy/evaluate.ts'
import { stale } from '../../../core/requests/request.ts'
import type { Verdict } from '../../../core/requests/request-state.ts'
import { parseDuration } from '../../../core/time/duration.ts'
import { buttons, forms } from '../../action-catalog.ts'
import { sentenceFor } from '../../failure.ts'
import type { ButtonClick, Fields, FormHandler, Interaction } from '../../interaction.ts'
import { button } from '../../views/block-kit.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import { type OfferedReview, reviewModal } from '../../views/reviews/review-modal.ts'
import { openFilled } from '../open-filled.ts'

export async function approveRequest({ operations, actor, value }: ButtonClick): Promise<void> {
  await operations.reviewRequest(actor, { request: value, verdict: 'approved' })
}

/** A denial needs a comment, so it needs the form. */
export async function denyRequest(click: ButtonClick): Promise<void> {
  await openReviewForm(click, click.value, 'denied')
}

export async function reviewRequest(click: ButtonClick): Promise<void> {
  await openReviewForm(click, click.value, 'approved')
}

export const reviewForm: FormHandler = {
  check({ fields, meta, words }): Record<string, string> {
    const { verdict, comment } = readReview(fields, meta)
    const problem = commentProblem(verdict, comment)
    return problem === undefined ? {} : { comment: words.denials.field(problem) }
  },
  async submit({ operations, actor, fields, meta }) {
    await operations.reviewRequest(actor, readReview(fields, meta))
    return undefined
  },
  reopen: ({ fields, meta, words }) => button(words, buttons.reviewRequest, readReview(fields, meta).request),
}

/** `id` is the request's id; `verdict` is the decision that is preselected in the form. */
async function openReviewForm(interaction: Interaction, id: string, verdict: Verdict): Promise<void> {
  const { actor, operations, policy, words } = interaction
  await openFilled(interaction, forms.review, async () => {
    const request = await operations.openReview(actor, id)
    return request.state === 'pending'
      ? reviewModal(words, policy(), request, verdict)
      : noticeModal(words, forms.review, sentenceFor(words, stale(request)))
  })
}

function readReview(fields: Fields, meta: string) {
  const offered = JSON.parse(meta) as OfferedReview
  const verdict: Verdict = (fields.decision ?? offered.verdict) === 'denied' ? 'denied' : 'approved'
  const lifetime = fields.lifetime === undefined ? offered.lifetime : parseDuration(fields.lifetime)
  const comment = fields.comment?.trim()
  return {
    request: offered.request,
    verdict,
    ...(lifetime !== undefined && { lifetime }),
    ...(comment && { comment }),
  }
}
