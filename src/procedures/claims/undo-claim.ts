// Undoes a failed claim: removes a half-created token at Dremio, then reopens the request or marks it as unsure.
import { BotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { moveOfAttempt, type Request } from '../../core/requests/request.ts'
import type { Session } from '../../core/sessions/session.ts'
import { publishRequestCards } from '../messages/publish-request-cards.ts'
import { updateRequest } from '../records/update-request.ts'
import { aboutRequest, writeAuditEntry } from '../records/write-audit-entry.ts'
import { scheduleRequestAlarms } from '../requests/schedule-request-alarms.ts'
import { sameSessionForBoth } from '../sessions/token-sessions.ts'
import { settleClaim } from './settle-claim.ts'

export interface Claim {
  person: Person
  session: Session
  request: Request
  made: MintedToken
}

/** What the clean-up needs to know. The claim fills it in as it proceeds. */
export interface MintedToken {
  /** True from the moment at which Dremio may have created a token. */
  mayExist: boolean
  tid?: string
}

/**
 * After more than one attempt the alarm stays set, because Dremio may still create the token of an attempt that timed
 * out.
 */
export async function clearAlarm(ports: Ports, request: Request): Promise<void> {
  if (request.claim?.attempt === 1) await ports.alarms.clear('settle-claim', request.id)
}

/**
 * Undoes a failed claim and returns the failure to report, or undefined if the claim succeeded after all. After a
 * definite refusal by Dremio the request is reopened at once. After any other failure the token is looked up and
 * removed first, and again by the alarm, because Dremio may create it late. If the clean-up fails as well, the request
 * becomes `unsure`.
 */
export async function undoClaim(ports: Ports, claim: Claim, error: unknown): Promise<unknown> {
  const { request, session, made } = claim
  const attempt = request.claim?.attempt ?? 1
  const note = error instanceof BotError ? error.code : 'broken'
  try {
    if (!made.mayExist) {
      const reopened = await updateRequest(ports, request.id, (before) => moveOfAttempt(before, attempt, 'undoClaim'))
      await clearAlarm(ports, request)
      await scheduleRequestAlarms(ports, reopened)
    } else {
      const settled = await settleClaim(ports, request, sameSessionForBoth(session), { tid: made.tid })
      // Slack's response was lost, but the owner has confirmed the receipt.
      if (settled.state === 'claimed' && settled.claim?.tid === made.tid) return undefined
    }
  } catch (second) {
    // No token was created, so nothing is unsure. The alarm reopens the request when its lease is over.
    return made.mayExist ? markUnsure(ports, claim, note, second) : error
  }
  // Best effort, because the claim is undone even if its audit entry cannot be written.
  await writeAuditEntry(ports, { action: 'claim.failed', by: 'bot', ...aboutRequest(request), note }).catch(() => {})
  return asCreateFailure(error)
}

/**
 * Reports a failed step at Dremio as a failed creation, because that is what the person asked for. At this point it is
 * certain that no token exists.
 */
function asCreateFailure(error: unknown): unknown {
  if (!(error instanceof BotError) || !('mayHaveHappened' in error.facts)) return error
  return new BotError(error.code, { ...error.facts, operation: 'create', mayHaveHappened: false }, { cause: error })
}

async function markUnsure(
  ports: Ports,
  { request, session, made }: Claim,
  note: string,
  second: unknown,
): Promise<unknown> {
  const attempt = request.claim?.attempt ?? 1
  try {
    const unsure = await updateRequest(
      ports,
      request.id,
      (before) => moveOfAttempt(before, attempt, 'markClaimUnknown'),
      (after) => ({ action: 'claim.failed', by: 'bot', ...aboutRequest(after), note: `${note}, unsure` }),
    )
    await publishRequestCards(ports, unsure)
    return new BotError('claim_unsure', {}, { cause: second })
  } catch {
    // Redis is unavailable. The claim stays `claiming` until its lease is over, and the alarm then settles it. If the
    // id of the token is known, the token is revoked right now.
    return (await isRevoked(ports, session, made.tid))
      ? new BotError('claim_interrupted', {}, { cause: second })
      : new BotError('claim_unsure', {}, { cause: second })
  }
}

async function isRevoked(ports: Ports, session: Session, tid: string | undefined): Promise<boolean> {
  if (tid === undefined) return false
  return ports.dremioTokens.revoke(session, tid).then(
    () => true,
    () => false,
  )
}
