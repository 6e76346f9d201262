// A token got out: it is ended if it is one of mine, or its owner is told; its value never comes this far.
import type { AuditEntry } from '../../core/audit.ts'
import { BotError, isBotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Leak } from '../../core/tokens/leak.ts'
import { isAlive, type Token } from '../../core/tokens/token.ts'
import { admitToRevoke, type Revoker } from '../../procedures/access/admit-to-revoke.ts'
import { rateLimitRefusal } from '../../procedures/access/enforce-rate-limit.ts'
import { writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'
import {
  isAdministratorNow,
  revokeOwnLeakedToken,
  summaryOf,
  unknownLeak,
} from '../../procedures/revocation/revoke-own-leaked-token.ts'
import { revokeTokens } from '../../procedures/revocation/revoke-tokens.ts'
import { sameSessionForBoth } from '../../procedures/sessions/token-sessions.ts'

const TID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * `tid` was read from the value in the Slack room. Throws `sign_in_needed`, `unknown_leak` (also for somebody else's, whom
 * only an administrator hears named), and what `revokeTokens` throws.
 */
export async function reportLeak(ports: Ports, actor: Actor, tid: string): Promise<Leak> {
  const ender = await admitToRevoke(ports, actor)
  if (!TID.test(tid)) throw new BotError('no_such_token', {})
  const { id: by } = ender
  const known = await ports.tokens.find(tid)
  const isTheirs = known?.owner === by
  const about = known ? { for: known.owner, uid: known.uid, label: known.label } : { for: by, note: 'not known' }
  const entry: AuditEntry = { action: 'token.leak_reported', by, tid, ...about }
  const refusal = isTheirs ? undefined : await rateLimitRefusal(ports, ender, 'leak')
  if (refusal) return onlyIfTheirs(ports, ender, entry, refusal)
  // Before anything is ended: who reports may never sign in, and that it got out is worth knowing all the same. Of one that
  // had ended before, nothing changes.
  if (!known || isAlive(known, ports.clock.now())) await writeAuditEntry(ports, entry)
  if (!known || isTheirs) return revokeOwnLeakedToken(ports, ender, tid)
  if (await isAdministratorNow(ports, ender)) return endForOwner(ports, by, known)
  await tellOwner(ports, by, known)
  // As for one that nobody knows: whoever tries values out must not learn which of them exist.
  return revokeOwnLeakedToken(ports, ender, tid)
}

/** Whoever reported too many hears that, and nobody else hears of it; but a token of theirs ends. */
async function onlyIfTheirs(ports: Ports, ender: Revoker, entry: AuditEntry, refusal: BotError): Promise<Leak> {
  try {
    const leak = await revokeOwnLeakedToken(ports, ender, entry.tid ?? '')
    await writeAuditEntry(ports, entry)
    return leak
  } catch (error) {
    throw isBotError(error, 'unknown_leak') ? refusal : error
  }
}

async function endForOwner(ports: Ports, by: string, known: Token): Promise<Leak> {
  const { owner } = known
  const token = summaryOf(known, ports.clock.now())
  if (token.state === 'revoked' || token.state === 'expired') return { token, owner, by, ended: true }
  if (!ports.sessions.capabilities.forOthers.revoke) {
    await ports.messenger.showLeak(owner, { token, owner, by, ended: false })
    throw unknownLeak(ports, known.tid, { administrator: true, owner })
  }
  const sessionsAs = async (uid: string) => sameSessionForBoth(ports.sessions.onBehalf(uid, 'revoke'))
  await revokeTokens(ports, { by, owner, sessions: await sessionsAs(known.uid), sessionsAs }, known.tid)
  const leak = { token, owner, by, ended: true }
  await ports.messenger.showLeak(owner, leak)
  return leak
}

async function tellOwner(ports: Ports, by: string, known: Token): Promise<void> {
  const now = ports.clock.now()
  if (!isAlive(known, now)) return
  const { owner } = known
  await ports.messenger.showLeak(owner, { token: summaryOf(known, now), owner, by, ended: false })
}
