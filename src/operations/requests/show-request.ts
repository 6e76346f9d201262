// One request of mine.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import type { Request } from '../../core/requests/request.ts'
import { admit } from '../../procedures/access/admit-person.ts'

/** Throws `no_such_request`, also for somebody else's. */
export async function showRequest(ports: Ports, actor: Actor, id: string): Promise<Request> {
  const person = await admit(ports, actor)
  const request = await ports.requests.find(id)
  if (request?.requester !== person.id) throw new BotError('no_such_request', {})
  return request
}
