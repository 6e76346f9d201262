// Asks for a token: checked against the policy, written once, put before those who decide.
import { BotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import { type Ask, askErrors } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'
import type { Request } from '../core/request.ts'
import { previewRequest } from './preview-request.ts'
import { aboutRequest, record } from './record.ts'

/** Throws `ask_invalid` and every refusal of `previewRequest`. */
export async function requestToken(ports: Ports, actor: Actor, ask: Ask): Promise<Request> {
  const policy = ports.policy()
  const fields = askErrors(policy, ask)
  if (Object.keys(fields).length > 0) throw new BotError('ask_invalid', { fields })
  const { person, rule, approvers } = await previewRequest(ports, actor, ask)
  const request = await create(ports, {
    version: 1,
    state: 'pending',
    requester: person.id,
    label: ask.label,
    asked: ask.lifetime,
    lifetime: ask.lifetime,
    reason: ask.reason.trim(),
    rule,
    policyVersion: policy.version,
    approvers,
    requestedAt: ports.clock.now(),
    returns: 0,
  })
  await record(ports, { deed: 'requested', by: person.id, ...aboutRequest(request) })
  await ports.messenger.showRequest(request)
  return request
}

/** Ids are short enough to be a mark; one that is taken is drawn again. */
async function create(ports: Ports, draft: Omit<Request, 'id'>): Promise<Request> {
  for (;;) {
    const request = { id: ports.ids.request(), ...draft }
    if (await ports.requests.create(request)) return request
  }
}
