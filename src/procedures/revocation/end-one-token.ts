// Ends one token of somebody who is not at the screen, with whatever session allows it, for the administrator who wants it.
import { isBotError } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import { refreshTokenCards } from '../messages/refresh-token-cards.ts'
import { markExternalTokenGone } from '../records/mark-external-token-gone.ts'
import { writeAuditEntry } from '../records/write-audit-entry.ts'
import { unattendedSessions } from '../sessions/unattended-sessions.ts'
import { revokeOne } from './revoke-one.ts'

export interface TokenToEnd {
  /** Slack id. */
  owner: string
  tid: string
  uid: string
  label: string
}

/**
 * - `ended`: by this call; `gone`: somebody else was first
 * - `working`: the bot itself works with it
 * - `left`: only its owner can end it
 * - `later`: a failure that may be over soon
 */
export type EndOfToken = 'ended' | 'gone' | 'working' | 'left' | 'later'

/** `by` is the administrator's Slack id. Throws `redis_unavailable`. */
export async function endOneToken(ports: Ports, token: TokenToEnd, by: string): Promise<EndOfToken> {
  const { owner, tid, uid, label } = token
  let isTemporary = false
  for (const open of unattendedSessions(ports, token, 'revoke')) {
    try {
      const session = await open()
      const known = await ports.tokens.find(tid)
      const entry = { action: 'token.revoked', by, for: owner, tid, uid, label } as const
      const isFirst = await revokeOne(ports, session, tid, entry)
      if (!known) await writeAuditEntry(ports, entry)
      await markExternalTokenGone(ports, owner, tid)
      await refreshTokenCards(ports, tid)
      return isFirst || !known ? 'ended' : 'gone'
    } catch (error) {
      if (isBotError(error, 'own_working_token')) return 'working'
      if (!isBotError(error) || isBotError(error, 'redis_unavailable')) throw error
      isTemporary ||= error.kind === 'unavailable'
    }
  }
  return isTemporary ? 'later' : 'left'
}
