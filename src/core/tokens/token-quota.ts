// Counts the tokens that a person has or is about to have, for the limit on active tokens.
import type { RevocationCandidate } from '../errors.ts'
import { claimIsFresh, isOver, type Request } from '../requests/request.ts'
import { isAlive, type Token } from './token.ts'

/** Number of tokens to offer for revocation when the limit refuses a request. */
const MOST_TOLD = 5

export interface TokenQuota {
  /** The tokens that work now. */
  active: Token[]
  /** Requests that may each become one more token: not decided yet, or not collected yet. */
  open: Request[]
}

/**
 * `open` are the person's requests that are not closed. A request that renews a token is not counted while that token
 * works, because it replaces it.
 */
export function tokenQuota(tokens: readonly Token[], open: readonly Request[], now: number): TokenQuota {
  const alive = tokens.filter((token) => isAlive(token, now))
  const active = alive.filter((token) => !endsForSuccessor(token, alive, now))
  const isCounted = ({ id, replaces }: Request) =>
    active.some(({ request }) => request === id) || alive.some(({ tid }) => tid === replaces?.tid)
  return { active, open: open.filter((request) => !isOver(request, now) && !isCounted(request)) }
}

/**
 * A token and its replacement count as one, because the old one ends soon after the new one is received. That holds for
 * the direct predecessor of a person's newest token only, and only as long as it ends by itself.
 */
function endsForSuccessor({ tid, state, retiresAt, outstandingSince }: Token, alive: readonly Token[], now: number) {
  const successor = alive.find(({ replaces }) => replaces === tid)
  if (!successor || alive.some(({ replaces }) => replaces === successor.tid)) return false
  return outstandingSince === undefined && (state !== 'retiring' || (retiresAt ?? now) > now)
}

/**
 * Number of tokens besides this request at the moment of the claim: the tokens that work, and the claims that are
 * running. Without the running claims, two claims at the same time would both find room.
 */
export function countBeside(request: Request, { active, open }: TokenQuota, now: number): number {
  const others = active.filter(({ tid, request: madeFor }) => tid !== request.replaces?.tid && madeFor !== request.id)
  return others.length + open.filter((one) => one.id !== request.id && claimIsFresh(one, now)).length
}

/**
 * What the condition `activeTokensOver` counts for a stored request: the tokens that work, the requests that were made
 * before it, and the claims that are running. Later requests are counted when their own turn comes.
 */
export function countBefore(request: Request, { active, open }: TokenQuota, now: number): number {
  const tokens = active.filter(({ request: madeFor }) => madeFor !== request.id)
  const isEarlier = (one: Request) =>
    one.requestedAt < request.requestedAt || (one.requestedAt === request.requestedAt && one.id < request.id)
  const others = open.filter((one) => one.id !== request.id && (isEarlier(one) || claimIsFresh(one, now)))
  return tokens.length + others.length
}

/** The token that expires soonest comes first, because its owner misses it least. */
export function revocationCandidates({ active }: Pick<TokenQuota, 'active'>): RevocationCandidate[] {
  return [...active]
    .sort((one, other) => one.expiresAt - other.expiresAt)
    .slice(0, MOST_TOLD)
    .map(({ tid, label, expiresAt }) => ({ tid, label, expiresAt }))
}
