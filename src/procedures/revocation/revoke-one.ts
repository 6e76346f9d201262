// Revokes one token at Dremio and in our records, in this order.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/sessions/session.ts'
import type { Cause } from '../../core/tokens/token.ts'
import { markTokenRevoked } from '../records/mark-token-revoked.ts'

/**
 * Dremio first: revoking is repeatable there, so a record that was not written is mended by the next list, whereas a
 * record that says "revoked" of a living token would hide it. `writeDown` is for the audit, of one of ours that is not
 * recorded as revoked yet: before that record, because after it nobody would write the entry that a crash had left out. Of
 * two clicks at the same moment both may write it. `cause` is why the bot ends it by itself, if it does. True if it is one
 * of ours that was not recorded as revoked before. Throws `own_working_token` and the codes of Dremio.
 */
export async function revokeOne(
  ports: Pick<Ports, 'dremioTokens' | 'tokens' | 'alarms' | 'clock'>,
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
