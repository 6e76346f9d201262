// Ends a token that got out, if it is one of the person's own; says so if it did not work any more.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { Leak } from '../../core/tokens/leak.ts'
import { isAlive, type Token, type TokenSummary } from '../../core/tokens/token.ts'
import { isKnownAdministrator } from '../access/admit-administrator.ts'
import type { Revoker } from '../access/admit-to-revoke.ts'
import { revokeOwnTokens } from './revoke-own-tokens.ts'

/** After signing in this goes on by itself. Throws as `reportLeak`. */
export async function revokeOwnLeakedToken(ports: Ports, ender: Revoker, tid: string): Promise<Leak> {
  const known = await ports.tokens.find(tid)
  const leak = (token: TokenSummary): Leak => ({ token, owner: ender.id, by: ender.id, ended: true })
  const now = ports.clock.now()
  if (known?.owner === ender.id && !isAlive(known, now)) return leak(summaryOf(known, now))
  try {
    const { revoked } = await revokeOwnTokens(ports, ender, { kind: 'revoke', which: tid, leaked: true })
    const [token] = revoked
    if (token) return leak(known?.owner === ender.id ? summaryOf(known, now) : token)
  } catch (error) {
    // Whoever has no user at Dremio has no token there either.
    if (!isBotError(error, 'no_such_token', 'no_dremio_user')) throw error
  }
  throw unknownLeak(ports, tid, { administrator: await isAdministratorNow(ports, ender) })
}

/** As it is in our records before it is ended. */
export function summaryOf({ tid, label, expiresAt, state, request }: Token, now: number): TokenSummary {
  const found = state === 'revoked' ? 'revoked' : expiresAt <= now ? 'expired' : state
  return { tid, label, expiresAt, state: found, madeHere: request !== undefined, working: false }
}

export function unknownLeak(ports: Ports, tid: string, who: { administrator: boolean; owner?: string }) {
  return new BotError('unknown_leak', { tid, forOthers: ports.sessions.capabilities.forOthers, ...who })
}

/** Never by an old answer: what administrators may do to others waits until Slack says who somebody is. */
export async function isAdministratorNow(ports: Ports, { person, unasked }: Revoker): Promise<boolean> {
  return person !== undefined && unasked === undefined && isKnownAdministrator(ports, person)
}
