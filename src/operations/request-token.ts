// Asks for a token: checked against the policy, written once, put before those who decide unless the rule itself does.
import { BotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import { type Ask, askErrors } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'
import { approve, type Request } from '../core/request.ts'
import { previewRequest } from './preview-request.ts'
import { aboutRequest, record } from './record.ts'

/** Throws `ask_invalid` and every refusal of `previewRequest`. */
export async function requestToken(ports: Ports, actor: Actor, ask: Ask): Promise<Request> {
  const policy = ports.policy()
  const fields = askErrors(policy, ask)
  if (Object.keys(fields).length > 0) throw new BotError('ask_invalid', { fields })
  const { person, decision, approvers } = await previewRequest(ports, actor, ask, { policy })
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
    approvers,
    requestedAt: ports.clock.now(),
    returns: 0,
  }
  const byRule = decision.verdict === 'approve'
  // Approved before it is written: no crash leaves behind a request that nobody decides.
  const request = await create(ports, asked, (drawn) =>
    byRule ? approve(drawn, { by: null, at: drawn.requestedAt }) : drawn,
  )
  await record(ports, { deed: 'requested', by: person.id, ...aboutRequest(request) })
  if (byRule) await record(ports, { deed: 'approved', by: 'bot', ...aboutRequest(request) })
  await ports.messenger.showRequest(request)
  return request
}

/** Ids are short enough to be a mark; one that is taken is drawn again. */
async function create(ports: Ports, asked: Omit<Request, 'id'>, ready: (drawn: Request) => Request): Promise<Request> {
  for (;;) {
    const request = ready({ id: ports.ids.request(), ...asked })
    if (await ports.requests.create(request)) return request
  }
}
