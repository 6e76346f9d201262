// What was done when an administrator ended everything of a person, and what of it is left to others.

/** A token as it is named to people. */
export interface EndedToken {
  tid: string
  label: string
  /** Milliseconds since epoch. */
  expiresAt: number
}

/** A part that could not be finished; doing it again finishes it. */
export type UnfinishedPart = 'requests' | 'delegation' | 'tokens' | 'session'

export interface Ended {
  /** Slack id of the person. */
  whom: string
  /** Slack id of the administrator. */
  by: string
  /** Labels of the requests that were cancelled, and of those whose token is being created at this moment. */
  cancelled: string[]
  creating: string[]
  /** Slack id of the person to whom they had delegated their reviews. */
  delegate?: string
  revoked: EndedToken[]
  /** Tokens that only their owner can end: they are followed up. */
  left: EndedToken[]
  /** Of `left`, those that were not left before. */
  newlyLeft: EndedToken[]
  /** Tokens that a failure kept, and that are tried again by themselves soon. */
  later: EndedToken[]
  /** A token was kept because the bot itself works with it. */
  keptWorking: boolean
  /** False if Dremio did not list their tokens, so that there may be others. */
  isListed: boolean
  signedOut: boolean
  /** Whether they are still linked to a Dremio user. */
  isLinked: boolean
  /** Slack ids of the approvers for whom they still review, as far as requests show that. */
  reviewsFor: string[]
  unfinished: UnfinishedPart[]
  /** Whether they were told, by this deed or an earlier one: false for somebody who left or whom Slack did not reach. */
  isTold: boolean
}

/** True if the person has something to read. */
export function changedSomething({ cancelled, delegate, revoked, newlyLeft, signedOut }: Ended): boolean {
  return signedOut || delegate !== undefined || cancelled.length + revoked.length + newlyLeft.length > 0
}
