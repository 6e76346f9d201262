// What each failure tells besides its code: the facts for the sentence that people read.
import type { EmailRefusal, Mismatch, PersonRefusal } from './people/identity-refusals.ts'
import type { LinkConfirmationState } from './people/link-confirmation-state.ts'
import type { RateLimitedAction } from './people/rate-limits.ts'
import type { PolicyFileProblem } from './policy/policy-reading.ts'
import type { Denial, FieldProblem } from './requests/denial.ts'
import type { RequestState, Verdict } from './requests/request-state.ts'
import type { PendingAction } from './sessions/sign-in.ts'

/** What an auth method may be able to do at Dremio as a person. */
export type Capability = 'create' | 'list' | 'revoke' | 'look up'

/** The operation at Dremio that failed. */
export type DremioOperation = Capability | 'sign in'

/** What the bot wanted of Slack when that failed. */
export type SlackOperation =
  | 'answer'
  | 'answer you'
  | 'be let in'
  | 'connect'
  | 'fill in the form'
  | 'find out which workspace this is'
  | 'find your workspaces'
  | 'look for a card'
  | 'look somebody up'
  | 'open a form'
  | 'open a socket'
  | 'read a message again'
  | 'read a user group'
  | 'read the profile fields'
  | 'read who a manager is'
  | 'read who somebody is'
  | 'read who you are'
  | 'remind somebody'
  | 'see whose manager you are'
  | 'send you a file'
  | 'show a card'
  | 'show Home'
  | 'show how a request stands'
  | 'sign in'
  | 'tell the bot admins'

/** Facts of every failure at Dremio. */
export interface DremioFacts {
  operation: DremioOperation
  /** HTTP status, if there was a response. */
  status?: number
  /** True if Dremio may have performed the operation: the request was sent, and no definite refusal came back. */
  mayHaveHappened: boolean
  /** Seconds that Dremio asked us to wait. */
  retryAfter?: number
}

/** A token that could be revoked to make room for another one. */
export interface RevocationCandidate {
  tid: string
  label: string
  /** Milliseconds since epoch. */
  expiresAt: number
}

/**
 * - `request`: the requester's own card. `isReviewable`: somebody who may decide was asked
 * - `decision`: the requester (Slack id) could not be told of it
 * - `change`: the card on which the actor clicked
 */
export type RefusedMessage =
  | { about: 'request'; label: string; state: RequestState; isReviewable: boolean }
  | { about: 'decision'; label: string; requester: string; verdict: Verdict }
  | { about: 'change'; label: string }

