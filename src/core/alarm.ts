// An alarm, a moment at which a record wants a look: what it is, how it is set, and how workers take it.

/** Moments at which a record wants a look. An alarm carries no data: its handler reads the record and decides afresh. */
export interface Alarms {
  /** Sets or moves the alarm. `due` is milliseconds since epoch. One that runs just now runs once more after that. */
  set(kind: AlarmKind, id: string, due: number): Promise<void>
  /** The same, but one that is set for an earlier moment stays: whoever asked for that look has something to show. */
  setNoLater(kind: AlarmKind, id: string, due: number): Promise<void>
  clear(kind: AlarmKind, id: string): Promise<void>
  /** Sets those that are neither set nor running, also if they were set aside; how many that were. */
  restore(alarms: readonly AlarmMoment[]): Promise<number>
}
export const alarmKinds = [
  'settle-claim',
  'nudge-approvers',
  'escalate-request',
  'lapse-request',
  'show-request',
  'chase-receipt',
  'cut-old-token',
  'remind-expiry',
  'sweep-tokens',
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
  /** Tells this claim from every other one of the same alarm. */
  lease: number
  /** Until when it is ours, milliseconds since epoch. */
  leasedUntil: number
  /** How often it failed since it last went well, for a reason of its own or because its worker died. */
  failed: number
  /** How often in a row it could not be tried because Dremio, Slack or Redis was away. */
  waited: number
}

/** Whether the alarms are looked after. Both moments are milliseconds since epoch. */
export interface AlarmHealth {
  /** When the alarm that has waited longest was due, or its worker's lease ended; undefined if none is set. It may be to come. */
  oldestDue: number | undefined
  /** When a worker last took what was due; undefined if none did for an hour. */
  workerSeen: number | undefined
}

/** The worker's side of the alarms. What it does to an alarm whose lease is over has no effect. */
export interface AlarmQueue extends Alarms {
  /** Takes what is due for one lease, so that a crash only delays it. What runs is never handed out a second time. */
  claimDue(now: number, lease: number, most: number): Promise<DueAlarm[]>
  /** Ends alarms that were dealt with. Those that were set anew meanwhile stay set. */
  ack(alarms: readonly DueAlarm[]): Promise<void>
  /** Lets them come again at `due`, with `failed` and `waited` as they are said here, unless cleared or set anew. */
  requeue(alarms: readonly DueAlarm[], due: number): Promise<void>
  /**
   * Takes it out of the way until it is set anew or restored. `error` is a code. False if it was cleared or set anew
   * meanwhile, or its lease is over.
   */
  deadLetter(alarm: DueAlarm, at: number, error: string): Promise<boolean>
  /** Notes that a worker looks after the alarms; `now` is milliseconds since epoch. */
  noteWorker(now: number): Promise<void>
  health(): Promise<AlarmHealth>
}
