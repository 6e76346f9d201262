// One request, for somebody who may decide it at this moment.
import { BotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import { approversUnder } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'
import type { Request } from '../core/request.ts'
import { admit } from './admit.ts'
import { nameApprovers } from './name-approvers.ts'

/**
 * Today's rules and groups count, not those of the day on which it was asked. Throws `own_request`, `not_an_approver`,
 * `no_such_request`, and `slack_unavailable` if a group cannot be read.
 */
export async function openReview(ports: Ports, actor: Actor, id: string): Promise<Request> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (!request) throw new BotError('no_such_request', {})
  if (request.requester === person.id) throw new BotError('own_request', {})
  const approvers = await nameApprovers(ports, approversUnder(ports.policy(), request.rule), request.requester)
  if (!approvers.includes(person.id)) throw new BotError('not_an_approver', {})
  return request
}
