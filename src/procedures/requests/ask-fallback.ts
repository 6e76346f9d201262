// Asks the rule's fallback as well, by adding everybody whom the rule names to the approvers of a request.
import type { ReviewDecision } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { move, type Request } from '../../core/requests/request.ts'
import { updateRequest } from '../records/update-request.ts'
import { aboutRequest } from '../records/write-audit-entry.ts'
import { currentReviewerRoles, reviewersAmong } from '../reviewers/resolve-reviewers.ts'

/**
 * `at` is the moment from which the fallback counts as asked, milliseconds since epoch. Shows nothing. Resolves to the
 * request as it is then, unchanged if somebody else changed it first. Throws as `reviewersAmong`.
 */
export async function askFallback(ports: Ports, request: Request, rule: ReviewDecision, at: number): Promise<Request> {
  const everybody = await reviewersAmong(ports, [...rule.approvers, ...rule.fallback], request.requester)
  const approvers = [...new Set([...request.approvers, ...everybody.reviewers.keys()])]
  const reviewerRoles = currentReviewerRoles(everybody, request.reviewerRoles)
  return updateRequest(
    ports,
    request.id,
    (before) =>
      before.version === request.version
        ? move(before, 'escalate', { escalatedAt: at, approvers, reviewerRoles })
        : before,
    (changed) => ({ action: 'request.escalated', by: 'bot', ...aboutRequest(changed) }),
  )
}
