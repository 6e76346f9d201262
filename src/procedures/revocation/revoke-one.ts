// Revokes one token, first at Dremio and then in our records.
import type { AuditEntry } from '../../core/audit.ts'
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/sessions/session.ts'
import { markTokenRevoked, type Reason } from '../records/mark-token-revoked.ts'

/**
 * Dremio comes first, because the revocation can be repeated there, and the next list corrects a record that was not
 * written. A record that says `revoked` of a working token would hide that token.
 *
 * `entry` is the audit entry for a token of ours that is not recorded as revoked. It is written with the record: neither
 * a crash nor a second click at the same moment leaves the one without the other, or two of it.
 *
 * Resolves to true if the token is one of ours and was not recorded as revoked before. Throws `own_working_token` and
 * Dremio's codes.
 */
export async function revokeOne(
  ports: Pick<Ports, 'dremioTokens' | 'tokens' | 'audit' | 'alarms' | 'clock'>,
  session: Session,
  tid: string,
  entry: AuditEntry,
  reason: Reason = {},
): Promise<boolean> {
  if (session.working.includes(tid)) throw new BotError('own_working_token', {})
  await ports.dremioTokens.revoke(session, tid)
  return markTokenRevoked(ports, tid, reason, () => entry)
}
