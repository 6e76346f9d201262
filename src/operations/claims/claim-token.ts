// Collects an approved token: made now, at Dremio, for the person at the screen, shown once, or undone.

import type { AuditEntry } from '../../core/audit.ts'
import { BotError, isBotError } from '../../core/errors.ts'
import type { Actor, Person } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import {
  asOf,
  CLAIM_LEASE,
  claimIsFresh,
  claimMayCreate,
  finishClaim,
  mayBeClaimed,
  type Request,
  stale,
  startClaim,
} from '../../core/requests/request.ts'
import type { Session } from '../../core/sessions/session.ts'
import type { SignInOffer } from '../../core/sessions/sign-in.ts'
import { type ListedToken, markedLabel, type Token } from '../../core/tokens/token.ts'
import { admit } from '../../procedures/access/admit-person.ts'
import { enforceRateLimit } from '../../procedures/access/enforce-rate-limit.ts'
import { requireRenewableToken } from '../../procedures/claims/require-renewable-token.ts'
import { settleClaim } from '../../procedures/claims/settle-claim.ts'
import { type Claim, clearAlarm, type Made, undoClaim } from '../../procedures/claims/undo-claim.ts'
import { publishRequestCards } from '../../procedures/messages/publish-request-cards.ts'
import { scheduleReminderCheck } from '../../procedures/records/schedule-reminders.ts'
import { updateRequest } from '../../procedures/records/update-request.ts'
import { aboutRequest, writeAuditEntry } from '../../procedures/records/write-audit-entry.ts'
import { requireQuota } from '../../procedures/requests/token-quota.ts'
import { openSession } from '../../procedures/sessions/open-session.ts'
import { sameSessionForBoth } from '../../procedures/sessions/token-sessions.ts'

/**
 * Whoever has to sign in first finds the link on the card; it is the answer as well. Throws `no_such_request` (also for somebody else's),
 * `request_stale` (another click was first), the codes of
 * identity and of Dremio, `showing_failed`, `claim_late`; `claim_unsure` if what was half made could not be removed,
 * `claim_interrupted` if that could not be written down, and `claim_unwritten` if the person has the token but that
 * could not.
 */
export async function claimToken(ports: Ports, actor: Actor, id: string): Promise<SignInOffer | undefined> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (request?.requester !== person.id) throw new BotError('no_such_request', {})
  // Before they sign in for nothing.
  const now = ports.clock.now()
  if (!mayBeClaimed(request, now)) throw stale(asOf(request, now))
  await enforceRateLimit(ports, person, 'collect')
  await requireQuota(ports, request)
  const offer = await settleIfStuck(ports, person, request)
  if (offer) return offer
  const session = await openToClaim(ports, person, request)
  if ('url' in session) return session
  await requireRenewableToken(ports, request, session)

  const claiming = await updateRequest(ports, id, (before) => startClaim(before, ports.clock.now(), session.uid))
  const claim: Claim = { person, session, request: claiming, made: { mayExist: false } }
  let token: Token
  try {
    // Once more, now that whoever collects another one of theirs at this moment sees this one.
    await requireQuota(ports, claiming)
    await writeAhead(ports, claim)
    token = await mintAndShow(ports, claim)
  } catch (error) {
    const failure = await undoClaim(ports, claim, error)
    if (failure !== undefined) throw failure
    return undefined
  }
  await finish(ports, claim, token)
  return undefined
}

/** The link stands where they clicked, and becomes *Show token* there once they are back. */
async function openToClaim(
  ports: Ports,
  person: Person,
  request: Request,
  uid?: string,
): Promise<Session | SignInOffer> {
  try {
    return await openSession(ports, person, 'create', { kind: 'claim', request: request.id }, uid)
  } catch (error) {
    if (!isBotError(error, 'sign_in_needed')) throw error
    await publishRequestCards(ports, request, error.facts)
    return error.facts
  }
}

/**
 * A claim that died in an earlier process, or could not be cleaned up then, is cleaned up by the next click; whoever was
 * linked to another Dremio user since has to be that one again for it. Answers with the link to sign in with, if one is needed.
 */
async function settleIfStuck(ports: Ports, person: Person, request: Request): Promise<SignInOffer | undefined> {
  if (request.state !== 'claiming' && request.state !== 'unsure') return undefined
  const uid = request.claim?.uid
  if (uid === undefined) throw new BotError('broken', {})
  const cleaner = await openToClaim(ports, person, request, uid)
  if ('url' in cleaner) return cleaner
  try {
    await settleClaim(ports, request, sameSessionForBoth(cleaner))
    return undefined
  } catch (error) {
    throw new BotError('claim_unsure', {}, { cause: error })
  }
}

