// The requester's card, from waiting to expired: one scene for each state, and for what differs within one.
import type { Denial } from '../../../../src/core/policy/evaluate.ts'
import type { Request } from '../../../../src/core/requests/request.ts'
import type { RequestState } from '../../../../src/core/requests/request-state.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import { type RequestCardContext, requestCard } from '../../../../src/slack/views/requests/request-card.ts'
import { aPolicy, approvedByBea, aRequest, asked, forTwo } from '../../../slack/records.ts'
import { anOldToken, aToken, NOW, OLD_TID, retiring, signedIn, signIn, TID } from '../records.ts'
import { type Subject, scene, scenesOf } from '../scene.ts'

const approved = {
  state: 'approved',
  approvals: [approvedByBea],
  review: { by: 'UBEA', verdict: 'approved', at: asked + HOUR },
} as const satisfies Partial<Request>
const claimed = { ...approved, state: 'claimed', claim: { attempt: 1, startedAt: NOW - HOUR, tid: TID } } as const
const denied = {
  state: 'denied',
  review: { by: 'UBEA', verdict: 'denied', at: asked + HOUR, comment: 'A week is enough to try it out.' },
} as const
const replaces = { tid: OLD_TID, expiresAt: NOW + 5 * DAY }
const changed = (kind: NonNullable<Request['policyChange']>['kind'], byFile = true) => ({
  policyChange: { at: asked + 2 * HOUR, kind, byFile, lifetime: 30 * DAY },
})
const deniedBecause = (denial: Denial): Partial<Request> => ({
  state: 'denied',
  review: { by: null, verdict: 'denied', at: asked + 2 * HOUR, denial },
  ...changed('denied'),
})
const here = { policy: aPolicy(), now: NOW }

/** A state that is missing here does not compile. */
const everyState: Record<RequestState, [Partial<Request>, RequestCardContext?]> = {
  pending: [{}],
  approved: [approved],
  claiming: [{ ...approved, state: 'claiming', claim: { attempt: 1, startedAt: NOW } }],
  claimed: [claimed, { ...here, token: aToken() }],
  unsure: [{ ...approved, state: 'unsure', claim: { attempt: 1, startedAt: NOW } }],
  denied: [denied],
  cancelled: [{ state: 'cancelled' }],
  lapsed: [{ state: 'lapsed', lapsesAt: NOW }],
}

const waiting: Record<string, [Partial<Request>, RequestCardContext?]> = {
  'pending, for two approvals, one given and shorter': [
    forTwo({ approvals: [{ ...approvedByBea, lifetime: 7 * DAY, comment: 'A week, please.' }], lifetime: 7 * DAY }),
  ],
  'pending, others were asked too and reminded twice': [
    {
      approvers: ['UBEA', 'UCARL'],
      reviewerRoles: { UBEA: { entries: ['manager'] }, UCARL: { entries: ['user:UCARL'] } },
      escalatedAt: asked + 2 * HOUR,
      nudges: 2,
    },
    { askedToo: ['UCARL'] },
  ],
  'pending, to replace a token': [{ replaces }],
  'pending, the policy shortened it': [{ lifetime: 7 * DAY, ...changed('shortened') }],
  'pending, the policy asks others': [changed('reviewers')],
  'pending again, because of the policy': [changed('review', false)],
}

const ready: Record<string, [Partial<Request>, RequestCardContext?]> = {
  'approved, shorter, with a comment': [
    {
      ...approved,
      lifetime: 7 * DAY,
      approvals: [{ ...approvedByBea, lifetime: 7 * DAY, comment: 'A week is enough to try it out.' }],
    },
  ],
  'approved by a rule': [{ ...approved, approvals: [], review: { ...approved.review, by: null } }],
  'approved, to be signed in first': [approved, { signIn }],
  'approved, signed in': [approved, { signIn: signedIn }],
  'approved again after a token that did not arrive': [{ ...approved, returns: 1 }],
  'approved, to replace a token': [{ ...approved, replaces }],
  'approved, the policy shortened it': [{ ...approved, lifetime: 7 * DAY, ...changed('shortened') }],
  'approved by another policy': [{ ...approved, ...changed('approved') }],
  'unsure, to be signed in first': [
    { ...approved, state: 'unsure', claim: { attempt: 1, startedAt: NOW } },
    { signIn },
  ],
}

