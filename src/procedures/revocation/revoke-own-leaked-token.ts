// Revokes a leaked token if it is the person's own, and reports if it had stopped working before.
import { BotError, type Facts, isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Leak } from '../../core/tokens/leak.ts'
import { isAlive, summaryOf, type TokenSummary } from '../../core/tokens/token.ts'
import { isKnownAdministrator } from '../access/admit-administrator.ts'
import type { Revoker } from '../access/admit-to-revoke.ts'
import { revokeOwnTokens } from './revoke-own-tokens.ts'

/** Called again after a sign-in. Throws as `reportLeak`. */
export async function revokeOwnLeakedToken(ports: Ports, revoker: Revoker, tid: string): Promise<Leak> {
  const known = await ports.tokens.find(tid)
  const leak = (token: TokenSummary): Leak => ({ token, owner: revoker.id, by: revoker.id })
  const now = ports.clock.now()
  if (known?.owner === revoker.id && !isAlive(known, now)) return leak(summaryOf(known, now))
  try {
    const { revoked } = await revokeOwnTokens(ports, revoker, { kind: 'revoke', which: tid, leaked: true })
    const [token] = revoked
    if (token) return leak(known?.owner === revoker.id ? summaryOf(known, now) : token)
  } catch (error) {
    // A person without a Dremio user has no token there.
    if (!isBotError(error, 'no_such_token', 'no_dremio_user')) throw error
  }
  throw unknownLeak(ports, tid, { administrator: await isAdministratorNow(ports, revoker) })
}

export function unknownLeak(
  ports: Ports,
  tid: string,
  who: Pick<Facts['unknown_leak'], 'administrator' | 'owner' | 'ownerTold'>,
) {
  return new BotError('unknown_leak', { tid, forOthers: ports.sessions.capabilities.forOthers, ...who })
}

/** A cached answer from Slack is not enough here, because an administrator may act on other people's tokens. */
export async function isAdministratorNow(ports: Ports, { person, slackError }: Revoker): Promise<boolean> {
  return person !== undefined && slackError === undefined && isKnownAdministrator(ports, person)
}