/** Facts by code. A code without facts has an empty object. */
export interface Facts {
  /** `whom` is the Slack id of the refused person, if it is not the person who reads the sentence. */
  person_refused: { because: PersonRefusal; whom?: string }
  email_refused: { because: EmailRefusal }
  email_changed: Record<never, never>
  /** `whom` as in `person_refused`. */
  no_dremio_user: { email: string; whom?: string }
  several_dremio_users: { email: string; whom?: string }
  /** An administrator named a Dremio user by e-mail address, and the auth method cannot look users up. */
  dremio_user_id_needed: Record<never, never>
  dremio_user_taken: Record<never, never>
  /** Of a file that somebody wanted to preview. */
  policy_file_wrong: { problems: readonly PolicyFileProblem[] }
  policy_denied: { rule: string; denial: Denial }
  /**
   * How many tokens and open requests the person has, and may have. `collecting`: the request was approved and stays so.
   */
  too_many_tokens: {
    active: number
    open: number
    most: number
    revocationCandidates: RevocationCandidate[]
    collecting: boolean
  }
  /** `wait` is in milliseconds. */
  too_often: { what: RateLimitedAction; wait: number }
  /** `replaces` is the id of the token that was to be replaced. */
  ask_invalid: { fields: Partial<Record<'label' | 'lifetime' | 'reason' | 'comment', FieldProblem>>; replaces?: string }
  /**
   * `unreadable` is the Slack scope that is missing; without it the requester's manager cannot be read. `missingGroups`
   * (ids) are named by the rule, and Slack does not have them. `administrators` (Slack ids) were told.
   */
  no_approver: {
    rule: string
    unreadable?: string
    missingGroups?: readonly string[]
    administrators?: readonly string[]
  }
  /** The person has a token with that label, or an open request for one. Moments are milliseconds since epoch. */
  label_in_use: {
    label: string
    token?: { tid: string; expiresAt: number }
    request?: { id: string; state: RequestState }
  }
  /** A replacement was requested (`request` is its id), or, without a `state`, its receipt is not confirmed yet. */
  rotation_under_way: { label: string; request: string; state?: RequestState }
  /** The grace period cannot be longer. `until` is milliseconds since epoch. */
  kept_longest: { until: number }
  own_request: Record<never, never>
  /** Of this request, or of any. `asksManagers`: a rule asks managers, and nobody is known to have this one. */
  not_an_approver: { of: 'request' } | { of: 'anything'; asksManagers: boolean }
  /** `whom` is the Slack id of the person who was named as delegate. */
  delegate_refused: { because: 'yourself' | PersonRefusal; whom: string }
  /** `most` in milliseconds. `because` is set if the given end is in the past or cannot be read. */
  delegation_too_long: { most: number; because?: 'past' | 'unreadable' }
  not_delegated: Record<never, never>
  /** `missingGroups` (ids) stand in ADMINS, and Slack does not have them. */
  not_an_administrator: { missingGroups?: readonly string[] }
  /** `whom` as in `person_refused`. */
  not_linked: { whom?: string }
  /** `asker`: the administrator who asked for the link clicked. `subject`: the person to be linked did. */
  own_link_confirmation: { because: 'asker' | 'subject' }
  /** Another administrator (`by`, Slack id) or time was first. */
  link_confirmation_over: { state: LinkConfirmationState; by?: string }
  /** An administrator may not link their own account with an auth method that needs no sign-in. */
  own_link: Record<never, never>
  /** Another one has to confirm, and might be in these groups (ids) of ADMINS, which Slack does not have. */
  no_second_administrator: { missingGroups: readonly string[] }
  own_working_token: Record<never, never>
  /** `late`: the token was shown too long ago. */
  too_many_returns: { times: number; late?: boolean }
  /** The owner confirmed the receipt, so they cannot say that the token never arrived. */
  saved_already: { label: string; tid: string }
  /**
   * Today's policy has just changed the request, whose lifetime is in milliseconds. `byFile`: its file is another one.
   * `mine`: the person who clicked is the requester.
   */
  policy_changed: {
    state: RequestState
    lifetime: number
    /** The lifetime is shorter than before. */
    isShorter: boolean
    mine: boolean
    byFile: boolean
    denial?: Denial
  }
  /** The token belongs to the Dremio user to whom the person was linked before. */
  other_dremio_user: { label: string }
  /**
   * The token that this one replaced still works, so it has to be revoked first. `tid` and `old` are the ids of the token
   * and of the one that it replaced; `received` says whether the owner confirmed the receipt of the token.
   */
  old_token_works: { label: string; tid: string; old: string; received: boolean }
  /** The token that the request renews does not work any more, so the rule that approved the renewal does not match. */
  nothing_to_renew: { label: string; rule: string; request: string }
  /** `forOthers` as in `Capabilities`. `owner` (Slack id) is for administrators only; `ownerTold` is false if Slack refused. */
  unknown_leak: {
    tid: string
    forOthers: { list: boolean; revoke: boolean }
    administrator: boolean
    owner?: string
    ownerTold?: boolean
  }
  dremio_forbidden: DremioFacts
  auth_method_cannot: { method: string; operation: Capability }
  /** Thrown by adapters. Operations turn it into `sign_in_needed`, which offers a link. */
  not_signed_in: Record<never, never>
  /** `url` contains a ticket and is for this person only. `until` is milliseconds since epoch. */
  sign_in_needed: { url: string; until: number }
  /** `reason` is an OAuth error code. */
  sign_in_failed: { because: 'declined' | 'refused' | 'unreadable'; reason?: string }
  /** `pendingAction` is what the person was about to do. */
  sign_in_refused: { because: Mismatch; pendingAction?: PendingAction }
  /** The bot cannot, or must not, sign for this person. */
  issuer_refused: { because: 'administrator' | 'deny list' | 'roles unknown' | 'name unknown' }

  /** Dremio no longer accepts the session of a signed-in person. The session is dropped. */
  session_refused: DremioFacts
  /** The link was used, has expired, or never existed. */
  sign_in_link: { because: 'used' | 'late' | 'unknown' }
  /** `missing` counts the people who still have to approve. Slack ids: `by` approved, `you` clicks now. */
  approved_already: { by: string; you: string; missing: number }
  request_stale: { state: RequestState; review?: { by: string | null; verdict: Verdict } }
  token_stale: { state: string }

  /** The token expires too soon. `expiresAt` is milliseconds since epoch. */
  snooze_too_long: { expiresAt: number }

  no_such_request: Record<never, never>
  /** `isSure` is false if Dremio could not be asked whether there are others; true if not said. */
  no_such_token: { words?: string; labels?: string[]; isSure?: boolean }
  no_such_person: { words: string }

  dremio_unavailable: DremioFacts & { because: 'timeout' | 'no connection' | 'cut off' | 'server error' | 'not json' }
  dremio_busy: DremioFacts
  claim_unsure: Record<never, never>
  claim_late: Record<never, never>
  claim_interrupted: Record<never, never>
  claim_unwritten: Record<never, never>
  slack_unavailable: { operation: SlackOperation; reason: string }
  /** The app was installed without this scope, so every call fails until an administrator installs it again. */
  slack_scope_missing: { operation: SlackOperation; scope: string }
  /** The deed is done and stored, and Slack refuses the message about it for good. */
  message_refused: RefusedMessage
  provider_unavailable: Record<never, never>
  redis_unavailable: Record<never, never>
  /** Redis responds but rejects writes until its operator repairs it. Nothing was changed. */
  redis_unusable: { because: 'full' | 'read-only' | 'not saving' | 'no replicas' | 'cluster' | 'permission' }

  /** `reason` is Slack's, as in `slack_unavailable`. */
  showing_failed: { reason: string }
  dremio_credential_refused: DremioFacts
  dremio_rejected: DremioFacts
  dremio_missing: DremioFacts
  dremio_tokens_off: DremioFacts
  dremio_conflict: DremioFacts
  dremio_answer_absurd: DremioFacts
  /** Dremio does not let the proxy user act as this person. */
  impersonation_refused: Record<never, never>
  /** Dremio does not accept what the identity provider, or the bot as issuer, signed about this person. */
  exchange_refused: Record<never, never>
  broken: Record<never, never>
}
