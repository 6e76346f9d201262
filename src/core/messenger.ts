// What the bot sends people: the cards of a request, notices beside them, reminders and other messages.

import type { Story } from './audit-story.ts'
import type { Ended, EndedToken } from './ended.ts'
import type { Home, HomeShown } from './home.ts'
import type { LinkConfirmation } from './people/link-confirmation.ts'
import type { Person } from './people/person.ts'
import type { Approver, Policy } from './policy/evaluate.ts'
import type { PolicyPreview } from './policy/preview-policy.ts'
import type { DeliveryResult, Reminder, ReminderDelivery } from './reminders/reminder-message.ts'
import type { Delegation } from './requests/delegation.ts'
import type { RequestNotice } from './requests/notice-kinds.ts'
import type { Request } from './requests/request.ts'
import type { PendingAction, SignInOffer, SignInPrompt } from './sessions/sign-in.ts'
import type { Leak } from './tokens/leak.ts'
import type { Revoked, Token } from './tokens/token.ts'

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

/** Whether a delegate got a new message, has one already, or could not be told. */
export type DelegationShown = 'posted' | 'edited' | 'lost'
/** A request that nobody can review. */
export interface Unreviewable {
  requester: string
  label: string
  rule: string
  /** Slack ids of those whom the rule asks and who cannot be reached. */
  unreachable: readonly string[]
  /** Ids of user groups that the rule names and Slack does not have. */
  missingGroups: readonly string[]
  /** False if it was refused; else it is stored, and goes on as soon as somebody can review it. */
  isOpen: boolean
  /** Slack ids of the bot admins who hear of it too. */
  administrators: readonly string[]
}

/** As whom somebody hears of a link: who asked, who was linked, or who has the Dremio user's address in Slack. */
export type LinkNoticeReader = 'asker' | 'subject' | 'address owner'

/** What a reviewer's card tells of the requester. */
export interface RequesterBackground {
  /** Labels of the requester's active tokens. */
  tokens: string[]
  /** Number of their other requests that are not closed. */
  otherRequests: number
  /** Their last requests that are closed, newest first. */
  closed: Request[]
}

/** What has to be read besides a request to draw its cards and notices. */
export interface RequestContext {
  /** The token that was made for the request, and the one that it replaces. */
  token: Token | undefined
  old: Token | undefined
  /** Whom the rule asks, under today's policy, if the approvers do not decide. */
  fallback: readonly Approver[]
  policy: Policy
  /** Undefined where it is not needed, or could not be read. */
  background: RequesterBackground | undefined
  /** The requester asked for a token with the same label later, so this request is not asked again. */
  isAskedAgain?: boolean
  /** Nobody but the owner, who has to sign in for that, can have the token revoked. */
  onlyOwnerRevokes?: boolean
  /** Milliseconds since epoch. */
  now: number
}

/** Tokens that an administrator could not end. */
export interface LeftTokens {
  /** Slack ids of their owner and of the administrator. */
  owner: string
  by: string
  /** When everything of the owner was ended, milliseconds since epoch. */
  at: number
  /** Those that still work, and all that were left. */
  open: readonly EndedToken[]
  left: readonly EndedToken[]
}

/** A token in a calendar. */
export interface CalendarToken {
  /** As in `CalendarEntry`. */
  uid: string
  /** Its expiry, milliseconds since epoch. */
  at: number
  label: string
}

/**
 * Sends and edits messages; reads no records. Apart from `sendCalendar`, `sendStory`, `sendTokens`, `sendPolicyPreview` and
 * `remindedReviewers` nothing here throws: a lost message never undoes what it is about, and is logged. A method that
 * answers with a boolean says `false` where Slack was away, and calling it
 * again later may help.
 */
