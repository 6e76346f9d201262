// Asks for a token: checked against the policy, written once, put before those who decide unless the rule itself does.
import { BotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import { type Ask, askErrors } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'
import type { Request } from '../core/request.ts'
import { approveByRule } from '../core/review.ts'
import { standingsOf } from './name-reviewers.ts'
import { previewRequest } from './preview-request.ts'
import { aboutRequest, record } from './record.ts'
import { setRequestAlarms } from './set-request-alarms.ts'
import { mustShow, showCards } from './show-cards.ts'

/** Throws `ask_invalid` and every refusal of `previewRequest`. */
export async function requestToken(ports: Ports, actor: Actor, ask: Ask): Promise<Request> {
  const policy = ports.policy()
  const fields = askErrors(policy, ask)
  if (Object.keys(fields).length > 0) throw new BotError('ask_invalid', { fields })
  const { person, decision, reviewers, withFallback } = await previewRequest(ports, actor, ask, { policy })
  const now = ports.clock.now()
  const asked: Omit<Request, 'id'> = {
    version: 1,
    state: 'pending',
    requester: person.id,
    label: ask.label,
    asked: ask.lifetime,
    lifetime: ask.lifetime,
    reason: ask.reason.trim(),
    rule: decision.rule,
    policyVersion: policy.version,
    approvers: [...reviewers.keys()],
    standings: standingsOf(reviewers),
    ...(decision.verdict === 'review'
      ? { quorum: decision.quorum, differentGroups: decision.differentGroups }
      : { quorum: 1, differentGroups: false }),
    ...(decision.verdict === 'review' && decision.channel !== undefined && { channel: decision.channel }),
    approvals: [],
    requestedAt: now,
    lapsesAt: now + policy.request.lapseAfter,
    nudges: 0,
    ...(withFallback && { escalatedAt: now }),
    returns: 0,
  }
  const byRule = decision.verdict === 'approve'
  // Approved before it is written: no crash leaves behind a request that nobody decides.
  const request = await create(ports, asked, (drawn) =>
    byRule ? approveByRule(drawn, now, now + policy.request.claimWithin) : drawn,
  )
  await setRequestAlarms(ports, request)
  await record(ports, { deed: 'requested', by: person.id, ...aboutRequest(request) })
  if (byRule) await record(ports, { deed: 'approved', by: 'bot', ...aboutRequest(request) })
  await showCards(ports, request)
  return request
}

/** Ids are short enough to be a mark; one that is taken is drawn again. */
async function create(ports: Ports, asked: Omit<Request, 'id'>, ready: (drawn: Request) => Request): Promise<Request> {
  for (;;) {
    const request = ready({ id: ports.ids.request(), ...asked })
    await mustShow(ports, request.id)
    if (await ports.requests.create(request)) return request
  }
}
