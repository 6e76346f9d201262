// Shows a request to those who decide. Others are asked for those who can't be reached; where nobody is left, that is told at once.
import { isBotError } from '../../core/errors.ts'
import { approversUnder } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { move, type Request, waitingSince } from '../../core/requests/request.ts'
import type { Reviewers } from '../../core/requests/review.ts'
import { MINUTE } from '../../core/time/duration.ts'
import { settleCardRefresh, showRequestCards } from '../messages/publish-request-cards.ts'
import { findColleague } from '../people/find-colleague.ts'
import { updateRequest } from '../records/update-request.ts'
import { aboutRequest } from '../records/write-audit-entry.ts'
import {
  couldAgree,
  currentReviewerRoles,
  type FoundReviewers,
  reviewersAmong,
} from '../reviewers/resolve-reviewers.ts'
import { askFallback } from './ask-fallback.ts'
import { tellUnreviewable } from './tell-unreviewable.ts'

/** So many changes in one call: for those who can't be reached, the fallback, and what people do meanwhile. */
const MOST_ROUNDS = 6

export interface AskedReviewers {
  request: Request
  /** As in `ShownCards`. */
  refused: string[]
  /** False if nobody who may decide can be reached. */
  isReviewable: boolean
  /** False if somebody could not be shown or told it, and trying again later may help. */
  isDone: boolean
}

/**
 * Like `publishRequestCards`: what could not be shown or told comes again by an alarm. `isChecked` if it was looked up
 * just now who decides; then that is not done again unless Slack refuses somebody.
 */
export async function askReviewers(ports: Ports, request: Request, isChecked?: 'isChecked'): Promise<AskedReviewers> {
  const asked = await tryToAskReviewers(ports, request, isChecked)
  await settleCardRefresh(ports, request.id, asked.isDone)
  return asked
}

/** Whom Slack refuses once is not tried again in the same call. */
export async function tryToAskReviewers(
  ports: Ports,
  request: Request,
  isChecked?: 'isChecked',
): Promise<AskedReviewers> {
  let asked: AskedReviewers = { request, refused: [], isReviewable: true, isDone: true }
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { isShown, refused } = await showRequestCards(ports, asked.request, undefined, asked.refused)
    asked = { ...asked, refused: [...asked.refused, ...refused], isDone: isShown }
    if (asked.request.state !== 'pending') return asked
    if (isChecked && round === 0 && areReached(asked)) return asked
    try {
      const next = await askOthers(ports, asked.request, asked.refused)
      if (next === 'nobody is left') {
        const isTold = await tellUnreviewable(ports, asked.request)
        return { ...asked, isReviewable: false, isDone: isShown && isTold }
      }
      if (next.version === asked.request.version) return asked
      asked = { ...asked, request: next }
    } catch (error) {
      ports.messenger.lost(error, 'see who can review')
      return { ...asked, isDone: isShown && isLasting(error) }
    }
  }
  return { ...asked, isDone: false }
}

/** Slack does not let the app look, today or later: the cards are shown, and an alarm would learn no more. */
function isLasting(error: unknown): boolean {
  if (isBotError(error, 'slack_scope_missing')) return true
  return isBotError(error, 'slack_unavailable') && error.facts.reason === 'plan_upgrade_required'
}

/** Resolves to the request as it is then; unchanged if those who were asked can decide. */
async function askOthers(
  ports: Ports,
  request: Request,
  refused: readonly string[],
): Promise<Request | 'nobody is left'> {
  const rule = approversUnder(ports.policy(), request.rule)
  // Another policy is about to be applied to it, which asks whom that names.
  if (!rule || request.policyVersion !== ports.policy().version) return request
  const { requester, escalatedAt } = request
  const entries = escalatedAt === undefined ? rule.approvers : [...rule.approvers, ...rule.fallback]
  const found = await reviewersAmong(ports, entries, requester)
  const today: Reviewers = new Map(Object.entries(currentReviewerRoles(found, request.reviewerRoles)))
  const reachable = new Map([...today].filter(([id]) => isInReach(request, id, refused)))
  const approved = request.approvals.map(({ by }) => by).filter((by) => today.has(by))
  const canDecide = couldAgree(
    request,
    new Map([...today].filter(([id]) => reachable.has(id) || approved.includes(id))),
  )
  const missing = askedIn(request).filter((id) => !reachable.has(id))
  const unreachable = canDecide ? await unreachableAmong(ports, request, missing, refused) : missing
  const passedOver = await passOver(ports, request, { found, reachable, unreachable })
  if (passedOver.version !== request.version || canDecide) return passedOver
  if (rule.fallback.length === 0 || escalatedAt !== undefined) return 'nobody is left'
  const now = ports.clock.now()
  // At the beginning that is no second step of which the requester would have to hear.
  const isLate = now - waitingSince(request) > MINUTE
  const escalated = await askFallback(ports, request, rule, isLate ? now : waitingSince(request))
  if (isLate) await ports.alarms.set('escalate-request', request.id, now)
  return escalated
}

function areReached({ request: { approvers, unreachable = [] }, refused }: AskedReviewers): boolean {
  return unreachable.length === 0 && !approvers.some((id) => refused.includes(id))
}

/** A card in a channel reaches those who decide there too. */
function isInReach({ channel }: Request, id: string, refused: readonly string[]): boolean {
  return !refused.includes(id) || (channel !== undefined && !refused.includes(channel))
}

/** Those who were asked, without delegates whose delegation has ended. */
function askedIn({ approvers, reviewerRoles, unreachable = [] }: Request): string[] {
  const isUnknown = Object.keys(reviewerRoles).length === 0
  return approvers.filter((id) => isUnknown || id in reviewerRoles || unreachable.includes(id))
}

/** While others can decide, only those count who are gone or whom Slack refuses, and not whoever lost the right since. */
async function unreachableAmong(
  ports: Ports,
  request: Request,
  missing: readonly string[],
  refused: readonly string[],
): Promise<string[]> {
  const isGone = await Promise.all(missing.map(async (id) => (await findColleague(ports, id)) === undefined))
  return missing.filter((id, index) => isGone[index] || !isInReach(request, id, refused))
}

/** Stores who can't be reached, and adds everybody else whom the rule names today. */
async function passOver(
  ports: Ports,
  request: Request,
  { found, reachable, unreachable }: { found: FoundReviewers; reachable: Reviewers; unreachable: string[] },
): Promise<Request> {
  const known = request.unreachable ?? []
  const news = unreachable.filter((id) => !known.includes(id))
  if (news.length === 0 && known.length === unreachable.length) return request
  const approvers = [...new Set([...request.approvers, ...reachable.keys()])]
  const about = { action: 'request.approver_passed_over', by: 'bot', note: news.join(' ') } as const
  return updateRequest(
    ports,
    request.id,
    (before) =>
      before.version === request.version
        ? move(before, 'passOver', {
            unreachable,
            approvers,
            reviewerRoles: currentReviewerRoles(found, before.reviewerRoles),
          })
        : before,
    (after) => (news.length === 0 ? undefined : { ...about, ...aboutRequest(after) }),
  )
}
