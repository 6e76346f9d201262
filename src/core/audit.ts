// What is written down of every deed: who did what, for whom, by which rule; never a secret.

/** What can be written down, each under a code that never changes: others search and count by it. */
export const auditActions = [
  'request.created',
  'request.approved',
  'request.denied',
  'request.approval_added',
  'request.reviewers_reminded',
  'request.escalated',
  'request.lapsed',
  'request.cancelled',
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
  'link.added',
  'link.removed',
  'sign_in.finished',
  'sign_in.refused',
  'session.forgotten',
  'reminder.snoozed',
  'reminder.do_not_renew',
  'reminder.settings_changed',
  'reminder.manager_told',
] as const
export type AuditAction = (typeof auditActions)[number]

/** What somebody did. Never a secret; `reason` and comments stay with the request. */
export interface AuditEntry {
  action: AuditAction
  /** Slack id of who did it, or `bot`. */
  by: string
  /** Slack id of whose token, request or link it is. */
  for: string
  request?: string
  tid?: string
  uid?: string
  label?: string
  /** Milliseconds. */
  lifetime?: number
  rule?: string
  policyVersion?: string
  /** A failure's code, or how a link was proved. */
  note?: string
}

export interface Audit {
  /** Throws `redis_unavailable`: what cannot be written down and cannot be undone is not done. */
  append(entry: AuditEntry): Promise<void>
}

/** An entry as it was written down. */
export interface WrittenEntry {
  entry: AuditEntry
  /** Milliseconds since epoch. */
  at: number
}

/** What was written down and is still to be announced; whichever process is there does so. */
export interface AuditOutbox {
  /**
   * Undefined while another process has its turn, or a pause is not over. A turn that is not ended is over after `lease`
   * milliseconds. Throws `redis_unavailable`, as all that a turn can do.
   */
  take(lease: number): Promise<AuditBatch | undefined>
}

export interface AuditBatch {
  /** Oldest first. */
  entries: readonly WrittenEntry[]
  /** So many older ones were more than is kept for this, and are announced by their number alone. */
  skipped: number
  /** The first `count` of them were announced, and the number of those that were skipped. */
  announced(count: number): Promise<void>
  /** The turn is over, and nobody gets one for `pause` milliseconds. */
  end(pause: number): Promise<void>
}
