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
