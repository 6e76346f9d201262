// What a requester is told beside their card: every kind of notice, and what becomes of it when it is over.
import type { RequestContext, Unreviewable } from '../../../../src/core/messenger.ts'
import type { RequestNotice } from '../../../../src/core/requests/notice-kinds.ts'
import type { Request } from '../../../../src/core/requests/request.ts'
import { DAY, HOUR } from '../../../../src/core/time/duration.ts'
import { requestNoticeMessage, settledNoticeMessage } from '../../../../src/slack/views/requests/request-notice.ts'
import { unreviewableMessage } from '../../../../src/slack/views/requests/unreviewable-message.ts'
import { approvedByBea, aRequest, asked } from '../../../slack/records.ts'
import { aContext, anOldToken, aToken, NOW, OLD_TID, retiring, TID } from '../records.ts'
import { type Subject, scenesOf } from '../scene.ts'

const review = { by: 'UBEA', verdict: 'approved', at: asked + HOUR } as const
const approved: Partial<Request> = { state: 'approved', approvals: [approvedByBea], review }
const claimed: Partial<Request> = {
  ...approved,
  state: 'claimed',
  claim: { attempt: 1, startedAt: NOW - HOUR, tid: TID },
}
const replaces = { tid: OLD_TID, expiresAt: NOW + 5 * DAY }
const changed = (kind: NonNullable<Request['policyChange']>['kind'], byFile = true) => ({
  policyChange: { at: asked + 2 * HOUR, kind, byFile, lifetime: 30 * DAY },
})
const due = { ...retiring, retiresAt: NOW - HOUR, outstandingSince: NOW - HOUR }
const bothAsked: Partial<Request> = {
  approvers: ['UBEA', 'UCARL'],
  reviewerRoles: { UBEA: { entries: ['manager'] }, UCARL: { entries: ['user:UCARL'] } },
  escalatedAt: asked + 2 * HOUR,
}

const nobody: Unreviewable = {
  requester: 'UANA',
  label: 'tableau',
  rule: 'everybody asks the data team',
  unreachable: ['UBEA'],
  missingGroups: [],
  isOpen: true,
  administrators: [],
}
const unreviewable: Record<string, [reader: string, Partial<Unreviewable>]> = {
  'to the requester': ['UANA', { administrators: ['UCARL', 'UDAN'] }],
  'to the requester, where there are no bot admins': ['UANA', {}],
  'to a bot admin': ['UDAN', {}],
  'to a bot admin, for want of a group': ['UDAN', { unreachable: [], missingGroups: ['S0DATA'] }],
  'to a bot admin, refused': ['UDAN', { unreachable: [], missingGroups: ['S0DATA', 'S0OPS'], isOpen: false }],
}

type Told = [change: Partial<Request>, context?: Partial<RequestContext>]

/** A kind of notice that is missing here does not compile. */
const everyNotice: Record<RequestNotice, Record<string, Told>> = {
  decided: {
    approved: [approved],
    'approved by two, shorter, with a comment': [
      {
        ...approved,
        lifetime: 7 * DAY,
        approvals: [
          { ...approvedByBea, lifetime: 7 * DAY, comment: 'A week is enough to try it out.' },
          { by: 'UCARL', at: asked + 2 * HOUR },
        ],
      },
    ],
    denied: [{ state: 'denied', review: { ...review, verdict: 'denied', comment: 'Ask for a week, please.' } }],
  },
  'claim reminder': { '': [approved] },
  escalated: { '': [bothAsked, { fallback: ['user:UCARL'] }] },
  lapsed: {
    undecided: [{ state: 'lapsed', lapsesAt: NOW }],
    'not fetched': [{ ...approved, state: 'lapsed', lapsesAt: NOW }],
  },
  'policy changed': {
    'shorter, while it waits': [{ lifetime: 7 * DAY, ...changed('shortened') }],
    'shorter, approved': [{ ...approved, lifetime: 7 * DAY, ...changed('shortened', false) }],
    'needs a review': [{ ...bothAsked, ...changed('review') }],
    'approved now': [{ ...approved, ...changed('approved') }],
    'denied now': [
      {
        state: 'denied',
        review: { by: null, verdict: 'denied', at: NOW, comment: 'Contractors use OAuth.' },
        ...changed('denied'),
      },
    ],
  },
  interrupted: {
    'try again': [{ ...approved, claim: { attempt: 1, startedAt: NOW } }],
    over: [{ ...approved, state: 'cancelled', claim: { attempt: 1, startedAt: NOW } }],
  },
  'receipt reminder': {
    '': [claimed, { token: aToken() }],
    'only its owner can revoke it': [claimed, { token: aToken(), onlyOwnerRevokes: true }],
  },
  revoked: {
    '': [claimed, { token: aToken({ state: 'revoked', endedFor: 'unconfirmed' }) }],
    'while the old one stays': [
      { ...claimed, replaces },
      { token: aToken({ state: 'revoked', endedFor: 'unconfirmed' }), old: anOldToken() },
    ],
  },
  'owner must revoke': {
    'not confirmed': [claimed, { token: aToken({ outstandingSince: NOW }) }],
    'did not arrive': [claimed, { token: aToken({ delivery: 'undelivered', outstandingSince: NOW }) }],
  },
  'old token revoked': {
    '': [
      { ...claimed, replaces },
      { token: aToken({ delivery: 'confirmed' }), old: anOldToken({ state: 'revoked' }) },
    ],
  },
  'owner must revoke old token': {
    '': [
      { ...claimed, replaces },
      { token: aToken({ delivery: 'confirmed' }), old: anOldToken(due) },
    ],
  },
}

