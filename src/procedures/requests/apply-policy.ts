// Applies today's policy to an open request, stores what it changes, and tells the people whom that concerns.
import type { AuditEntry } from '../../core/audit.ts'
import { BotError } from '../../core/errors.ts'
import type { Person } from '../../core/people/person.ts'
import { denialOf } from '../../core/policy/evaluate.ts'
import { type AskedReviewers, applyReevaluation } from '../../core/policy/policy-change.ts'
import { approvalsSuffice, type Reevaluation, reevaluate } from '../../core/policy/reevaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { isOver, isUnderPolicy, type Request } from '../../core/requests/request.ts'
import { undecided } from '../../core/requests/review.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { approvedFor, isRenewal } from '../../core/tokens/rotation.ts'
import { countBefore } from '../../core/tokens/token-quota.ts'
import { sendNotice } from '../messages/send-notice.ts'
import { findColleague } from '../people/find-colleague.ts'
import { updateRequest } from '../records/update-request.ts'
import { aboutRequest } from '../records/write-audit-entry.ts'
import { reviewersUnder } from '../reviewers/current-reviewers.ts'
import { couldAgree, type ResolvedReviewers, reviewerRolesOf } from '../reviewers/resolve-reviewers.ts'
import { askReviewers } from './ask-reviewers.ts'
import { policyFacts } from './policy-facts.ts'
import { scheduleRequestAlarms } from './schedule-request-alarms.ts'
import { tokenQuotaOf } from './token-quota.ts'

/**
 * Called at the decision, at the claim, and when the policy file was read again. Resolves to the request as it is
 * afterwards. `requester` is given if they were looked up already. Throws `slack_unavailable` if a group or a manager
 * that the rules name cannot be read, because an unknown fact must not let a request pass.
 */
export async function applyPolicy(ports: Ports, request: Request, requester?: Person): Promise<Request> {
  const now = ports.clock.now()
  if (!isUnderPolicy(request) || isOver(request, now)) return request
  const person = requester ?? (await findColleague(ports, request.requester))
  // A requester who is not served cannot collect anything, so nothing has to change.
  if (!person) return request
  const policy = ports.policy()
  const { result, asked } = await reevaluateAsToday(ports, request, person)
  const apply = (before: Request) =>
    applyReevaluation(before, result, { now, policyVersion: policy.version, times: policy.request, asked })
  if (apply(request) === request) return request
  // Set before the change is stored, so that no crash leaves people untold.
  await ports.alarms.set('apply-policy', request.id, now + MINUTE)
  let isOurs = false
  const after = await updateRequest(
    ports,
    request.id,
    (before) => {
      // If somebody or time was first, the alarm that was set above applies the policy to what they made of it.
      isOurs = before.version === request.version
      return isOurs ? apply(before) : before
    },
    (changed) => entryOf(changed, now),
  )
  if (isOurs && (await tell(ports, after, now))) await ports.alarms.clear('apply-policy', request.id)
  return after
}

/** Edits the cards, which name the rule; more is told only of what makes a difference to somebody. */
async function tell(ports: Ports, request: Request, now: number): Promise<boolean> {
  if (request.policyChange?.at !== now) {
    await askReviewers(ports, request, 'isChecked')
    return true
  }
  await scheduleRequestAlarms(ports, request)
  await askReviewers(ports, request, 'isChecked')
  return sendPolicyChange(ports, request)
}

function entryOf(request: Request, now: number): AuditEntry | undefined {
  const { policyChange } = request
  if (policyChange?.at !== now) return undefined
  return { action: 'request.policy_changed', by: 'bot', ...aboutRequest(request), note: policyChange.kind }
}

/**
 * Sends the requester a notice, and asks those again who had a card already; each message once, however often this is
 * called. False if a message was not sent, and sending it later may help.
 */
