// How often one person may do what costs Dremio, Slack or other people something.
import { HOUR, MINUTE, SECOND } from '../time/duration.ts'

/**
 * Up to `burst` actions may follow each other at once, and one more every `every` milliseconds. The limits are so high
 * that only a script or a stuck key reaches them. Ending a token has no limit, because it must never have to wait.
 * Alarms have none either.
 */
export const rateLimits = {
  /**
   * Any operation: each one reads the actor from Slack, and Slack answers a hundred such calls a minute for all people
   * together.
   */
  act: { burst: 30, every: 2 * SECOND },
  /** Requesting a token: the approvers get a message for each request. */
  ask: { burst: 20, every: 5 * MINUTE },
  /** *Show token*: Dremio creates a token. */
  collect: { burst: 60, every: 20 * SECOND },
  /** Lists, the menu and policy previews: each one calls Dremio or Slack. */
  look: { burst: 120, every: 5 * SECOND },
  /** Links to sign in with. */
  'sign in': { burst: 60, every: 30 * SECOND },
  /** Leak reports: the owners of the tokens get a message. */
  leak: { burst: 20, every: MINUTE },
  /** Delegating reviews: each person who is named gets a message, once a day at most, and cards. */
  delegate: { burst: 10, every: HOUR },
  /** Linking one's own account: the bot searches Dremio's users. */
  link: { burst: 20, every: MINUTE },
} as const satisfies Record<string, RateLimit>

export type RateLimitedAction = keyof typeof rateLimits

/**
 * How often work without a waiting person (reminders, nudges, Homes that nobody opens now) may call Slack, for all
 * processes together: at most sixty of the hundred calls that Slack answers in a minute, and about fifty in the long run.
 */
export const rateBudgets = {
  'users.info': { burst: 10, every: 1_200 },
  'views.publish': { burst: 6, every: 1_100 },
} as const satisfies Record<string, RateLimit>

export type RateBudget = keyof typeof rateBudgets

export interface RateLimit {
  burst: number
  /** Milliseconds. */
  every: number
}

/** Counts how often people do what costs. Throws `redis_unavailable`. */
export interface RateLimits {
  /**
   * Resolves to 0 and counts the action if this person (Slack id) may do it now. Otherwise resolves to the milliseconds
   * to wait and counts nothing.
   */
  take(person: string, what: RateLimitedAction, now: number): Promise<number>
  /** Like `take`, for a budget that all processes share. */
  takeFromBudget(what: RateBudget, now: number): Promise<number>
}
