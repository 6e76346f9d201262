// Reviewing in a form, and delegating reviews: the forms, their errors, and what both people hear.

import { stale } from '../../../../src/core/requests/request.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import { forms } from '../../../../src/slack/action-catalog.ts'
import { sentenceFor } from '../../../../src/slack/failure.ts'
import { noticeModal } from '../../../../src/slack/views/notice-modal.ts'
import { delegateModal } from '../../../../src/slack/views/reviews/delegate-modal.ts'
import {
  delegatedMessage,
  delegationEndedMessage,
  delegationMessage,
} from '../../../../src/slack/views/reviews/delegation-message.ts'
import { reviewModal } from '../../../../src/slack/views/reviews/review-modal.ts'
import { aPolicy, approvedByBea, aRequest, asked, forTwo } from '../../../slack/records.ts'
import { NOW } from '../records.ts'
import { answer, type Subject, scene } from '../scene.ts'

const delegation = { approver: 'UBEA', delegate: 'UCARL', since: NOW, until: NOW + 7 * DAY }

const inBerlin = { timeZone: 'Europe/Berlin' }

export const reviewing: Subject = {
  title: 'Reviewing and delegating',
  scenes: [
    scene('form Review request', (words) => reviewModal(words, aPolicy(), aRequest(), 'approved')),
    scene('form Review request, refused', (words) => ({
      form: reviewModal(words, aPolicy(), aRequest(), 'denied'),
      errors: { comment: words.denials.field({ kind: 'no comment' }) },
    })),
    scene('form Review request, after Deny', (words) => reviewModal(words, aPolicy(), aRequest(), 'denied')),
    scene('form Review request, one of two is given', (words) =>
      reviewModal(words, aPolicy(), forTwo({ approvals: [{ ...approvedByBea, lifetime: 7 * DAY }] }), 'approved'),
    ),
    scene('form Review request, decided meanwhile', (words) =>
      noticeModal(
        words,
        forms.review,
        sentenceFor(
          words,
          stale(aRequest({ state: 'approved', review: { by: 'UCARL', verdict: 'approved', at: asked + HOUR } })),
        ),
      ),
    ),
    scene('form Delegate reviews', (words) =>
      delegateModal(words, 'UBEA', { ...inBerlin, delegation: undefined }, NOW),
    ),
    scene('form Delegate reviews, with a delegate', (words) =>
      delegateModal(words, 'UBEA', { ...inBerlin, delegation }, NOW),
    ),
    scene('form Delegate reviews, nobody chosen', (words) => ({
      form: delegateModal(words, 'UBEA', { ...inBerlin, delegation: undefined }, NOW),
      errors: { delegate: words.delegation.form.noDelegate },
    })),
    scene('form Delegate reviews, oneself', (words) => ({
      form: delegateModal(words, 'UCARL', { ...inBerlin, delegation }, NOW),
      errors: { delegate: words.delegation.form.yourself },
    })),
    scene('form Delegate reviews, a day that is over', (words) => ({
      form: delegateModal(words, 'UBEA', { ...inBerlin, delegation }, NOW),
      errors: { day: words.delegation.form.past },
    })),
    scene('form Delegate reviews, a day that is too far away', (words) => ({
      form: delegateModal(words, 'UBEA', { ...inBerlin, delegation }, NOW),
      errors: { day: words.delegation.form.tooLate },
    })),
    answer('delegated, nothing waits', (words) => delegatedMessage(words, { delegation, shown: 0, told: 'posted' })),
    answer('delegated, four requests wait', (words) =>
      delegatedMessage(words, { delegation, shown: 4, told: 'posted' }),
    ),
    answer('delegated, and Slack refuses to tell', (words) =>
      delegatedMessage(words, { delegation, shown: 4, told: 'lost' }),
    ),
    answer('delegated again', (words) => delegatedMessage(words, { delegation, shown: 0, told: 'edited' })),
    answer('delegation ended, to the approver', (words) => delegationEndedMessage(words, delegation)),
    scene('to the delegate', (words) => delegationMessage(words, delegation, 'given')),
    scene('to the delegate, ended', (words) => delegationMessage(words, delegation, 'ended')),
  ],
}
