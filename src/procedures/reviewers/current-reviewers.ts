// Lists the people who may decide one request now, by the rules and groups of today, not of the day of the request.
import { approversUnder } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { type FoundReviewers, resolveReviewers, reviewersAmong } from './resolve-reviewers.ts'

/** Empty if the rule is gone or is no review any more. `age` as in `reviewersAmong`. Throws `slack_unavailable`. */
export async function currentReviewers(ports: Ports, request: Request, age?: 'fresh'): Promise<FoundReviewers> {
  const today = approversUnder(ports.policy(), request.rule)
  if (!today) return { reviewers: new Map() }
  // People of the fallback who were asked keep the right, even if there are enough approvers by now.
  if (request.escalatedAt !== undefined) {
    return reviewersAmong(ports, [...today.approvers, ...today.fallback], request.requester, age)
  }
  return resolveReviewers(ports, today, request.requester, age)
}
