// Who may decide one request at this moment: by today's rules and groups, not by those of the day on which it was asked.
import { approversUnder } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { type FoundReviewers, resolveReviewers, reviewersAmong } from './resolve-reviewers.ts'

/** Nobody, if the rule is gone or is no review any more. Throws `slack_unavailable`. */
export async function currentReviewers(ports: Ports, request: Request): Promise<FoundReviewers> {
  const today = approversUnder(ports.policy(), request.rule)
  if (!today) return { reviewers: new Map() }
  // Whoever was asked keeps the right, also if the approvers were too few then and are enough by now.
  if (request.escalatedAt !== undefined) {
    return reviewersAmong(ports, [...today.approvers, ...today.fallback], request.requester)
  }
  return resolveReviewers(ports, today, request.requester)
}
