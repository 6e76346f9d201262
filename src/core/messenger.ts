// What people are told after deeds: the cards of a request, what time did with it, and what is written to them beside that.

import type { Person } from './people/person.ts'
import type { Reminder, Shown } from './reminders/reminder-message.ts'
import type { Delegation } from './requests/delegation.ts'
import type { Request } from './requests/request.ts'
import type { PendingAction, SignInOffer } from './sessions/sign-in.ts'
import type { Leak } from './tokens/leak.ts'
import type { Revoked } from './tokens/token.ts'

/**
 * What a requester is told beside their card:
 * - `escalated`, `lapsed`: of the request
 * - `interrupted`: a claim died half-way, and what it may have shown is dead
 * - `chased`: did the token arrive?
 * - `ended`: it was revoked because they never said so; `owed`: it should be, but only they can
 * - `cut`: the token that it replaced was revoked; `cut owed`: it should be, but only they can
 */
export type RequestNotice = 'escalated' | 'lapsed' | 'interrupted' | 'chased' | 'ended' | 'owed' | 'cut' | 'cut owed'

/** As whom somebody has signed in, and how long that holds, milliseconds since epoch. */
export interface SignedInAs {
  dremioName: string
  until: number
}

/** How late the oldest alarm is, milliseconds, and whether a worker is there that does not keep up. */
export interface LateAlarms {
  lateBy: number
  hasWorker: boolean
}

/**
 * Words after deeds. Nothing here throws: a lost message never undoes a deed, it is logged. What has to be said in the end
 * answers whether it was: false if Slack was away, and saying it again later may help.
 */
export interface Messenger {
  /**
   * Posts or edits every card of this request, so that each shows what is true now. `signIn` is for the requester's: a
   * link to sign in with, or the Dremio user as whom they have just done so.
   */
  showRequest(request: Request, signIn?: SignInOffer | SignedInAs): Promise<boolean>
  /** Reminds these approvers (Slack ids), each once with this number, of a request that they have not decided. */
  remind(request: Request, approvers: readonly string[], number: number): Promise<boolean>
  /** Tells the requester, once, what time has done with their request, or with its token (`tid`). */
  showStep(request: Request, notice: RequestNotice, tid?: string): Promise<boolean>
  /** Tells a delegate that they decide in somebody's place from now on, or no longer. */
  showDelegation(delegation: Delegation, is: 'given' | 'ended'): Promise<void>
  /** Tells a person that they have signed in, with a button to go on from where they were. */
  showSignedIn(person: Person, as: SignedInAs, pendingAction: PendingAction): Promise<void>
  /** Tells a person that something went wrong while they were not in Slack. */
  showFailure(person: Person, error: unknown): Promise<void>
  /** Tells a person (Slack id) which of their tokens are revoked now, and by whom if it was not they themselves. */
  showRevoked(person: string, revoked: Revoked, by?: string): Promise<void>
  /** Tells a person (Slack id) what became of a token that got out: theirs, or one that they reported. */
  showLeak(person: string, leak: Leak): Promise<void>
  /** Posts a message about somebody's tokens, once, or edits it so that it shows what is true now. */
  showReminder(reminder: Reminder): Promise<Shown>
  /** Where it stands is written down elsewhere, or need not be known any more. */
  forgetReminder(reminder: Pick<Reminder, 'id' | 'owner'>): Promise<void>
  /** Tells administrators (Slack ids), once, that a reminder to somebody cannot be delivered. */
  showUndelivered(administrators: readonly string[], reminder: Reminder): Promise<void>
  /** Tells administrators (Slack ids) that alarms are late. False if none of them could be told. */
  showLateAlarms(administrators: readonly string[], late: LateAlarms): Promise<boolean>
  /** Sends somebody a calendar file (RFC 5545) in their direct messages. Throws `slack_unavailable` and `slack_scope_missing`: they wait for it. */
  sendCalendar(person: string, file: string): Promise<void>
}
