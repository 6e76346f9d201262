// Finds one of a person's tokens in our records, if it still works.
import { BotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { ExternalToken } from '../../core/reminders/reminder-record.ts'
import type { Token } from '../../core/tokens/token.ts'

/**
 * `owner` is a Slack id. Undefined for a token that is in no record, although it may be in Dremio's list. Throws
 * `token_stale` for one that no longer works, and `no_such_token` for another person's.
 */
export async function findWorkingToken(
  ports: Ports,
  owner: string,
  tid: string,
): Promise<Token | ExternalToken | undefined> {
  const recorded = await ports.tokens.find(tid)
  if (recorded && recorded.owner !== owner) throw new BotError('no_such_token', {})
  const { externalTokens } = await ports.reminderRecords.of(owner)
  const external = externalTokens.find((one) => one.tid === tid)
  const isRevoked = recorded ? recorded.state === 'revoked' : external?.gone === true
  if (isRevoked) throw new BotError('token_stale', { state: 'revoked' })
  const token = recorded ?? external
  if (token && token.expiresAt <= ports.clock.now()) throw new BotError('token_stale', { state: 'expired' })
  return token
}
