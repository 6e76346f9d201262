// A leaked token: who owns it, who reported it, and what became of it.
import type { TokenSummary } from './token.ts'

export interface Leak {
  /** The token as it was found. A token that was `expired` or `revoked` by then did not work any more. */
  token: TokenSummary
  /** Slack ids of the token's owner and of the reporter. */
  owner: string
  by: string
  /** False if the token still works and only its owner can revoke it. */
  ended: boolean
}
