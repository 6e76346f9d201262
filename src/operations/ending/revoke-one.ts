// Revokes one token at Dremio and in our records, in this order.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../../core/session.ts'
import type { Cause } from '../../core/token.ts'
import { forgetToken } from './forget-token.ts'

/**
 * Dremio first: revoking is repeatable there, so a record that was not written is mended by the next list, whereas a
 * record that says "revoked" of a living token would hide it. `cause` is why the bot ends it by itself, if it does. True if
 * it is one of ours that was not written down as revoked before. Throws `own_working_token` and the codes of Dremio.
 */
export async function revokeOne(
  ports: Pick<Ports, 'dremioTokens' | 'tokens' | 'alarms' | 'clock'>,
  session: Session,
  tid: string,
  cause?: Cause,
): Promise<boolean> {
  if (session.working.includes(tid)) throw new BotError('own_working_token', {})
  await ports.dremioTokens.revoke(session, tid)
  return forgetToken(ports, tid, cause)
}
