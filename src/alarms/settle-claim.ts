// Cleans up a claim whose lease is over, even if its process crashed: removes a half-created token.
import type { AlarmMoment } from '../core/alarm.ts'
import { isBotError } from '../core/errors.ts'
import type { Ports } from '../core/ports.ts'
import {
  CLAIM_LEASE,
  claimIsFresh,
  clearOrphan,
  mayHaveLeftToken,
  moveOfAttempt,
  type Request,
} from '../core/requests/request.ts'
import { settleClaim } from '../procedures/claims/settle-claim.ts'
import { publishRequestCards } from '../procedures/messages/publish-request-cards.ts'
import { updateRequest } from '../procedures/records/update-request.ts'
import { aboutRequest } from '../procedures/records/write-audit-entry.ts'
import { scheduleRequestAlarms } from '../procedures/requests/schedule-request-alarms.ts'
import { tokenSessionsOf } from '../procedures/sessions/token-sessions.ts'
import { unattendedSubject } from '../procedures/sessions/unattended-sessions.ts'

/** Throws what `settleClaim` throws; the alarm is then retried. */
export async function settleClaimAlarm(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  // The claim names its Dremio user, so that a link that was removed or changed since cannot hide a leftover token.
  if (!request?.claim?.uid) return
  const who = await unattendedSubject(ports, request.requester, request.claim.uid)
  try {
    const settled = await settleClaim(ports, request, await tokenSessionsOf(ports, who))
    // The process that stored the state may have crashed before it updated the cards.
    await publishRequestCards(ports, settled)
  } catch (error) {
    if (!isBotError(error, 'not_signed_in')) throw error
    await waitForSignIn(ports, request, who.left === true)
  }
}

/**
 * If the person has to sign in first, their next click settles the claim, and their card says so. Administrators see a
 * claim that is not settled, also of somebody who has left. A leftover token expires by itself.
 */
async function waitForSignIn(ports: Ports, request: Request, hasLeft: boolean): Promise<void> {
  const now = ports.clock.now()
  if (claimIsFresh(request, now) || !mayHaveLeftToken(request)) return
  const { startedAt = now, attempt = 1 } = request.claim ?? {}
  const endsAt = startedAt + CLAIM_LEASE + request.lifetime
  const isLater = endsAt > now
  let isMoved = false
  const unsure = hasLeft ? 'unsure: they cannot be asked to sign in' : 'unsure: they have to sign in'
  const note = isLater ? unsure : 'whatever was left has expired'
  const after = await updateRequest(
    ports,
    request.id,
    (before) => {
      isMoved = before.version === request.version && !(isLater && before.state !== 'claiming')
      if (!isMoved) return before
      if (isLater) return moveOfAttempt(before, attempt, 'markClaimUnknown')
      return before.state === 'cancelled' ? clearOrphan(before) : moveOfAttempt(before, attempt, 'undoClaim')
    },
    (moved) => ({ action: 'claim.settled', by: 'bot', ...aboutRequest(moved), note }),
  )
  if (isMoved) {
    await scheduleRequestAlarms(ports, after)
    await publishRequestCards(ports, after)
  }
  // Set at the end, because an alarm that is set while it is running is not retried soon after a failure.
  if (isLater) await ports.alarms.set('settle-claim', request.id, endsAt)
}

/** The alarms of all claims that may have left a token. */
export async function* claimsToSettle({ requests }: Ports): AsyncIterable<AlarmMoment> {
  for await (const request of requests.everyOpen()) {
    if (!mayHaveLeftToken(request)) continue
    const { id, claim, requestedAt } = request
    yield { kind: 'settle-claim', id, due: (claim?.startedAt ?? requestedAt) + CLAIM_LEASE }
  }
}
