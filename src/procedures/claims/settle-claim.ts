// Clears up after a claim that did not end well: whatever it left at Dremio is removed and the request opened again.
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
import { aboutRequest, writeAuditEntry } from '../records/write-audit-entry.ts'
import { scheduleRequestAlarms } from '../requests/schedule-request-alarms.ts'
import type { TokenSessions } from '../sessions/token-sessions.ts'

/**
 * Safe to run at any time, any number of times, by several at once. It is about the attempt that `request` shows and
 * those before it: a newer one that began meanwhile is left alone, and so is one that may still be running, unless
 * `own` says that it is the caller's and over. Tokens whose owner was shown them stay. Throws the codes of Dremio and
 * Redis: then nothing is certain and it is to be run again.
 */
export async function settleClaim(
  ports: Ports,
  request: Request,
  hands: TokenSessions,
  own?: { tid: string | undefined },
): Promise<Request> {
  const known = (await ports.tokens.of(request.requester)).filter((token) => token.request === request.id)
  const shown = known.filter((token) => token.delivery !== 'undelivered' && token.state !== 'revoked')
  const running = own === undefined && claimIsFresh(request, ports.clock.now())
  // The id of a token that was just made is known even where Dremio's list fails, or does not show it yet.
  const made = own?.tid !== undefined && !shown.some(({ tid }) => tid === own.tid) ? [own.tid] : []
  for (const tid of made) await end(ports, hands, tid)
  const listed = await ports.dremioTokens.list(hands.list)
  const left = leftovers(request, listed, shown, running)
  for (const tid of left) await end(ports, hands, tid)
  if (running || !mayHaveLeftToken(request)) return request
  // The process may have died after the showing and before writing "claimed": then the person has it.
  const held = shown.filter(({ tid }) => listed.some((token) => token.tid === tid)).at(-1)
  const settled = await reopen(ports, request, held, new Set([...made, ...left]).size)
  // Slack may have shown it before we died: whoever has it on the screen must hear that it is dead.
  const mayBeSeen = own === undefined && request.state === 'claiming' && known.some(({ tid }) => left.includes(tid))
  if (mayBeSeen) await sendNotice(ports, settled, 'interrupted')
  return settled
}

/** Ids of the tokens at Dremio that carry this request's mark and that nobody was shown. */
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

async function end(ports: Ports, { revoke }: TokenSessions, tid: string): Promise<void> {
  await ports.dremioTokens.revoke(revoke, tid)
  await markTokenRevoked(ports, tid)
}

/** Only this attempt is moved, and only once: whoever else settled it, or went on from there, was first. */
async function reopen(ports: Ports, request: Request, held: Token | undefined, removed: number): Promise<Request> {
  const attempt = request.claim?.attempt ?? 1
  let moved = false
  const settled = await updateRequest(ports, request.id, (before) => {
    moved = before.claim?.attempt === attempt && mayHaveLeftToken(before)
    if (!moved) return before
    if (before.state === 'cancelled') return clearOrphan(before)
    return held ? finishClaim(before, held.tid) : moveOfAttempt(before, attempt, 'undoClaim')
  })
  if (!moved) return settled
  // It may have been collected too late by now.
  await scheduleRequestAlarms(ports, settled)
  const note = held ? 'was shown' : `${removed} removed`
  await writeAuditEntry(ports, { action: 'claim.settled', by: 'bot', ...aboutRequest(settled), note })
  await publishRequestCards(ports, settled)
  return settled
}
