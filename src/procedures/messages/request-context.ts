// Reads what the cards and notices of a request tell besides the request itself.
import type { RequestContext, RequesterBackground } from '../../core/messenger.ts'
import { approversUnder } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { isClosed, isOver, type Request } from '../../core/requests/request.ts'
import { isAlive } from '../../core/tokens/token.ts'
import { onlyOwnersRevoke } from './only-owner-revokes.ts'

/** A card tells at most so many earlier requests. */
const MOST_CLOSED_REQUESTS = 3
/** Among so many closed requests one with the same label is looked for. */
export const EARLIER_REQUESTS = 20

/** `tid` is the token that a notice is about, if it is not the request's own. Throws `redis_unavailable`. */
export async function requestContext(
  ports: Pick<Ports, 'tokens' | 'requests' | 'policy' | 'clock' | 'messenger' | 'sessions'>,
  request: Request,
  tid = claimedToken(request),
): Promise<RequestContext> {
  const policy = ports.policy()
  const [token, old] = await Promise.all(
    [tid, request.replaces?.tid].map((one) => (one === undefined ? undefined : ports.tokens.find(one))),
  )
  return {
    token,
    old,
    fallback: approversUnder(policy, request.rule)?.fallback ?? [],
    policy,
    background: request.state === 'pending' ? await backgroundOf(ports, request) : undefined,
    ...(isClosed(request) && (await isAskedAgain(ports, request)) && { isAskedAgain: true }),
    ...(token && onlyOwnersRevoke(ports.sessions) && { onlyOwnerRevokes: true }),
    now: ports.clock.now(),
  }
}

/** A button too many is better than no card. */
async function isAskedAgain(
  { requests, messenger }: Pick<Ports, 'requests' | 'messenger'>,
  { id, requester, label, requestedAt }: Request,
): Promise<boolean> {
  const isLater = (other: Request) =>
    other.id !== id &&
    other.label.toLowerCase() === label.toLowerCase() &&
    (other.requestedAt > requestedAt || (other.requestedAt === requestedAt && !isClosed(other)))
  try {
    const [open, closed] = await Promise.all([
      requests.openOf(requester),
      requests.closedOf(requester, EARLIER_REQUESTS),
    ])
    return [...open, ...closed].some(isLater)
  } catch (error) {
    messenger.lost(error, 'look up what is known of the requester')
    return false
  }
}

function claimedToken({ state, claim }: Request): string | undefined {
  return state === 'claimed' ? claim?.tid : undefined
}

/** A card without it is better than none. */
async function backgroundOf(
  { tokens, requests, clock, messenger }: Pick<Ports, 'tokens' | 'requests' | 'clock' | 'messenger'>,
  { id, requester }: Request,
): Promise<RequesterBackground | undefined> {
  try {
    const [all, open, closed] = await Promise.all([
      tokens.of(requester),
      requests.openOf(requester),
      requests.closedOf(requester, MOST_CLOSED_REQUESTS),
    ])
    const now = clock.now()
    return {
      tokens: all.filter((token) => isAlive(token, now)).map(({ label }) => label),
      otherRequests: open.filter((other) => other.id !== id && !isOver(other, now)).length,
      closed,
    }
  } catch (error) {
    messenger.lost(error, 'look up what is known of the requester')
    return undefined
  }
}
