// What somebody has and is about to have, as the limit on active tokens counts it.
import type { RevocationCandidate } from '../errors.ts'
import { claimIsFresh, isOver, type Request } from '../requests/request.ts'
import { counted } from '../time/duration.ts'
import { isAlive, type Token } from './token.ts'

/** The policy's limit is told with so many that could go. */
const MOST_TOLD = 5

export interface TokenQuota {
  /** Those that work now. */
  active: Token[]
  /** Requests out of which one more may come: not decided, or not collected. */
  open: Request[]
}

/** `open` are their requests that are not closed. One that renews a token brings none more. */
export function tokenQuota(tokens: readonly Token[], open: readonly Request[], now: number): TokenQuota {
  const alive = tokens.filter((token) => isAlive(token, now))
  // One that is being replaced, and what is made in its place, are one: it goes as soon as that one is there.
  const active = alive.filter(({ tid }) => !alive.some(({ replaces }) => replaces === tid))
  const isCounted = (request: Request) => active.some((token) => token.request === request.id)
  return {
    active,
    open: open.filter((request) => !isOver(request, now) && request.replaces === undefined && !isCounted(request)),
  }
}

/**
 * How many they have, not counting what this request is about, at the moment of collecting: what works, and what is being
 * collected elsewhere, since two at once would else both find room.
 */
export function countBeside(request: Request, { active, open }: TokenQuota, now: number): number {
  const others = active.filter(({ tid, request: madeFor }) => tid !== request.replaces?.tid && madeFor !== request.id)
  return others.length + open.filter((one) => one.id !== request.id && claimIsFresh(one, now)).length
}

/** The soonest expiry first: what ends soon anyway is missed least. */
export function revocationCandidates({ active }: Pick<TokenQuota, 'active'>): RevocationCandidate[] {
  return [...active]
    .sort((one, other) => one.expiresAt - other.expiresAt)
    .slice(0, MOST_TOLD)
    .map(({ tid, label, expiresAt }) => ({ tid, label, expiresAt }))
}

/** `3 active tokens and 2 open requests`. */
export function quotaText(active: number, open: number): string {
  const tokens = counted(active, 'active token')
  if (open === 0) return tokens
  const requests = counted(open, 'open request')
  return active === 0 ? requests : `${tokens} and ${requests}`
}