/** Before the deed, because it cannot be undone unseen: without an alarm and an audit entry no token is made. */
async function writeAhead(ports: Ports, claim: Claim): Promise<void> {
  const { person, session, request } = claim
  await ports.alarms.set('settle-claim', request.id, ports.clock.now() + CLAIM_LEASE)
  const entry: AuditEntry = { action: 'claim.started', by: person.id, uid: session.uid, ...aboutRequest(request) }
  await ports.audit.append(entry)
}

/** Resolves when the person has the token and that is written down. */
async function mintAndShow(ports: Ports, { person, session, request, made }: Claim): Promise<Token> {
  if (!claimMayCreate(request, ports.clock.now())) throw new BotError('claim_late', {})
  const ask = { label: markedLabel(request), lifetime: request.lifetime }
  const { secret, tid } = await create(ports, session, ask, made)
  const listed = confirm(await ports.dremioTokens.list(session), ask.label, tid)
  made.tid = listed.tid
  const token: Token = {
    tid: listed.tid,
    uid: session.uid,
    owner: person.id,
    label: request.label,
    createdAt: listed.createdAt,
    expiresAt: listed.expiresAt,
    request: request.id,
    version: 1,
    state: 'active',
    delivery: 'undelivered',
    ...(request.rotates && { replaces: request.rotates.tid }),
  }
  // Before, so that no crash forgets it; and after, because a look that came in between has not seen it.
  await scheduleReminderCheck(ports, person.id)
  await ports.tokens.add(token)
  await scheduleReminderCheck(ports, person.id)
  const { chaseAfter, revokeAfter } = ports.policy().receipt
  await ports.alarms.set('chase-receipt', token.tid, ports.clock.now() + Math.min(chaseAfter, revokeAfter))
  // A process that slept here (a suspended machine) may have been settled meanwhile: the token would be a dead one.
  if (!claimIsFresh(request, ports.clock.now())) throw new BotError('claim_late', {})
  await ports.delivery.show(person, token, secret)
  // Before anything else: whoever clears up after a crash goes by it.
  const shown: Token = { ...token, version: 2, delivery: 'shown', shownAt: ports.clock.now() }
  if (!(await ports.tokens.swap(token, shown))) await movedMeanwhile(ports, token)
  return shown
}

async function create(ports: Ports, session: Session, ask: { label: string; lifetime: number }, made: Made) {
  made.mayExist = true
  try {
    const minted = await ports.dremioTokens.create(session, ask)
    if (minted.tid !== undefined) made.tid = minted.tid
    return minted
  } catch (error) {
    if (error instanceof BotError && 'mayHaveHappened' in error.facts) made.mayExist = error.facts.mayHaveHappened
    throw error
  }
}

/** The token that was just made, as Dremio lists it: by the id in its secret, else by its mark. */
function confirm(listed: ListedToken[], label: string, tid: string | undefined): ListedToken {
  const token = listed.find((one) => one.tid === tid) ?? listed.find((one) => one.label === label)
  // A token that cannot be found cannot be listed, reminded of or revoked either: better none than that.
  if (!token) throw new BotError('dremio_answer_absurd', { operation: 'create', mayHaveHappened: true })
  return token
}

/** "I have saved it" may be faster than our own writing; a token that was revoked is not there to be had. */
async function movedMeanwhile(ports: Ports, token: Token): Promise<void> {
  const now = await ports.tokens.find(token.tid)
  if (now?.state === 'revoked') throw new BotError('token_stale', { state: 'revoked' })
}

/** The person has the token: nothing from here on undoes that, and what is not written down is caught up by the alarm. */
async function finish(ports: Ports, { person, session, request }: Claim, token: Token): Promise<void> {
  const { tid } = token
  try {
    const claimed = await updateRequest(ports, request.id, (before) =>
      before.state === 'claimed' && before.claim?.tid === tid ? before : finishClaim(before, tid),
    )
    await writeAuditEntry(ports, {
      action: 'claim.finished',
      by: person.id,
      uid: session.uid,
      tid,
      ...aboutRequest(claimed),
    })
    await publishRequestCards(ports, claimed)
    // What rests is gone in minutes anyway.
    await ports.sessions.release(person.id).catch(() => {})
    // Last, so that it comes for whatever of this was not done.
    await clearAlarm(ports, request)
  } catch (error) {
    throw new BotError('claim_unwritten', {}, { cause: error })
  }
}
