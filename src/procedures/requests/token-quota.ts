// Counts the tokens that a person has or is about to have, and refuses a claim above the policy's limit.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { countBeside, revocationCandidates, type TokenQuota, tokenQuota } from '../../core/tokens/token-quota.ts'

export async function tokenQuotaOf(
  ports: Pick<Ports, 'tokens' | 'requests' | 'clock'>,
  person: string,
): Promise<TokenQuota> {
  // Requests are read before tokens, so that a token that is collected in between is seen twice rather than not at all.
  const open = await ports.requests.openOf(person)
  return tokenQuota(await ports.tokens.of(person), open, ports.clock.now())
}

/**
 * Checked at the moment of the claim and by today's policy, because two requests that were made or approved at the same
 * time may both have been within the limit. Throws `too_many_tokens`.
 */
export async function requireQuota(ports: Ports, request: Request): Promise<void> {
  const { maxActive } = ports.policy().tokens
  const held = await tokenQuotaOf(ports, request.requester)
  if (countBeside(request, held, ports.clock.now()) < maxActive) return
  throw new BotError('too_many_tokens', {
    active: held.active.length,
    open: 0,
    most: maxActive,
    revocationCandidates: revocationCandidates(held),
    collecting: true,
  })
}
