// Cancels the actor's own request, as long as its token was not collected.
import { BotError } from '../../core/errors.ts'
import type { Actor } from '../../core/people/person.ts'
import type { Ports } from '../../core/ports.ts'
import { cancel, type Request } from '../../core/requests/request.ts'
import { admitToRevoke } from '../../procedures/access/admit-to-revoke.ts'
import { publishRequestCards } from '../../procedures/messages/publish-request-cards.ts'
import { updateRequest } from '../../procedures/records/update-request.ts'
import { aboutRequest } from '../../procedures/records/write-audit-entry.ts'

/**
 * Throws `no_such_request` (also for another person's request), `request_stale`, and `message_refused` if it is
 * cancelled and Slack refuses to show that.
 */
export async function cancelRequest(ports: Ports, actor: Actor, id: string): Promise<Request> {
  const { id: requester } = await admitToRevoke(ports, actor)
  const request = await updateRequest(
    ports,
    id,
    (before) => {
      if (before.requester !== requester) throw new BotError('no_such_request', {})
      return cancel(before)
    },
    (after) => ({ action: 'request.cancelled', by: requester, ...aboutRequest(after) }),
  )
  const refused = await publishRequestCards(ports, request)
  if (refused.includes(requester)) throw new BotError('message_refused', { about: 'change', label: request.label })
  return request
}
