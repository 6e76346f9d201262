// Sets the alarms that a request wants as it is now: remind, ask the fallback, let it lapse.
import type { AlarmMoment } from '../../core/alarm.ts'
import { approversUnder, type ReviewDecision } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { type RequestSchedule, requestSchedule } from '../../core/requests/request-schedule.ts'
import { missing, undecided } from '../../core/requests/review.ts'
import { findColleague } from '../reviewers/resolve-reviewers.ts'

/** What is not wanted any more is left to ring: its handler looks at the record, and finds nothing to do. */
export async function scheduleRequestAlarms(ports: Ports, request: Request): Promise<void> {
  for (const { kind, id, due } of momentsOf(ports, request)) await ports.alarms.set(kind, id, due)
}

/** The alarms that it wants, found without asking Slack: whether somebody is away is looked up when it is time to. */
export function momentsOf(ports: Pick<Ports, 'policy'>, request: Request): AlarmMoment[] {
  const { nudgeAt, escalateAt, lapsesAt } = requestSchedule(request, ports.policy(), {
    hasFallback: hasFallback(ruleOf(ports, request)),
    tooFewHere: true,
  })
  const moments = [
    ['lapse-request', lapsesAt],
    ['nudge-approvers', nudgeAt],
    ['escalate-request', escalateAt],
  ] as const
  return moments.flatMap(([kind, due]) => (due === undefined ? [] : [{ kind, id: request.id, due }]))
}

/** As the policy says, whoever may be away. */
export function plannedSteps(ports: Pick<Ports, 'policy'>, request: Request): RequestSchedule {
  return requestSchedule(request, ports.policy(), { hasFallback: hasFallback(ruleOf(ports, request)) })
}

/** As it stands. With `skipAway` in the policy it asks Slack who is away; throws `slack_unavailable` if that fails. */
export async function stepsOf(ports: Ports, request: Request): Promise<RequestSchedule> {
  const policy = ports.policy()
  const rule = ruleOf(ports, request)
  const looks = policy.request.skipAway !== undefined && hasFallback(rule) && request.state === 'pending'
  const tooFewHere = looks && (await areTooFewHere(ports, request))
  return requestSchedule(request, policy, { hasFallback: hasFallback(rule), tooFewHere })
}

function ruleOf(ports: Pick<Ports, 'policy'>, { rule }: Request): ReviewDecision | undefined {
  return approversUnder(ports.policy(), rule)
}

function hasFallback(rule: ReviewDecision | undefined): boolean {
  return (rule?.fallback.length ?? 0) > 0
}

/** Whether fewer people are here than still have to approve. */
async function areTooFewHere(ports: Ports, request: Request): Promise<boolean> {
  const reviewers = new Map(Object.entries(request.reviewerRoles))
  const people = await Promise.all(undecided(request, reviewers).map((id) => findColleague(ports, id)))
  const here = people.filter((person) => person && !person.outOfOffice).length
  return here < missing(request, reviewers)
}
