// Nobody has decided a request for long, or those who could are away: the rule's fallback is asked as well.
import { approversUnder } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'
import { move, type Request } from '../core/request.ts'
import { reviewersAmong, standingsNow } from '../operations/reviewing/name-reviewers.ts'
import { changeRequest } from '../operations/telling/change-request.ts'
import { mustHear } from '../operations/telling/must-hear.ts'
import { aboutRequest, record } from '../operations/telling/record.ts'
import { stepsOf } from '../operations/telling/set-request-alarms.ts'
import { showCards } from '../operations/telling/show-cards.ts'

export async function escalateRequest(ports: Ports, id: string): Promise<void> {
  const request = await ports.requests.find(id)
  if (!request) return
  const now = ports.clock.now()
  const { escalateAt } = await stepsOf(ports, request)
  const rule = approversUnder(ports.policy(), request.rule)
  if (escalateAt === undefined || !rule) return sayAgain(ports, request)
  if (escalateAt > now) return ports.alarms.set('escalate-request', id, escalateAt)
  const everybody = await reviewersAmong(ports, [...rule.approvers, ...rule.fallback], request.requester)
  const approvers = [...new Set([...request.approvers, ...everybody.reviewers.keys()])]
  const standings = standingsNow(everybody, request.standings)
  let escalated = false
  const after = await changeRequest(ports, id, (before) => {
    escalated = before.version === request.version
    return escalated ? move(before, 'escalate', { escalatedAt: now, approvers, standings }) : before
  })
  if (!escalated) return ports.alarms.set('escalate-request', id, now)
  await record(ports, { deed: 'escalated', by: 'bot', ...aboutRequest(after) })
  await sayAgain(ports, after)
}

/** Also when the alarm comes again, because whoever wrote it down may have died before asking anybody; once is said once. */
async function sayAgain(ports: Ports, request: Request): Promise<void> {
  if (request.state !== 'pending' || request.escalatedAt === undefined) return
  await showCards(ports, request)
  if (request.escalatedAt > request.requestedAt) mustHear(await ports.messenger.showStep(request, 'escalated'))
}