export interface Messenger {
  /**
   * Posts or edits one reader's card of the request. `signIn` is for the requester's card: a link to sign in with, or the
   * Dremio user as whom they have just signed in.
   */
  showRequestCard(
    request: Request,
    reader: string,
    context: RequestContext,
    signIn?: SignInOffer | SignedInAs,
  ): Promise<DeliveryResult>
  /** Edits the messages beside the cards whose buttons are for something that is over. */
  settleNotices(request: Request, context: RequestContext): Promise<boolean>
  /**
   * Reminds these approvers (Slack ids), each once with this number, of a request that they have not decided. Number 0
   * asks them again, because another policy file needs a review of what was approved.
   */
  remindReviewers(request: Request, approvers: readonly string[], number: number): Promise<boolean>
  /** Slack ids of those who have this reminder, or can never get it. Throws `redis_unavailable`. */
  remindedReviewers(request: Request, number: number): Promise<string[]>
  /**
   * Tells the requester or a bot admin (`reader`, Slack id), once for each `subject` and `at` (milliseconds), that nobody
   * can review a request.
   */
  tellUnreviewable(reader: string, about: Unreviewable, once: { subject: string; at: number }): Promise<DeliveryResult>
  /** Sends the requester a notice, once. */
  sendNotice(request: Request, notice: RequestNotice, context: RequestContext): Promise<DeliveryResult>
  /** Logs that a message was lost because what it tells could not be read. */
  lost(error: unknown, operation: string): void
  /**
   * Tells a delegate that they decide in somebody's place from now on, or no longer: in one message a day for each two
   * people, which is edited afterwards.
   */
  showDelegation(delegation: Delegation, is: 'given' | 'ended'): Promise<DelegationShown>
  /** Tells a person that they have signed in, with a button to go on from where they were. */
  showSignedIn(person: Person, as: SignedInAs, pendingAction: PendingAction): Promise<void>
  /** Takes away what this person (Slack id) has opened to sign in. */
  removeSignInPrompts(person: string, prompts: readonly SignInPrompt[]): Promise<void>
  /** Tells a person that something went wrong while they were not in Slack. */
  showFailure(person: Person, error: unknown): Promise<void>
  /** Tells a person (Slack id) which of their tokens are revoked now, and by whom if it was not they themselves. */
  showRevoked(person: string, revoked: Revoked, by?: string): Promise<void>
  /**
   * Tells a person, in one message, that an administrator ended everything of theirs, and which tokens are left to them.
   * Resolves to false if Slack did not take it.
   */
  showEnded(ended: Ended): Promise<boolean>
  /** Asks the owner of such tokens again to revoke them: once for each `number`. */
  askToRevoke(about: LeftTokens, number: number): Promise<DeliveryResult>
  /** Tells the administrator, once, that such tokens are all gone, or that some are left after a day. */
  tellOfEndedTokens(is: 'done' | 'left', about: LeftTokens): Promise<DeliveryResult>
  /** Tells a person (Slack id) what became of a leaked token that is theirs, or that they reported. */
  showLeak(person: string, leak: Leak): Promise<void>
  /**
   * Posts, once for each token, who reported it as leaked, and edits that message afterwards. If the token no longer
   * works, nothing is posted.
   */
  showLeakReport(token: Token): Promise<DeliveryResult>
  /** Posts a message about somebody's tokens, once, or edits it so that it shows what is true now. */
  showReminder(reminder: Reminder): Promise<ReminderDelivery>
  /** Where it stands is written down elsewhere, or need not be known any more. */
  forgetReminder(reminder: Pick<Reminder, 'id' | 'owner'>): Promise<void>
  /** Tells administrators (Slack ids), once, that a reminder to somebody cannot be delivered. */
  showUndelivered(administrators: readonly string[], reminder: Reminder): Promise<void>
  /** Posts or edits one administrator's card of a link that needs a second administrator. */
  showLinkCard(confirmation: LinkConfirmation, reader: string): Promise<DeliveryResult>
  /** Tells somebody (Slack id), once, what became of such a link. */
  tellOfLink(confirmation: LinkConfirmation, reader: string, as: LinkNoticeReader): Promise<boolean>
  /** Tells administrators (Slack ids) that alarms are late. False if none of them could be told. */
  showLateAlarms(administrators: readonly string[], late: LateAlarms): Promise<boolean>
  /**
   * Publishes somebody's Home. With `hash` only if Slack shows that view now, so that an older process overwrites nothing.
   * `locale` is as Slack gave it; without it Slack is asked.
   */
  showHome(home: Home, expected: { hash?: string | undefined; locale?: string | undefined }): Promise<HomeShown>
  /**
   * Sends somebody a calendar file of the moments at which tokens expire, in their direct messages. Throws
   * `slack_unavailable` and `slack_scope_missing`: they wait for it.
   */
  sendCalendar(person: string, tokens: readonly CalendarToken[]): Promise<void>
  /**
   * Sends an administrator a story as a file, with people's names by Slack id, in their direct messages. Throws as
   * `sendCalendar`.
   */
  sendStory(administrator: string, story: Story, names: ReadonlyMap<string, string>): Promise<void>
  /** Sends a bot admin (Slack id) a CSV file of tokens' metadata in the same way. Throws as `sendCalendar`. */
  sendTokens(person: string, csv: string): Promise<void>
  /** Sends somebody (Slack id) all of a policy preview as a file. Throws as `sendCalendar`. */
  sendPolicyPreview(person: string, preview: PolicyPreview): Promise<void>
}
