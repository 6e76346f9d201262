// Which sentence of the catalogue tells a failure, with the facts in Slack's formatting.
import { BotError, type Code, type Facts } from '../core/errors.ts'
import { HOUR, MINUTE, SECOND } from '../core/time/duration.ts'
import { shortId, withShortIds } from '../core/tokens/token-id.ts'
import type { Words } from '../words/words.ts'
import { mayPass } from './client.ts'
import { escapedDenial, escapedProblem, ruleName } from './views/approval-text.ts'
import { inlineText, labelText, mention, moment } from './views/block-kit.ts'

/** The sentence for any caught value. The sentence for an unknown error contains nothing of the error. */
export function sentenceFor(words: Words, error: unknown): string {
  if (!(error instanceof BotError)) return words.failures.broken
  const sentence = sentences[error.code as Code] as (words: Words, facts: Facts[Code]) => string
  return sentence(words, error.facts)
}

/** Labels that are named to a person who asked for one that they do not have. */
const MOST_LABELS = 10
/** Of a policy file. */
const MOST_PROBLEMS = 5

// A code without a sentence does not compile.
const sentences: { readonly [C in Code]: (words: Words, facts: Facts[C]) => string } = {
  person_refused: ({ identityFailures }, { because, whom }) =>
    whom === undefined
      ? identityFailures.person[because]
      : identityFailures.otherPerson({ who: mention(whom), because }),
  email_refused: ({ identityFailures }, { because }) => identityFailures.email[because],
  email_changed: ({ identityFailures }) => identityFailures.emailChanged,
  no_dremio_user: ({ identityFailures }, { email, whom }) =>
    identityFailures[whom === undefined ? 'noDremioUser' : 'noDremioUserOf']({ email: inlineText(email) }),
  several_dremio_users: ({ identityFailures }, { email, whom }) =>
    identityFailures[whom === undefined ? 'severalDremioUsers' : 'severalDremioUsersOf']({ email: inlineText(email) }),
  dremio_user_id_needed: ({ identityFailures }) => identityFailures.dremioUserIdNeeded,
  dremio_user_taken: ({ identityFailures }) => identityFailures.userTaken,
  policy_file_wrong: ({ policyPreview }, { problems }) =>
    policyPreview.wrongFile({
      problems: problems.slice(0, MOST_PROBLEMS).map((problem) => inlineText(policyPreview.problem(problem), 300)),
      more: problems.length - MOST_PROBLEMS,
    }),
  policy_denied: ({ failures }, { rule, denial }) =>
    failures.policyDenied({ rule: ruleName(rule), denial: escapedDenial(denial) }),
  too_many_tokens: ({ failures }, { collecting, active, open, most }) =>
    collecting
      ? failures.tooManyTokensYet({ most })
      : failures.policyDenied({ rule: undefined, denial: { kind: 'too many tokens', active, open, most } }),
  too_often: ({ failures }, { what, wait }) => failures.tooOften({ what, wait: roughly(wait) }),
  // The fields contain the policy's hints, which its author wrote.
  ask_invalid: ({ failures }, { fields, replaces }) => {
    const problems = Object.values(fields).map(escapedProblem)
    return failures.askInvalid({ problems, isReplacement: replaces !== undefined })
  },
  no_approver: ({ failures }, { rule, unreadable, missingGroups = [], administrators = [] }) =>
    failures.noApprover({
      rule: inlineText(rule),
      managerUnreadable: unreadable !== undefined,
      missingGroups,
      told: administrators.map(mention),
    }),
  label_in_use: ({ failures }, { label, token, request }) => {
    if (token) return failures.labelInUse({ label: labelText(label) })
    const state = request?.state === 'approved' || request?.state === 'pending' ? request.state : 'open'
    return failures.labelRequested({ label: labelText(label), state })
  },
  rotation_under_way: ({ failures }, { label, state }) => {
    const facts = { label: labelText(label) }
    if (state === 'pending') return failures.replacementRequested(facts)
    return state === 'approved' ? failures.replacementApproved(facts) : failures.alreadyReplacing(facts)
  },
  kept_longest: ({ failures }, { until }) => failures.keptLongest({ until: moment(until) }),
  own_request: ({ failures }) => failures.ownRequest,
  not_an_approver: ({ failures }, facts) => {
    if (facts.of === 'request') return failures.notReviewer
    return facts.asksManagers ? failures.notManager : failures.notApprover
  },
  delegate_refused: ({ failures, identityFailures }, { because, whom }) =>
    because === 'yourself' ? failures.delegateToYourself : identityFailures.delegate({ who: mention(whom), because }),
  delegation_too_long: ({ failures }, { most, because }) => {
    if (because === 'unreadable') return failures.delegationEndUnclear
    return because === 'past' ? failures.delegationEndPast({ most }) : failures.delegationTooLong({ most })
  },
  not_delegated: ({ failures }) => failures.notDelegated,
  not_an_administrator: ({ identityFailures }, { missingGroups = [] }) =>
    missingGroups.length === 0
      ? identityFailures.notBotAdmin
      : identityFailures.notBotAdminWithoutGroup({ groups: missingGroups }),
  not_linked: ({ identityFailures }, { whom }) =>
    whom === undefined ? identityFailures.notLinked : identityFailures.otherNotLinked({ who: mention(whom) }),
  own_link: ({ identityFailures }) => identityFailures.ownLink,
  no_second_administrator: ({ identityFailures }, { missingGroups }) =>
    identityFailures.noSecondAdmin({ groups: missingGroups }),
  own_link_confirmation: ({ identityFailures }, { because }) =>
    because === 'asker' ? identityFailures.confirmOwnRequest : identityFailures.confirmOwnLink,
  link_confirmation_over: ({ identityFailures }, { state, by }) => {
    const facts = by === undefined ? {} : { by: mention(by) }
    if (state === 'lapsed' || state === 'pending') return identityFailures.linkLapsed
    if (state === 'withdrawn') return identityFailures.linkWithdrawn
    if (state === 'failed') return identityFailures.linkTaken(facts)
    return state === 'declined' ? identityFailures.linkDeclined(facts) : identityFailures.linkConfirmed(facts)
  },
  own_working_token: ({ failures }) => failures.ownWorkingToken,
  too_many_returns: ({ failures }, { times, late }) => {
    if (late) return failures.returnedTooLate
    return times === 0 ? failures.returnedOnce : failures.returnedTooOften
  },
  saved_already: ({ failures }, { label }) => failures.savedAlready({ label: labelText(label) }),
  policy_changed: ({ failures: { policyChanged } }, { state, lifetime, isShorter, denial, mine, byFile }) => {
    const change = { mine, byFile }
    if (state === 'denied') return policyChanged.denied({ ...change, denial: denial && escapedDenial(denial) })
    if (state === 'pending') {
      if (mine) return policyChanged.needsReview(change)
      return isShorter ? policyChanged.shorterToReview({ ...change, lifetime }) : policyChanged.reviewAgain(change)
    }
    return mine ? policyChanged.shorterToGet({ ...change, lifetime }) : policyChanged.approved(change)
  },
  other_dremio_user: ({ failures }, { label }) => failures.otherDremioUser({ label: labelText(label) }),
  old_token_works: ({ failures }, { label, received }) =>
    failures[received ? 'oldTokenWorks' : 'oldTokenWorksUntilSaved']({ label: labelText(label) }),
  nothing_to_renew: ({ failures }, { label, rule }) =>
    failures.nothingToRenew({ label: labelText(label), rule: inlineText(rule) }),
  unknown_leak: ({ failures: { leak } }, { tid, forOthers, administrator, owner, ownerTold = true }) => {
    const id = shortId(tid)
    if (!administrator) return leak.notYours({ id, adminsCan: forOthers.revoke })
    const ownerIs = owner === undefined ? {} : { owner: mention(owner) }
    if (forOthers.revoke) return leak.adminCan({ id, ...ownerIs, searchesAll: forOthers.list })
    return owner === undefined
      ? leak.unknownOwnerCan({ id })
      : leak.ownerCan({ id, owner: mention(owner), isTold: ownerTold })
  },
  auth_method_cannot: ({ dremioFailures }, { operation }) => dremioFailures.cannot[operation],
  not_signed_in: ({ identityFailures }) => identityFailures.notSignedIn,
  session_refused: ({ identityFailures }) => identityFailures.sessionRefused,
  sign_in_needed: ({ identityFailures }) => identityFailures.signInNeeded,
  sign_in_failed: ({ identityFailures }, { because }) => identityFailures.signInFailed[because],
  sign_in_refused: ({ identityFailures }, { because }) => identityFailures.signInRefused({ because }),
  issuer_refused: ({ identityFailures }, { because }) => identityFailures.issuer[because],
  sign_in_link: ({ identityFailures }, { because }) =>
    because === 'used' ? identityFailures.linkUsed : identityFailures.linkOver,
  approved_already: ({ failures }, { missing, by, you }) =>
    by === you ? failures.approvedByYou({ missing }) : failures.approvedTogether({ by: mention(by), missing }),
  request_stale: ({ failures: { stale } }, { state, review }) =>
    state === 'approved' || state === 'denied'
      ? stale[state](review?.by ? { by: mention(review.by) } : {})
      : stale[state],
  token_stale: ({ failures }, { state }) =>
    state === 'active' ? failures.notReplaced : failures.tokenStale({ state: inlineText(state) }),
  snooze_too_long: ({ failures }, { expiresAt }) => failures.snoozeTooLong({ expires: moment(expiresAt) }),

  no_such_request: ({ failures }) => failures.noSuchRequest,
  no_such_token: ({ failures }, { words, labels = [], isSure = true }) =>
    words === undefined
      ? failures.noSuchToken
      : failures.noTokenCalled({
          words: inlineText(withShortIds(words)),
          labels: labels.slice(0, MOST_LABELS).map(labelText),
          isSure,
        }),
  no_such_person: ({ identityFailures }, { words }) => identityFailures.noSuchPerson({ words: inlineText(words) }),

  dremio_forbidden: ({ dremioFailures }, { operation }) => dremioFailures.forbidden[operation],
  dremio_unavailable: ({ dremioFailures }, { because, mayHaveHappened, operation }) => {
    if (because === 'not json') return dremioFailures.notDremio({ operation })
    // Of what only reads nothing can have happened that anybody would have to know.
    return mayHaveHappened && operation !== 'list' && operation !== 'look up'
      ? dremioFailures.unavailableUnsure({ operation })
      : dremioFailures.unavailable({ operation })
  },
  dremio_busy: ({ dremioFailures }, { retryAfter = 60 }) => dremioFailures.busy({ wait: retryAfter * SECOND }),
  dremio_credential_refused: ({ dremioFailures }) => dremioFailures.credentialRefused,
  dremio_rejected: ({ dremioFailures }, { operation }) =>
    operation === 'create' ? dremioFailures.tokenRejected : dremioFailures.rejected({ operation }),
  dremio_missing: ({ dremioFailures }, { operation }) => dremioFailures.missing({ operation }),
  dremio_tokens_off: ({ dremioFailures }, { operation }) => dremioFailures.tokensOff({ operation }),
  dremio_conflict: ({ dremioFailures }, { operation }) => dremioFailures.conflict({ operation }),
  dremio_answer_absurd: ({ dremioFailures }, { operation }) => dremioFailures.strangeAnswer({ operation }),
  impersonation_refused: ({ dremioFailures }) => dremioFailures.impersonationRefused,
  exchange_refused: ({ dremioFailures }) => dremioFailures.exchangeRefused,
  provider_unavailable: ({ dremioFailures }) => dremioFailures.providerUnavailable,

  claim_unsure: ({ failures }) => failures.claimUnsure,
  claim_late: ({ failures }) => failures.claimLate,
  claim_interrupted: ({ failures }) => failures.claimInterrupted,
  claim_unwritten: ({ failures }) => failures.claimUnwritten,
  showing_failed: ({ failures }, { reason }) => (mayPass(reason) ? failures.showingFailed : failures.showingRefused),

  slack_unavailable: ({ failures }, { operation, reason }) =>
    failures[mayPass(reason) ? 'slackBusy' : 'slackRefused']({ operation }),
  slack_scope_missing: ({ failures }, { operation }) => failures.slackPermission({ operation }),
  message_refused: ({ failures: { messageRefused } }, facts) => {
    const label = labelText(facts.label)
    if (facts.about === 'change') return messageRefused.change({ label })
    if (facts.about === 'decision')
      return messageRefused.decision({ label, requester: mention(facts.requester), verdict: facts.verdict })
    if (facts.state === 'approved') return messageRefused.approved({ label })
    return facts.isReviewable ? messageRefused.pending({ label }) : messageRefused.unreviewable({ label })
  },
  redis_unavailable: ({ failures }) => failures.storageAway,
  redis_unusable: ({ failures }) => failures.storageUnusable,
  broken: ({ failures }) => failures.broken,
}

/** Rounded up, so that a person who waits this long is not refused again. */
function roughly(wait: number): number {
  const unit = wait <= MINUTE ? SECOND : wait <= HOUR ? MINUTE : HOUR
  return Math.ceil(wait / unit) * unit
}
