// One request, for those who may see it: its requester and those who may review it.
import { BotError } from '../core/errors.ts'
import type { Actor } from '../core/person.ts'
import type { Ports } from '../core/ports.ts'
import type { Request } from '../core/request.ts'
import { admit } from './admit.ts'

/** Throws `no_such_request`, also for somebody it does not concern. */
export async function showRequest(ports: Ports, actor: Actor, id: string): Promise<Request> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (!request || (request.requester !== person.id && !request.approvers.includes(person.id))) {
    throw new BotError('no_such_request', {})
  }
  return request
}
