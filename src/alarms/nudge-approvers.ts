// Nobody has decided a request for a while: those who could are reminded, each time after a longer pause.
import type { Ports } from '../core/ports.ts'
import { move, type Request, waitingSince } from '../core/requests/request.ts'
import { undecided } from '../core/requests/review.ts'
import { publishRequestCards } from '../procedures/messages/publish-request-cards.ts'
import { requireDelivered } from '../procedures/messages/require-delivered.ts'
import { updateRequest } from '../procedures/records/update-request.ts'
import { aboutRequest } from '../procedures/records/write-audit-entry.ts'
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
  // Before it is written down: what a crash or Slack leaves undone is done when the alarm comes again, to each once.
  requireDelivered(
    await ports.messenger.remindReviewers(request, undecided(request, found.reviewers), request.nudges + 1),
  )
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
  if (!nudged) return ports.alarms.set('nudge-approvers', id, now)
  await scheduleRequestAlarms(ports, after)
  await publishRequestCards(ports, after)
}

/** After an outage that two of them fell into, one reminder is enough. */
function passed(ports: Ports, request: Request, now: number): number {
  return ports.policy().request.nudgeAfter.filter((after) => waitingSince(request) + after <= now).length
}
