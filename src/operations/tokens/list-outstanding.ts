// What should have ended or been settled, and waits for somebody: for administrators.
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { claimIsFresh, mayHaveLeftToken, type Request } from '../../core/requests/request.ts'
import { isAlive, type Token } from '../../core/tokens/token.ts'
import { admitAdministrator } from '../../procedures/access/admit-administrator.ts'

export interface Outstanding {
  /** Tokens that should have ended, but only their owners can end them; the longest outstanding first. */
  tokens: Token[]
  /** Claims of which nobody knows whether they left a token; the oldest first. */
  claims: Request[]
  /** Whether an administrator may end other people's tokens on this Dremio. */
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
