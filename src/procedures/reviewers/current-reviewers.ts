// Lists the people who may decide one request now, by the rules and groups of today, not of the day of the request.
import { approversUnder, type ReviewDecision } from '../../core/policy/evaluate.ts'
import type { Request } from '../../core/requests/request.ts'
import {
  type FoundReviewers,
  type ResolvedReviewers,
  type ReviewerPorts,
  resolveReviewers,
  reviewersAmong,
} from './resolve-reviewers.ts'

/** Empty if the rule is gone or is no review any more. `age` as in `reviewersAmong`. Throws `slack_unavailable`. */
export async function currentReviewers(ports: ReviewerPorts, request: Request, age?: 'fresh'): Promise<FoundReviewers> {
  const today = approversUnder(ports.policy(), request.rule)
  return today ? reviewersUnder(ports, today, request, age) : { reviewers: new Map() }
}

/** The people who decide under this rule. Once the fallback was asked it keeps the right, however many approvers there are. */
export async function reviewersUnder(
  ports: ReviewerPorts,
  rule: ReviewDecision,
  { requester, escalatedAt }: Pick<Request, 'requester' | 'escalatedAt'>,
  age?: 'fresh',
): Promise<ResolvedReviewers> {
  if (escalatedAt === undefined) return resolveReviewers(ports, rule, requester, age)
  const found = await reviewersAmong(ports, [...rule.approvers, ...rule.fallback], requester, age)
  return { ...found, withFallback: true }
}
