// Takes back one's own request, as long as no token was made for it.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { cancel, type Request } from '../../core/requests/request.ts'
import { admitToEnd } from '../../procedures/access/admit-to-revoke.ts'
import { showCards } from '../../procedures/messages/publish-request-cards.ts'
import { changeRequest } from '../../procedures/records/update-request.ts'
import { aboutRequest, record } from '../../procedures/records/write-audit-entry.ts'

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
