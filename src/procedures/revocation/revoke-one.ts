// Revokes one token, first at Dremio and then in our records.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/sessions/session.ts'
import type { Cause } from '../../core/tokens/token.ts'
import { markTokenRevoked } from '../records/mark-token-revoked.ts'

/**
 * Dremio comes first, because the revocation can be repeated there, and the next list corrects a record that was not
 * written. A record that says `revoked` of a working token would hide that token.
 *
 * `writeDown` writes the audit entry for a token of ours that is not recorded as revoked. It runs before the record is
 * written: if a crash came between the two, a retry would find the record written and skip the entry. Two clicks at the
 * same moment may both write it. `cause` is given if the bot revokes the token by itself.
 *
 * Resolves to true if the token is one of ours and was not recorded as revoked before. Throws `own_working_token` and
 * Dremio's codes.
 */
export async function revokeOne(
  ports: Pick<Ports, 'dremioTokens' | 'tokens' | 'audit' | 'alarms' | 'clock'>,
  session: Session,
  tid: string,
  { cause, writeDown }: { cause?: Cause; writeDown?: () => Promise<void> } = {},
): Promise<boolean> {
  if (session.working.includes(tid)) throw new BotError('own_working_token', {})
  await ports.dremioTokens.revoke(session, tid)
  const token = await ports.tokens.find(tid)
  if (token && token.state !== 'revoked') await writeDown?.()
  return markTokenRevoked(ports, tid, cause)
}
