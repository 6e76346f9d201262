// Forms that were sent: errors at a field, a refusal above them, and what is shown if that takes long.
import type { ModalView } from '@slack/types'
import { BotError } from '../../../../src/core/errors.ts'
import { DAY } from '../../../../src/core/time/duration.ts'
import { sentenceFor } from '../../../../src/slack/failure.ts'
import { failureMessage } from '../../../../src/slack/failure-message.ts'
import { snoozeModal } from '../../../../src/slack/views/reminders/snooze-modal.ts'
import {
  newRequestModal,
  plainDenialFacts,
  reopenButton,
} from '../../../../src/slack/views/requests/new-request-modal.ts'
import { delegateModal } from '../../../../src/slack/views/reviews/delegate-modal.ts'
import { reviewModal } from '../../../../src/slack/views/reviews/review-modal.ts'
import {
  checkingModal,
  refusedLater,
  typedAgain,
  withNotice,
  withoutFields,
} from '../../../../src/slack/views/sent-form.ts'
import type { Words } from '../../../../src/words/words.ts'
import { aPolicy, aRequest, onCloud } from '../../../slack/records.ts'
import { initialValues } from '../../../world/slack/form-state.ts'
import type { Block } from '../../../world/slack/limits/blocks.ts'
import { NOW } from '../records.ts'
import { type RefusedForm, type Subject, scene } from '../scene.ts'

const draft = { label: 'tableau', lifetime: 30 * DAY, reason: 'Dashboards for the board meeting' }
const lookedUp = { unknown: '' }

const filled = (words: Words) => newRequestModal(words, aPolicy(), onCloud, draft, lookedUp)

/** The form as Slack reports it after somebody sent it. */
function sent(form: ModalView): ModalView {
  const again = typedAgain({ ...form, state: { values: initialValues(form.blocks as Block[]) } })
  if (!again) throw new Error('The form has no blocks')
  return again
}

function refusal(words: Words, error: BotError) {
  return failureMessage(words, sentenceFor(words, error), error)
}

const labelInUse = new BotError('label_in_use', { label: 'tableau', token: { tid: 'T1', expiresAt: NOW + DAY } })
const stale = new BotError('request_stale', { state: 'approved', review: { by: 'UCARL', verdict: 'approved' } })

function atLabel(words: Words, error: string): RefusedForm {
  return { form: sent(filled(words)), errors: { label: error } }
}

const delegates = ['deleted', 'bot', 'guest', 'stranger', 'foreign team', 'not joined'] as const

export const refusedForms: Subject = {
  title: 'Forms that were sent',
  scenes: [
    scene('New Dremio token, the label is in use', (words) =>
      atLabel(words, words.requestForm.labelInUse({ label: 'tableau' })),
    ),
    scene('New Dremio token, the label waits for review', (words) =>
      atLabel(words, words.requestForm.labelRequested({ label: 'tableau', isApproved: false })),
    ),
    scene('New Dremio token, the label is approved', (words) =>
      atLabel(words, words.requestForm.labelRequested({ label: 'tableau', isApproved: true })),
    ),
    scene('New Dremio token, a rule denies the lifetime', (words) => {
      const denied = { rule: 'long tokens', denial: { kind: 'rule', because: 'Ask security first.' } } as const
      const facts = { ...plainDenialFacts(denied), lifetime: draft.lifetime, allowed: [DAY, 7 * DAY] }
      return { form: sent(filled(words)), errors: { lifetime: words.requestForm.notAllowed(facts) } }
    }),
    scene('New Dremio token, nobody is there to review', (words) =>
      withNotice(sent(filled(words)), refusal(words, new BotError('no_approver', { rule: 'managers' }))),
    ),
    scene('New Dremio token, sent already', (words) =>
      withNotice(sent(filled(words)), { text: words.forms.sentAlready }),
    ),
    scene('New Dremio token, being checked', (words) => checkingModal(words, sent(filled(words)))),
    scene('New Dremio token, done late', (words) =>
      withoutFields(words, { ...filled(words), blocks: [] }, { text: words.forms.done }),
    ),
    scene('New Dremio token, refused after it was closed', (words) =>
      refusedLater(refusal(words, labelInUse), sent(filled(words)), reopenButton(words, draft)),
    ),
    scene('Review request, decided meanwhile', (words) =>
      withoutFields(words, sent(reviewModal(words, aPolicy(), aRequest(), 'denied')), refusal(words, stale)),
    ),
    scene('Snooze reminder, too long', (words) => ({
      form: snoozeModal(
        words,
        'T1',
        { label: 'tableau', expiresAt: NOW + 2 * DAY, lengths: [DAY, 3 * DAY], snoozes: 0 },
        NOW,
      ),
      errors: { until: words.reminders.snoozedTooLong },
    })),
    ...delegates.map((because) =>
      scene(`Delegate reviews, somebody who cannot: ${because}`, (words) => ({
        form: delegateModal(words, 'UBEA', { delegation: undefined, timeZone: 'Europe/Berlin' }, NOW),
        errors: { delegate: words.delegation.form.refused[because] },
      })),
    ),
  ],
}
