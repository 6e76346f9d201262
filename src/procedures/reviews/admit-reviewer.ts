// Admits a person who may decide one request at this moment, and lists all other people who may.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import type { ReviewerRole } from '../../core/requests/review.ts'
import { admit } from '../access/admit-person.ts'
import { findColleague } from '../people/find-colleague.ts'
import { applyPolicy, policyChanged } from '../requests/apply-policy.ts'
import { currentReviewers } from '../reviewers/current-reviewers.ts'
import type { FoundReviewers } from '../reviewers/resolve-reviewers.ts'

export interface AdmittedReviewer {
  /** As today's policy has it, and as it was stored before that was applied. */
  request: Request
  before: Request
  found: FoundReviewers
  /** The reviewer role of this person. */
  role: ReviewerRole
}

/**
 * With `fresh` everything that gives the right is read from Slack at this moment, for a click that decides. Throws
 * `own_request`, `not_an_approver` (also for a person who has lost the right since they were asked), `no_such_request`,
 * `policy_changed` if today's policy decides the request itself, and `slack_unavailable` or `slack_scope_missing` if a
 * group or the requester's manager cannot be read.
 */
export async function admitReviewer(ports: Ports, actor: Actor, id: string, age?: 'fresh'): Promise<AdmittedReviewer> {
  const person = await admit(ports, actor)
  const before = await ports.requests.find(id)
  if (!before) throw new BotError('no_such_request', {})
  if (before.requester === person.id) throw new BotError('own_request', {})
  const request = await applyPolicy(ports, before)
  if (request.state !== before.state && before.approvers.includes(person.id)) throw policyChanged(request, person.id)
  const found = await withoutGone(ports, await currentReviewers(ports, request, age), request, age)
  const role = found.reviewers.get(person.id)
  if (role) return { request, before, found, role }
  // The person may be the manager, but that cannot be read. Unknown must not be treated as no.
  if (found.unreadable !== undefined) {
    throw new BotError('slack_scope_missing', { operation: 'see whose manager you are', scope: found.unreadable })
  }
  throw new BotError('not_an_approver', { of: 'request' })
}

/** What people approved who left since must not make up a quorum with the click that decides. */
async function withoutGone(
  ports: Ports,
  found: FoundReviewers,
  { approvals }: Request,
  age?: 'fresh',
): Promise<FoundReviewers> {
  if (age !== 'fresh' || approvals.length === 0) return found
  const reviewers = new Map(found.reviewers)
  for (const { by } of approvals) {
    if (reviewers.has(by) && !(await findColleague(ports, by, age))) reviewers.delete(by)
  }
  return { ...found, reviewers }
}