const holding: Record<string, [Partial<Request>, RequestCardContext?]> = {
  'claimed, saved': [claimed, { ...here, token: aToken({ delivery: 'confirmed' }) }],
  'claimed, only its owner can revoke it': [claimed, { ...here, token: aToken(), onlyOwnerRevokes: true }],
  'claimed, it did not arrive and is to be revoked': [claimed, { ...here, token: aToken({ delivery: 'undelivered' }) }],
  'claimed, the token is not known': [claimed, here],
  'claimed, beside the old token': [
    { ...claimed, replaces },
    { ...here, token: aToken(), old: anOldToken() },
  ],
  'claimed, saved, the old token retires': [
    { ...claimed, replaces },
    { ...here, token: aToken({ delivery: 'confirmed' }), old: anOldToken(retiring) },
  ],
  'claimed, saved, the old token is due': [
    { ...claimed, replaces },
    {
      ...here,
      token: aToken({ delivery: 'confirmed' }),
      old: anOldToken({ ...retiring, retiresAt: NOW - HOUR, outstandingSince: NOW - HOUR }),
    },
  ],
  'claimed, the old token is revoked': [
    { ...claimed, replaces },
    { ...here, token: aToken({ delivery: 'confirmed' }), old: anOldToken({ state: 'revoked' }) },
  ],
  'claimed, the old token expired': [
    { ...claimed, replaces },
    { ...here, token: aToken({ delivery: 'confirmed' }), old: anOldToken({ expiresAt: NOW - DAY }) },
  ],
  'claimed, being replaced': [claimed, { ...here, token: aToken({ delivery: 'confirmed', ...retiring }) }],
  'claimed, replaced and due': [
    claimed,
    { ...here, token: aToken({ delivery: 'confirmed', ...retiring, outstandingSince: NOW }) },
  ],
}

const over: Record<string, [Partial<Request>, RequestCardContext?]> = {
  'revoked by its owner': [claimed, { ...here, token: aToken({ state: 'revoked', delivery: 'confirmed' }) }],
  'revoked, because its owner gave it back': [
    claimed,
    { ...here, token: aToken({ state: 'revoked', delivery: 'confirmed', givenBack: true }) },
  ],
  'revoked, because nobody confirmed it': [
    claimed,
    { ...here, token: aToken({ state: 'revoked', endedFor: 'unconfirmed' }) },
  ],
  'revoked, because it was replaced': [
    claimed,
    { ...here, token: aToken({ state: 'revoked', delivery: 'confirmed', replacedBy: OLD_TID }) },
  ],
  'revoked, while the old token works on': [
    { ...claimed, replaces },
    { ...here, token: aToken({ state: 'revoked', endedFor: 'unconfirmed' }), old: anOldToken() },
  ],
  expired: [claimed, { ...here, token: aToken({ delivery: 'confirmed', expiresAt: NOW - HOUR }) }],
  'denied by a rule, after one approval': [
    {
      state: 'denied',
      approvals: [approvedByBea],
      review: { by: null, verdict: 'denied', at: asked + 2 * HOUR, comment: 'Contractors use OAuth.' },
      ...changed('denied'),
    },
  ],
  'denied by the rules for labels': [
    deniedBecause({ kind: 'label form', form: { hint: 'a label that begins with prod-' } }),
  ],
  'denied, they are another Dremio user now': [deniedBecause({ kind: 'another Dremio user' })],
  'denied, the reason has no ticket': [
    deniedBecause({ kind: 'reason', problem: { kind: 'reason form', hint: 'a ticket such as DATA-12' } }),
  ],
  'denied, nobody can decide': [deniedBecause({ kind: 'no approver', managerUnreadable: false })],
  'denied, the old token stays': [{ ...denied, replaces }],
  'cancelled, perhaps with an unfinished token': [
    { state: 'cancelled', claim: { attempt: 1, startedAt: NOW, orphanPossible: true } },
  ],
  'lapsed after the approval': [{ ...approved, state: 'lapsed', lapsesAt: NOW }],
}

const cards = (table: Record<string, [Partial<Request>, RequestCardContext?]>) =>
  scenesOf(table, (words, [change, context]) => requestCard(words, aRequest(change), context))

export const requestCards: Subject = {
  title: 'Requester’s card',
  scenes: [
    ...cards(everyState),
    ...cards(waiting),
    ...cards(ready),
    ...cards(holding),
    ...cards(over),
    scene('cancelled by a bot admin', (words) =>
      requestCard(words, aRequest({ state: 'cancelled', cancelledBy: 'UCARL' })),
    ),
    scene('pending, without a reason', (words) => requestCard(words, aRequest({ reason: '' }))),
  ],
}
