// Returns one of the actor's own requests.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { admit } from '../../procedures/access/admit-person.ts'

/** Throws `no_such_request`, also for another person's request. */
export async function showRequest(ports: Ports, actor: Actor, id: string): Promise<Request> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (request?.requester !== person.id) throw new BotError('no_such_request', {})
  return request
}
