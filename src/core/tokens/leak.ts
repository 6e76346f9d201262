// A leaked token that was ended, or had ended before: who owns it, and who reported it.
import type { TokenSummary } from './token.ts'

export interface Leak {
  /** The token as it was found. A token that was `expired` or `revoked` by then did not work any more. */
  token: TokenSummary
  /** Slack ids of the token's owner and of the reporter. */
  owner: string
  by: string
}
