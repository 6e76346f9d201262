// A token that got out: whose it is, who reported it, and what became of it.
import type { TokenSummary } from './token.ts'

export interface Leak {
  /** As it was found: one that is `expired` or `revoked` by then did not work any more. */
  token: TokenSummary
  /** Slack ids of its owner and of whoever reported it. */
  owner: string
  by: string
  /** False where it still works, and only its owner can end it. */
  ended: boolean
}