type Settled = [kind: RequestNotice, ...told: Told]

/** The same messages once nothing is left to press in them. */
const everySettled: Record<string, Settled> = {
  'decided, and fetched': ['decided', claimed],
  'claim reminder, and fetched': ['claim reminder', claimed],
  'interrupted, and cancelled': ['interrupted', { ...approved, state: 'cancelled' }],
  'policy changed, and fetched': ['policy changed', { ...claimed, lifetime: 7 * DAY, ...changed('shortened') }],
  'policy changed, and changed again': ['policy changed', { ...approved, ...changed('approved') }],
  'receipt reminder, saved': ['receipt reminder', claimed, { token: aToken({ delivery: 'confirmed' }) }],
  'receipt reminder, did not arrive': [
    'receipt reminder',
    { ...claimed, returns: 1 },
    { token: aToken({ state: 'revoked', delivery: 'undelivered' }) },
  ],
  'receipt reminder, not answered': [
    'receipt reminder',
    claimed,
    { token: aToken({ state: 'revoked', endedFor: 'unconfirmed' }) },
  ],
  'receipt reminder, revoked': ['receipt reminder', claimed, { token: aToken({ state: 'revoked' }) }],
  'receipt reminder, given back': [
    'receipt reminder',
    claimed,
    { token: aToken({ state: 'revoked', givenBack: true }) },
  ],
  'receipt reminder, of a new one, expired': [
    'receipt reminder',
    { ...claimed, replaces },
    { token: aToken({ expiresAt: NOW - HOUR }) },
  ],
  'old token, revoked': ['owner must revoke old token', claimed, { old: anOldToken({ state: 'revoked' }) }],
  'old token, expired': ['owner must revoke old token', claimed, { old: anOldToken({ ...due, expiresAt: NOW - 1 }) }],
  'old token, kept': ['owner must revoke old token', claimed, { old: anOldToken() }],
  'old token, kept longer': ['owner must revoke old token', claimed, { old: anOldToken(retiring) }],
}

const isOther = (name: string) => name === 'policy changed, and changed again' || name === 'old token, kept longer'

export const notices: Subject = {
  title: 'Notices to a requester',
  scenes: [
    ...Object.entries(everyNotice).flatMap(([kind, told]) =>
      scenesOf(
        Object.fromEntries(Object.entries(told).map(([name, facts]) => [name ? `${kind}: ${name}` : kind, facts])),
        (words, [change, context]) =>
          requestNoticeMessage(words, aRequest(change), kind as RequestNotice, aContext(context)),
      ),
    ),
    ...scenesOf(unreviewable, (words, [reader, change]) =>
      unreviewableMessage(words, reader, { ...nobody, ...change }),
    ),
    ...scenesOf(everySettled, (words, [kind, change, context], name) => {
      const request = aRequest(change)
      const moments = { decided: review.at, 'policy changed': asked + 2 * HOUR }
      const at = isOther(name) ? 1 : ((moments as Partial<Record<RequestNotice, number>>)[kind] ?? 0)
      const key = { reader: 'UANA', kind, attempt: request.claim?.attempt ?? 0, at }
      return settledNoticeMessage(words, request, key, aContext(context))
    }),
  ],
}
