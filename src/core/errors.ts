// What can go wrong: every failure has a code, a kind that says what the caller should do, and facts for the sentence.
import type { RateLimitedAction } from './people/rate-limits.ts'
import type { RequestState, Verdict } from './requests/request-state.ts'
import type { PendingAction } from './sessions/sign-in.ts'

/**
 * - `refused`: the rules say no; asking again does not help
 * - `conflict`: somebody or time was first
 * - `missing`: no such thing, or not yours (told with the same words, so that nobody can probe)
 * - `unavailable`: Dremio, Slack or Redis is away; later may help
 * - `broken`: our fault, or the operator's
 */
export type Kind = 'refused' | 'conflict' | 'missing' | 'unavailable' | 'broken'

/** What a way of acting as a person may be able to do at Dremio. */
export type Capability = 'create' | 'list' | 'revoke' | 'look up'

/** What was being done at Dremio when it failed. */
export type DremioOperation = Capability | 'sign in'

/** Facts that every failure at Dremio carries. */
export interface DremioFacts {
  operation: DremioOperation
  /** HTTP status, where there was an answer. */
  status?: number
  /** True if the deed may have happened all the same: the request left us and no definite "no" came back. */
  mayHaveHappened: boolean
  /** Seconds that Dremio asked us to wait. */
  retryAfter?: number
}

/** A token that could go to make room for another one. */
export interface RevocationCandidate {
  tid: string
  label: string
  /** Milliseconds since epoch. */
  expiresAt: number
}

export type PersonRefusal = 'deleted' | 'bot' | 'guest' | 'stranger' | 'foreign team' | 'not joined'
export type EmailRefusal = 'hidden' | 'unconfirmed' | 'foreign domain' | 'unusable'

/** Why whoever signed in at Dremio is not taken for the person who asked in Slack. */
export type Mismatch =
  | EmailRefusal
  | 'somebody else'
  | 'several users'
  | 'linked to another'
  | 'taken'
  | 'email changed'
  | 'nobody named'
  | 'not told'

/** Facts by code. A code without facts has an empty object. */
export interface Facts {
  /** `whom`: Slack id, where it is not the one who is told. */
  person_refused: { because: PersonRefusal; whom?: string }
  email_refused: { because: EmailRefusal }
  email_changed: Record<never, never>
  no_dremio_user: { email: string }
  several_dremio_users: { email: string }
  dremio_user_taken: Record<never, never>
  policy_denied: { rule: string; because: string }
  /** `because` is what they have; `collecting`: the request was approved, and stays so. */
  too_many_tokens: { rule: string; because: string; couldGo: RevocationCandidate[]; collecting: boolean }
  /** `wait` in milliseconds. */
  too_often: { what: RateLimitedAction; wait: number }
  /** `replaces` is the id of the token that was to be replaced. */
  ask_invalid: { fields: Partial<Record<'label' | 'lifetime' | 'reason' | 'comment', string>>; replaces?: string }
  /** `unreadable`: without this Slack scope nobody knows who the requester's manager is. */
  no_approver: { rule: string; unreadable?: string }
  /** A token of theirs has that label, or a request for one that is open. Moments in milliseconds since epoch. */
  label_in_use: {
    label: string
    token?: { tid: string; expiresAt: number }
    request?: { id: string; state: RequestState }
  }
  /** Another one in its place is asked for (`request`, by its id), or waits for its owner to say that they have it. */
  rotation_under_way: { label: string; request: string; state?: RequestState }
  /** It cannot be kept any longer than until then, milliseconds since epoch. */
  kept_longest: { until: number }
  own_request: Record<never, never>
  /** Of one request, or of any at all. */
  not_an_approver: { of: 'request' | 'anything' }
  /** `whom` is whoever was named as delegate. */
  delegate_refused: { because: 'yourself' | PersonRefusal; whom: string }
  /** Longer than an approver may be away for, milliseconds; `because` where it is no time to come at all. */
  delegation_too_long: { most: number; because?: 'past' | 'unreadable' }
  not_delegated: Record<never, never>
  not_an_administrator: Record<never, never>
  /** `whom` as in `person_refused`. */
  not_linked: { whom?: string }
  /** An administrator may not say of themselves who they are where nobody has to sign in. */
  own_link: Record<never, never>
  own_working_token: Record<never, never>
  /** `late`: it was shown too long ago. */
  too_many_returns: { times: number; late?: boolean }
  /** They said that they have it, so it cannot be that it never came. */
  saved_already: { label: string; tid: string }
  /** The token that this one renews works no more, so the rule that approved it does not hold. */
  nothing_to_renew: { label: string; rule: string; request: string }
  /** `forOthers` as in `Abilities`. `owner` (Slack id) is for administrators alone. */
  unknown_leak: {
    tid: string
    forOthers: { list: boolean; revoke: boolean }
    administrator: boolean
    owner?: string
  }
  dremio_forbidden: DremioFacts
  auth_method_cannot: { method: string; operation: Capability }
  /** An adapter's word; operations make an offer of it (`sign_in_needed`). */
  not_signed_in: Record<never, never>
  /** `url` holds a ticket and is for the person alone. `until` is milliseconds since epoch. */
  sign_in_needed: { url: string; until: number }
  /** `reason` is an OAuth error code. */
  sign_in_failed: { because: 'declined' | 'refused' | 'unreadable'; reason?: string }
  /** `wish` is what the person was about to do. */
  sign_in_refused: { because: Mismatch; pendingAction?: PendingAction }
  /** The bot may not, or must not, sign for this person. */
  issuer_refused: { because: 'administrator' | 'deny list' | 'roles unknown' | 'name unknown' }

