// Writes a request down, for a first token or in the place of one: checked, decided or sent to its approvers, and shown.
import { BotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import { type Ask, askErrors } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { isClosed, type Request } from '../../core/requests/request.ts'
import { approveByRule } from '../../core/requests/review.ts'
import { MINUTE } from '../../core/time/duration.ts'
import type { Token } from '../../core/tokens/token.ts'
import { enforceRateLimit } from '../access/enforce-rate-limit.ts'
import { publishRequestCards, scheduleCardRefresh } from '../messages/publish-request-cards.ts'
import { updateToken } from '../records/update-token.ts'
import { aboutRequest, writeAuditEntry } from '../records/write-audit-entry.ts'
import { reviewerRolesOf } from '../reviewers/resolve-reviewers.ts'
import { type PreparedRotation, refuseSecondSuccessor } from '../rotation/prepare-rotation.ts'
import { checkRequest } from './check-request.ts'
import { scheduleRequestAlarms } from './schedule-request-alarms.ts'

/**
 * `rotation` is given where it is asked for in the place of another one. Throws `ask_invalid`, every refusal of
 * `checkRequest`, and `rotation_under_way` for an old one that is being replaced already.
 */
export async function createRequest(
  ports: Ports,
  person: Person,
  ask: Ask,
  rotation?: PreparedRotation,
): Promise<Request> {
  const old = rotation?.old
  const policy = ports.policy()
  const fields = askErrors(policy, ask)
  if (Object.keys(fields).length > 0) throw new BotError('ask_invalid', { fields, ...(old && { replaces: old.tid }) })
  const { decision, reviewers, withFallback } = await checkRequest(ports, person, ask, {
    policy,
    ...(rotation && { rotation }),
  })
  await enforceRateLimit(ports, person, 'ask')
  const now = ports.clock.now()
  const asked: Omit<Request, 'id'> = {
    version: 1,
    state: 'pending',
    requester: person.id,
    label: ask.label,
    asked: ask.lifetime,
    lifetime: ask.lifetime,
    reason: ask.reason.trim(),
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
    ...(old && { replaces: { tid: old.tid, expiresAt: old.expiresAt } }),
  }
  const byRule = decision.verdict === 'approve'
  // Approved before it is written: no crash leaves behind a request that nobody decides.
  const request = await create(ports, asked, old, (drawn) =>
    byRule ? approveByRule(drawn, now, now + policy.request.claimWithin) : drawn,
  )
  await scheduleRequestAlarms(ports, request)
  const note = old && { note: `in the place of ${old.tid}` }
  await writeAuditEntry(ports, { action: 'request.created', by: person.id, ...aboutRequest(request), ...note })
  if (byRule) await writeAuditEntry(ports, { action: 'request.approved', by: 'bot', ...aboutRequest(request) })
  await publishRequestCards(ports, request)
  return request
}

/** Ids are short enough to be a mark; one that is taken is drawn again. */
async function create(
  ports: Ports,
  asked: Omit<Request, 'id'>,
  old: Token | undefined,
  ready: (drawn: Request) => Request,
): Promise<Request> {
  for (let replaced = old; ; ) {
    const request = ready({ id: ports.ids.request(), ...asked })
    if (replaced) replaced = await takeTurn(ports, replaced, request.id)
    await scheduleCardRefresh(ports, request.id)
    if (await ports.requests.create(request)) return request
  }
}

/** Nobody replaces a token twice: whoever is written on it first asks for the new one. */
async function takeTurn(ports: Ports, old: Token, id: string): Promise<Token> {
  const { tid, label, owner } = old
  // One that was made elsewhere is remembered from here on.
  await ports.tokens.add(old)
  const before = await ports.tokens.find(tid)
  const earlier = before?.rotation && (await ports.requests.find(before.rotation.request))
  if (earlier && earlier.replaces?.tid === tid && !isClosed(earlier)) {
    throw new BotError('rotation_under_way', { label, request: earlier.id, state: earlier.state })
  }
  // After the request: one that is closed because it was collected has its token by then.
  await refuseSecondSuccessor(ports, old)
  const now = ports.clock.now()
  return updateToken(ports, tid, (latest) => {
    // Whoever wrote that a moment ago may not have written their request yet.
    const isTaken = latest.rotation?.request !== before?.rotation?.request
    const isBeingAsked = !earlier && latest.rotation !== undefined && now < latest.rotation.at + MINUTE
    if (isTaken || isBeingAsked) {
      throw new BotError('rotation_under_way', { label, request: latest.rotation?.request ?? '' })
    }
    // The Dremio user whose list it is in may have been another Slack person's when it was first written down.
    return { ...latest, owner, rotation: { request: id, at: now } }
  })
}
