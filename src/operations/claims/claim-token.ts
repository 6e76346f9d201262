// Creates an approved token at Dremio for the person at the screen and shows it once, or undoes the claim.

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
import { requireRenewableToken, requireSameUser } from '../../procedures/claims/require-renewable-token.ts'
import { settleClaim } from '../../procedures/claims/settle-claim.ts'
import { type Claim, clearAlarm, type MintedToken, undoClaim } from '../../procedures/claims/undo-claim.ts'
import { publishRequestCards } from '../../procedures/messages/publish-request-cards.ts'
import { scheduleReminderCheck } from '../../procedures/records/schedule-reminders.ts'
import { updateRequest } from '../../procedures/records/update-request.ts'
import { aboutRequest } from '../../procedures/records/write-audit-entry.ts'
import { applyPolicy, policyChanged } from '../../procedures/requests/apply-policy.ts'
import { requireQuota } from '../../procedures/requests/token-quota.ts'
import { openSession } from '../../procedures/sessions/open-session.ts'
import { sameSessionForBoth } from '../../procedures/sessions/token-sessions.ts'

/**
 * Resolves to a sign-in link if the person has to sign in first; the card of the request shows the same link. Throws
 * `no_such_request` (also for another person's request), `request_stale` (another click was first), the codes of
 * `identifyPerson`, Dremio's codes, `showing_failed` and `claim_late`. Throws `claim_unsure` if a half-created token
 * could not be removed, `claim_interrupted` if it was revoked but that could not be stored, and `claim_unwritten` if
 * the person has the token but that could not be stored.
 */
export async function claimToken(ports: Ports, actor: Actor, id: string): Promise<SignInOffer | undefined> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (request?.requester !== person.id) throw new BotError('no_such_request', {})
  // Checked before the sign-in, so that nobody signs in for a request that cannot be claimed.
  const now = ports.clock.now()
  if (!mayBeClaimed(request, now)) throw stale(asOf(request, now))
  await enforceRateLimit(ports, person, 'collect')
  await requireQuota(ports, request)
  const offer = await settleIfStuck(ports, person, request)
  if (offer) return offer
  const approved = await requireSamePolicyOutcome(ports, person, id)
  const session = await openToClaim(ports, person, approved)
  if ('url' in session) return session
  await requireSameUser(ports, approved, session)
  await requireRenewableToken(ports, approved, { person, session })
  // Dremio may have taken its time.
  if (ports.policy().version !== approved.policyVersion) await requireSamePolicyOutcome(ports, person, id)

  const claiming = await updateRequest(ports, id, (before) => startClaim(before, ports.clock.now(), session.uid))
  const claim: Claim = { person, session, request: claiming, made: { mayExist: false } }
  let token: Token
  try {
    // Checked again, because two claims of the same person that started at the same moment see each other now.
    await requireQuota(ports, claiming)
    await writeAhead(ports, claim)
    token = await createAndShow(ports, claim)
  } catch (error) {
    const failure = await undoClaim(ports, claim, error)
    if (failure !== undefined) throw failure
    return undefined
  }
  await finish(ports, claim, token)
  return undefined
}

/** Throws `policy_changed` if today's policy makes something else of the approval. The card then says what. */
async function requireSamePolicyOutcome(ports: Ports, person: Person, id: string): Promise<Request> {
  const approved = await ports.requests.find(id)
  if (!approved) throw new BotError('no_such_request', {})
  const request = await applyPolicy(ports, approved, person)
  if (request.state !== approved.state || request.lifetime !== approved.lifetime)
    throw policyChanged(request, person.id)
  return request
}

/** The link is on the card on which the person clicked. After the sign-in *Show token* replaces it there. */
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
 * A claim that crashed, or that could not be cleaned up, is cleaned up by the next click. A person who was linked to
 * another Dremio user since has to sign in as the earlier one for that. Resolves to the sign-in link if one is needed.
 */
async function settleIfStuck(ports: Ports, person: Person, request: Request): Promise<SignInOffer | undefined> {
  if (request.state !== 'claiming' && request.state !== 'unsure') return undefined
  const uid = request.claim?.uid
  if (uid === undefined) throw new BotError('broken', {})
  const session = await openToClaim(ports, person, request, uid)
  if ('url' in session) return session
  try {
    await settleClaim(ports, request, sameSessionForBoth(session))
    return undefined
  } catch (error) {
    throw new BotError('claim_unsure', {}, { cause: error })
  }
}

