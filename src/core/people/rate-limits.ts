// What costs Dremio, Slack or other people something, and how often one person may do it.
import { MINUTE, SECOND } from '../time/duration.ts'

/**
 * `burst`: so often at once. `every`: and once more after so many milliseconds. High enough that nobody meets one who is
 * at the screen themselves; what meets one is a script, or a finger that sticks. Ending tokens has none: it must never
 * have to wait. Nor has what time does.
 */
export const rateLimits = {
  /** Whatever one does here: Slack is asked who they are, and answers a hundred times a minute for everybody together. */
  act: { burst: 30, every: 2 * SECOND },
  /** Asking for a token: approvers hear of each. */
  ask: { burst: 20, every: 5 * MINUTE },
  /** *Show token*: Dremio makes one. */
  collect: { burst: 60, every: 20 * SECOND },
  /** Lists, the menu, what would hold if one asked: Dremio or Slack is asked each time. */
  look: { burst: 120, every: 5 * SECOND },
  /** Links to sign in with. */
  'sign in': { burst: 60, every: 30 * SECOND },
  /** Tokens that got out: their owners are told. */
  leak: { burst: 20, every: MINUTE },
  /** Delegating reviews: the delegate is told, and asked. */
  delegate: { burst: 20, every: MINUTE },
  /** Linking oneself: Dremio's users are searched. */
  link: { burst: 20, every: MINUTE },
} as const satisfies Record<string, RateLimit>

export type RateLimitedAction = keyof typeof rateLimits

/**
 * What work that nobody waits for (reminders, nudges) may ask of Slack, all processes together: at most sixty of the
 * hundred questions that Slack answers in a minute, and fifty in the long run.
 */
export const rateBudgets = {
  'users.info': { burst: 10, every: 1_200 },
} as const satisfies Record<string, RateLimit>

export type RateBudget = keyof typeof rateBudgets

export interface RateLimit {
  burst: number
  /** Milliseconds. */
  every: number
}

/** How often people did what costs. Throws `redis_unavailable`. */
export interface RateLimits {
  /** 0 if this person (Slack id) may do it now, which is counted; else the milliseconds to wait, and nothing is. */
  take(person: string, what: RateLimitedAction, now: number): Promise<number>
  /** The same of what all processes share. */
  takeFromBudget(what: RateBudget, now: number): Promise<number>
}
