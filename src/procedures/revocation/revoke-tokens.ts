// Revokes one or all of a person's tokens: at Dremio, in the audit log, in our records, and on the cards.
import type { AuditEntry } from '../../core/audit.ts'
import { BotError, isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { ExternalToken } from '../../core/reminders/reminder-record.ts'
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
  /** The owner is done with the token, which is counted apart. */
  givenBack?: boolean | undefined
}

/** What our records said before Dremio was asked: whatever differs afterwards, another process has recorded meanwhile. */
interface Known {
  tokens: Token[]
  externalTokens: ExternalToken[]
}

/**
 * `which` is a token's id or `all`. A token that is gone already counts as revoked. Throws `no_such_token` (also for
 * another person's token), `own_working_token`, Dremio's codes.
 */
export async function revokeTokens(ports: Ports, revocation: Revocation, which: string): Promise<Revoked> {
  const { owner, givenBack } = revocation
  const { externalTokens } = await ports.reminderRecords.of(owner)
  const known = { tokens: await ports.tokens.of(owner), externalTokens }
  const theirs = await listTokens(ports, revocation, known)
  if (which === 'all') return revokeAll(ports, revocation, theirs, known)
  const listed = theirs.find(({ tid }) => tid === which)
  const { token, sessions } = listed
    ? { token: listed, sessions: revocation.sessions }
    : await findUnlisted(ports, revocation, known, which)
  await revoke(ports, { ...revocation, sessions }, token, known)
  return { revoked: [token], keptWorking: false, ...(givenBack && { givenBack }) }
}

async function listTokens(ports: Ports, { sessions }: Revocation, known: Known): Promise<TokenSummary[]> {
  const now = ports.clock.now()
  try {
    const listed = await ports.dremioTokens.list(sessions.list)
    return summarize(listed, known.tokens, now, sessions.revoke.working)
  } catch (error) {
    // If Dremio does not allow listing for others, our records name the tokens, for this Dremio user only.
    if (!sessions.revoke.onBehalf || !isBotError(error, 'dremio_forbidden')) throw asRevokeFailure(error)
    return remembered(
      known.tokens.filter(({ uid }) => uid === sessions.revoke.uid),
      now,
    )
  }
}

/**
 * The token is gone at Dremio, or was made for a user to whom the owner was linked before. Our records say who owns it.
 */
async function findUnlisted(
  ports: Ports,
  revocation: Revocation,
  known: Known,
  tid: string,
): Promise<{ token: TokenSummary; sessions: TokenSessions }> {
  const now = ports.clock.now()
  const recorded = await ports.tokens.find(tid)
  if (recorded?.owner === revocation.owner) {
    const token: TokenSummary = { ...summaryOf(recorded, now), state: 'revoked', madeHere: true }
    return { token, sessions: await revocation.sessionsAs(recorded.uid) }
  }
  const { sessions, givenBack } = revocation
  // A bot that died right after the revocation has not recorded that it is gone, nor counted it.
  const external = known.externalTokens.find((one) => one.tid === tid && one.uid === sessions.revoke.uid)
  if (!givenBack || !external || external.gone) throw new BotError('no_such_token', {})
  const { label, expiresAt } = external
  const token: TokenSummary = {
    tid,
    label,
    expiresAt,
    endsAt: expiresAt,
    state: 'revoked',
    madeHere: false,
    working: false,
  }
  return { token, sessions }
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
async function revokeAll(ports: Ports, revocation: Revocation, theirs: TokenSummary[], known: Known): Promise<Revoked> {
  const ended = theirs.filter(({ working, state }) => !working && state !== 'expired')
  for (const token of ended) await revoke(ports, revocation, token, known)
  return { revoked: ended, keptWorking: theirs.some(({ working }) => working) }
}

async function revoke(
  ports: Ports,
  { by, owner, sessions, givenBack }: Revocation,
  token: TokenSummary,
  known: Known,
): Promise<void> {
  const { tid, label, madeHere } = token
  const before = known.tokens.find((one) => one.tid === tid) ?? (await ports.tokens.find(tid))
  const action = givenBack ? 'token.given_back' : 'token.revoked'
  const entry: AuditEntry = { action, by, for: owner, tid, uid: sessions.revoke.uid, label }
  // What was gone before was ended for another reason.
  await revokeOne(ports, sessions.revoke, tid, entry, { givenBack: givenBack && before?.state !== 'revoked' })
  const isSeen =
    !madeHere && (await markExternalTokenGone(ports, owner, tid, { entry: before ? undefined : entry, givenBack }))
  const wasGone = before ? before.state === 'revoked' : known.externalTokens.some((one) => one.tid === tid && one.gone)
  // A token that Dremio lists although it is recorded as revoked, or not recorded at all, was revoked only now.
  const wasAlive = token.state !== 'revoked'
  if (wasAlive && (wasGone || !(before || isSeen))) await writeAuditEntry(ports, entry)
  await refreshTokenCards(ports, tid)
}
