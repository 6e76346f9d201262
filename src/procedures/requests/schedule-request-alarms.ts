// Sets the alarms of a request for its present state: apply another policy, remind, ask the fallback, let it lapse.
import type { AlarmMoment } from '../../core/alarm.ts'
import { approversUnder, type ReviewDecision } from '../../core/policy/evaluate.ts'
import type { Ports } from '../../core/ports.ts'
import { isUnderPolicy, type Request } from '../../core/requests/request.ts'
import { type RequestSchedule, requestSchedule } from '../../core/requests/request-schedule.ts'
import { missing, undecided } from '../../core/requests/review.ts'
import { findColleague } from '../people/find-colleague.ts'

/**
 * Obsolete alarms aren't cleared; their handler re-reads the request and does nothing. The alarm that refreshes the cards
 * sets what a crash left out.
 */
export async function scheduleRequestAlarms(ports: Ports, request: Request): Promise<void> {
  await Promise.all(momentsOf(ports, request).map(({ kind, id, due }) => ports.alarms.set(kind, id, due)))
}

/** The alarms of a request, computed without a call to Slack. The handler of the alarm looks up who is away. */
export function momentsOf(ports: Pick<Ports, 'policy' | 'clock'>, request: Request): AlarmMoment[] {
  const { nudgeAt, escalateAt, remindClaimAt, lapsesAt } = requestSchedule(request, ports.policy(), {
    hasFallback: hasFallback(ruleOf(ports, request)),
    tooFewHere: true,
  })
  // Another policy may have been read while a claim was running, or since the token was collected that came back.
  const isUnderOtherPolicy = isUnderPolicy(request) && request.policyVersion !== ports.policy().version
  // A claim is reminded of once: where the moment has passed, that has happened, or its alarm still stands.
  const isClaimReminderAhead = remindClaimAt !== undefined && remindClaimAt > ports.clock.now()
  const moments = [
    ['apply-policy', isUnderOtherPolicy ? ports.clock.now() : undefined],
    ['lapse-request', lapsesAt],
    ['remind-claim', isClaimReminderAhead ? remindClaimAt : undefined],
    ['nudge-approvers', nudgeAt],
    ['escalate-request', escalateAt],
  ] as const
  return moments.flatMap(([kind, due]) => (due === undefined ? [] : [{ kind, id: request.id, due }]))
}

/** The steps as the policy plans them, ignoring who is away. */
export function plannedSteps(ports: Pick<Ports, 'policy'>, request: Request): RequestSchedule {
  return requestSchedule(request, ports.policy(), { hasFallback: hasFallback(ruleOf(ports, request)) })
}

/**
 * The steps as they are now. With `skipAway` in the policy it asks Slack who is away, and throws `slack_unavailable` if
 * that fails.
 */
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

/** Whether fewer of the undecided approvers are present than still have to approve. */
async function areTooFewHere(ports: Ports, request: Request): Promise<boolean> {
  const reviewers = new Map(Object.entries(request.reviewerRoles))
  const people = await Promise.all(undecided(request, reviewers).map((id) => findColleague(ports, id)))
  const here = people.filter((person) => person && !person.outOfOffice).length
  return here < missing(request, reviewers)
}
