// An approver's card in each state, for each kind of reader; the reminder beside it.
import type { RequesterBackground } from '../../../../src/core/messenger.ts'
import type { Request } from '../../../../src/core/requests/request.ts'
import { type RequestState, requestStates } from '../../../../src/core/requests/request-state.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import { type ReviewCardContext, reviewCard } from '../../../../src/slack/views/reviews/review-card.ts'
import { reviewReminder, settledReviewReminder } from '../../../../src/slack/views/reviews/review-reminder.ts'
import { approvedByBea, aRequest, asked, forTwo } from '../../../slack/records.ts'
import { NOW, OLD_TID } from '../records.ts'
import { type Scene, type Subject, scene, scenesOf } from '../scene.ts'

const review = { by: 'UBEA', verdict: 'approved', at: asked + HOUR } as const
const approved: Partial<Request> = { approvals: [approvedByBea], review }
const nothingKnown: RequesterBackground = { tokens: [], otherRequests: 0, closed: [] }
const muchKnown: RequesterBackground = {
  tokens: ['power bi', 'notebook'],
  otherRequests: 2,
  closed: [
    aRequest({ ...approved, state: 'claimed', label: 'power bi', asked: 7 * DAY, requestedAt: asked - 20 * DAY }),
    aRequest({ state: 'denied', label: 'etl', requestedAt: asked - 30 * DAY }),
    aRequest({ state: 'cancelled', label: 'dbt', requestedAt: asked - 31 * DAY }),
    aRequest({ state: 'lapsed', label: 'curl', requestedAt: asked - 60 * DAY }),
  ],
}
const steps = { nudgeAt: asked + 4 * HOUR, escalateAt: undefined, remindClaimAt: undefined, lapsesAt: asked + 3 * DAY }
const toBea: ReviewCardContext = { reader: 'UBEA', steps, fallback: [], background: nothingKnown }
const channel = 'C0TEAM'

/** What each state adds. A state that is missing here does not compile. */
const everyState: Record<RequestState, Partial<Request>> = {
  pending: {},
  approved,
  claiming: approved,
  claimed: approved,
  unsure: approved,
  denied: { review: { by: 'UBEA', verdict: 'denied', at: asked + HOUR, comment: 'A week is enough.' } },
  cancelled: {},
  lapsed: {},
}

const readers: Record<string, ReviewCardContext> = {
  'an approver': toBea,
  'the request’s channel': { ...toBea, reader: channel },
}

const everyStateAndReader: Scene[] = requestStates.flatMap((state) =>
  Object.entries(readers).map(([who, context]) =>
    scene(`${state}, for ${who}`, (words) =>
      reviewCard(words, aRequest({ channel, state, ...everyState[state] }), context),
    ),
  ),
)

const details: Record<string, [Request, Partial<ReviewCardContext>?]> = {
  'pending, with a history': [aRequest(), { background: muchKnown }],
  'pending, the history is not known': [aRequest(), { background: undefined }],
  'pending, no reason, to replace a token': [
    aRequest({ reason: '', replaces: { tid: OLD_TID, expiresAt: NOW + 5 * DAY } }),
  ],
  'pending, others will be asked': [
    aRequest(),
    { steps: { ...steps, escalateAt: asked + DAY }, fallback: ['group:S0DATA', 'user:UCARL'] },
  ],
  'pending, others may be asked earlier': [
    aRequest(),
    { steps: { ...steps, escalateAt: asked + DAY }, fallback: ['manager'], maybeEarlier: true },
  ],
  'pending, asked in the end': [
    aRequest({
      approvers: ['UBEA', 'UCARL'],
      reviewerRoles: { UBEA: { entries: ['manager'] }, UCARL: { entries: ['group:S0DATA'] } },
      escalatedAt: asked + 2 * HOUR,
    }),
    { reader: 'UCARL', fallback: ['group:S0DATA'] },
  ],
  'pending, two approvals are needed': [forTwo()],
  'pending, one of two is given, for the other': [
    forTwo({ approvals: [{ ...approvedByBea, lifetime: 7 * DAY, comment: 'A week, please.' }], lifetime: 7 * DAY }),
    { reader: 'UCARL' },
  ],
  'pending, one of two is given, for a delegate': [forTwo({ approvals: [approvedByBea] }), { reader: 'UDAN' }],
  'pending, for somebody who has approved': [forTwo({ approvals: [approvedByBea] })],
  'pending, for somebody who is not asked anymore': [aRequest(), { reader: 'UDAN' }],
  'pending, the policy changed': [
    aRequest({ lifetime: 7 * DAY, policyChange: { at: NOW, kind: 'shortened', byFile: true, lifetime: 30 * DAY } }),
  ],
  'pending, a long reason': [
    aRequest({
      label: 'quarterly revenue dashboards for the board',
      reason:
        'We move the quarterly dashboards from the old extracts to live queries.\nThe board meets on the 14th, and finance needs three days before that to check the numbers. The service account follows in January.',
    }),
  ],
  'approved by two, one for somebody else, shorter': [
    forTwo({
      state: 'approved',
      lifetime: 7 * DAY,
      approvals: [approvedByBea, { by: 'UDAN', at: NOW, lifetime: 7 * DAY, inPlaceOf: 'UCARL', comment: 'A week.' }],
      review: { ...review, by: 'UDAN' },
    }),
  ],
  'approved by a rule': [aRequest({ state: 'approved', review: { ...review, by: null } })],
  'denied after one approval': [
    forTwo({
      state: 'denied',
      approvals: [approvedByBea],
      review: { by: 'UCARL', verdict: 'denied', at: NOW, comment: 'Not before the audit.' },
    }),
  ],
  'denied by the policy, they are another Dremio user now': [
    aRequest({
      state: 'denied',
      review: { by: null, verdict: 'denied', at: NOW, denial: { kind: 'another Dremio user' } },
    }),
  ],
  'denied by a rule': [aRequest({ state: 'denied', review: { by: null, verdict: 'denied', at: NOW } })],
}

export const reviewCards: Subject = {
  title: 'Approver’s card and reminder',
  scenes: [
    ...everyStateAndReader,
    ...scenesOf(details, (words, [request, context]) => reviewCard(words, request, { ...toBea, ...context })),
    scene('reminder', (words) => reviewReminder(words, aRequest())),
    scene('reminder, one of two is given', (words) => reviewReminder(words, forTwo({ approvals: [approvedByBea] }))),
    scene('asked again, because of the policy', (words) =>
      reviewReminder(words, aRequest({ policyChange: { at: NOW, kind: 'review', byFile: true, lifetime: 30 * DAY } }), {
        isAgain: true,
      }),
    ),
    scene('asked again, because of what the rules check', (words) =>
      reviewReminder(
        words,
        aRequest({ policyChange: { at: NOW, kind: 'review', byFile: false, lifetime: 30 * DAY } }),
        { isAgain: true },
      ),
    ),
    scene('reminder, over', (words) => settledReviewReminder(words, aRequest({ ...approved, state: 'approved' }))),
  ],
}