/**
 * Called before the token is created, because its creation cannot be undone without a trace. No token is created
 * without an alarm and an audit entry.
 */
async function writeAhead(ports: Ports, claim: Claim): Promise<void> {
  const { person, session, request } = claim
  await ports.alarms.set('settle-claim', request.id, ports.clock.now() + CLAIM_LEASE)
  const entry: AuditEntry = { action: 'claim.started', by: person.id, uid: session.uid, ...aboutRequest(request) }
  await ports.audit.append(entry)
}

/** Resolves when the person has the token and that is stored. */
async function createAndShow(ports: Ports, { person, session, request, made }: Claim): Promise<Token> {
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
    ...(request.replaces && { replaces: request.replaces.tid }),
  }
  // Scheduled before the write, so that a crash cannot lose it, and after the write, because a check in between does
  // not see the token.
  await scheduleReminderCheck(ports, person.id)
  await ports.tokens.add(token)
  await scheduleReminderCheck(ports, person.id)
  const { chaseAfter, revokeAfter } = ports.policy().receipt
  await ports.alarms.set('chase-receipt', token.tid, ports.clock.now() + Math.min(chaseAfter, revokeAfter))
  // If the process was suspended here, another process may have settled the claim and revoked the token.
  if (!claimIsFresh(request, ports.clock.now())) throw new BotError('claim_late', {})
  await ports.delivery.show(person, token, secret)
  // Stored before anything else, because the clean-up after a crash relies on it.
  const shown: Token = { ...token, version: 2, delivery: 'shown', shownAt: ports.clock.now() }
  if (!(await storeShown(ports, token, shown))) await refuseRevoked(ports, token)
  return shown
}

/** The secret is on the screen. If that cannot be stored it is revoked, and the person must read that. */
async function storeShown(ports: Ports, token: Token, shown: Token): Promise<boolean> {
  try {
    return await ports.tokens.swap(token, shown)
  } catch (error) {
    throw new BotError('claim_interrupted', {}, { cause: error })
  }
}

async function create(ports: Ports, session: Session, ask: { label: string; lifetime: number }, made: MintedToken) {
  made.mayExist = true
  try {
    const created = await ports.dremioTokens.create(session, ask)
    if (created.tid !== undefined) made.tid = created.tid
    return created
  } catch (error) {
    if (error instanceof BotError && 'mayHaveHappened' in error.facts) made.mayExist = error.facts.mayHaveHappened
    throw error
  }
}

/** The token that was just created, as Dremio lists it: by the id in its secret, else by its mark. */
function confirm(listed: ListedToken[], label: string, tid: string | undefined): ListedToken {
  const token = listed.find((one) => one.tid === tid) ?? listed.find((one) => one.label === label)
  // A token that is not in the list could not be revoked, and nobody could be reminded of it, so the claim fails.
  if (!token) throw new BotError('dremio_answer_absurd', { operation: 'create', mayHaveHappened: true })
  return token
}

/**
 * The owner may have confirmed the receipt before this process stored that the token was shown. That is fine, but a
 * token that was revoked meanwhile must not count as delivered.
 */
async function refuseRevoked(ports: Ports, token: Token): Promise<void> {
  const now = await ports.tokens.find(token.tid)
  if (now?.state === 'revoked') throw new BotError('token_stale', { state: 'revoked' })
}

/** The person has the token, so the claim is not undone from here on. The alarm repeats what could not be stored. */
async function finish(ports: Ports, { person, session, request }: Claim, token: Token): Promise<void> {
  const { tid } = token
  try {
    const claimed = await updateRequest(
      ports,
      request.id,
      (before) => (before.state === 'claimed' && before.claim?.tid === tid ? before : finishClaim(before, tid)),
      (after) => ({ action: 'claim.finished', by: person.id, uid: session.uid, tid, ...aboutRequest(after) }),
    )
    await publishRequestCards(ports, claimed)
    // The stored session expires within minutes anyway.
    await ports.sessions.release(person.id).catch(() => {})
    // Cleared at the end, so that the alarm runs if a step above failed.
    await clearAlarm(ports, request)
  } catch (error) {
    throw new BotError('claim_unwritten', {}, { cause: error })
  }
}
