// What is written down of every deed: who did what, for whom, by which rule; never a secret.

/** What somebody did. Never a secret; `reason` and comments stay with the request. */
export interface AuditEntry {
  deed:
    | 'requested'
    | 'approved'
    | 'denied'
    | 'supported'
    | 'reminded'
    | 'escalated'
    | 'lapsed'
    | 'delegated'
    | 'delegation ended'
    | 'cancelled'
    | 'claim started'
    | 'claim finished'
    | 'claim failed'
    | 'claim settled'
    | 'receipt confirmed'
    | 'receipt asked for'
    | 'token returned'
    | 'leak reported'
    | 'rotated'
    | 'rotation undone'
    | 'kept longer'
    | 'outstanding'
    | 'revoked'
    | 'linked'
    | 'unlinked'
    | 'signed in'
    | 'sign-in refused'
    | 'session forgotten'
    | 'snoozed'
    | 'not to be renewed'
    | 'reminders changed'
    | 'manager told'
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
  take(lease: number): Promise<AuditTurn | undefined>
}

export interface AuditTurn {
  /** Oldest first. */
  entries: readonly WrittenEntry[]
  /** So many older ones were more than is kept for this, and are announced by their number alone. */
  skipped: number
  /** The first `count` of them were announced, and the number of those that were skipped. */
  announced(count: number): Promise<void>
  /** The turn is over, and nobody gets one for `pause` milliseconds. */
  end(pause: number): Promise<void>
}
