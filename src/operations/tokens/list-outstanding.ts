// Lists for administrators the tokens that should have been revoked, and the claims that are not settled.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { claimIsFresh, mayHaveLeftToken, type Request } from '../../core/requests/request.ts'
import { isAlive, type Token } from '../../core/tokens/token.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'

export interface Outstanding {
  /** Tokens that should have been revoked but that only their owners can revoke, the longest outstanding first. */
  tokens: Token[]
  /** Claims that may have left a token, the oldest first. */
  claims: Request[]
  /** Whether an administrator may revoke other people's tokens on this Dremio. */
  canRevoke: boolean
}

export async function listOutstanding(ports: Ports, actor: Actor): Promise<Outstanding> {
  await admitAdministrator(ports, actor)
  const now = ports.clock.now()
  const tokens: Token[] = []
  for await (const token of ports.tokens.everyUnsettled()) {
    if (token.outstandingSince !== undefined && isAlive(token, now)) tokens.push(token)
  }
  const claims: Request[] = []
  for await (const request of ports.requests.everyOpen()) {
    if (mayHaveLeftToken(request) && !claimIsFresh(request, now)) claims.push(request)
  }
  tokens.sort((one, other) => (one.outstandingSince ?? 0) - (other.outstandingSince ?? 0))
  claims.sort((one, other) => (one.claim?.startedAt ?? 0) - (other.claim?.startedAt ?? 0))
  return { tokens, claims, canRevoke: ports.sessions.capabilities.forOthers.revoke }
}
