// Every failure has a code, a kind that says what the caller should do, and facts for the sentence that people read.
import type { Facts } from './error-facts.ts'

export type {
  Capability,
  DremioFacts,
  DremioOperation,
  Facts,
  RefusedMessage,
  RevocationCandidate,
  SlackOperation,
} from './error-facts.ts'

/**
 * - `refused`: the rules forbid it, and a retry does not help
 * - `conflict`: another person or a deadline was first
 * - `missing`: no such record, or it is another person's; told in the same words, so that nobody can probe
 * - `unavailable`: Dremio, Slack or Redis is unavailable, and a later retry may help
 * - `broken`: the bot or its setup is at fault
 */
export type Kind = 'refused' | 'conflict' | 'missing' | 'unavailable' | 'broken'

export type Code = keyof Facts

/** The kind of each code. A new code needs one line here and one in `Facts`; the compiler then asks for a sentence. */
const kinds: { readonly [C in Code]: Kind } = {
  person_refused: 'refused',
  email_refused: 'refused',
  email_changed: 'refused',
  no_dremio_user: 'refused',
  several_dremio_users: 'refused',
  dremio_user_id_needed: 'refused',
  dremio_user_taken: 'refused',
  policy_denied: 'refused',
  policy_file_wrong: 'refused',
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
  own_link_confirmation: 'refused',
  link_confirmation_over: 'conflict',
  own_link: 'refused',
  no_second_administrator: 'refused',
  own_working_token: 'refused',
  too_many_returns: 'refused',
  saved_already: 'conflict',
  policy_changed: 'conflict',
  other_dremio_user: 'refused',
  old_token_works: 'refused',
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
  message_refused: 'broken',
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

/** A failure with a code. Its message is the code, so it never contains anything that a person or a vendor wrote. */
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

/** Narrows a caught value to a failure with one of these codes. Without codes, any `BotError` matches. */
export function isBotError<C extends Code>(error: unknown, ...codes: C[]): error is { [K in C]: BotError<K> }[C] {
  return error instanceof BotError && (codes.length === 0 || (codes as Code[]).includes(error.code))
}