  /** Dremio does not take the session any more that the person signed in for; it is dropped. */
  session_refused: DremioFacts
  /** A link that was used, whose time is over, or that never was one. */
  sign_in_link: { because: 'used' | 'late' | 'unknown' }
  /** `missing` is how many other people still have to approve. */
  /** `by` and `you` are Slack ids: theirs who approved, and the one of whoever comes now. */
  approved_already: { by: string; you: string; missing: number }
  request_stale: { state: RequestState; review?: { by: string | null; verdict: Verdict } }
  token_stale: { state: string }

  /** It ends too soon; `expiresAt` is milliseconds since epoch. */
  snooze_too_long: { expiresAt: number }

  no_such_request: Record<never, never>
  no_such_token: { words?: string; labels?: string[] }
  no_such_person: { words: string }

  dremio_unavailable: DremioFacts & { because: 'timeout' | 'no connection' | 'cut off' | 'server error' | 'not json' }
  dremio_busy: DremioFacts
  claim_unsure: Record<never, never>
  claim_late: Record<never, never>
  claim_interrupted: Record<never, never>
  claim_unwritten: Record<never, never>
  slack_unavailable: { operation: string; reason: string }
  /** The app was installed without this scope: no until somebody installs it again. */
  slack_scope_missing: { operation: string; scope: string }
  provider_unavailable: Record<never, never>
  redis_unavailable: Record<never, never>
  /** Redis answers and takes nothing that we write, until somebody changes something there; nothing was changed. */
  redis_unusable: { because: 'full' | 'read-only' | 'not saving' | 'no replicas' | 'cluster' | 'permission' }

  showing_failed: Record<never, never>
  dremio_credential_refused: DremioFacts
  dremio_rejected: DremioFacts
  dremio_missing: DremioFacts
  dremio_tokens_off: DremioFacts
  dremio_conflict: DremioFacts
  dremio_answer_absurd: DremioFacts
  /** Dremio does not let the proxy user act as this person. */
  impersonation_refused: Record<never, never>
  /** Dremio does not take what the identity provider, or the bot as one, says of this person. */
  exchange_refused: Record<never, never>
  broken: Record<never, never>
}

export type Code = keyof Facts

/** The kind of each code. Adding a code is one line here and one in `Facts`; the compiler then asks for its sentence. */
const kinds: { readonly [C in Code]: Kind } = {
  person_refused: 'refused',
  email_refused: 'refused',
  email_changed: 'refused',
  no_dremio_user: 'refused',
  several_dremio_users: 'refused',
  dremio_user_taken: 'refused',
  policy_denied: 'refused',
  too_many_tokens: 'refused',
  too_often: 'refused',
  ask_invalid: 'refused',
  no_approver: 'refused',
  label_in_use: 'refused',
  rotation_under_way: 'conflict',
  kept_longest: 'refused',
  own_request: 'refused',
  not_an_approver: 'refused',
  delegate_refused: 'refused',
  delegation_too_long: 'refused',
  not_delegated: 'refused',
  not_an_administrator: 'refused',
  not_linked: 'refused',
  own_link: 'refused',
  own_working_token: 'refused',
  too_many_returns: 'refused',
  saved_already: 'conflict',
  nothing_to_renew: 'refused',
  dremio_forbidden: 'refused',
  auth_method_cannot: 'refused',
  not_signed_in: 'refused',
  sign_in_needed: 'refused',
  sign_in_failed: 'refused',
  sign_in_refused: 'refused',
  issuer_refused: 'refused',
  session_refused: 'conflict',
  sign_in_link: 'conflict',
  approved_already: 'conflict',
  request_stale: 'conflict',
  token_stale: 'conflict',
  snooze_too_long: 'refused',
  no_such_request: 'missing',
  no_such_token: 'missing',
  unknown_leak: 'missing',
  no_such_person: 'missing',
  dremio_unavailable: 'unavailable',
  dremio_busy: 'unavailable',
  claim_unsure: 'unavailable',
  claim_late: 'unavailable',
  claim_interrupted: 'unavailable',
  claim_unwritten: 'unavailable',
  slack_unavailable: 'unavailable',
  slack_scope_missing: 'broken',
  provider_unavailable: 'unavailable',
  redis_unavailable: 'unavailable',
  redis_unusable: 'unavailable',
  showing_failed: 'unavailable',
  dremio_credential_refused: 'broken',
  dremio_rejected: 'broken',
  dremio_missing: 'broken',
  dremio_tokens_off: 'broken',
  dremio_conflict: 'broken',
  dremio_answer_absurd: 'broken',
  impersonation_refused: 'broken',
  exchange_refused: 'broken',
  broken: 'broken',
}

/** A failure with a code. Its message is the code: nothing that a person or a vendor wrote is ever in it. */
export class BotError<C extends Code = Code> extends Error {
  readonly code: C
  readonly facts: Facts[C]

  constructor(code: C, facts: Facts[C], options?: { cause?: unknown }) {
    super(code, options)
    this.name = 'BotError'
    this.code = code
    this.facts = facts
  }

  get kind(): Kind {
    return kinds[this.code]
  }
}

/** Narrows a caught value to a failure with one of these codes. */
export function isBotError<C extends Code>(error: unknown, ...codes: C[]): error is { [K in C]: BotError<K> }[C] {
  return error instanceof BotError && (codes.length === 0 || (codes as Code[]).includes(error.code))
}
