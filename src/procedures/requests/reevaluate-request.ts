// Works out what a policy makes of an open request, with what Slack and the records say now; stores and tells nothing.
import type { Person } from '../../core/people/person.ts'
import { type AskedReviewers, applyReevaluation } from '../../core/policy/policy-change.ts'
import { approvalsSuffice, type Reevaluation, reevaluate } from '../../core/policy/reevaluate.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { approvedFor, isRenewal } from '../../core/tokens/rotation.ts'
import { countBefore } from '../../core/tokens/token-quota.ts'
import { reviewersUnder } from '../reviewers/current-reviewers.ts'
import {
  couldAgree,
  type ResolvedReviewers,
  type ReviewerPorts,
  reviewerRolesOf,
} from '../reviewers/resolve-reviewers.ts'
import { policyFacts } from './policy-facts.ts'
import { tokenQuotaOf } from './token-quota.ts'

/** All that the answer depends on; `policy` is the one that is applied. */
export type ReevaluationPorts = ReviewerPorts & Pick<Ports, 'clock' | 'requests' | 'tokens' | 'links'>

/**
 * For a request that is pending or approved, of a served person. Resolves to what the policy makes of it, as a function,
 * because the request may have moved on by the time it is stored. `now` is the moment of the change, milliseconds since
 * epoch. Throws `slack_unavailable` if a group or a manager that
 * the rules name cannot be read.
 */
export async function reevaluateRequest(
  ports: ReevaluationPorts,
  request: Request,
  person: Person,
  now: number,
): Promise<(before: Request) => Request> {
  const policy = ports.policy()
  const { result, asked } = await reevaluateAsToday(ports, request, person)
  return (before) =>
    applyReevaluation(before, result, { now, policyVersion: policy.version, times: policy.request, asked })
}

interface Today {
  result: Reevaluation
  asked?: AskedReviewers
}

/** Slack is asked who decides only if another rule, or another policy, decides about the request. */
async function reevaluateAsToday(ports: ReevaluationPorts, request: Request, person: Person): Promise<Today> {
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
async function factsOf(ports: ReevaluationPorts, request: Request, person: Person) {
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
export async function isDecidedAsRenewal(ports: ReevaluationPorts, request: Request, person: Person): Promise<boolean> {
  const facts = await factsOf(ports, request, person)
  if (!facts.rotation) return false
  const policy = ports.policy()
  return reevaluate(policy, request, facts).rule !== reevaluate(policy, request, { ...facts, rotation: false }).rule
}

async function isRotation(
  ports: Pick<Ports, 'tokens' | 'requests'>,
  { replaces, label, lifetime }: Request,
): Promise<boolean> {
  const old = replaces && (await ports.tokens.find(replaces.tid))
  if (!old) return false
  const request = old.request === undefined ? undefined : await ports.requests.find(old.request)
  return isRenewal({ label, lifetime }, approvedFor(old, request ?? undefined))
}
