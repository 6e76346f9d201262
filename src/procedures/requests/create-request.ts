// Creates a request for a new token or a replacement: checks it, decides or sends it to its approvers, and shows it.
import type { AuditEntry } from '../../core/audit.ts'
import { BotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import { type Ask, askProblems, cleanAsk } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { isClosed, type Request } from '../../core/requests/request.ts'
import { approveByRule } from '../../core/requests/review.ts'
import { MINUTE } from '../../core/time/duration.ts'
import type { Token } from '../../core/tokens/token.ts'
import { enforceRateLimit } from '../access/enforce-rate-limit.ts'
import { scheduleCardRefresh } from '../messages/publish-request-cards.ts'
import { settleEarlierCards } from '../messages/settle-earlier-cards.ts'
import { markTokenRevoked } from '../records/mark-token-revoked.ts'
import { updateToken } from '../records/update-token.ts'
import { aboutRequest } from '../records/write-audit-entry.ts'
import { reviewerRolesOf } from '../reviewers/resolve-reviewers.ts'
import { isListedAtDremio } from '../rotation/is-listed.ts'
import { type PreparedRotation, refuseSecondSuccessor } from '../rotation/prepare-rotation.ts'
import { askReviewers } from './ask-reviewers.ts'
import { checkAsk } from './check-request.ts'
import { scheduleRequestAlarms } from './schedule-request-alarms.ts'

/**
 * `rotation` is given if the token replaces another one. Throws `ask_invalid`, every refusal of `checkRequest`, and
 * `rotation_under_way` if the old token is being replaced already, and `message_refused` if the request is stored and Slack
 * refuses to show the requester its card.
 */
export async function createRequest(
  ports: Ports,
  person: Person,
  written: Ask,
  rotation?: PreparedRotation,
): Promise<Request> {
  const ask = cleanAsk(written)
  const old = rotation?.old
  const policy = ports.policy()
  const fields = askProblems(policy, ask, { isReplacement: old !== undefined })
  if (Object.keys(fields).length > 0) throw new BotError('ask_invalid', { fields, ...(old && { replaces: old.tid }) })
  const { decision, reviewers, withFallback, uid } = await checkAsk(ports, person, ask, {
    policy,
    ...(rotation && { rotation }),
  })
  await enforceRateLimit(ports, person, 'ask')
  const seenAt = old && (await lastSeen(ports, old))
  const now = ports.clock.now()
  const asked: Omit<Request, 'id'> = {
    version: 1,
    state: 'pending',
    requester: person.id,
    label: ask.label,
    asked: ask.lifetime,
    lifetime: ask.lifetime,
    reason: ask.reason,
    rule: decision.rule,
    policyVersion: policy.version,
    approvers: [...reviewers.keys()],
    reviewerRoles: reviewerRolesOf(reviewers),
    ...(decision.verdict === 'review'
      ? { quorum: decision.quorum, differentGroups: decision.differentGroups }
      : { quorum: 1, differentGroups: false }),
    ...(decision.verdict === 'review' && decision.channel !== undefined && { channel: decision.channel }),
    approvals: [],
    requestedAt: now,
    lapsesAt: now + policy.request.lapseAfter,
    nudges: 0,
    ...(withFallback && { escalatedAt: now }),
    returns: 0,
    ...(old && { replaces: { tid: old.tid, expiresAt: old.expiresAt, ...(seenAt !== undefined && { seenAt }) } }),
    ...(uid !== undefined && { uid }),
  }
  const byRule = decision.verdict === 'approve'
  // A rule approves the request before it is stored, so that a crash cannot leave a request that nobody decides.
  const request = await create(ports, asked, old, (drawn) =>
    byRule ? approveByRule(drawn, now, now + policy.request.claimWithin) : drawn,
  )
  await scheduleRequestAlarms(ports, request)
  await settleEarlierCards(ports, request)
  const { request: shown, refused, isReviewable } = await askReviewers(ports, request, 'isChecked')
  if (refused.includes(person.id)) {
    const { label, state } = shown
    throw new BotError('message_refused', { about: 'request', label, state, isReviewable })
  }
  return shown
}

/** When Dremio listed the token: now, or not known. Throws `token_stale` if it was revoked at Dremio. */
async function lastSeen(ports: Ports, old: Token): Promise<number | undefined> {
  const now = ports.clock.now()
  const isListed = await isListedAtDremio(ports, old).catch(() => undefined)
  if (isListed !== false) return isListed && now
  await markTokenRevoked(ports, old.tid)
  throw new BotError('token_stale', { state: 'revoked' })
}

/** Ids are short, because they are part of the label. If an id is taken, another one is drawn. */
async function create(
  ports: Ports,
  asked: Omit<Request, 'id'>,
  old: Token | undefined,
  ready: (drawn: Request) => Request,
): Promise<Request> {
  for (let replaced = old; ; ) {
    const request = ready({ id: ports.ids.request(), ...asked })
    if (replaced) replaced = await reserveRotation(ports, replaced, request.id)
    await scheduleCardRefresh(ports, request.id)
    if (!(await ports.requests.create(request, entriesOf(request)))) continue
    ports.audit.written()
    return request
  }
}

function entriesOf(request: Request): AuditEntry[] {
  const { requester, replaces, state } = request
  const about = aboutRequest(request)
  const note = replaces && { note: `in the place of ${replaces.tid}` }
  return [
    { action: 'request.created', by: requester, ...about, ...note },
    ...(state === 'approved' ? [{ action: 'request.approved', by: 'bot', ...about } as const] : []),
  ]
}

/**
 * The record may name another Slack person, to whom the Dremio user was linked when the token was stored. What was
 * approved for that person was not approved for this one, so for this one the token is external.
 */
function ownedBy(owner: string, token: Token): Token {
  if (token.owner === owner) return token
  const { request, ...rest } = token
  return { ...rest, owner, delivery: 'confirmed' }
}

/** A token is replaced only once: the request whose id is stored in its record first may ask for the replacement. */
async function reserveRotation(ports: Ports, old: Token, id: string): Promise<Token> {
  const { tid, label, owner } = old
  // Stores an external token for the first time. A record that exists already is left unchanged.
  await ports.tokens.add(old)
  const before = await ports.tokens.find(tid)
  const earlier = before?.rotation && (await ports.requests.find(before.rotation.request))
  if (earlier && earlier.replaces?.tid === tid && !isClosed(earlier)) {
    throw new BotError('rotation_under_way', { label, request: earlier.id, state: earlier.state })
  }
  // Checked after the request above: a request that was closed because its token was collected has that token by now.
  await refuseSecondSuccessor(ports, old)
  const now = ports.clock.now()
  return updateToken(ports, tid, (latest) => {
    // The process that stored its id a moment ago may not have stored its request yet.
    const isTaken = latest.rotation?.request !== before?.rotation?.request
    const isBeingAsked = !earlier && latest.rotation !== undefined && now < latest.rotation.at + MINUTE
    if (isTaken || isBeingAsked) {
      throw new BotError('rotation_under_way', { label, request: latest.rotation?.request ?? '' })
    }
    return { ...ownedBy(owner, latest), rotation: { request: id, at: now } }
  })
}
