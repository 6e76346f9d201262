// What should be gone and is not: tokens that were to be revoked, claims that left something, and tokens of leavers.
import type { Departure } from './people/departure.ts'
import type { Request } from './requests/request.ts'
import type { Token } from './tokens/token.ts'

export interface Outstanding {
  /** Tokens that should have been revoked but that only their owners can revoke, the longest outstanding first. */
  tokens: Token[]
  /** Claims that may have left a token, the oldest first. */
  claims: Request[]
  /** Other tokens of people who left, which still work; those of whoever left first come first. */
  leaversTokens: LeaversToken[]
  /** Slack ids of all people who left. */
  leavers: ReadonlySet<string>
  /** Whether an administrator may revoke other people's tokens on this Dremio. */
  canRevoke: boolean
}

export interface LeaversToken {
  tid: string
  label: string
  /** Milliseconds since epoch. */
  expiresAt: number
  departure: Departure
}
