// Takes back one's own request, as long as no token was made for it.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/person.ts'
import type { Ports } from '../../core/ports.ts'
import { cancel, type Request } from '../../core/request.ts'
import { admitToEnd } from '../people/admit-to-end.ts'
import { changeRequest } from '../telling/change-request.ts'
import { aboutRequest, record } from '../telling/record.ts'
import { showCards } from '../telling/show-cards.ts'

/** Throws `no_such_request` (also for somebody else's) and `request_moved_on`. */
export async function cancelRequest(ports: Ports, actor: Actor, id: string): Promise<Request> {
  const { id: requester } = await admitToEnd(ports, actor)
  const request = await changeRequest(ports, id, (before) => {
    if (before.requester !== requester) throw new BotError('no_such_request', {})
    return cancel(before)
  })
  await record(ports, { deed: 'cancelled', by: requester, ...aboutRequest(request) })
  await showCards(ports, request)
  return request
}
