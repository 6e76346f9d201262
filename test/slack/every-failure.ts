// Facts for every way in which something can go wrong: each code in each of its shapes.
import type { Capability, Code, DremioFacts, DremioOperation, Facts } from '../../src/core/errors.ts'
import type { Mismatch } from '../../src/core/people/identity-refusals.ts'
import { linkConfirmationStates } from '../../src/core/people/link-confirmation-state.ts'
import { type RateLimitedAction, rateLimits } from '../../src/core/people/rate-limits.ts'
import { requestStates } from '../../src/core/requests/request-state.ts'
import { DAY, HOUR, SECOND } from '../../src/core/time/duration.ts'
import { everyDenial, everyProblem } from '../core/requests/denials.ts'
import { asked } from './records.ts'

const TID = '6c2cda83-f2be-43ea-bf51-adda9c101023'
const OLD = 'f0a1b2c3-f2be-43ea-bf51-adda9c101023'

const abilities: Capability[] = ['create', 'list', 'revoke', 'look up']
const deeds: DremioOperation[] = [...abilities, 'sign in']
const dremio: DremioFacts[] = deeds.flatMap((operation) => [
  { operation, mayHaveHappened: false },
  { operation, mayHaveHappened: true, status: 500, retryAfter: 90 },
])

/** Facts of every kind by code. A new code does not compile without some here. */
export const failures: { readonly [C in Code]: readonly Facts[C][] } = {
  person_refused: (['deleted', 'bot', 'guest', 'stranger', 'foreign team', 'not joined'] as const).flatMap(
    (because) => [{ because }, { because, whom: 'UBEA' }],
  ),
  email_refused: (['hidden', 'unconfirmed', 'confirmation unknown', 'foreign domain', 'unusable'] as const).map(
    (because) => ({ because }),
  ),
  email_changed: [{}],
  no_dremio_user: [{ email: 'ana@acme.test' }, { email: 'ana@acme.test', whom: 'UBEA' }],
  several_dremio_users: [{ email: 'ana@acme.test' }, { email: 'ana@acme.test', whom: 'UBEA' }],
  dremio_user_id_needed: [{}],
  own_link_confirmation: [{ because: 'asker' }, { because: 'subject' }],
  link_confirmation_over: linkConfirmationStates.flatMap((state) => [{ state }, { state, by: 'UBEA' }]),
  dremio_user_taken: [{}],
  policy_file_wrong: [1, 7].map((many) => ({
    problems: Array.from({ length: many }, (_, index) => ({
      ...{ line: 3 + index, column: 5, path: 'rules[0].then', message: 'must be approve, review or deny' },
    })),
  })),
  policy_denied: everyDenial.map((denial) => ({ rule: 'a rule', denial })),
  too_many_tokens: [true, false].flatMap((collecting) => [
    { active: 5, open: 0, most: 5, revocationCandidates: [], collecting },
    { active: 1, open: 1, most: 2, revocationCandidates: [], collecting },
    { active: 0, open: 1, most: 1, revocationCandidates: [], collecting },
  ]),
  too_often: (Object.keys(rateLimits) as RateLimitedAction[]).flatMap((what) =>
    [1, SECOND, 61 * SECOND, 3 * DAY + 1].map((wait) => ({ what, wait })),
  ),
  ask_invalid: [
    ...everyProblem.flatMap((label) => [{ fields: { label } }, { fields: { label }, replaces: 'x' }]),
    { fields: { label: { kind: 'label form', form: 'usual' }, lifetime: { kind: 'lifetime', least: DAY } } },
  ],
  no_approver: [
    { rule: 'every request is reviewed' },
    { rule: 'every request is reviewed', unreadable: 'users.profile:read' },
    { rule: 'the data team decides', missingGroups: ['S0DATA'] },
    { rule: 'the data team decides', missingGroups: ['S0DATA', 'S0OPS'] },
    { rule: 'every request is reviewed', administrators: ['UDAN'] },
  ],
  approved_already: [0, 1, 2].flatMap((missing) => [
    { missing, by: 'UBEA', you: 'UBEA' },
    { missing, by: 'UBEA', you: 'UCARL' },
  ]),
  delegate_refused: (['yourself', 'deleted', 'bot', 'guest', 'stranger', 'foreign team', 'not joined'] as const).map(
    (because) => ({ because, whom: 'UBEA' }),
  ),
  delegation_too_long: [{ most: DAY }, { most: DAY, because: 'past' }, { most: DAY, because: 'unreadable' }],
  not_delegated: [{}],
  own_link: [{}],
  no_second_administrator: [{ missingGroups: ['S0ADMINS'] }],
  label_in_use: [
    { label: 'tableau', token: { tid: TID, expiresAt: asked + 30 * DAY } },
    ...requestStates.map((state) => ({ label: 'tableau', request: { id: 'k7m2q9xt', state } })),
  ],
  rotation_under_way: [
    { label: 'tableau', request: 'k7m2q9xt' },
    ...requestStates.map((state) => ({ label: 'tableau', request: 'k7m2q9xt', state })),
  ],
  kept_longest: [{ until: asked + DAY }],
  own_request: [{}],
  not_an_approver: [{ of: 'request' }, { of: 'anything', asksManagers: false }, { of: 'anything', asksManagers: true }],
  not_an_administrator: [{}, { missingGroups: ['S0ADMINS'] }],
  not_linked: [{}, { whom: 'UBEA' }],
  own_working_token: [{}],
  too_many_returns: [{ times: 0 }, { times: 3 }, { times: 0, late: true }],
  saved_already: [{ label: 'tableau', tid: TID }],
  policy_changed: [
    { state: 'pending', lifetime: 7 * DAY, isShorter: true, mine: true, byFile: true },
    { state: 'pending', lifetime: 7 * DAY, isShorter: true, mine: false, byFile: false },
    { state: 'pending', lifetime: 7 * DAY, isShorter: false, mine: false, byFile: true },
    { state: 'approved', lifetime: 7 * DAY, isShorter: true, mine: true, byFile: true },
    { state: 'approved', lifetime: 7 * DAY, isShorter: false, mine: false, byFile: true },
    { state: 'denied', lifetime: 7 * DAY, isShorter: false, mine: true, byFile: false },
    ...everyDenial.map((denial) => ({
      state: 'denied' as const,
      lifetime: DAY,
      isShorter: false,
      mine: true,
      byFile: false,
      denial,
    })),
  ],
  other_dremio_user: [{ label: 'tableau' }],
  old_token_works: [
    { label: 'tableau', tid: TID, old: OLD, received: true },
    { label: 'tableau', tid: TID, old: OLD, received: false },
  ],
  nothing_to_renew: [{ label: 'tableau', rule: 'renewals', request: 'k7m2q9xt' }],
  unknown_leak: [true, false].flatMap((administrator) =>
    [true, false].flatMap((list) =>
      [true, false].flatMap((revoke) => {
        const leak = { tid: TID, forOthers: { list, revoke }, administrator }
        return administrator ? [leak, { ...leak, owner: 'UBEA' }, { ...leak, owner: 'UBEA', ownerTold: false }] : [leak]
      }),
    ),
  ),
  dremio_forbidden: dremio,
  auth_method_cannot: abilities.map((operation) => ({ method: 'impersonation', operation })),
  not_signed_in: [{}],
  session_refused: dremio,
  sign_in_needed: [{ url: 'https://bot.acme.test/dremio/sign-in/x', until: asked + DAY }],
  sign_in_failed: [
    { because: 'declined', reason: 'access_denied' },
    { because: 'refused', reason: 'server_error' },
    { because: 'refused' },
    { because: 'unreadable' },
  ],
  sign_in_refused: (
    [
      ...(['hidden', 'unconfirmed', 'confirmation unknown', 'foreign domain', 'unusable'] as const),
      ...(['somebody else', 'several users'] as const),
      ...(['linked to another', 'assigned to another', 'taken', 'email changed', 'nobody named', 'not told'] as const),
    ] satisfies Mismatch[]
  ).map((because) => ({ because })),
  issuer_refused: (['administrator', 'deny list', 'roles unknown', 'name unknown'] as const).map((because) => ({
    because,
  })),
  sign_in_link: (['used', 'late', 'unknown'] as const).map((because) => ({ because })),
  request_stale: requestStates.flatMap((state) => [
    { state },
    { state, review: { by: 'UBEA', verdict: 'approved' as const } },
    { state, review: { by: null, verdict: 'denied' as const } },
  ]),
  token_stale: [{ state: 'revoked' }, { state: 'active' }],
  snooze_too_long: [{ expiresAt: asked + 20 * HOUR }],
  no_such_request: [{}],
  no_such_token: [
    { words: 'tableu', labels: ['tableau'], isSure: false },
    {},
    { words: 'tableau' },
    { words: 'tableau', labels: [] },
    { words: 'tablau', labels: ['tableau', 'power bi'] },
  ],
  no_such_person: [{ words: 'bea' }],
  dremio_unavailable: (['timeout', 'no connection', 'cut off', 'server error', 'not json'] as const).flatMap(
    (because) => dremio.map((facts) => ({ ...facts, because })),
  ),
  dremio_busy: dremio,
  claim_unsure: [{}],
  claim_late: [{}],
  claim_interrupted: [{}],
  claim_unwritten: [{}],
  slack_unavailable: [
    { operation: 'read who you are', reason: 'ratelimited' },
    { operation: 'read a user group', reason: 'no_such_subteam' },
  ],
  slack_scope_missing: [{ operation: 'read a user group', scope: 'usergroups:read' }],
  message_refused: [
    { about: 'request', label: 'tableau', state: 'pending', isReviewable: true },
    { about: 'request', label: 'tableau', state: 'pending', isReviewable: false },
    { about: 'request', label: 'tableau', state: 'approved', isReviewable: true },
    { about: 'decision', label: 'tableau', requester: 'UANA', verdict: 'approved' },
    { about: 'decision', label: 'tableau', requester: 'UANA', verdict: 'denied' },
    { about: 'change', label: 'tableau' },
  ],
  provider_unavailable: [{}],
  redis_unavailable: [{}],
  redis_unusable: (['full', 'read-only', 'not saving', 'no replicas', 'cluster', 'permission'] as const).map(
    (because) => ({
      because,
    }),
  ),
  showing_failed: [{ reason: 'HTTP 503' }, { reason: 'messages_tab_disabled' }],
  dremio_credential_refused: dremio,
  dremio_rejected: dremio,
  dremio_missing: dremio,
  dremio_tokens_off: dremio,
  dremio_conflict: dremio,
  dremio_answer_absurd: dremio,
  impersonation_refused: [{}],
  exchange_refused: [{}],
  broken: [{}],
}
