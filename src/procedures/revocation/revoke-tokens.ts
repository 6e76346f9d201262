// Ends one token of somebody, or every one of them that is known: at Dremio, in our records, in the audit, in words.
import { BotError, isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { type Revoked, remembered, summarize, type Token, type TokenSummary } from '../../core/tokens/token.ts'
import { refreshTokenCards } from '../messages/refresh-token-cards.ts'
import { markExternalTokenGone } from '../records/mark-external-token-gone.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'
import type { TokenSessions } from '../sessions/token-sessions.ts'
import { revokeOne } from './revoke-one.ts'

export interface Revocation {
  /** Slack ids of who does it and of whose tokens they are. */
  by: string
  owner: string
  hands: TokenSessions
  /** Opens sessions as another Dremio user: a token may have been made for one that they were linked to before. */
  handsAs(uid: string): Promise<TokenSessions>
}

/**
 * `which` is a token's id or `all`. One that is gone already counts as revoked. Throws `no_such_token` (also for somebody
 * else's), `own_working_token`, Dremio's codes.
 */
export async function revokeTokens(ports: Ports, ending: Revocation, which: string): Promise<Revoked> {
  const known = await ports.tokens.of(ending.owner)
  const theirs = await living(ports, ending, known)
  if (which === 'all') return endAll(ports, ending, theirs)
  const token = theirs.find(({ tid }) => tid === which)
  return token ? endListed(ports, ending, token) : endUnlisted(ports, ending, which)
}

async function living(ports: Ports, { hands }: Revocation, known: Token[]): Promise<TokenSummary[]> {
  const now = ports.clock.now()
  try {
    const listed = await ports.dremioTokens.list(hands.list)
    return summarize(listed, known, now, hands.revoke.working)
  } catch (error) {
    // Where nobody may list for them we go by what we remember, of this user and no other.
    if (!hands.revoke.onBehalf || !isBotError(error, 'dremio_forbidden')) throw asRevoking(error)
    return remembered(
      known.filter(({ uid }) => uid === hands.revoke.uid),
      now,
    )
  }
}

async function endListed(ports: Ports, ending: Revocation, token: TokenSummary): Promise<Revoked> {
  await end(ports, ending, token)
  return { revoked: [token], keptWorking: false }
}

/** Gone at Dremio, or made for the user that they were linked to before; either way our own records say whose it is. */
async function endUnlisted(ports: Ports, ending: Revocation, tid: string): Promise<Revoked> {
  const known = await ports.tokens.find(tid)
  if (known?.owner !== ending.owner) throw new BotError('no_such_token', {})
  const hands = await ending.handsAs(known.uid)
  const { label, expiresAt } = known
  const token: TokenSummary = { tid, label, expiresAt, state: 'revoked', madeHere: true, working: false }
  return endListed(ports, { ...ending, hands }, token)
}

/** Looking at the list is our way of revoking; for the person it is the revoking that failed. */
function asRevoking(error: unknown): unknown {
  if (!(error instanceof BotError) || !('operation' in error.facts)) return error
  return new BotError(error.code, { ...error.facts, operation: 'revoke' } as typeof error.facts, { cause: error })
}

/**
 * One by one, and never by Dremio's "delete all": that would take along what nobody saw in the list, and the token with
 * which the bot itself works. Each is written down as it goes, so that a failure in the middle hides none.
 */
async function endAll(ports: Ports, ending: Revocation, theirs: TokenSummary[]): Promise<Revoked> {
  const ended = theirs.filter(({ working, state }) => !working && state !== 'expired')
  for (const token of ended) await end(ports, ending, token)
  return { revoked: ended, keptWorking: theirs.some(({ working }) => working) }
}

async function end(ports: Ports, { by, owner, hands }: Revocation, token: TokenSummary): Promise<void> {
  const { tid, label } = token
  const before = await ports.tokens.find(tid)
  const writeDown = () =>
    writeAuditEntry(ports, { action: 'token.revoked', by, for: owner, tid, uid: hands.revoke.uid, label })
  await revokeOne(ports, hands.revoke, tid, { writeDown })
  if (!token.madeHere) await markExternalTokenGone(ports, owner, tid)
  // One that Dremio lists although it was recorded as revoked, or is not ours, ended only now.
  const wasAlive = token.state !== 'revoked'
  if (wasAlive && (!before || before.state === 'revoked')) await writeDown()
  await refreshTokenCards(ports, tid)
}
