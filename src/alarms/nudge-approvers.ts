// Nobody has decided a request for a while: those who could are reminded, each time after a longer pause.
import { approversUnder } from '../core/policy/evaluate.ts'
import type { Ports } from '../core/ports.ts'
import { nextNudge } from '../core/requests/nudge-hours.ts'
import { move, type Request, waitingSince } from '../core/requests/request.ts'
import { type Reviewers, undecided } from '../core/requests/review.ts'
import { HOUR } from '../core/time/duration.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { findColleague } from '../procedures/people/find-colleague.ts'
import { updateRequest } from '../procedures/records/update-request.ts'
import { aboutRequest } from '../procedures/records/write-audit-entry.ts'
import { askReviewers } from '../procedures/requests/ask-reviewers.ts'
import { plannedSteps, scheduleRequestAlarms } from '../procedures/requests/schedule-request-alarms.ts'
import { currentReviewers } from '../procedures/reviewers/current-reviewers.ts'
import { currentReviewerRoles } from '../procedures/reviewers/resolve-reviewers.ts'

export async function nudgeApprovers(ports: Ports, id: string): Promise<void> {
  const asked = await ports.requests.find(id)
  if (!asked) return
  const found = await currentReviewers(ports, asked)
  // Once more, since looking people up takes its time: nobody is reminded of what they have decided meanwhile.
  const request = await ports.requests.find(id)
  if (!request) return
  const now = ports.clock.now()
  const { nudgeAt } = plannedSteps(ports, request)
  if (nudgeAt === undefined) return
  if (nudgeAt > now) return ports.alarms.set('nudge-approvers', id, nudgeAt)
  const moments = await nudgeMoments(ports, request, found.reviewers, now)
  const due = moments.filter(({ at }) => at <= now).map(({ id }) => id)
  // Before it is written down: what a crash or Slack leaves undone is done when the alarm comes again, to each once.
  requireDelivered(await ports.messenger.remindReviewers(request, due, request.nudges + 1))
  // Whoever has this reminder gets no other one while the next approver's hours are waited for.
  const reminded = await ports.messenger.remindedReviewers(request, request.nudges + 1)
  const later = moments.filter(({ id, at }) => at > now && !reminded.includes(id)).map(({ at }) => at)
  if (later.length > 0) return ports.alarms.set('nudge-approvers', id, Math.min(...later))
  let nudged = false
  const after = await updateRequest(
    ports,
    id,
    (before) => {
      nudged = before.version === request.version
      if (!nudged) return before
      // Whose place somebody takes may have changed without a click.
      const reviewerRoles = currentReviewerRoles(found, before.reviewerRoles)
      return move(before, 'nudge', { nudges: passed(ports, request, now), nudgedAt: now, reviewerRoles })
    },
    (changed) => ({ action: 'request.reviewers_reminded', by: 'bot', ...aboutRequest(changed) }),
  )
  if (nudged) await scheduleRequestAlarms(ports, after)
  else await ports.alarms.set('nudge-approvers', id, now)
  // Also where the request was changed meanwhile: whoever changed it knew nothing of the reminders that were just sent.
  await askReviewers(ports, after)
}

/**
 * When each of these approvers may be reminded: in their own hours, and not within an hour after they were first asked.
 * Those who are asked by the rule's fallback were first asked when the request was escalated.
 */
async function nudgeMoments(
  ports: Ports,
  request: Request,
  reviewers: Reviewers,
  now: number,
): Promise<{ id: string; at: number }[]> {
  const policy = ports.policy()
  const fallback: readonly string[] = approversUnder(policy, request.rule)?.fallback ?? []
  const moments = await Promise.all(
    undecided(request, reviewers).map(async (id) => {
      const colleague = await findColleague(ports, id)
      // Left since they were looked up.
      if (!colleague) return []
      const entries = reviewers.get(id)?.entries ?? []
      const isLate = entries.length > 0 && entries.every((entry) => fallback.includes(entry))
      const askedAt = isLate ? (request.escalatedAt ?? waitingSince(request)) : waitingSince(request)
      return [{ id, at: nextNudge(Math.max(now, askedAt + HOUR), policy.request, colleague.timeZone) }]
    }),
  )
  return moments.flat()
}

/** After an outage that two of them fell into, one reminder is enough. */
function passed(ports: Ports, request: Request, now: number): number {
  return ports.policy().request.nudgeAfter.filter((after) => waitingSince(request) + after <= now).length
}
