// Undoes a claim that failed: what was half made is removed at Dremio and the request opened again, or is said to be unsure.
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

/** What the undoing needs to know; filled in as the claim goes on. */
export interface MintedToken {
  /** True from the moment at which Dremio may have made a token. */
  possibly: boolean
  tid?: string
}

/** After more than one attempt the alarm stays: Dremio may still be making what an earlier one stopped waiting for. */
export async function clearAlarm(ports: Ports, request: Request): Promise<void> {
  if (request.claim?.attempt === 1) await ports.alarms.clear('settle-claim', request.id)
}

/**
 * Undoes a claim that failed and returns what to tell the person, or undefined if it turned out well. A definite "no"
 * from Dremio reopens the request at once; anything else is looked up and removed first, and once more by the alarm, for
 * Dremio may be making it late. If that fails as well the request is `unsure`, and says so.
 */
export async function undoClaim(ports: Ports, claim: Claim, error: unknown): Promise<unknown> {
  const { request, session, made } = claim
  const attempt = request.claim?.attempt ?? 1
  const note = error instanceof BotError ? error.code : 'broken'
  try {
    if (!made.possibly) {
      const reopened = await updateRequest(ports, request.id, (before) => moveOfAttempt(before, attempt, 'undoClaim'))
      await clearAlarm(ports, request)
      await scheduleRequestAlarms(ports, reopened)
    } else {
      const settled = await settleClaim(ports, request, sameSessionForBoth(session), { tid: made.tid })
      // Slack's answer was lost, but the person has said that they saved it.
      if (settled.state === 'claimed' && settled.claim?.tid === made.tid) return undefined
    }
  } catch (second) {
    // Nothing was made, so there is nothing to be unsure of; the request opens when its lease is over.
    return made.possibly ? lose(ports, claim, note, second) : error
  }
  // Best effort, because it is undone whether or not it is written down.
  await writeAuditEntry(ports, { action: 'claim.failed', by: 'bot', ...aboutRequest(request), note }).catch(() => {})
  return undone(error)
}

/** What failed at Dremio was, for the person, the making of their token; and by now it is certain that there is none. */
function undone(error: unknown): unknown {
  if (!(error instanceof BotError) || !('mayHaveHappened' in error.facts)) return error
  return new BotError(error.code, { ...error.facts, operation: 'create', mayHaveHappened: false }, { cause: error })
}

async function lose(ports: Ports, { request, session, made }: Claim, note: string, second: unknown): Promise<unknown> {
  const attempt = request.claim?.attempt ?? 1
  try {
    const unsure = await updateRequest(ports, request.id, (before) =>
      moveOfAttempt(before, attempt, 'markClaimUnknown'),
    )
    await writeAuditEntry(ports, {
      action: 'claim.failed',
      by: 'bot',
      ...aboutRequest(unsure),
      note: `${note}, unsure`,
    })
    await publishRequestCards(ports, unsure)
    return new BotError('claim_unsure', {}, { cause: second })
  } catch {
    // Redis is away: the claim stays `claiming` until its lease is over, and is then settled like any other. The token
    // need not live as long, where we know its id.
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
