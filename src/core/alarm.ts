// Alarms: moments at which a record has to be read again, how they are set, and how workers claim them.

/** Alarms carry no data: the handler of an alarm reads the record and decides from what it says then. */
export interface Alarms {
  /**
   * Sets the alarm, or moves it. `due` is milliseconds since epoch. An alarm that is running now runs once more
   * afterwards.
   */
  set(kind: AlarmKind, id: string, due: number): Promise<void>
  /** Like `set`, but an alarm that is already set for an earlier moment keeps that moment. */
  setNoLater(kind: AlarmKind, id: string, due: number): Promise<void>
  clear(kind: AlarmKind, id: string): Promise<void>
  /**
   * Sets the alarms that are neither set nor running, dead-lettered ones included. Resolves to the number of alarms
   * set.
   */
  restore(alarms: readonly AlarmMoment[]): Promise<number>
}
export const alarmKinds = [
  'settle-claim',
  'nudge-approvers',
  'escalate-request',
  'lapse-request',
  'remind-claim',
  'show-request',
  'apply-policy',
  'end-delegation',
  'chase-receipt',
  'cut-old-token',
  'remind-expiry',
  'sweep-tokens',
  'settle-link-confirmation',
  'follow-up-revocation',
  'show-home',
  'rebuild-alarms',
] as const
export type AlarmKind = (typeof alarmKinds)[number]

/** `due` is milliseconds since epoch. */
export interface AlarmMoment {
  kind: AlarmKind
  id: string
  due: number
}

export interface DueAlarm {
  kind: AlarmKind
  id: string
  /** Number of the claim that leased this alarm. An earlier claim of the same alarm has another number. */
  lease: number
  /** When our lease ends, milliseconds since epoch. */
  leasedUntil: number
  /** Number of failures since the last success. The crash of a worker counts as a failure. */
  failed: number
  /** Number of attempts in a row that failed because Dremio, Slack or Redis was unavailable. */
  waited: number
}

/** Says whether workers run the alarms. Both moments are milliseconds since epoch. */
export interface AlarmHealth {
  /**
   * When the alarm that has waited longest was due, or when the lease of its worker ends, whichever is earlier. The
   * moment may be in the future. Undefined if no alarm is set.
   */
  oldestDue: number | undefined
  /** When a worker last claimed due alarms. Undefined if no worker did so within the last hour. */
  workerSeen: number | undefined
}

/** The worker's side of the alarms. A call for an alarm whose lease has ended has no effect. */
export interface AlarmQueue extends Alarms {
  /**
   * Claims due alarms for one lease, so that a crash only delays them. An alarm that is running is never claimed a
   * second time.
   */
  claimDue(now: number, lease: number, most: number): Promise<DueAlarm[]>
  /** Ends alarms that were handled. An alarm that was set again while it was running stays set. */
  ack(alarms: readonly DueAlarm[]): Promise<void>
  /**
   * Makes the alarms due again at `due`, and stores their `failed` and `waited`. Alarms that were cleared or set again
   * meanwhile are left as they are.
   */
  requeue(alarms: readonly DueAlarm[], due: number): Promise<void>
  /**
   * Puts the alarm aside until it is set again or restored. `at` is milliseconds since epoch, `error` is a code.
   * Resolves to false if the alarm was cleared or set again meanwhile, or if its lease has ended.
   */
  deadLetter(alarm: DueAlarm, at: number, error: string): Promise<boolean>
  /** Records that a worker is running. `now` is milliseconds since epoch. */
  noteWorker(now: number): Promise<void>
  health(): Promise<AlarmHealth>
}
