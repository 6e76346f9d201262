// Revokes one or all of a person's tokens: at Dremio, in the audit log, in our records, and on the cards.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import {
  type Revoked,
  remembered,
  summarize,
  summaryOf,
  type Token,
  type TokenSummary,
} from '../../core/tokens/token.ts'
import { refreshTokenCards } from '../messages/refresh-token-cards.ts'
import { markExternalTokenGone } from '../records/mark-external-token-gone.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'
import type { TokenSessions } from '../sessions/token-sessions.ts'
import { revokeOne } from './revoke-one.ts'

export interface Revocation {
  /** Slack ids of the actor and of the owner of the tokens. */
  by: string
  owner: string
  sessions: TokenSessions
  /**
   * Opens sessions as another Dremio user, because a token may have been made for a user to whom the owner was linked
   * before.
   */
  sessionsAs(uid: string): Promise<TokenSessions>
}

/**
 * `which` is a token's id or `all`. A token that is gone already counts as revoked. Throws `no_such_token` (also for
 * another person's token), `own_working_token`, Dremio's codes.
 */
export async function revokeTokens(ports: Ports, revocation: Revocation, which: string): Promise<Revoked> {
  const known = await ports.tokens.of(revocation.owner)
  const theirs = await listTokens(ports, revocation, known)
  if (which === 'all') return revokeAll(ports, revocation, theirs)
  const token = theirs.find(({ tid }) => tid === which)
  return token ? revokeListed(ports, revocation, token) : revokeUnlisted(ports, revocation, which)
}

async function listTokens(ports: Ports, { sessions }: Revocation, known: Token[]): Promise<TokenSummary[]> {
  const now = ports.clock.now()
  try {
    const listed = await ports.dremioTokens.list(sessions.list)
    return summarize(listed, known, now, sessions.revoke.working)
  } catch (error) {
    // If Dremio does not allow listing for others, our records name the tokens, for this Dremio user only.
    if (!sessions.revoke.onBehalf || !isBotError(error, 'dremio_forbidden')) throw asRevokeFailure(error)
    return remembered(
      known.filter(({ uid }) => uid === sessions.revoke.uid),
      now,
    )
  }
}

async function revokeListed(ports: Ports, revocation: Revocation, token: TokenSummary): Promise<Revoked> {
  await revoke(ports, revocation, token)
  return { revoked: [token], keptWorking: false }
}

/**
 * The token is gone at Dremio, or was made for a user to whom the owner was linked before. Our records say who owns it.
 */
async function revokeUnlisted(ports: Ports, revocation: Revocation, tid: string): Promise<Revoked> {
  const known = await ports.tokens.find(tid)
  if (known?.owner !== revocation.owner) throw new BotError('no_such_token', {})
  const sessions = await revocation.sessionsAs(known.uid)
  const token: TokenSummary = { ...summaryOf(known, ports.clock.now()), state: 'revoked', madeHere: true }
  return revokeListed(ports, { ...revocation, sessions }, token)
}

/** Listing is only a step of the revocation, so its failure is reported as a failed revocation. */
function asRevokeFailure(error: unknown): unknown {
  if (!(error instanceof BotError) || !('operation' in error.facts)) return error
  return new BotError(error.code, { ...error.facts, operation: 'revoke' } as typeof error.facts, { cause: error })
}

/**
 * Revokes one token after the other, and never with Dremio's "delete all": that would include tokens that were not in
 * the list, and the token with which the bot itself works. Each token is recorded at once, so that a failure in the
 * middle hides none.
 */
async function revokeAll(ports: Ports, revocation: Revocation, theirs: TokenSummary[]): Promise<Revoked> {
  const ended = theirs.filter(({ working, state }) => !working && state !== 'expired')
  for (const token of ended) await revoke(ports, revocation, token)
  return { revoked: ended, keptWorking: theirs.some(({ working }) => working) }
}

async function revoke(ports: Ports, { by, owner, sessions }: Revocation, token: TokenSummary): Promise<void> {
  const { tid, label } = token
  const before = await ports.tokens.find(tid)
  const writeDown = () =>
    writeAuditEntry(ports, { action: 'token.revoked', by, for: owner, tid, uid: sessions.revoke.uid, label })
  await revokeOne(ports, sessions.revoke, tid, { writeDown })
  if (!token.madeHere) await markExternalTokenGone(ports, owner, tid)
  // A token that Dremio lists although it is recorded as revoked, or not recorded at all, was revoked only now.
  const wasAlive = token.state !== 'revoked'
  if (wasAlive && (!before || before.state === 'revoked')) await writeDown()
  await refreshTokenCards(ports, tid)
}
