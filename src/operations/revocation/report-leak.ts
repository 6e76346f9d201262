// Handles a leak report: revokes the token if it is the actor's own, or tells its owner. The value never gets here.
import type { AuditEntry } from '../../core/audit.ts'
import { BotError, isBotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Leak } from '../../core/tokens/leak.ts'
import { isAlive, summaryOf, type Token } from '../../core/tokens/token.ts'
import { admitToRevoke, type Revoker } from '../../procedures/access/admit-to-revoke.ts'
import { rateLimitRefusal } from '../../procedures/access/enforce-rate-limit.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'
import {
  isAdministratorNow,
  revokeOwnLeakedToken,
  unknownLeak,
} from '../../procedures/revocation/revoke-own-leaked-token.ts'
import { revokeTokens } from '../../procedures/revocation/revoke-tokens.ts'
import { tellOwnerOfLeak } from '../../procedures/revocation/tell-owner-of-leak.ts'
import { sameSessionForBoth } from '../../procedures/sessions/token-sessions.ts'

const TID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * `tid` was read from the value in `src/slack`. Throws `sign_in_needed`, `unknown_leak` (also for another person's
 * token, whose owner only an administrator learns), and what `revokeTokens` throws.
 */
export async function reportLeak(ports: Ports, actor: Actor, tid: string): Promise<Leak> {
  const revoker = await admitToRevoke(ports, actor)
  if (!TID.test(tid)) throw new BotError('no_such_token', {})
  const { id: by } = revoker
  const known = await ports.tokens.find(tid)
  const isTheirs = known?.owner === by
  const about = known ? { for: known.owner, uid: known.uid, label: known.label } : { for: by, note: 'not known' }
  const entry: AuditEntry = { action: 'token.leak_reported', by, tid, ...about }
  const refusal = isTheirs ? undefined : await rateLimitRefusal(ports, revoker, 'leak')
  if (refusal) return revokeIfOwn(ports, revoker, entry, refusal)
  // Recorded before the revocation: the reporter may never sign in, and the leak is worth knowing all the same. If the
  // token had ended before, there is nothing to record.
  if (!known || isAlive(known, ports.clock.now())) await writeAuditEntry(ports, entry)
  if (!known || isTheirs) return revokeOwnLeakedToken(ports, revoker, tid)
  if (await isAdministratorNow(ports, revoker)) return revokeForOwner(ports, by, known)
  if (isAlive(known, ports.clock.now())) await tellOwnerOfLeak(ports, by, known)
  // Answers as for an unknown token, so that a person who tries out values cannot learn which tokens exist.
  return revokeOwnLeakedToken(ports, revoker, tid)
}

/** A reporter above the rate limit is refused, and no owner is told. But a token of their own is revoked. */
async function revokeIfOwn(ports: Ports, revoker: Revoker, entry: AuditEntry, refusal: BotError): Promise<Leak> {
  try {
    const leak = await revokeOwnLeakedToken(ports, revoker, entry.tid ?? '')
    await writeAuditEntry(ports, entry)
    return leak
  } catch (error) {
    throw isBotError(error, 'unknown_leak') ? refusal : error
  }
}

async function revokeForOwner(ports: Ports, by: string, known: Token): Promise<Leak> {
  const { owner } = known
  const token = summaryOf(known, ports.clock.now())
  if (token.state === 'revoked' || token.state === 'expired') return { token, owner, by }
  if (!ports.sessions.capabilities.forOthers.revoke) {
    const ownerTold = await tellOwnerOfLeak(ports, by, known)
    throw unknownLeak(ports, known.tid, { administrator: true, owner, ownerTold })
  }
  const sessionsAs = async (uid: string) => sameSessionForBoth(ports.sessions.onBehalf(uid, 'revoke'))
  await revokeTokens(ports, { by, owner, sessions: await sessionsAs(known.uid), sessionsAs }, known.tid)
  const leak = { token, owner, by }
  await ports.messenger.showLeak(owner, leak)
  return leak
}