export async function sendPolicyChange(ports: Ports, request: Request): Promise<boolean> {
  const { policyChange, state } = request
  // Others are asked now, which the cards say; the requester has nothing to do.
  if (!policyChange || policyChange.kind === 'reviewers') return true
  const again = policyChange.kind === 'review' && state === 'pending' ? (policyChange.asked ?? []) : []
  const waiting = undecided(request, new Map(Object.entries(request.reviewerRoles)))
  const sent = await Promise.all([
    sendNotice(ports, request, 'policy changed'),
    ports.messenger.remindReviewers(
      request,
      waiting.filter((id) => again.includes(id)),
      0,
    ),
  ])
  return sent.every(Boolean)
}

/** For a click of this person (Slack id) that was made before they could see the change. */
export function policyChanged(request: Request, person: string): BotError {
  const { state, lifetime, requester, review, policyChange } = request
  const denial = denialOf(review)
  return new BotError('policy_changed', {
    state,
    lifetime,
    isShorter: policyChange !== undefined && lifetime < policyChange.lifetime,
    mine: person === requester,
    byFile: policyChange?.byFile ?? true,
    ...(denial && { denial }),
  })
}

interface Today {
  result: Reevaluation
  asked?: AskedReviewers
}

/** Slack is asked who decides only if another rule, or another policy, decides about the request. */
async function reevaluateAsToday(ports: Ports, request: Request, person: Person): Promise<Today> {
  const policy = ports.policy()
  const facts = await factsOf(ports, request, person)
  const result = reevaluate(policy, request, facts)
  if (result.verdict !== 'review') return { result }
  const { decision, rule, lifetime } = result
  if (request.state === 'pending' && rule === request.rule && policy.version === request.policyVersion)
    return { result }
  // A review that begins again begins with the approvers.
  const { requester, escalatedAt } = request
  const found = await reviewersUnder(ports, decision, {
    requester,
    escalatedAt: request.state === 'pending' ? escalatedAt : undefined,
  })
  if (request.state === 'approved' && approvalsSuffice(request, decision, found.reviewers)) {
    return { result: { verdict: 'approved', rule, lifetime } }
  }
  if (!couldAgree(decision, found.reviewers)) return { result: nobodyDecides(rule, found) }
  const { reviewers, withFallback } = found
  return { result, asked: { reviewers, reviewerRoles: reviewerRolesOf(reviewers), withFallback } }
}

function nobodyDecides(rule: string, { unreadable, missingGroups }: ResolvedReviewers): Reevaluation {
  const managerUnreadable = unreadable !== undefined
  const denial = { kind: 'no approver' as const, managerUnreadable, ...(missingGroups && { missingGroups }) }
  return { verdict: 'denied', rule, denial }
}

/** The conditions on hours and days are about the moment of the request; all others are about today. */
async function factsOf(ports: Ports, request: Request, person: Person) {
  const { requester, replaces, requestedAt } = request
  const held = await tokenQuotaOf(ports, requester)
  const facts = await policyFacts(ports, person, ports.policy(), held, {
    replaces: replaces !== undefined,
    rotation: await isRotation(ports, request),
  })
  const link = await ports.links.of(requester)
  return {
    ...facts,
    activeTokens: countBefore(request, held, ports.clock.now()),
    openRequests: 0,
    now: requestedAt,
    uid: link?.uid,
  }
}

/** Whether another rule would decide if the request were for a new token. */
export async function isDecidedAsRenewal(ports: Ports, request: Request, person: Person): Promise<boolean> {
  const facts = await factsOf(ports, request, person)
  if (!facts.rotation) return false
  const policy = ports.policy()
  return reevaluate(policy, request, facts).rule !== reevaluate(policy, request, { ...facts, rotation: false }).rule
}

async function isRotation(ports: Ports, { replaces, label, lifetime }: Request): Promise<boolean> {
  const old = replaces && (await ports.tokens.find(replaces.tid))
  if (!old) return false
  const request = old.request === undefined ? undefined : await ports.requests.find(old.request)
  return isRenewal({ label, lifetime }, approvedFor(old, request ?? undefined))
}
