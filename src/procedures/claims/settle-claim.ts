// Cleans up after a claim that failed or crashed: removes what it left at Dremio and reopens the request.
import type { Ports } from '../../core/ports.ts'
import {
  claimIsFresh,
  clearOrphan,
  finishClaim,
  mayHaveLeftToken,
  moveOfAttempt,
  type Request,
} from '../../core/requests/request.ts'
import { type ListedToken, readMark, type Token } from '../../core/tokens/token.ts'
import { publishRequestCards } from '../messages/publish-request-cards.ts'
import { sendNotice } from '../messages/send-notice.ts'
import { markTokenRevoked } from '../records/mark-token-revoked.ts'
import { updateRequest } from '../records/update-request.ts'
import { aboutRequest } from '../records/write-audit-entry.ts'
import { scheduleRequestAlarms } from '../requests/schedule-request-alarms.ts'
import type { TokenSessions } from '../sessions/token-sessions.ts'

/**
 * Idempotent, and safe to run in several processes at once. It handles the attempt that `request` shows and those
 * before it. It leaves alone a newer attempt, and a claim that may still be running, unless `own` says that it is the
 * caller's own claim and has ended. Tokens that were shown to their owner are kept. Throws the codes of Dremio and
 * Redis; the outcome is then unknown and it has to run again.
 */
export async function settleClaim(
  ports: Ports,
  request: Request,
  sessions: TokenSessions,
  own?: { tid: string | undefined },
): Promise<Request> {
  const known = (await ports.tokens.of(request.requester)).filter((token) => token.request === request.id)
  const shown = known.filter((token) => token.delivery !== 'undelivered' && token.state !== 'revoked')
  const running = own === undefined && claimIsFresh(request, ports.clock.now())
  // The id of a token that was just created is known even if Dremio's list fails or does not show it yet.
  const made = own?.tid !== undefined && !shown.some(({ tid }) => tid === own.tid) ? [own.tid] : []
  for (const tid of made) await revokeToken(ports, sessions, tid)
  const listed = await ports.dremioTokens.list(sessions.list)
  const left = leftovers(request, listed, shown, running)
  for (const tid of left) await revokeToken(ports, sessions, tid)
  if (running || !mayHaveLeftToken(request)) return request
  const gone = own === undefined ? revokedBefore(request, listed, known) : []
  for (const tid of gone) await markTokenRevoked(ports, tid)
  // The process may have crashed after the token was shown and before `claimed` was stored. The person then has the
  // token.
  const held = shown.filter(({ tid }) => listed.some((token) => token.tid === tid)).at(-1)
  const settled = await reopen(ports, request, held, new Set([...made, ...left]).size)
  // Slack may have shown the token before the crash, so the person must learn that the token on their screen is
  // revoked.
  const mayBeSeen =
    own === undefined &&
    request.state === 'claiming' &&
    known.some(({ tid }) => left.includes(tid) || gone.includes(tid))
  if (mayBeSeen) await sendNotice(ports, settled, 'interrupted')
  return settled
}

/** Ids of the tokens at Dremio that have this request's mark and were shown to nobody. */
function leftovers(request: Request, listed: ListedToken[], shown: Token[], running: boolean): string[] {
  const newest = (request.claim?.attempt ?? 0) - (running ? 1 : 0)
  return listed
    .filter(({ tid, label }) => {
      const mark = readMark(label)
      if (mark.request !== request.id || (mark.attempt ?? 0) > newest) return false
      return !shown.some((token) => token.tid === tid)
    })
    .map(({ tid }) => tid)
}

/** Ids of the tokens that another caller has revoked at Dremio, before it crashed and recorded nothing of it. */
function revokedBefore({ claim }: Request, listed: ListedToken[], known: Token[]): string[] {
  return known
    .filter(({ uid, delivery, state }) => uid === claim?.uid && delivery === 'undelivered' && state !== 'revoked')
    .filter(({ tid }) => !listed.some((token) => token.tid === tid))
    .map(({ tid }) => tid)
}

async function revokeToken(ports: Ports, { revoke }: TokenSessions, tid: string): Promise<void> {
  await ports.dremioTokens.revoke(revoke, tid)
  await markTokenRevoked(ports, tid)
}

/**
 * Moves only this attempt, and only once: if another caller has settled the claim or started a new attempt, nothing
 * changes.
 */
async function reopen(ports: Ports, request: Request, held: Token | undefined, removed: number): Promise<Request> {
  const attempt = request.claim?.attempt ?? 1
  let moved = false
  const note = held ? 'was shown' : `${removed} removed`
  const settled = await updateRequest(
    ports,
    request.id,
    (before) => {
      moved = before.claim?.attempt === attempt && mayHaveLeftToken(before)
      if (!moved) return before
      if (before.state === 'cancelled') return clearOrphan(before)
      return held ? finishClaim(before, held.tid) : moveOfAttempt(before, attempt, 'undoClaim')
    },
    (after) => ({ action: 'claim.settled', by: 'bot', ...aboutRequest(after), note }),
  )
  if (!moved) return settled
  // If the time to collect the token is over, the alarm lets the request lapse.
  await scheduleRequestAlarms(ports, settled)
  await publishRequestCards(ports, settled)
  return settled
}
