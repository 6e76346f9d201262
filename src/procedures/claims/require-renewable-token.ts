// Refuses to collect a renewal that only a rule approved if its old token was revoked meanwhile.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import type { Session } from '../../core/sessions/session.ts'
import { markTokenRevoked } from '../records/mark-token-revoked.ts'

/**
 * A rule for renewals approves the renewal of a token that works, not of one that was revoked here or at Dremio. The
 * expiry of the old token does not withdraw that approval. Throws `nothing_to_renew`, and Dremio's codes.
 */
export async function requireRenewableToken(ports: Ports, request: Request, session: Session): Promise<void> {
  const { replaces, rule, label, id, review } = request
  const isForRenewals = ports.policy().rules.find(({ name }) => name === rule)?.when.rotation === true
  if (!replaces || !isForRenewals || review?.by !== null) return
  const old = await ports.tokens.find(replaces.tid)
  if (old && old.state !== 'revoked') {
    // This session does not list the tokens of another Dremio user, so there is nothing to check.
    if (replaces.expiresAt <= ports.clock.now() || old.uid !== session.uid) return
    if ((await ports.dremioTokens.list(session)).some(({ tid }) => tid === replaces.tid)) return
    await markTokenRevoked(ports, replaces.tid)
  }
  throw new BotError('nothing_to_renew', { label, rule, request: id })
}
