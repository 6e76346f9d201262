// One request, for somebody who may decide it at this moment.
import { BotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import { approversUnder } from '../core/policy.ts'
import type { Ports } from '../core/ports.ts'
import type { Request } from '../core/request.ts'
import { admit } from './admit.ts'
import { nameApprovers, namePeople } from './name-approvers.ts'

/**
 * Today's rules and groups count, not those of the day on which it was asked. Throws `own_request`, `not_an_approver`,
 * `no_such_request`, and `slack_unavailable` if a group cannot be read.
 */
export async function openReview(ports: Ports, actor: Actor, id: string): Promise<Request> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (!request) throw new BotError('no_such_request', {})
  if (request.requester === person.id) throw new BotError('own_request', {})
  if (!(await mayReview(ports, request, person.id))) throw new BotError('not_an_approver', {})
  return request
}

async function mayReview(ports: Ports, { rule, requester, approvers }: Request, person: string): Promise<boolean> {
  const today = approversUnder(ports.policy(), rule)
  if (!today) return false
  if ((await nameApprovers(ports, today, requester)).includes(person)) return true
  // The fallback decides from the moment it was asked, also where the approvers are enough again by now.
  return approvers.includes(person) && (await namePeople(ports, today.fallback, requester)).includes(person)
}
