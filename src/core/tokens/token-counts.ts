// How many tokens everybody has, by state, expiry and origin.
import type { TokenSummary } from './token.ts'

export interface TokenCounts {
  byState: Record<TokenSummary['state'], number>
  /** Those that work now and expire within so many days. */
  expiring7: number
  expiring30: number
  /** Those that work now and were not created here. */
  createdElsewhere: number
  /** Those that work now and belong to people who left. */
  ofLeavers: number
  /** All that are known, whatever their state. */
  total: number
  /** Records that could not be read: what is in them is not counted. */
  unreadable: number
}
