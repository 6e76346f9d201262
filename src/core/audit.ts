// The audit log: which action a person or the bot performed, for whom and under which rule, without any secret.

/** Codes of the actions. A code never changes, because operators search the audit log and count by it. */
export const auditActions = [
  'request.created',
  'request.approved',
  'request.denied',
  'request.approval_added',
  'request.reviewers_reminded',
  'request.approver_passed_over',
  'request.escalated',
  'request.lapsed',
  'request.cancelled',
  'request.policy_changed',
  'policy.changed',
  'delegation.started',
  'delegation.ended',
  'claim.started',
  'claim.finished',
  'claim.failed',
  'claim.settled',
  'receipt.confirmed',
  'receipt.reminded',
  'token.returned',
  'token.leak_reported',
  'rotation.finished',
  'rotation.undone',
  'rotation.grace_extended',
  'token.outstanding',
  'token.revoked',
  'token.given_back',
  'link.added',
  'link.removed',
  'link.confirmation_requested',
  'link.confirmed',
  'link.declined',
  'link.confirmation_lapsed',
  'link.failed',
  'sign_in.finished',
  'sign_in.refused',
  'session.forgotten',
  'person.departed',
  'person.returned',
  'record.refused',
  'records.signed',
  'reminder.snoozed',
  'reminder.do_not_renew',
  'reminder.settings_changed',
  'reminder.manager_told',
] as const
export type AuditAction = (typeof auditActions)[number]

/** False for the code of an action that only another version of the bot knows. */
export function isAuditAction(action: string): action is AuditAction {
  return (auditActions as readonly string[]).includes(action)
}

/** One action. It never contains a secret; reasons and comments are stored with the request only. */
export interface AuditEntry {
  action: AuditAction
  /** Slack id of the actor, or `bot`. */
  by: string
  /** Slack id of the owner of the token, request or link; `bot` where that is not known for certain. */
  for: string
  request?: string
  tid?: string
  uid?: string
  label?: string
  /** Milliseconds. */
  lifetime?: number
  rule?: string
  policyVersion?: string
  /** What the action alone does not say: a failure's code, how a link was proved, until when. Never a secret. */
  note?: string
}

/**
 * Whether the audit channel hears of an action (`announced`), or it is only `written`: the bot's own steps, of which
 * another entry tells what came of them.
 */
export const announcements = {
  'request.created': 'announced',
  'request.approved': 'announced',
  'request.denied': 'announced',
  'request.approval_added': 'announced',
  'request.reviewers_reminded': 'written',
  'request.approver_passed_over': 'announced',
  'request.escalated': 'announced',
  'request.lapsed': 'announced',
  'request.cancelled': 'announced',
  'request.policy_changed': 'announced',
  'policy.changed': 'announced',
  'delegation.started': 'announced',
  'delegation.ended': 'announced',
  'claim.started': 'written',
  'claim.finished': 'announced',
  'claim.failed': 'announced',
  'claim.settled': 'announced',
  'receipt.confirmed': 'announced',
  'receipt.reminded': 'written',
  'token.returned': 'announced',
  'token.leak_reported': 'announced',
  'rotation.finished': 'announced',
  'rotation.undone': 'announced',
  'rotation.grace_extended': 'announced',
  'token.outstanding': 'announced',
  'token.revoked': 'announced',
  'token.given_back': 'announced',
  'link.added': 'announced',
  'link.removed': 'announced',
  'link.confirmation_requested': 'announced',
  'link.confirmed': 'announced',
  'link.declined': 'announced',
  'link.confirmation_lapsed': 'announced',
  'link.failed': 'announced',
  'sign_in.finished': 'announced',
  'sign_in.refused': 'announced',
  'session.forgotten': 'written',
  'person.departed': 'announced',
  'person.returned': 'announced',
  'record.refused': 'announced',
  'records.signed': 'announced',
  'reminder.snoozed': 'announced',
  'reminder.do_not_renew': 'announced',
  'reminder.settings_changed': 'announced',
  'reminder.manager_told': 'announced',
} as const satisfies Record<AuditAction, 'announced' | 'written'>
export type AnnouncedAction = {
  [Action in AuditAction]: (typeof announcements)[Action] extends 'announced' ? Action : never
}[AuditAction]
export type AnnouncedEntry = AuditEntry & { action: AnnouncedAction }

export function isAnnounced(entry: AuditEntry): entry is AnnouncedEntry {
  return announcements[entry.action] === 'announced'
}

export interface Audit {
  /**
   * Throws `redis_unavailable`. An action that cannot be undone must not be performed if its entry could not be
   * written.
   */
  append(entry: AuditEntry): Promise<void>
  /** Says that entries were written together with a record, so that they are announced as soon as any others. */
  written(): void
}

/** An entry together with the moment at which it was written. */
export interface WrittenEntry {
  entry: AuditEntry
  /** Milliseconds since epoch. */
  at: number
}

/** Reads the audit. What it is stored in, and how that is searched, nobody else knows. */
export interface AuditTrail {
  /**
   * Entries about a request or a token whose id begins with one of these (in lower case), oldest first. An entry that
   * another version wrote may have an action that is not in `auditActions`. Throws `redis_unavailable`.
   */
  about(beginnings: readonly string[], reading?: AuditReading): AsyncIterable<WrittenEntry>
}

export interface AuditReading {
  /**
   * Nothing about these ids was written before, milliseconds since epoch by the bot's clock. What was written up to a day
   * earlier is read as well, because the audit's own clock may be another one.
   */
  since?: number | undefined
  /** Called once, if so much has to be read that somebody who waits should be told. */
  onMany?: (() => Promise<void>) | undefined
}

/** The audit entries that still have to be announced. Any process may announce them, but only one at a time. */
export interface AuditOutbox {
  /**
   * Claims the right to announce, for `lease` milliseconds at most. Undefined while another process has it, or while a
   * pause lasts. Throws `redis_unavailable`, and so does every method of `AuditBatch`.
   */
  take(lease: number): Promise<AuditBatch | undefined>
}

export interface AuditBatch {
  /** Oldest first. */
  entries: readonly WrittenEntry[]
  /** Number of older entries that exceeded the limit of the outbox. Only this number is announced, not the entries. */
  skipped: number
  /** Records that the first `count` entries and the number of skipped entries were announced. */
  announced(count: number): Promise<void>
  /** Ends the turn. No process gets another one for `pause` milliseconds. */
  end(pause: number): Promise<void>
}
